package ibmosb

import (
	"net/http"

	. "conformance/suites/check"
)

func deprovisionChecks() List {
	return List{
		On("IBM-DEL-001", Lifecycle, func(c *Case, run *LifecycleRun) {
			x := c.Use(run.Deprovision)
			if x.Is(http.StatusAccepted) {
				c.NotApplicable(x, "the plan is deleted asynchronously")
			}
			c.Expect(x).To(HaveStatus(http.StatusOK))
			c.Expect(x).To(HaveObject())
		}),
		On("IBM-DEL-002", Asynchronous, func(c *Case, run *AsynchronousRun) {
			again := c.Use(run.DeleteAgain)
			inProgress(c, run.DeletePolled)
			c.Expect(again).To(HaveStatus(http.StatusAccepted))
		}),
		On("IBM-DEL-003", Lifecycle, func(c *Case, run *LifecycleRun) {
			c.Expect(run.DeprovisionAgain).To(HaveStatus(http.StatusGone))
		}),
		On("IBM-DEL-003", Refusals, func(c *Case, run *RefusalsRun) {
			c.Expect(run.Deprovision).To(HaveStatus(http.StatusGone))
		}),
		On("IBM-DEL-004", Asynchronous, func(c *Case, run *AsynchronousRun) {
			asyncRequired(c, run.DeleteNotOptedIn)
			if x := run.DeleteNotOptedIn.Exchange(); x.Is(http.StatusUnprocessableEntity) {
				c.Expect(run.Delete).NotTo(HaveStatus(http.StatusGone))
			}
		}),
		On("IBM-DEL-005", Lifecycle, func(c *Case, run *LifecycleRun) {
			unbroken(c, run.WithoutIDs)
			if x := c.Use(run.WithoutIDs); refused(x) {
				c.Expect(run.AfterWithoutIDs).To(HaveStatus(http.StatusOK))
			}
		}),
		On("IBM-DEL-007", Lifecycle, func(c *Case, run *LifecycleRun) { turnedDown(c, run.Deleted) }),
	}
}
