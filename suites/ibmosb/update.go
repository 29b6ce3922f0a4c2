package ibmosb

import (
	"net/http"

	. "conformance/suites/check"
	"conformance/suites/record"
)

func updateChecks() List {
	return List{
		On("IBM-UPD-001", Lifecycle, func(c *Case, run *LifecycleRun) {
			c.Expect(run.Update).NotTo(HaveStatus(http.StatusNotFound, http.StatusMethodNotAllowed))
		}),
		On("IBM-UPD-002", Lifecycle, func(c *Case, run *LifecycleRun) {
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
		On("IBM-UPD-003", Asynchronous, func(c *Case, run *AsynchronousRun) {
			again := c.Use(run.UpdateAgain)
			inProgress(c, run.UpdatePolled)
			c.Expect(again).To(HaveStatus(http.StatusAccepted))
		}),
		On("IBM-UPD-004", Asynchronous, func(c *Case, run *AsynchronousRun) { asyncRequired(c, run.UpdateNotOptedIn) }),
		On("IBM-UPD-005", FixedPlan, func(c *Case, run *FixedPlanRun) {
			c.Expect(run.Update).To(HaveStatus(http.StatusUnprocessableEntity))
			c.Expect(run.After).To(HaveStatus(http.StatusOK))
		}),
		On("IBM-UPD-006", FixedPlan, func(c *Case, run *FixedPlanRun) { turnedDown(c, run.Update) }),
		On("IBM-UPD-007", Lifecycle, func(c *Case, run *LifecycleRun) {
			c.Expect(run.AfterParameters).NotTo(HaveStatus(http.StatusConflict))
		}),
		On("IBM-UPD-008", Lifecycle, func(c *Case, run *LifecycleRun) {
			c.Expect(run.AfterPlan).NotTo(HaveStatus(http.StatusConflict))
		}),
		On("IBM-UPD-009", Lifecycle, func(c *Case, run *LifecycleRun) { unbroken(c, run.UpdateWithoutID) }),
		On("IBM-UPD-010", Lifecycle, func(c *Case, run *LifecycleRun) { alike(c, run.Update, run.PreviousValues) }),
		On("IBM-UPD-011", Refusals, func(c *Case, run *RefusalsRun) { turnedDown(c, run.Update) }),
	}
}

// asyncRequired judges a request without accepts_incomplete to a plan that works asynchronously only: it is refused as
// such, unless the broker can do this one thing at once.
func asyncRequired(c *Case, step record.Step) {
	x := c.Use(step)
	if c.Expect(x).To(HaveStatus(http.StatusUnprocessableEntity, http.StatusOK)) && !x.Is(http.StatusOK) {
		c.Expect(x).To(HaveMember("/error", "AsyncRequired"))
	}
}

// inProgress demands proof that the operation was still running when the exchanges before were answered.
func inProgress(c *Case, poll record.Step) {
	if x := c.Use(poll); x.Object()["state"] != "in progress" {
		c.NotApplicable(x, "the operation had ended before it could be asked for again")
	}
}
