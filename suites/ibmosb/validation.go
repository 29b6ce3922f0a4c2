package ibmosb

import (
	"net/http"

	. "conformance/suites/check"
	"conformance/suites/record"
)

func validationChecks() List {
	return List{
		On("IBM-PROV-010", Refusals, func(c *Case, run *RefusalsRun) {
			c.Expect(run.RefusedParameters).To(HaveStatus(http.StatusUnprocessableEntity, http.StatusBadRequest))
		}),
		On("IBM-PROV-013", Refusals, func(c *Case, run *RefusalsRun) { rejected(c, run.BadServiceID) }),
		On("IBM-PROV-014", Refusals, func(c *Case, run *RefusalsRun) { rejected(c, run.BadPlanID) }),
		On("IBM-PROV-015", Refusals, func(c *Case, run *RefusalsRun) { turnedDown(c, run.UnknownService) }),
		On("IBM-PROV-016", Refusals, func(c *Case, run *RefusalsRun) { turnedDown(c, run.UnknownPlan) }),
		On("IBM-PROV-018", Refusals, func(c *Case, run *RefusalsRun) {
			turnedDown(c, run.RefusedParameters)
			explained(c, c.Use(run.RefusedParameters))
		}),
		On("IBM-PROV-028", Refusals, func(c *Case, run *RefusalsRun) { rejected(c, run.Malformed) }),
		On("IBM-PROV-028", Lifecycle, func(c *Case, run *LifecycleRun) { rejected(c, run.UpdateMalformed) }),
		On("IBM-PROV-028", Use, func(c *Case, run *UseRun) {
			if run.BindMalformed.Present() {
				rejected(c, run.BindMalformed)
			}
			rejected(c, run.StateMalformed)
		}),
		On("IBM-PROV-029", Refusals, func(c *Case, run *RefusalsRun) {
			c.Expect(run.DeleteRefused).To(HaveStatus(http.StatusGone, http.StatusNotFound))
		}),
		On("IBM-PROV-029", Asynchronous, func(c *Case, run *AsynchronousRun) {
			c.Expect(run.DeleteRefused).To(HaveStatus(http.StatusGone, http.StatusNotFound))
		}),
	}
}

// rejected demands 400 of every exchange of the step.
func rejected(c *Case, step record.Step) { c.Expect(step).To(HaveStatus(http.StatusBadRequest)) }

// turnedDown demands any refusal.
func turnedDown(c *Case, step record.Step) {
	for _, x := range c.UseAll(step) {
		if !refused(x) {
			c.Fail(x, Want("4xx"))
		}
	}
}

// explained demands that a refusal says why.
func explained(c *Case, x *record.Exchange) {
	if text, _ := x.Object()["description"].(string); refused(x) && text == "" {
		c.Fail(x, Want("one that tells the user why").Got("no description"))
	}
}

// unbroken demands that no exchange of the step met an internal fault.
func unbroken(c *Case, step record.Step) {
	for _, x := range c.UseAll(step) {
		if x.Status() < 200 || x.Status() >= 500 {
			c.Fail(x, Want("success or a refusal"))
		}
	}
}
