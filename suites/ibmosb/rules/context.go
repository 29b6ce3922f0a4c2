package rules

import (
	"net/http"

	. "conformance/suites/check"
	"conformance/suites/ibmosb/flows"
)

func contextChecks() List {
	return List{
		// "Extra context members are tolerated"
		On("IBM-CTX-004", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { understood(c, run.LongContext) }),
		// "Group and target CRNs are not required"
		On("IBM-CTX-005", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { understood(c, run.MinimalContext) }),
		// "Organization and space guids may be absent"
		On("IBM-CTX-006", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			plain(c, run, run.WithGuids, "with organization_guid and space_guid")
		}),
		// "Present org and space guids are non-empty"
		On("IBM-CTX-007", flows.Refusals, func(c *Case, run *flows.RefusalsRun) {
			c.Expect(run.EmptyGuid).To(HaveStatus(http.StatusBadRequest))
		}),
		// "Wrongly typed context gets 400"
		On("IBM-CTX-010", flows.Refusals, func(c *Case, run *flows.RefusalsRun) {
			c.Expect(run.BadContext).To(HaveStatus(http.StatusBadRequest))
		}),
	}
}
