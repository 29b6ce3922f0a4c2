package ibmosb

import (
	"net/http"

	. "conformance/suites/check"
)

func contextChecks() List {
	return List{
		On("IBM-CTX-004", Lifecycle, func(c *Case, run *LifecycleRun) { understood(c, run.LongContext) }),
		On("IBM-CTX-005", Lifecycle, func(c *Case, run *LifecycleRun) { understood(c, run.MinimalContext) }),
		On("IBM-CTX-006", Lifecycle, func(c *Case, run *LifecycleRun) {
			plain(c, run, run.WithGuids, "with organization_guid and space_guid")
		}),
		On("IBM-CTX-007", Refusals, func(c *Case, run *RefusalsRun) {
			c.Expect(run.EmptyGuid).To(HaveStatus(http.StatusBadRequest))
		}),
		On("IBM-CTX-010", Refusals, func(c *Case, run *RefusalsRun) {
			c.Expect(run.BadContext).To(HaveStatus(http.StatusBadRequest))
		}),
	}
}
