package rules

import (
	"net/http"
	"slices"

	. "conformance/suites/check"
	"conformance/suites/osb/flows"
	"conformance/suites/record"
)

func concurrencyChecks() List {
	return slices.Concat(interruptionChecks(), parallelChecks(), failureChecks(), List{
		// "Concurrency refusal is 422 ConcurrencyError"
		On("OSB-CONC-002", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			found := judgeBusy(c, run, func(x *record.Exchange) { c.Expect(x).To(HaveMember("/error", "ConcurrencyError")) })
			if !found {
				c.NotApplicable(c.Use(run.Discover), "no request was refused while the broker was busy")
			}
		}),
		// "Concurrency refusal explains itself (2.12, 2.13)"
		On("OSB-CONC-003", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			found := judgeBusy(c, run, func(x *record.Exchange) {
				tellsWhy(c, x)
			})
			if !found {
				c.NotApplicable(c.Use(run.Discover), "no request was refused while the broker was busy")
			}
		}),
		// "Fetch during update is 422"
		On("OSB-CONC-009", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			x := c.Use(run.FetchUpdating)
			whileBusy(c, run.UpdatePolls)
			c.Expect(x).To(HaveStatus(http.StatusOK, http.StatusUnprocessableEntity))
		}),
		// "Fetch 422 says ConcurrencyError"
		On("OSB-CONC-010", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			x := c.Use(run.FetchUpdating)
			if !x.Is(http.StatusUnprocessableEntity) {
				c.NotApplicable(x, "the fetch was answered %s, not 422", x.Got())
			}
			c.Expect(x).To(HaveMember("/error", "ConcurrencyError"))
		}),
	})
}

// judgeBusy judges the answers to requests that came while an operation ran and would have been served otherwise: each
// is served or refused with 422, whose body refusal judges. An update of an instance that is not there yet may find
// none, for which no code is laid down. It reports whether anything was refused.
func judgeBusy(c *Case, run *flows.AsynchronousRun, refusal func(*record.Exchange)) (found bool) {
	for _, busy := range []struct {
		step, polls record.Step
		// alone is the same request when nothing else ran; what is refused then, too, is not refused for being busy.
		alone record.Step
		legal []int
	}{
		{run.ProvisionAgain, run.ProvisionPolls, run.Discover, []int{200, 202, 422}},
		{run.UpdateCreating, run.ProvisionPolls, run.Update, []int{200, 202, 400, 404, 410, 422}},
		{run.UpdateAgain, run.UpdatePolls, run.Update, []int{200, 202, 422}},
		{run.BindUpdating, run.UpdatePolls, run.Bind, []int{200, 201, 202, 422}},
	} {
		if !busy.step.Present() || !ran(busy.polls) || busy.alone.Present() && busy.alone.Exchange().Status() >= 400 {
			continue
		}
		x := c.Use(busy.step)
		if x.Operation == "bind" && !busy.alone.Present() && !x.Is(http.StatusUnprocessableEntity) {
			continue // nobody knows whether it would have been served
		}
		found = found || x.Status() >= 400
		if c.Expect(x).To(HaveStatus(busy.legal...)) && x.Is(http.StatusUnprocessableEntity) {
			refusal(x)
		}
	}
	c.Use(run.ProvisionPolls)
	return found
}
