package osb

import (
	"net/http"
	"reflect"

	. "conformance/suites/check"
	"conformance/suites/record"
)

func updatingChecks() List {
	return List{
		On("OSB-PROV-021", Updating, func(c *Case, run *UpdatingRun) { servedToo(c, run.Bare, run.Provision) }),
		On("OSB-UPD-024", Updating, parametersAreEnough),
		On("OSB-UPD-002", Updating, func(c *Case, run *UpdatingRun) {
			answered(c, run.Context, http.StatusOK, http.StatusAccepted)
		}),
		On("OSB-UPD-004", Updating, func(c *Case, run *UpdatingRun) {
			x := c.Use(run.Undeclared)
			if worked(x) && !unsupported(c, run) {
				c.Fail(x, Want("it refused: the catalog does not declare plan_updateable"))
			}
		}),
		On("OSB-UPD-034", Updating, func(c *Case, run *UpdatingRun) {
			x := c.Use(run.Undeclared)
			patched(c, run.Foreign)
			if worked(x) && !unsupported(c, run) {
				c.NotApplicable(x, "the broker supports the change, though it does not declare plan_updateable")
			}
			if x.Is(http.StatusAccepted) {
				c.NotApplicable(x, "that the change is not supported showed when it was tried")
			}
			answered(c, run.Undeclared, http.StatusUnprocessableEntity)
		}),
		On("OSB-UPD-008", Updating, explained),
		On("OSB-FETCH-013", Updating, movedAsAsked),
		On("OSB-UPD-013", Updating, func(c *Case, run *UpdatingRun) { unsentStays(c, run, "plan_id") }),
		On("OSB-UPD-015", Updating, func(c *Case, run *UpdatingRun) { unsentStays(c, run, "parameters") }),
		On("OSB-UPD-039", Updating, refusedStays),
		On("OSB-UPD-048", Updating, dashboardTold),
		On("OSB-PROV-058", Updating, attributesShown),
		On("OSB-PROV-047", Updating, func(c *Case, run *UpdatingRun) {
			step := run.Bare
			if run.Provision.Present() {
				step = run.Provision
			}
			dashboardFirst(c, step, run.Fetch)
		}),
		On("OSB-PROV-047", Lifecycle, func(c *Case, run *LifecycleRun) { dashboardFirst(c, run.Provision, run.Fetch) }),
		On("OSB-PROV-047", Asynchronous, func(c *Case, run *AsynchronousRun) { dashboardFirst(c, run.Discover, run.Fetch) }),
		On("OSB-MAINT-008", Updating, onlyVersionCounts),
		On("OSB-MAINT-014", Updating, func(c *Case, run *UpdatingRun) {
			c.Use(run.Again) // which tells that there is none, if there is none
			for _, x := range seen(c, run.Bare, run.Again, run.Maintained) {
				c.Expect(x).NotTo(HaveMember("/error", "MaintenanceInfoConflict"))
			}
		}),
		On("OSB-CTX-007", Updating, func(c *Case, run *UpdatingRun) { anyPlatform(c, run.Usual, run.Foreign, run.Bind) }),
	}
}

// unsupported reports whether a change of plan that was served was not made: it failed later, or a fetch shows another
// plan than the one that was asked for.
func unsupported(c *Case, run *UpdatingRun) bool {
	x := c.Use(run.Undeclared)
	if last := run.UndeclaredPolls.Exchange(); x.Is(http.StatusAccepted) && last.Object()["state"] == "failed" {
		c.Look(last)
		return true
	}
	after := run.FetchUndeclared.Exchange()
	shown := text(after.Object(), "plan_id")
	if !after.Is(http.StatusOK) || shown == "" || shown == sent(x, "plan_id") {
		return false
	}
	c.Look(after)
	return true
}

// movedAsAsked judges that a fetch after a change of plan which was made shows the new plan.
func movedAsAsked(c *Case, run *UpdatingRun) {
	change, x := c.Use(run.Change), c.Use(run.FetchChange)
	made := change.Is(http.StatusOK) || change.Is(http.StatusAccepted) && run.ChangePolls.Exchange().Object()["state"] == "succeeded"
	if !made || x.Object()["plan_id"] == nil {
		c.NotApplicable(x, "no change of plan was made, or the fetch shows no plan: %s was answered %s", change, change.Got())
	}
	c.Expect(x).To(HaveMember("/plan_id", sent(change, "plan_id")))
}

// servedToo judges a request that lacks what is optional, by the same request with it.
func servedToo(c *Case, less, more record.Step) {
	x := c.Use(less)
	if worked(x) {
		return
	}
	if whole := c.Use(more); worked(whole) {
		c.Fail(x, Want("it served as with them").Got("%s without members that are optional", x.Got()))
	}
}

func parametersAreEnough(c *Case, run *UpdatingRun) {
	x, whole := c.Use(run.Parameters), c.Use(run.Full)
	switch {
	case worked(x):
	case !worked(whole):
		c.NotApplicable(whole, "the update is refused with every member as well: %s", whole.Got())
	case x.Is(http.StatusUnprocessableEntity):
		c.NotApplicable(x, "the update was answered %s, which is no word on what it lacks", x.Got())
	default:
		c.Fail(x, Want("it served as with them").Got("%s without members that are optional", x.Got()))
	}
}

