package osb

import (
	"net/http"

	. "conformance/suites/check"
)

func neighbourChecks() List {
	return List{
		On("OSB-BIND-063", Lifecycle, func(c *Case, run *LifecycleRun) {
			c.Use(run.Twin)
			unchanged(c, run.NeighbourBinding, run.NeighbourBindingAgain, lasting(run.FetchBinding, run.FetchBindingBare))
			if run.NeighbourUnbind.Present() {
				c.Expect(run.NeighbourUnbind).NotTo(HaveStatus(http.StatusNotFound, http.StatusGone))
			}
		}),
		On("OSB-DEPROV-026", Lifecycle, func(c *Case, run *LifecycleRun) {
			c.Expect(run.NeighbourDeprovision).NotTo(HaveStatus(http.StatusNotFound, http.StatusGone))
			if run.NeighbourFetch.Exchange().Is(http.StatusOK) && run.NeighbourLeft.Present() {
				answered(c, run.NeighbourLeft, http.StatusOK)
			}
		}),
	}
}
