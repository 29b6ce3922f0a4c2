package osb

import (
	"net/http"

	. "conformance/suites/check"
)

func neighbourChecks() List {
	return List{
		On("OSB-BIND-063", Lifecycle, func(c *Case, run *LifecycleRun) {
			c.Use(run.Twin)
			unchanged(c, run.NeighbourBinding, run.NeighbourBindingAgain)
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
	}
}
