package osb

import (
	"net/http"

	. "conformance/suites/check"
	"conformance/suites/record"
)

func updateChecks() List {
	return List{
		On("OSB-UPD-010", Asynchronous, func(c *Case, run *AsynchronousRun) { refusedAsSynchronous(c, run.UpdateSync) }),
		On("OSB-UPD-036", Asynchronous, func(c *Case, run *AsynchronousRun) { saysAsyncRequired(c, run.UpdateSync) }),
		On("OSB-UPD-026", Lifecycle, func(c *Case, run *LifecycleRun) {
			// Whether a broker serves an update that changes nothing is its own affair.
			if x := c.Use(run.Update); x.Status() >= 400 && x.Status() < 500 {
				c.NotApplicable(x, "the broker refuses an update that changes nothing: %s", x.Got())
			}
			synchronous(c, run.Update, http.StatusOK)
		}),
		On("OSB-UPD-028", Asynchronous, func(c *Case, run *AsynchronousRun) { followed(c, run.Update, run.UpdatePolls) }),
		On("OSB-UPD-029", Asynchronous, func(c *Case, run *AsynchronousRun) { resent(c, run.UpdateAgain, run.UpdatePolls) }),
		On("OSB-UPD-030", Asynchronous, func(c *Case, run *AsynchronousRun) {
			sameOperation(c, run.Update, run.UpdateAgain, run.UpdatePolls)
		}),
		On("OSB-UPD-031", Lifecycle, func(c *Case, run *LifecycleRun) { answered(c, run.UpdateIncomplete, http.StatusBadRequest) }),
		Each("OSB-UPD-052", func(c *Case, x *record.Exchange) {
			if x.Operation == "update" && x.Is(http.StatusUnprocessableEntity) {
				tellsWhy(c, x)
			}
		}),
		On("OSB-UPD-053", Lifecycle, func(c *Case, run *LifecycleRun) { clientError(c, run.UpdateGone) }),
		On("OSB-MAINT-011", Lifecycle, func(c *Case, run *LifecycleRun) {
			answered(c, run.UpdateStale, http.StatusUnprocessableEntity)
		}),
		On("OSB-MAINT-012", Lifecycle, func(c *Case, run *LifecycleRun) { saysMaintenanceConflict(c, run.UpdateStale) }),
	}
}
