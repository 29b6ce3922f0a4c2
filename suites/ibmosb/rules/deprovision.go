package rules

import (
	. "conformance/suites/check"
	"conformance/suites/ibmosb/flows"
	"net/http"
)

func deprovisionChecks() List {
	return List{
		On("IBM-DEL-001", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			x := c.Use(run.Deprovision)
			if x.Is(http.StatusAccepted) {
				c.NotApplicable(x, "the plan is deleted asynchronously")
			}
			c.Expect(x).To(HaveStatus(http.StatusOK))
			c.Expect(x).To(HaveObject())
		}),
		On("IBM-DEL-002", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			again := c.Use(run.DeleteAgain)
			inProgress(c, run.DeletePolled)
			c.Expect(again).To(HaveStatus(http.StatusAccepted))
		}),
		On("IBM-DEL-003", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			c.Expect(run.DeprovisionAgain).To(HaveStatus(http.StatusGone))
		}),
		On("IBM-DEL-003", flows.Refusals, func(c *Case, run *flows.RefusalsRun) {
			c.Expect(run.Deprovision).To(HaveStatus(http.StatusGone))
		}),
		On("IBM-DEL-004", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			asyncRequired(c, run.DeleteNotOptedIn)
			if x := run.DeleteNotOptedIn.Exchange(); x.Is(http.StatusUnprocessableEntity) {
				c.Expect(run.Delete).NotTo(HaveStatus(http.StatusGone))
			}
		}),
		On("IBM-DEL-005", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			unbroken(c, run.WithoutIDs)
			if x := c.Use(run.WithoutIDs); flows.Refused(x) {
				c.Expect(run.AfterWithoutIDs).To(HaveStatus(http.StatusOK))
			}
		}),
		On("IBM-DEL-007", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { turnedDown(c, run.Deleted) }),
	}
}
