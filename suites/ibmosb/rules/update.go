package rules

import (
	"net/http"

	. "conformance/suites/check"
	"conformance/suites/ibmosb/flows"
)

func updateChecks() List {
	return List{
		// "Update endpoint is present"
		On("IBM-UPD-001", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			c.Expect(run.Update).NotTo(HaveStatus(http.StatusNotFound, http.StatusMethodNotAllowed))
		}),
		// "200 when changes are applied"
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
		// "202 while an update is in progress"
		On("IBM-UPD-003", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			again := c.Use(run.UpdateAgain)
			inProgress(c, run.UpdatePolled)
			c.Expect(again).To(HaveStatus(http.StatusAccepted))
		}),
		// "422 AsyncRequired on update"
		On("IBM-UPD-004", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) { asyncRequired(c, run.UpdateNotOptedIn) }),
		// "Unsupported change gets 422"
		On("IBM-UPD-005", flows.FixedPlan, func(c *Case, run *flows.FixedPlanRun) {
			c.Expect(run.Update).To(HaveStatus(http.StatusUnprocessableEntity))
			c.Expect(run.After).To(HaveStatus(http.StatusOK))
		}),
		// "Plan change needs plan_updateable"
		On("IBM-UPD-006", flows.FixedPlan, func(c *Case, run *flows.FixedPlanRun) { turnedDown(c, run.Update) }),
		// "Absent plan_id leaves the plan"
		On("IBM-UPD-007", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			c.Expect(run.AfterParameters).NotTo(HaveStatus(http.StatusConflict))
		}),
		// "Absent parameters leave the parameters"
		On("IBM-UPD-008", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			c.Expect(run.AfterPlan).NotTo(HaveStatus(http.StatusConflict))
		}),
		// "service_id is sent on update"
		On("IBM-UPD-009", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { unbroken(c, run.UpdateWithoutID) }),
		// "previous_values is only a hint"
		On("IBM-UPD-010", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { alike(c, run.Update, run.PreviousValues) }),
		// "Updating an unknown instance fails"
		On("IBM-UPD-011", flows.Refusals, func(c *Case, run *flows.RefusalsRun) { turnedDown(c, run.Update) }),
	}
}
