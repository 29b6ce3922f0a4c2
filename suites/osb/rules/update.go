package rules

import (
	"net/http"
	"reflect"
	"slices"

	. "conformance/suites/check"
	"conformance/suites/osb/flows"
	"conformance/suites/record"
)

func updateChecks() List {
	return List{
		// "Context updates are declared in the catalog"
		On("OSB-UPD-002", flows.Updating, func(c *Case, run *flows.UpdatingRun) {
			answered(c, run.Context, http.StatusOK, http.StatusAccepted)
		}),
		// "Plan changes are declared with plan_updateable"
		On("OSB-UPD-004", flows.Updating, func(c *Case, run *flows.UpdatingRun) {
			x := c.Use(run.Undeclared)
			if flows.Worked(x) && !unsupported(c, run) {
				c.Fail(x, Want("it refused: the catalog does not declare plan_updateable"))
			}
		}),
		// "Unsupported plan change is explained"
		On("OSB-UPD-008", flows.Updating, explained),
		// "Async-only update without parameter gives 422"
		On("OSB-UPD-010", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) { refusedAsSynchronous(c, run.UpdateSync) }),
		// "Missing plan_id leaves plan alone"
		On("OSB-UPD-013", flows.Updating, func(c *Case, run *flows.UpdatingRun) { unsentStays(c, run, "plan_id") }),
		// "Broker validates update parameters"
		On("OSB-UPD-014", flows.Parameters, func(c *Case, run *flows.ParametersRun) { refusesBroken(c, run.UpdateBroken, run.Drains) }),
		// "Broker validates update parameters"
		On("OSB-UPD-014", flows.Parameters, readsScripts),
		// "Missing parameters leave parameters alone"
		On("OSB-UPD-015", flows.Updating, func(c *Case, run *flows.UpdatingRun) { unsentStays(c, run, "parameters") }),
		// "Optional update fields are optional for brokers"
		On("OSB-UPD-024", flows.Updating, parametersAreEnough),
		// "Applied synchronous update gives 200"
		On("OSB-UPD-026", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			patched(c, run.Update)
			// Whether a broker serves an update that changes nothing is its own affair.
			if x := c.Use(run.Update); idle(x) {
				c.NotApplicable(x, "the broker refuses an update that changes nothing: %s", x.Got())
			}
			synchronous(c, run.Update, http.StatusOK)
		}),
		// "Applied synchronous update gives 200"
		On("OSB-UPD-026", flows.Updating, func(c *Case, run *flows.UpdatingRun) {
			all := seen(c, run.Full, run.Parameters, run.Maintained, run.Foreign, run.Context, run.Change)
			if !slices.ContainsFunc(all, func(x *record.Exchange) bool { return x.Status() < 300 && !x.Is(http.StatusAccepted) }) {
				c.NotApplicable(all[0], "no update was done when it was answered")
			}
			for _, x := range all {
				successIs(c, x, http.StatusOK)
			}
		}),
		// "Update in progress gives 202"
		On("OSB-UPD-028", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) { followed(c, run.Update, run.UpdatePolls) }),
		// "Re-sent update in progress gives 202"
		On("OSB-UPD-029", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) { resent(c, run.UpdateAgain, run.UpdatePolls) }),
		// "Re-sent update repeats same operation"
		On("OSB-UPD-030", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			sameOperation(c, run.Update, run.UpdateAgain, run.UpdatePolls)
		}),
		// "Malformed or incomplete update gives 400"
		On("OSB-UPD-031", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			patched(c, run.Update)
			plain, x := c.Use(run.Update), c.Use(run.UpdateIncomplete)
			if idle(plain) && x.Status() == plain.Status() {
				c.NotApplicable(x, "the update is refused with service_id as well, as it changes nothing: %s", plain.Got())
			}
			answered(c, run.UpdateIncomplete, http.StatusBadRequest)
		}),
		// "Malformed or incomplete update gives 400"
		On("OSB-UPD-031", flows.Identifiers, func(c *Case, run *flows.IdentifiersRun) {
			patched(c, run.Update)
			answered(c, run.UpdateBroken, http.StatusBadRequest)
		}),
		// "Unsupported update gives 422"
		On("OSB-UPD-034", flows.Updating, func(c *Case, run *flows.UpdatingRun) {
			x := c.Use(run.Undeclared)
			patched(c, run.Foreign)
			if flows.Worked(x) && !unsupported(c, run) {
				c.NotApplicable(x, "the broker supports the change, though it does not declare plan_updateable")
			}
			if x.Is(http.StatusAccepted) {
				c.NotApplicable(x, "that the change is not supported showed when it was tried")
			}
			answered(c, run.Undeclared, http.StatusUnprocessableEntity)
		}),
		// "Update 422 says AsyncRequired"
		On("OSB-UPD-036", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) { saysAsyncRequired(c, run.UpdateSync) }),
		// "Update with 4xx applies nothing"
		On("OSB-UPD-039", flows.Updating, refusedStays),
		// "Updated dashboard_url identifies the instance"
		On("OSB-UPD-047", flows.Parameters, func(c *Case, run *flows.ParametersRun) { ownDashboards(c, run.Update, run.UpdateOther) }),
		// "Changed dashboard_url comes with first response"
		On("OSB-UPD-048", flows.Updating, dashboardTold),
		// "Update 422 has a message (2.12, 2.13)"
		Each("OSB-UPD-052", func(c *Case, x *record.Exchange) {
			if x.Operation == "update" && x.Is(http.StatusUnprocessableEntity) {
				tellsWhy(c, x)
			}
		}),
		// "Update of unknown instance is refused"
		On("OSB-UPD-053", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			patched(c, run.Update)
			// That there is nothing to update may show when it is tried.
			last := run.UpdateGonePolls.Exchange()
			if x := c.Use(run.UpdateGone); x.Is(http.StatusAccepted) && (last.Object()["state"] == "failed" || last.Is(http.StatusNotFound, http.StatusGone)) {
				c.NotApplicable(x, "the update was accepted, and came to nothing: %s was answered %s", last, last.Got())
			}
			clientError(c, run.UpdateGone)
		}),
	}
}

