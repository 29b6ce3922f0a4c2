package osb

import (
	"net/http"

	. "conformance/suites/check"
)

func provisionChecks() List {
	return List{
		On("OSB-PROV-026", Lifecycle, func(c *Case, run *LifecycleRun) {
			x := c.Use(run.Provision)
			if x.Is(http.StatusAccepted) {
				c.NotApplicable(x, "the plan is provisioned asynchronously")
			}
			c.Expect(x).To(HaveStatus(http.StatusCreated))
		}),
		On("OSB-PROV-024", Lifecycle, func(c *Case, run *LifecycleRun) {
			c.Expect(run.ProvisionAgain).To(HaveStatus(http.StatusOK))
		}),
		On("OSB-PROV-023", Lifecycle, func(c *Case, run *LifecycleRun) {
			c.Expect(run.ProvisionAgain).To(HaveStatus(http.StatusOK))
		}),
		On("OSB-PROV-037", Lifecycle, func(c *Case, run *LifecycleRun) {
			c.Expect(run.Conflict).To(HaveStatus(http.StatusConflict))
		}),
	}
}
