package rules

import (
	"net/http"

	. "conformance/suites/check"
	"conformance/suites/ibmosb/flows"
)

func deprovisionChecks() List {
	return List{
		// "200 and {} when deleted"
		On("IBM-DEL-001", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			x := c.Use(run.Deprovision)
			if x.Is(http.StatusAccepted) {
				c.NotApplicable(x, "the plan is deleted asynchronously")
			}
			c.Expect(x).To(HaveStatus(http.StatusOK))
			c.Expect(x).To(HaveObject())
		}),
		// "202 while deletion is in progress"
		On("IBM-DEL-002", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			again := c.Use(run.DeleteAgain)
			inProgress(c, run.DeletePolled)
			c.Expect(again).To(HaveStatus(http.StatusAccepted))
		}),
		// "410 for an instance that does not exist"
		On("IBM-DEL-003", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			c.Expect(run.DeprovisionAgain).To(HaveStatus(http.StatusGone))
		}),
		// "410 for an instance that does not exist"
		On("IBM-DEL-003", flows.Refusals, func(c *Case, run *flows.RefusalsRun) {
			c.Expect(run.Deprovision).To(HaveStatus(http.StatusGone))
		}),
		// "422 AsyncRequired on delete"
		On("IBM-DEL-004", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			asyncRequired(c, run.DeleteNotOptedIn)
			if x := run.DeleteNotOptedIn.Exchange(); x.Is(http.StatusUnprocessableEntity) {
				c.Expect(run.Delete).NotTo(HaveStatus(http.StatusGone))
			}
		}),
		// "service_id and plan_id accompany DELETE"
		On("IBM-DEL-005", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			unbroken(c, run.WithoutIDs)
			if x := c.Use(run.WithoutIDs); flows.Refused(x) {
				c.Expect(run.AfterWithoutIDs).To(HaveStatus(http.StatusOK))
			}
		}),
		// "A deleted instance is gone everywhere"
		On("IBM-DEL-007", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { turnedDown(c, run.Deleted) }),
	}
}
