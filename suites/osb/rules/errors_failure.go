package rules

import (
	"net/http"
	"reflect"

	. "conformance/suites/check"
	"conformance/suites/osb/flows"
	"conformance/suites/record"
)

func failureChecks() List {
	return List{
		// "No instance_usable in provision polls"
		On("OSB-POLL-027", flows.Failure, func(c *Case, run *flows.FailureRun) { silentOn(c, run.ProvisionPolls, "instance_usable") }),
		// "update_repeatable only in update polls"
		On("OSB-POLL-029", flows.Failure, func(c *Case, run *flows.FailureRun) { silentOn(c, run.ProvisionPolls, "update_repeatable") }),
		// "Non-repeatable update keeps failing"
		On("OSB-ERR-011", flows.Failure, keepsFailing),
		// "5xx answers should leave state unchanged"
		On("OSB-ERR-018", flows.Failure, leavesAlone),
		// "Update with 5xx applies nothing"
		On("OSB-UPD-044", flows.Failure, func(c *Case, run *flows.FailureRun) {
			if !updatesCrash(c, run) {
				c.NotApplicable(c.Use(run.Update), "no failing update was answered with 5xx")
			}
		}),
		// "Update impossible in current state gives 422"
		On("OSB-UPD-035", flows.Failure, func(c *Case, run *flows.FailureRun) {
			x := c.Use(run.Impossible)
			if run.Update.Present() {
				patched(c, run.Update)
			}
			if x.Is(http.StatusAccepted) && c.Use(run.ImpossiblePolls).Object()["state"] == "failed" {
				c.NotApplicable(x, "that the update is impossible showed when it was tried")
			}
			answered(c, run.Impossible, http.StatusUnprocessableEntity)
		}),
		// "Broker answers mitigation deletes properly"
		On("OSB-ORPH-029", flows.Failure, func(c *Case, run *flows.FailureRun) {
			for _, x := range seen(c, run.Deprovision, run.DeprovisionSync, run.DeprovisionAgain, run.Unbind, run.UnbindSync) {
				c.Expect(x).To(HaveStatus(http.StatusOK, http.StatusAccepted, http.StatusGone, http.StatusUnprocessableEntity))
			}
		}),
	}
}

// silentOn judges that polls of a failed provision do not speak of what only other operations leave.
func silentOn(c *Case, polls record.Step, member string) {
	last := c.Use(polls)
	if last.Object()["state"] != "failed" {
		c.NotApplicable(last, "the operation did not fail")
	}
	if value, present := last.Object()[member]; present {
		c.Fail(last, Want("no such member").Got("%s %v for a provision that failed", member, value))
	}
}

// keepsFailing judges that an update which failed, and cannot be repeated as the broker says, fails again.
func keepsFailing(c *Case, run *flows.FailureRun) {
	failed := c.Use(run.Update)
	if failed.Is(http.StatusAccepted) {
		failed = c.Use(run.UpdatePolls)
	}
	if failed.Object()["update_repeatable"] != false {
		c.NotApplicable(failed, "the broker does not say that the update cannot be repeated")
	}
	again := c.Use(run.UpdateAgain)
	if again.Is(http.StatusAccepted) {
		again = c.Use(run.UpdateAgainPolls)
	}
	if again.Is(http.StatusOK) && again.Object()["state"] != "failed" {
		c.Fail(again, Want("a failure: exchange %d says that the update cannot be repeated", failed.Number).Got("a success"))
	}
}

// leavesAlone judges that an answer of 5xx changed nothing: what was to be made is not there, and what was to be changed
// is as before.
func leavesAlone(c *Case, run *flows.FailureRun) {
	crashed := false
	for _, made := range []struct{ creation, unknown, fetch, removal record.Step }{
		{run.ProvisionSync, run.Unknown, run.FetchSync, run.DeprovisionSync},
		{run.Provision, run.Unknown, run.FetchAsync, run.Deprovision},
		{run.BindSync, run.UnbindUnknown, run.FetchBindSync, run.UnbindSync},
		{run.Bind, run.UnbindUnknown, run.FetchBind, run.Unbind},
	} {
		if made.creation.Exchange().Status() < 500 {
			continue
		}
		crashed = true
		c.Use(made.creation)
		if made.fetch.Present() {
			c.Expect(made.fetch).NotTo(HaveStatus(http.StatusOK))
		}
		if !c.Use(made.unknown).Is(http.StatusOK, http.StatusAccepted) {
			c.Expect(made.removal).NotTo(HaveStatus(http.StatusOK, http.StatusAccepted))
		}
	}
	if updatesCrash(c, run) || crashed {
		return
	}
	c.NotApplicable(c.Use(run.Unknown), "no failing operation was answered with 5xx")
}

// updatesCrash judges failing updates that were answered with 5xx: nothing is applied. It reports whether there was one
// that can be judged.
func updatesCrash(c *Case, run *flows.FailureRun) (judged bool) {
	for _, made := range []struct{ update, before, after record.Step }{
		{run.UpdateSync, run.Fetch, run.FetchSyncUpdate},
		{run.Update, run.FetchSyncUpdate, run.FetchUpdate},
	} {
		if made.update.Exchange().Status() < 500 || !made.before.Exchange().Is(http.StatusOK) || !made.after.Present() {
			continue
		}
		judged = true
		c.Use(made.update)
		before, after := c.Use(made.before), c.Use(made.after)
		if !c.Expect(after).To(HaveStatus(http.StatusOK)) {
			continue
		}
		for _, member := range []string{"service_id", "plan_id", "parameters", "maintenance_info"} {
			if !reflect.DeepEqual(before.Object()[member], after.Object()[member]) {
				c.Fail(after, Note("%s differs from what it was before an update that was answered with 5xx", member).Against(before))
			}
		}
	}
	return judged
}
