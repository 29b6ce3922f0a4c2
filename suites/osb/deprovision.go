package osb

import (
	"net/http"

	. "conformance/suites/check"
)

func deprovisionChecks() List {
	return List{
		On("OSB-DEPROV-001", Lifecycle, func(c *Case, run *LifecycleRun) {
			c.Use(run.Deprovision)
			if run.Fetch.Exchange().Is(http.StatusOK) {
				c.Expect(run.FetchGone).NotTo(HaveStatus(http.StatusOK))
				return
			}
			if x := c.Use(run.DeprovisionAgain); !x.Is(http.StatusGone, http.StatusNotFound) {
				c.NotApplicable(x, "the instance cannot be fetched, and %s to its second deletion does not tell whether it is gone", x.Got())
			}
		}),
		On("OSB-DEPROV-008", Asynchronous, func(c *Case, run *AsynchronousRun) { refusedAsSynchronous(c, run.DeprovisionSync) }),
		On("OSB-DEPROV-018", Asynchronous, func(c *Case, run *AsynchronousRun) { saysAsyncRequired(c, run.DeprovisionSync) }),
		On("OSB-DEPROV-009", Lifecycle, func(c *Case, run *LifecycleRun) { synchronous(c, run.Deprovision, http.StatusOK) }),
		On("OSB-DEPROV-011", Asynchronous, func(c *Case, run *AsynchronousRun) { followed(c, run.Deprovision, run.DeprovisionPolls) }),
		On("OSB-DEPROV-012", Asynchronous, func(c *Case, run *AsynchronousRun) {
			resent(c, run.DeprovisionAgain, run.DeprovisionPolls)
		}),
		On("OSB-DEPROV-013", Asynchronous, func(c *Case, run *AsynchronousRun) {
			sameOperation(c, run.Deprovision, run.DeprovisionAgain, run.DeprovisionPolls)
		}),
		On("OSB-DEPROV-014", Lifecycle, func(c *Case, run *LifecycleRun) { answered(c, run.DeleteNoService, http.StatusBadRequest) }),
		On("OSB-DEPROV-015", Lifecycle, func(c *Case, run *LifecycleRun) { answered(c, run.DeleteNoPlan, http.StatusBadRequest) }),
		On("OSB-DEPROV-017", Catalog, func(c *Case, run *CatalogRun) { answered(c, run.DeprovisionAbsent, http.StatusGone) }),
		On("OSB-DEPROV-017", Lifecycle, func(c *Case, run *LifecycleRun) { answered(c, run.DeprovisionAgain, http.StatusGone) }),
		On("OSB-ERR-017", Lifecycle, func(c *Case, run *LifecycleRun) { stillThere(c, run.DeleteNoPlan, run.Deprovision) }),
		On("OSB-ERR-017", Lifecycle, func(c *Case, run *LifecycleRun) { leavesNothing(c, run.Leftover, run.LeftoverUnknown) }),
		On("OSB-ERR-017", Asynchronous, func(c *Case, run *AsynchronousRun) { leavesNothing(c, run.Leftover, run.LeftoverUnknown) }),
	}
}
