package rules

import (
	"net/http"

	. "conformance/suites/check"
	"conformance/suites/osb/flows"
	"conformance/suites/record"
)

func parallelChecks() List {
	return List{
		// "Parallel identical creates yield one resource"
		On("OSB-CONC-014", flows.Parallel, func(c *Case, run *flows.ParallelRun) {
			oneResource(c, run.Provisions, run.ProvisionAgain, run.Deprovision, run.DeprovisionAgain)
			if run.Unbind.Present() {
				oneResource(c, run.Binds, run.BindAgain, run.Unbind, run.UnbindAgain)
			}
		}),
		// "Bind refused for concurrency uses 422"
		On("OSB-CONC-011", flows.Parallel, func(c *Case, run *flows.ParallelRun) {
			c.Use(run.Unbind) // which is not there when nothing can be bound at all
			for _, x := range c.UseAll(run.Binds) {
				if x.Status() >= 400 && x.Status() < 500 && !refusedAnyway(c, x, run.BindAgain) {
					concurrencyError(c, x)
				}
			}
		}),
	}
}

// refusedAnyway reports whether a refusal has another reason than that something else runs: there are too many requests,
// or the same one gets the same answer when it comes alone.
func refusedAnyway(c *Case, x *record.Exchange, again record.Step) bool {
	if alone := again.Exchange(); again.Present() && alone.Status() == x.Status() && alone.Object()["error"] != "ConcurrencyError" {
		c.Look(alone)
		return true
	}
	return x.Is(http.StatusTooManyRequests)
}

// oneResource judges that equal creations which arrive at once make one resource: at most one says that it is new, and
// after one deletion nothing is left. A broker that serves deletions for ever, also of what is gone, shows nothing by that.
func oneResource(c *Case, creations, alone, removal, again record.Step) {
	c.Expect(removal).To(HaveStatus(http.StatusOK, http.StatusAccepted))
	var created, accepted *record.Exchange
	for _, x := range c.UseAll(creations) {
		switch x.Status() {
		case http.StatusOK:
		case http.StatusCreated:
			if created != nil {
				c.Fail(x, Want("one 201 at most").Got("201 as in exchange %d", created.Number))
			}
			created = x
		case http.StatusAccepted:
			if accepted != nil && !sameWork(accepted, x) {
				c.Fail(x, Want("%v as in exchange %d", accepted.Object()["operation"], accepted.Number).Got("operation %v", x.Object()["operation"]))
			}
			accepted = x
		case http.StatusUnprocessableEntity:
			c.Expect(x).To(HaveMember("/error", "ConcurrencyError"))
		default:
			if x.Status() >= 500 || !refusedAnyway(c, x, alone) {
				c.Fail(x, Want("200, 201, 202 or 422"))
			}
		}
	}
	if c.Use(again).Is(http.StatusGone, http.StatusNotFound) {
		c.Expect(again).NotTo(HaveStatus(http.StatusOK, http.StatusAccepted))
	}
}
