package rules

import (
	. "conformance/suites/check"
	"conformance/suites/ibmosb/flows"
	"net/http"
)

func updateChecks() List {
	return List{
		On("IBM-UPD-001", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			c.Expect(run.Update).NotTo(HaveStatus(http.StatusNotFound, http.StatusMethodNotAllowed))
		}),
		On("IBM-UPD-002", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			step := run.Update
			if run.UpdateParameters.Present() {
				step = run.UpdateParameters
			}
			x := c.UseAll(step)[0]
			if x.Is(http.StatusUnprocessableEntity) && x.Object()["error"] == "AsyncRequired" {
				c.NotApplicable(x, "the plan is updated asynchronously")
			}
			c.Expect(x).To(HaveStatus(http.StatusOK))
			c.Expect(x).To(HaveObject())
		}),
		On("IBM-UPD-003", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			again := c.Use(run.UpdateAgain)
			inProgress(c, run.UpdatePolled)
			c.Expect(again).To(HaveStatus(http.StatusAccepted))
		}),
		On("IBM-UPD-004", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) { asyncRequired(c, run.UpdateNotOptedIn) }),
		On("IBM-UPD-005", flows.FixedPlan, func(c *Case, run *flows.FixedPlanRun) {
			c.Expect(run.Update).To(HaveStatus(http.StatusUnprocessableEntity))
			c.Expect(run.After).To(HaveStatus(http.StatusOK))
		}),
		On("IBM-UPD-006", flows.FixedPlan, func(c *Case, run *flows.FixedPlanRun) { turnedDown(c, run.Update) }),
		On("IBM-UPD-007", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			c.Expect(run.AfterParameters).NotTo(HaveStatus(http.StatusConflict))
		}),
		On("IBM-UPD-008", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			c.Expect(run.AfterPlan).NotTo(HaveStatus(http.StatusConflict))
		}),
		On("IBM-UPD-009", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { unbroken(c, run.UpdateWithoutID) }),
		On("IBM-UPD-010", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { alike(c, run.Update, run.PreviousValues) }),
		On("IBM-UPD-011", flows.Refusals, func(c *Case, run *flows.RefusalsRun) { turnedDown(c, run.Update) }),
	}
}