// readsScripts judges that a text is served or refused in whatever script it is written.
func readsScripts(c *Case, run *flows.ParametersRun) {
	plain, x := c.Use(run.Update), c.Use(run.UpdateText)
	if plain.Status() >= 500 {
		c.NotApplicable(plain, "the same update without parameters is answered %s", plain.Got())
	}
	if x.Status() < 200 || x.Status() >= 500 {
		c.Fail(x, Want("them served, or refused (400)").Got("%s for parameters with the text %q", x.Got(), flows.ManyScripts))
	}
}

// unsupported reports whether a change of plan that was served was not made: it failed later, or a fetch shows another
// plan than the one that was asked for.
func unsupported(c *Case, run *flows.UpdatingRun) bool {
	x := c.Use(run.Undeclared)
	if last := run.UndeclaredPolls.Exchange(); x.Is(http.StatusAccepted) && last.Object()["state"] == "failed" {
		c.Look(last)
		return true
	}
	after := run.FetchUndeclared.Exchange()
	shown := flows.Text(after.Object(), "plan_id")
	if !after.Is(http.StatusOK) || shown == "" || shown == flows.Sent(x, "plan_id") {
		return false
	}
	c.Look(after)
	return true
}

func parametersAreEnough(c *Case, run *flows.UpdatingRun) {
	x, whole := c.Use(run.Parameters), c.Use(run.Full)
	switch {
	case flows.Worked(x):
	case !flows.Worked(whole):
		c.NotApplicable(whole, "the update is refused with every member as well: %s", whole.Got())
	case x.Is(http.StatusUnprocessableEntity):
		c.NotApplicable(x, "the update was answered %s, which is no word on what it lacks", x.Got())
	default:
		c.Fail(x, Want("it served as with them").Got("%s without members that are optional", x.Got()))
	}
}

// explained judges the refusals of plans.
func explained(c *Case, run *flows.UpdatingRun) {
	found := false
	all := seen(c, run.Undeclared, run.Change, run.Unfit)
	for _, x := range all {
		if !x.Is(http.StatusUnprocessableEntity) {
			continue
		}
		found = true
		tellsWhy(c, x)
	}
	if !found {
		c.NotApplicable(all[0], "no change of plan was refused with 422")
	}
}

// unsentStays judges that an update leaves alone what it does not name.
func unsentStays(c *Case, run *flows.UpdatingRun, member string) {
	found := false
	for _, o := range observations(c, run) {
		value := o.before.Object()[member]
		if !flows.Worked(o.update) || flows.Sent(o.update, member) != nil || value == nil {
			continue
		}
		found = true
		c.Look(o.update)
		c.Look(o.before)
		c.Expect(o.after).To(HaveMember("/"+member, value))
	}
	if !found {
		c.NotApplicable(c.Use(run.Fetch), "no update without %s was served while a fetch showed %s", member, member)
	}
}

// refusedStays judges that an update which was refused left no trace.
func refusedStays(c *Case, run *flows.UpdatingRun) {
	all := observations(c, run)
	shown := map[string]bool{}
	for _, o := range all {
		for _, x := range []*record.Exchange{o.before, o.after} {
			shown["plan_id"] = shown["plan_id"] || x.Object()["plan_id"] != nil
			shown["parameters"] = shown["parameters"] || x.Object()["parameters"] != nil
		}
	}
	found := false
	for _, o := range all {
		if o.update.Status() < 400 || o.update.Status() > 499 {
			continue
		}
		for _, member := range []string{"plan_id", "parameters"} {
			if !shown[member] || flows.Sent(o.update, member) == nil {
				continue
			}
			found = true
			c.Look(o.update)
			c.Look(o.before)
			before, after := o.before.Object()[member], o.after.Object()[member]
			if !reflect.DeepEqual(before, after) {
				c.Fail(o.after, Want("%v as before", before).Got("%s %v after an update that was answered %s", member, after, o.update.Got()))
			}
		}
	}
	if !found {
		c.NotApplicable(c.Use(run.Fetch), "no update was refused that asks for what a fetch shows")
	}
}

// dashboardTold judges that a dashboard which moved was told by the update that moved it.
func dashboardTold(c *Case, run *flows.UpdatingRun) {
	all := observations(c, run)
	first, again := c.Use(run.Fetch), c.Use(run.FetchAgain)
	if !reflect.DeepEqual(first.Object()["dashboard_url"], again.Object()["dashboard_url"]) {
		c.NotApplicable(again, "dashboard_url is another with every fetch")
	}
	found := false
	for _, o := range all {
		after := o.after.Object()["dashboard_url"]
		if !flows.Worked(o.update) || after == nil || reflect.DeepEqual(after, o.before.Object()["dashboard_url"]) {
			continue
		}
		found = true
		c.Look(o.before)
		c.Look(o.after)
		if o.update.Object()["dashboard_url"] == nil {
			c.Fail(o.update, Want("the new one that a fetch shows").Got("no dashboard_url").Against(o.after))
		}
	}
	if !found {
		c.NotApplicable(again, "no update moved the dashboard")
	}
}