// explained judges the refusals of plans.
func explained(c *Case, run *UpdatingRun) {
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

// observation is an update with what was fetched before and after.
type observation struct {
	update, before, after *record.Exchange
}

// observations are in order. Where nothing can be fetched the judgement ends.
func observations(c *Case, run *UpdatingRun) []observation {
	before := c.Use(run.Fetch)
	var all []observation
	for _, pair := range []struct{ update, after record.Step }{
		{run.Partial, run.FetchPartial}, {run.Parameters, run.FetchParameters}, {run.Full, run.FetchFull}, {run.Context, run.FetchContext},
		{run.Unfit, run.FetchUnfit}, {run.Change, run.FetchChange}, {run.Moved, run.FetchMoved}, {run.Undeclared, run.FetchUndeclared},
	} {
		if !pair.update.Present() || !pair.after.Present() {
			continue
		}
		after := pair.after.Exchange()
		if before.Is(http.StatusOK) && after.Is(http.StatusOK) {
			all = append(all, observation{pair.update.Exchange(), before, after})
		}
		before = after
	}
	return all
}

// unsentStays judges that an update leaves alone what it does not name.
func unsentStays(c *Case, run *UpdatingRun, member string) {
	found := false
	for _, o := range observations(c, run) {
		value := o.before.Object()[member]
		if !worked(o.update) || sent(o.update, member) != nil || value == nil {
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
func refusedStays(c *Case, run *UpdatingRun) {
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
			if !shown[member] || sent(o.update, member) == nil {
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

// dashboardFirst judges that a dashboard which a fetch shows was told when the instance was asked for.
func dashboardFirst(c *Case, created, fetched record.Step) {
	first, x := c.Use(created), c.Use(fetched)
	dashboard := x.Object()["dashboard_url"]
	if dashboard == nil || dashboard == "" || !worked(first) {
		c.NotApplicable(x, "the instance shows no dashboard")
	}
	if first.Object()["dashboard_url"] == nil {
		c.Fail(first, Want("the one that a fetch shows").Got("no dashboard_url").Against(x))
	}
}

// dashboardTold judges that a dashboard which moved was told by the update that moved it.
func dashboardTold(c *Case, run *UpdatingRun) {
	all := observations(c, run)
	first, again := c.Use(run.Fetch), c.Use(run.FetchAgain)
	if !reflect.DeepEqual(first.Object()["dashboard_url"], again.Object()["dashboard_url"]) {
		c.NotApplicable(again, "dashboard_url is another with every fetch")
	}
	found := false
	for _, o := range all {
		after := o.after.Object()["dashboard_url"]
		if !worked(o.update) || after == nil || reflect.DeepEqual(after, o.before.Object()["dashboard_url"]) {
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

// attributesShown compares the attributes in the answer to an update with those of a fetch.
func attributesShown(c *Case, run *UpdatingRun) {
	found := false
	for _, o := range observations(c, run) {
		attributes, present := At(any(o.update.Object()), "/metadata/attributes")
		if _, shown := At(any(o.after.Object()), "/metadata/attributes"); !o.update.Is(http.StatusOK) || !present || attributes == nil || !shown {
			continue
		}
		found = true
		c.Look(o.update)
		c.Expect(o.after).To(HaveMember("/metadata/attributes", attributes))
	}
	if !found {
		c.NotApplicable(c.Use(run.Fetch), "no update that was answered 200 and the fetch after it both have metadata.attributes")
	}
}

// onlyVersionCounts judges requests whose maintenance_info has more than the version, by those that have only that.
func onlyVersionCounts(c *Case, run *UpdatingRun) {
	found := false
	var last *record.Exchange
	for _, pair := range [][2]record.Step{{run.Again, run.AgainDescribed}, {run.Maintained, run.Described}} {
		plain, x := c.Use(pair[0]), c.Use(pair[1])
		last = x
		if !worked(plain) {
			continue
		}
		found = true
		if !worked(x) {
			c.Fail(x, Want("%s as without the members of maintenance_info that are ignored", plain.Got()))
		}
	}
	if !found {
		c.NotApplicable(last, "requests with the plain maintenance_info are refused, so they are no measure")
	}
}

// anyPlatform judges requests for platforms that a broker may not know, and may refuse, but has to understand. What
// fails for the usual platform as well does not fail for the sake of another.
func anyPlatform(c *Case, usual record.Step, steps ...record.Step) {
	found := false
	all := seen(c, steps...)
	fails := func(x *record.Exchange) bool {
		return x.Response == nil || x.Status() >= 500 && !unpatched(x) && !unavailable(x)
	}
	for _, x := range all {
		found = found || worked(x)
		if plain := usual.Exchange(); !fails(x) || plain != nil && plain.Operation == x.Operation && fails(c.Use(usual)) {
			continue
		}
		c.Fail(x, Want("it served, or refused with a reason (4xx), whatever the platform"))
		found = true
	}
	if !found {
		c.NotApplicable(all[0], "the broker refuses other platforms: %s was answered %s", all[0], all[0].Got())
	}
}
