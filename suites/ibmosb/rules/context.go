package rules

import (
	. "conformance/suites/check"
	"conformance/suites/ibmosb/flows"
	"net/http"
)

func contextChecks() List {
	return List{
		On("IBM-CTX-004", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { understood(c, run.LongContext) }),
		On("IBM-CTX-005", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { understood(c, run.MinimalContext) }),
		On("IBM-CTX-006", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			plain(c, run, run.WithGuids, "with organization_guid and space_guid")
		}),
		On("IBM-CTX-007", flows.Refusals, func(c *Case, run *flows.RefusalsRun) {
			c.Expect(run.EmptyGuid).To(HaveStatus(http.StatusBadRequest))
		}),
		On("IBM-CTX-010", flows.Refusals, func(c *Case, run *flows.RefusalsRun) {
			c.Expect(run.BadContext).To(HaveStatus(http.StatusBadRequest))
		}),
	}
}
