package osb

import (
	"net/http"
	"slices"

	. "conformance/suites/check"
	"conformance/suites/record"
)

func updateChecks() List {
	return List{
		On("OSB-UPD-010", Asynchronous, func(c *Case, run *AsynchronousRun) { refusedAsSynchronous(c, run.UpdateSync) }),
		On("OSB-UPD-036", Asynchronous, func(c *Case, run *AsynchronousRun) { saysAsyncRequired(c, run.UpdateSync) }),
		On("OSB-UPD-026", Lifecycle, func(c *Case, run *LifecycleRun) {
			patched(c, run.Update)
			// Whether a broker serves an update that changes nothing is its own affair.
			if x := c.Use(run.Update); idle(x) {
				c.NotApplicable(x, "the broker refuses an update that changes nothing: %s", x.Got())
			}
			synchronous(c, run.Update, http.StatusOK)
		}),
		On("OSB-UPD-026", Updating, func(c *Case, run *UpdatingRun) {
			all := seen(c, run.Full, run.Parameters, run.Maintained, run.Foreign, run.Context, run.Change)
			if !slices.ContainsFunc(all, func(x *record.Exchange) bool { return x.Status() < 300 && !x.Is(http.StatusAccepted) }) {
				c.NotApplicable(all[0], "no update was done when it was answered")
			}
			for _, x := range all {
				successIs(c, x, http.StatusOK)
			}
		}),
		On("OSB-UPD-028", Asynchronous, func(c *Case, run *AsynchronousRun) { followed(c, run.Update, run.UpdatePolls) }),
		On("OSB-UPD-029", Asynchronous, func(c *Case, run *AsynchronousRun) { resent(c, run.UpdateAgain, run.UpdatePolls) }),
		On("OSB-UPD-030", Asynchronous, func(c *Case, run *AsynchronousRun) {
			sameOperation(c, run.Update, run.UpdateAgain, run.UpdatePolls)
		}),
		On("OSB-UPD-031", Lifecycle, func(c *Case, run *LifecycleRun) {
			patched(c, run.Update)
			plain, x := c.Use(run.Update), c.Use(run.UpdateIncomplete)
			if idle(plain) && x.Status() == plain.Status() {
				c.NotApplicable(x, "the update is refused with service_id as well, as it changes nothing: %s", plain.Got())
			}
			answered(c, run.UpdateIncomplete, http.StatusBadRequest)
		}),
		On("OSB-UPD-031", Identifiers, func(c *Case, run *IdentifiersRun) {
			patched(c, run.Update)
			answered(c, run.UpdateBroken, http.StatusBadRequest)
		}),
		Each("OSB-UPD-052", func(c *Case, x *record.Exchange) {
			if x.Operation == "update" && x.Is(http.StatusUnprocessableEntity) {
				tellsWhy(c, x)
			}
		}),
		On("OSB-UPD-053", Lifecycle, func(c *Case, run *LifecycleRun) {
			patched(c, run.Update)
			// That there is nothing to update may show when it is tried.
			last := run.UpdateGonePolls.Exchange()
			if x := c.Use(run.UpdateGone); x.Is(http.StatusAccepted) && (last.Object()["state"] == "failed" || last.Is(http.StatusNotFound, http.StatusGone)) {
				c.NotApplicable(x, "the update was accepted, and came to nothing: %s was answered %s", last, last.Got())
			}
			clientError(c, run.UpdateGone)
		}),
		On("OSB-MAINT-011", Lifecycle, func(c *Case, run *LifecycleRun) {
			patched(c, run.Update)
			answered(c, run.UpdateStale, http.StatusUnprocessableEntity)
		}),
		On("OSB-MAINT-012", Lifecycle, func(c *Case, run *LifecycleRun) {
			plain, x := c.Use(run.Update), c.Use(run.UpdateStale)
			if idle(plain) && plain.Status() == x.Status() && plain.Object()["error"] == x.Object()["error"] {
				c.NotApplicable(x, "the update is refused without maintenance_info as well, as it changes nothing: %s", plain.Got())
			}
			saysMaintenanceConflict(c, run.UpdateStale)
		}),
	}
}

// idle reports whether the update that changes nothing was refused, which it may be.
func idle(plain *record.Exchange) bool { return plain.Status() >= 400 && plain.Status() <= 499 }

// unpatched reports whether an update finds no such endpoint.
func unpatched(x *record.Exchange) bool {
	return x.Is(http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusNotImplemented)
}

// patched ends the judgement when there are no updates at all: a plain one, of an instance that is there, finds no such
// endpoint. Implementing it enables users to change things, and nothing says that a broker has to.
func patched(c *Case, plain record.Step) {
	for _, x := range c.UseAll(plain) {
		if !unpatched(x) {
			return
		}
	}
	x := plain.Exchange()
	c.NotApplicable(x, "the broker has no updates, which it need not have: %s was answered %s", x, x.Got())
}
