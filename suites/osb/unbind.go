package osb

import (
	"net/http"

	. "conformance/suites/check"
)

func unbindChecks() List {
	return List{
		On("OSB-UNBIND-001", Lifecycle, func(c *Case, run *LifecycleRun) {
			c.Use(run.Unbind)
			if run.FetchBinding.Exchange().Is(http.StatusOK) {
				c.Expect(run.FetchUnbound).NotTo(HaveStatus(http.StatusOK))
				return
			}
			if x := c.Use(run.UnbindAgain); !x.Is(http.StatusGone, http.StatusNotFound) {
				c.NotApplicable(x, "the binding cannot be fetched, and %s to its second deletion does not tell whether it is gone", x.Got())
			}
		}),
		On("OSB-UNBIND-008", Asynchronous, func(c *Case, run *AsynchronousRun) { refusedAsSynchronous(c, run.UnbindSync) }),
		On("OSB-UNBIND-024", Asynchronous, func(c *Case, run *AsynchronousRun) { saysAsyncRequired(c, run.UnbindSync) }),
		On("OSB-UNBIND-009", Lifecycle, func(c *Case, run *LifecycleRun) { synchronous(c, run.Unbind, http.StatusOK) }),
		On("OSB-UNBIND-009", Asynchronous, func(c *Case, run *AsynchronousRun) { doneAtOnce(c, run.UnbindSync, http.StatusOK) }),
		On("OSB-UNBIND-011", Asynchronous, func(c *Case, run *AsynchronousRun) { followed(c, run.Unbind, run.UnbindPolls) }),
		On("OSB-UNBIND-011", Lifecycle, func(c *Case, run *LifecycleRun) { wasDone(c, run.Unbind, run.PollUnbound) }),
		On("OSB-UNBIND-012", Asynchronous, func(c *Case, run *AsynchronousRun) { resent(c, run.UnbindAgain, run.UnbindPolls) }),
		On("OSB-UNBIND-013", Asynchronous, func(c *Case, run *AsynchronousRun) {
			sameOperation(c, run.Unbind, run.UnbindAgain, run.UnbindPolls)
		}),
		On("OSB-UNBIND-014", Lifecycle, func(c *Case, run *LifecycleRun) { answered(c, run.UnbindNoService, http.StatusBadRequest) }),
		On("OSB-UNBIND-015", Lifecycle, func(c *Case, run *LifecycleRun) { answered(c, run.UnbindNoPlan, http.StatusBadRequest) }),
		On("OSB-UNBIND-017", Lifecycle, func(c *Case, run *LifecycleRun) { answered(c, run.UnbindAgain, http.StatusGone) }),
	}
}
