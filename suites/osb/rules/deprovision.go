package rules

import (
	"net/http"

	. "conformance/suites/check"
	"conformance/suites/osb/flows"
)

func deprovisionChecks() List {
	return List{
		// "Deprovision deletes instance resources"
		On("OSB-DEPROV-001", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			c.Use(run.Deprovision)
			if run.Fetch.Exchange().Is(http.StatusOK) {
				c.Expect(run.FetchGone).NotTo(HaveStatus(http.StatusOK))
				return
			}
			if x := c.Use(run.DeprovisionAgain); !x.Is(http.StatusGone, http.StatusNotFound) {
				c.NotApplicable(x, "the instance cannot be fetched, and %s to its second deletion does not tell whether it is gone", x.Got())
			}
		}),
		// "Async-only deprovision without parameter gives 422"
		On("OSB-DEPROV-008", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) { refusedAsSynchronous(c, run.DeprovisionSync) }),
		// "Synchronous deprovision gives 200"
		On("OSB-DEPROV-009", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { synchronous(c, run.Deprovision, http.StatusOK) }),
		// "Deprovision in progress gives 202"
		On("OSB-DEPROV-011", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) { followed(c, run.Deprovision, run.DeprovisionPolls) }),
		// "Re-sent deprovision in progress gives 202"
		On("OSB-DEPROV-012", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			resent(c, run.DeprovisionAgain, run.DeprovisionPolls)
		}),
		// "Re-sent deprovision repeats same operation"
		On("OSB-DEPROV-013", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			sameOperation(c, run.Deprovision, run.DeprovisionAgain, run.DeprovisionPolls)
		}),
		// "Deprovision without service_id gives 400"
		On("OSB-DEPROV-014", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { answered(c, run.DeleteNoService, http.StatusBadRequest) }),
		// "Deprovision without plan_id gives 400"
		On("OSB-DEPROV-015", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { answered(c, run.DeleteNoPlan, http.StatusBadRequest) }),
		// "Deprovision of unknown instance gives 410"
		On("OSB-DEPROV-017", flows.Catalog, func(c *Case, run *flows.CatalogRun) { answered(c, run.DeprovisionAbsent, http.StatusGone) }),
		// "Deprovision of unknown instance gives 410"
		On("OSB-DEPROV-017", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { answered(c, run.DeprovisionAgain, http.StatusGone) }),
		// "Deprovision 422 says AsyncRequired"
		On("OSB-DEPROV-018", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) { saysAsyncRequired(c, run.DeprovisionSync) }),
		// "Deprovision leaves other instances untouched"
		On("OSB-DEPROV-026", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			c.Expect(run.NeighbourDeprovision).NotTo(HaveStatus(http.StatusNotFound, http.StatusGone))
			if run.NeighbourFetch.Exchange().Is(http.StatusOK) && run.NeighbourLeft.Present() {
				answered(c, run.NeighbourLeft, http.StatusOK)
			}
		}),
	}
}
