package rules

import (
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"time"

	. "conformance/suites/check"
	"conformance/suites/osb/flows"
	"conformance/suites/record"
)

func bindChecks() List {
	return List{
		// "Broker serves PUT for bindings"
		On("OSB-BIND-004", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { routed(c, run.Bind) }),
		// "Binding data is returned at least once"
		On("OSB-BIND-006", flows.Lifecycle, handsOut),
		// "Binding data is returned at least once"
		On("OSB-BIND-006", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			x := c.Use(run.FetchBound)
			if !x.Is(http.StatusOK) {
				c.NotApplicable(x, "the binding cannot be fetched: %s", x.Got())
			}
			handedOut(c, false, x)
		}),
		// "Binding data is returned at least once"
		On("OSB-BIND-006", flows.Credentials, usable),
		// "Asynchronous bindings need bindings_retrievable"
		On("OSB-BIND-007", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			x, catalog := c.Use(run.Bind), c.Use(run.Catalog)
			if offering := offeringOf(catalog, x); offering["bindings_retrievable"] != true {
				c.Fail(x, Note("got 202, though offering %s does not declare bindings_retrievable", flows.Text(offering, "name")))
			}
		}),
		// "Credentials are unique per binding"
		On("OSB-BIND-009", flows.Lifecycle, ownCredentials),
		// "Credentials in bind response (2.12, 2.13)"
		On("OSB-BIND-011", flows.Credentials, usable),
		// "Credentials in bind response (2.12, 2.13)"
		On("OSB-BIND-011", flows.Lifecycle, returnsCredentials),
		// "Binding is addressed by the platform's id"
		On("OSB-BIND-025", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			leavesOther(c, run)
			own(c, run)
		}),
		// "Async-only bind without parameter gives 422"
		On("OSB-BIND-026", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			boundLater(c, run)
			refusedAsSynchronous(c, run.BindSync)
		}),
		// "Bind 422 says AsyncRequired"
		On("OSB-BIND-027", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			boundLater(c, run)
			saysAsyncRequired(c, run.BindSync)
		}),
		// "Optional bind fields are optional for brokers"
		On("OSB-BIND-034", flows.Lifecycle, doesWithout),
		// "Missing app_guid gives 422"
		On("OSB-BIND-039", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			refusedForApp(c, run.BindWithApp, run.BindWithoutApp)
		}),
		// "Missing app_guid gives 422"
		On("OSB-BIND-039", flows.Application, func(c *Case, run *flows.ApplicationRun) {
			refusedForApp(c, run.WithApp, run.WithoutApp)
		}),
		// "App_guid refusal says RequiresApp"
		On("OSB-BIND-041", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			saysRequiresApp(c, run.BindWithApp, run.BindWithoutApp)
		}),
		// "App_guid refusal says RequiresApp"
		On("OSB-BIND-041", flows.Application, func(c *Case, run *flows.ApplicationRun) {
			saysRequiresApp(c, run.WithApp, run.WithoutApp)
		}),
		// "Credentials should be in bind response (2.11)"
		On("OSB-BIND-045", flows.Credentials, usable),
		// "Credentials should be in bind response (2.11)"
		On("OSB-BIND-045", flows.Lifecycle, returnsCredentials),
		// "Broker validates bind parameters"
		On("OSB-BIND-048", flows.Parameters, func(c *Case, run *flows.ParametersRun) { refusesBroken(c, run.BindBroken, run.Drains) }),
		// "Identical bind of existing binding gives 200"
		On("OSB-BIND-049", flows.Lifecycle, sameBindingAgain),
		// "Identical bind must give 200 (2.12, 2.13)"
		On("OSB-BIND-050", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { answered(c, run.BindAgain, http.StatusOK) }),
		// "Bind 200 only in synchronous operation"
		On("OSB-BIND-051", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			x := c.Use(run.BindAgain)
			whileBusy(c, run.BindPolls)
			c.Expect(x).NotTo(HaveStatus(http.StatusOK))
		}),
		// "New synchronous binding gives 201"
		On("OSB-BIND-052", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { created(c, run.Bind, run.BindAgain) }),
		// "New synchronous binding gives 201"
		On("OSB-BIND-052", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) { doneAtOnce(c, run.BindSync, http.StatusCreated) }),
		// "Bind in progress gives 202"
		On("OSB-BIND-053", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) { followed(c, run.Bind, run.BindPolls) }),
		// "Bind in progress gives 202"
		On("OSB-BIND-053", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { wasDone(c, run.Bind, run.PollBound) }),
		// "Re-sent bind in progress gives 202"
		On("OSB-BIND-054", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) { resent(c, run.BindAgain, run.BindPolls) }),
		// "Re-sent bind repeats same operation"
		On("OSB-BIND-055", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			sameOperation(c, run.Bind, run.BindAgain, run.BindPolls)
		}),
		// "202 has no binding data"
		Each("OSB-BIND-056", noDataYet),
		// "Malformed bind gives 400"
		On("OSB-BIND-057", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { malformedBind(c, run) }),
		// "Bind without service_id gives 400"
		On("OSB-BIND-058", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { faultyBind(c, run, c.Use(run.BindIncomplete)) }),
		// "Bind without plan_id gives 400"
		On("OSB-BIND-059", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { faultyBind(c, run, c.Use(run.BindPlanless)) }),
		// "Existing binding with different parameters gives 409"
		On("OSB-BIND-061", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { conflicts(c, run.BindOther) }),
		// "Conflicting bind in progress gives 409"
		On("OSB-BIND-062", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			serial(c, c.Use(run.BindOther))
			whileBusy(c, run.BindPolls)
			conflicts(c, run.BindOther)
		}),
		// "Conflict is per instance"
		On("OSB-BIND-063", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			c.Use(run.Twin)
			unchanged(c, run.NeighbourBinding, run.NeighbourBindingAgain, lasting(run.FetchBinding, run.FetchBindingBare))
			if run.NeighbourUnbind.Present() {
				c.Expect(run.NeighbourUnbind).NotTo(HaveStatus(http.StatusNotFound, http.StatusGone))
			}
		}),
		// "Binding metadata has no connection data"
		On("OSB-BIND-070", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			for _, x := range seen(c, run.Bind, run.FetchBinding) {
				if bindingMetadata(x) != nil {
					noConnectionData(c, x)
				}
			}
			if bindingMetadata(c.Use(run.Bind)) == nil && bindingMetadata(run.FetchBinding.Exchange()) == nil {
				c.NotApplicable(c.Use(run.Bind), "the binding has no metadata")
			}
		}),
		// "Binding metadata has no connection data"
		On("OSB-BIND-070", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) { noConnectionData(c, c.Use(run.FetchBound)) }),
		// "Credentials in synchronous bind response"
		On("OSB-BIND-072", flows.Lifecycle, returnsCredentials),
		// "renew_before not after expires_at"
		Each("OSB-BIND-087", func(c *Case, x *record.Exchange) {
			if renew, expires, ok := lifetime(x); ok {
				if c.Look(x); renew.After(expires) {
					c.Fail(x, Note("renew_before %s is later than expires_at %s", renew.Format(time.RFC3339), expires.Format(time.RFC3339)))
				}
			}
		}),
		// "Old and new binding valid in parallel"
		On("OSB-BIND-104", flows.Credentials, func(c *Case, run *flows.CredentialsRun) {
			stillOpens(c, run.OpenPredecessor, "a binding replaced its binding")
		}),
		// "Old and new binding valid in parallel"
		On("OSB-BIND-104", flows.Rotation, validInParallel),
		// "Rotation is served for rotatable plans"
		On("OSB-BIND-105", flows.Rotation, servesRotation),
		// "Rotation creates a new binding"
		On("OSB-BIND-106", flows.Rotation, func(c *Case, run *flows.RotationRun) {
			c.Expect(run.UnbindNew).NotTo(HaveStatus(http.StatusNotFound, http.StatusGone))
			if run.FetchNew.Present() {
				answered(c, run.FetchNew, http.StatusOK)
			}
		}),
		// "Invalid predecessor is refused"
		On("OSB-BIND-107", flows.Rotation, func(c *Case, run *flows.RotationRun) {
			refusedRotation(c, run.Unknown, run.UnknownPolls)
			if run.FetchUnknown.Present() {
				c.Expect(run.FetchUnknown).NotTo(HaveStatus(http.StatusOK))
			}
			if run.Deleted.Present() {
				refusedRotation(c, run.Deleted, run.DeletedPolls)
			}
		}),
		// "Invalid predecessor is refused"
		On("OSB-BIND-107", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { refusedRotation(c, run.Foreign, run.ForeignPolls) }),
		// "Async-only rotation without parameter gives 422"
		On("OSB-BIND-110", flows.Asynchronous, rotatedLater),
		// "Enough time between renewal and expiry"
		On("OSB-BIND-115", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			for _, x := range seen(c, run.Bind, run.FetchBinding) {
				if _, _, ok := lifetime(x); ok {
					reserve(c, x, c.Use(run.Bind).Duration)
					return
				}
			}
			c.NotApplicable(c.Use(run.Bind), "the binding has no renew_before and expires_at to compare")
		}),
		// "Enough time between renewal and expiry"
		On("OSB-BIND-115", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			x, bound, last := c.Use(run.FetchBound), c.Use(run.Bind), c.Use(run.BindPolls)
			reserve(c, x, last.Start+last.Duration-bound.Start)
		}),
		// "New binding is not already expired"
		Each("OSB-BIND-116", func(c *Case, x *record.Exchange) {
			if x.Operation == "bind" && x.Is(http.StatusCreated) {
				notExpired(c, x)
			}
		}),
		// "New binding is not already expired"
		On("OSB-BIND-116", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) { notExpired(c, c.Use(run.FetchBound)) }),
		// "Bind to unknown instance is refused"
		On("OSB-BIND-117", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { clientError(c, run.BindGone) }),
		// "Existing binding should give 409 (2.11)"
		On("OSB-BIND-119", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			answered(c, run.BindAgain, http.StatusOK, http.StatusConflict) // 200 is allowed for an identical request
			if run.BindOther.Present() {
				conflicts(c, run.BindOther)
			}
		}),
	}
}

// boundLater ends the judgement when a bind with accepts_incomplete was not accepted: then the same without it tells nothing.
func boundLater(c *Case, run *flows.AsynchronousRun) {
	if x := c.Use(run.Bind); !x.Is(http.StatusAccepted) {
		c.NotApplicable(x, "a bind with accepts_incomplete was answered %s, so it does not run asynchronously", x.Got())
	}
}

// sameBindingAgain judges an identical repeated bind: the binding is there, and no other takes its place, as far as
// fetches tell what of its data lasts.
func sameBindingAgain(c *Case, run *flows.LifecycleRun) {
	first, again := c.Use(run.Bind), c.Use(run.BindAgain)
	if first.Is(http.StatusAccepted) && again.Is(http.StatusAccepted, http.StatusConflict) && !c.Version.Before("2.17") {
		c.NotApplicable(again, "200 is for synchronous work, and the bind was answered 202: what it gets when it is done is not laid down")
	}
	if c.Expect(again).To(HaveStatus(http.StatusOK)) && first.Is(http.StatusOK, http.StatusCreated) && run.FetchBinding.Exchange().Is(http.StatusOK) {
		agree(c, first, again, lasting(run.FetchBinding, run.FetchBindingBare))
	}
}

// faultyBind judges requests for another binding that are malformed or lack something. A broker with room for one binding
// may see that first.
func faultyBind(c *Case, run *flows.LifecycleRun, all ...*record.Exchange) {
	full := run.BindAlike.Present() && secondBinding(run) == nil
	for _, x := range all {
		switch postponed(c, x); {
		case x.Is(http.StatusBadRequest):
		case full && x.Status() >= 400 && x.Status() < 500:
			c.NotApplicable(x, "got %s, as the broker refuses every second binding of an instance", x.Got())
		default:
			c.Fail(x, Want("400").Got("%s to a bind in which %s", x.Got(), x.Invalid))
		}
	}
}

func returnsCredentials(c *Case, run *flows.LifecycleRun) {
	x := c.Use(run.Bind)
	if !x.Is(http.StatusOK, http.StatusCreated) {
		c.NotApplicable(x, "the bind was answered %s, so credentials are not in its answer", x.Got())
	}
	hasCredentials(c, x)
}

// ownCredentials compares the credentials of two bindings of one instance.
func ownCredentials(c *Case, run *flows.LifecycleRun) {
	one, other := c.Use(run.Bind), secondBinding(run)
	if c.Use(run.BindWithoutApp); other == nil {
		c.NotApplicable(one, "the broker makes no second binding")
	}
	one, other = telling(one, run.FetchBinding), telling(other, run.FetchOther)
	c.Look(one)
	c.Look(other)
	first, _ := one.Object()["credentials"].(map[string]any)
	second, _ := other.Object()["credentials"].(map[string]any)
	if len(first) == 0 || len(second) == 0 {
		c.NotApplicable(other, "there are no two bindings with credentials to compare")
	}
	if reflect.DeepEqual(first, second) {
		c.Fail(other, Want("its own").Got("the credentials of another binding (exchange %d)", one.Number))
	}
}

// telling is the answer that describes a binding: that to a fetch when the bind was accepted, else that to the bind.
func telling(bound *record.Exchange, fetch record.Step) *record.Exchange {
	if bound.Is(http.StatusAccepted) && fetch.Present() {
		return fetch.Exchange()
	}
	return bound
}

// noDataYet judges that a binding's data is not handed out before the binding is there.
func noDataYet(c *Case, x *record.Exchange) {
	if x.Operation != "bind" || !x.Is(http.StatusAccepted) {
		return
	}
	c.Look(x)
	for _, member := range bindingData() {
		if !empty(x.Object()[member]) {
			c.Fail(x, Note("a 202 has %s, want it in the answer to a fetch only", member))
		}
	}
}

// refusedForApp judges the refusal of a binding without application, where the same with one was made.
func refusedForApp(c *Case, with, without record.Step) {
	c.Expect(needsApplication(c, with, without)).To(HaveStatus(http.StatusUnprocessableEntity))
}

func saysRequiresApp(c *Case, with, without record.Step) {
	x := needsApplication(c, with, without)
	if !x.Is(http.StatusUnprocessableEntity) {
		c.NotApplicable(x, "it was answered %s, not 422", x.Got())
	}
	c.Expect(x).To(HaveMember("/error", "RequiresApp"))
}

// needsApplication returns the refusal of a binding that lacks nothing but an application.
func needsApplication(c *Case, with, without record.Step) *record.Exchange {
	x := c.Use(without)
	forRoutes(c, x)
	if x.Is(http.StatusOK, http.StatusCreated, http.StatusAccepted) {
		c.NotApplicable(x, "bindings of this plan do not need an application")
	}
	if bound := c.Use(with); !bound.Is(http.StatusOK, http.StatusCreated, http.StatusAccepted) {
		c.NotApplicable(bound, "the binding is refused with an application, too, so that something else is missing")
	}
	return x
}

// forRoutes ends the judgement of what a binding lacks when its offering binds routes: then it lacks a route.
func forRoutes(c *Case, x *record.Exchange) {
	if slices.Contains(strings.Split(c.Subject["requires"], ","), "route_forwarding") {
		c.NotApplicable(x, "the offering forwards requests, so that its bindings are for a route")
	}
}

// offeringOf returns the offering that a request names, out of a catalog.
func offeringOf(catalog, x *record.Exchange) map[string]any {
	for _, offering := range offerings(catalog) {
		if flows.Text(offering, "id") != "" && offering["id"] == flows.Sent(x, "service_id") {
			return offering
		}
	}
	return nil
}

// conflicts judges requests for an existing binding with other parameters. One of them may ask for what the broker takes
// when nothing is said, so that it differs in nothing; not all can.
func conflicts(c *Case, step record.Step) {
	all := c.UseAll(step)
	last := all[len(all)-1]
	switch {
	case last.Is(http.StatusConflict):
		return
	case last.Is(http.StatusBadRequest, http.StatusUnprocessableEntity) && c.Subject[flows.OtherBindParameters] == "":
		c.NeedsFixture(last, flows.OtherBindParameters, "got %s, so that the parameters, which were made from the plan's schema, may be no valid ones", last.Got())
	}
	for _, x := range all {
		c.Fail(x, Want("409").Got("%s for an existing binding with other parameters", x.Got()))
	}
}

// malformedBind judges requests that are no JSON object, and those with a member of a wrong type: a broker need not look at
// what it has no use for.
func malformedBind(c *Case, run *flows.LifecycleRun) {
	for _, x := range c.UseAll(run.Malformed) {
		switch {
		case flows.Sent(x, "service_id") == nil:
			faultyBind(c, run, x)
		case x.Status() >= 500:
			c.Fail(x, Want("it refused (400)").Got("%s to a bind in which %s", x.Got(), x.Invalid))
		}
	}
}

// handsOut judges that what makes a binding usable is in the answer to its bind or to a fetch. That another binding of
// the instance has something tells that this should, too.
func handsOut(c *Case, run *flows.LifecycleRun) {
	bound := c.Use(run.Bind)
	if !bound.Is(http.StatusOK, http.StatusCreated) {
		c.NotApplicable(bound, "the bind was answered %s; see the asynchronous scenario", bound.Got())
	}
	other := givesData(secondBinding(run)) || givesData(run.FetchOther.Exchange())
	answers := []*record.Exchange{bound}
	if run.FetchBinding.Present() {
		answers = append(answers, run.FetchBinding.Exchanges...)
	}
	handedOut(c, other, answers...)
}

func handedOut(c *Case, known bool, answers ...*record.Exchange) {
	for _, x := range answers {
		if c.Look(x); givesData(x) {
			return
		}
	}
	last := answers[len(answers)-1]
	if !known && c.Subject[flows.GivesCredentials] != "true" {
		c.NeedsFixture(last, flows.GivesCredentials, "nothing that makes the binding usable was returned, and a catalog does not tell whether it should be")
	}
	c.Fail(last, Want("what makes the binding usable once").Got("neither credentials nor syslog_drain_url, route_service_url or volume_mounts"))
}

// own judges that two bindings that were made with different data are also fetched with different data.
func own(c *Case, run *flows.LifecycleRun) {
	if !run.FetchBinding.Exchange().Is(http.StatusOK) || !run.FetchOther.Exchange().Is(http.StatusOK) {
		return
	}
	made := []any{run.Bind.Exchange().Object()["credentials"], secondBinding(run).Object()["credentials"]}
	first, other := c.Use(run.FetchBinding), c.Use(run.FetchOther)
	if reflect.DeepEqual(made[0], made[1]) || empty(first.Object()["credentials"]) {
		return
	}
	if reflect.DeepEqual(first.Object()["credentials"], other.Object()["credentials"]) {
		c.Fail(other, Note("got the credentials of another binding (exchange %d), though each was made with its own", first.Number))
	}
}

// secondBinding is the answer that made the second binding, or nil.
func secondBinding(run *flows.LifecycleRun) *record.Exchange {
	for _, step := range []record.Step{run.BindWithoutApp, run.BindWithApp, run.BindAlike} {
		if x := step.Exchange(); x.Is(http.StatusOK, http.StatusCreated, http.StatusAccepted) {
			return x
		}
	}
	return nil
}

// doesWithout judges a bind that has no optional member. Only an application may be missing. Whether a broker makes a
// second binding at all is told by one that is like the first.
func doesWithout(c *Case, run *flows.LifecycleRun) {
	c.Use(run.Bind)
	x := c.Use(run.BindWithoutApp)
	if x.Is(http.StatusOK, http.StatusCreated, http.StatusAccepted) {
		return
	}
	second := secondBinding(run)
	if second == nil {
		c.NotApplicable(x, "the broker makes no second binding, whatever it is asked with")
	}
	c.Look(second)
	forRoutes(c, x)
	switch {
	case run.BindAlike.Present():
		c.Fail(x, Want("it served as the one with them").Got("%s for a bind without context and bind_resource", x.Got()).Against(second))
	case !x.Is(http.StatusUnprocessableEntity) && !c.Version.Before("2.12"): // before, the code is a recommendation
		c.Fail(x, Want("success or 422 with RequiresApp").Got("%s for a bind without optional members", x.Got()))
	}
}

// bindingMetadata is the metadata of a binding in an answer that describes it, or nil.
func bindingMetadata(x *record.Exchange) map[string]any {
	if !x.Is(http.StatusOK, http.StatusCreated) || x.Operation != "bind" && x.Operation != "fetch-binding" {
		return nil
	}
	metadata, _ := x.Object()["metadata"].(map[string]any)
	return metadata
}

// lifetime is the two times of a binding, if it has both; their form is for other rules.
func lifetime(x *record.Exchange) (renew, expires time.Time, ok bool) {
	metadata := bindingMetadata(x)
	renew, err := time.Parse(time.RFC3339, flows.Text(metadata, "renew_before"))
	expires, err2 := time.Parse(time.RFC3339, flows.Text(metadata, "expires_at"))
	return renew, expires, err == nil && err2 == nil
}

// reserve judges that there is more time to make a successor than the binding itself took. How much more is not said. A
// renewal after the end is for another rule.
func reserve(c *Case, x *record.Exchange, took time.Duration) {
	renew, expires, ok := lifetime(x)
	if !ok || renew.After(expires) {
		c.NotApplicable(x, "the answer has no renew_before and expires_at to compare")
	}
	if expires.Sub(renew) <= took {
		c.Fail(x, Note("there are %s between renew_before and expires_at, want more: this binding took %s", expires.Sub(renew), took.Round(time.Millisecond)))
	}
}

// skew is how far the target's clock may be from ours.
const skew = 5 * time.Minute

// notExpired judges that a new binding ends in the future: by the target's own clock if its answer tells the time, else
// by ours.
func notExpired(c *Case, x *record.Exchange) {
	expires, err := time.Parse(time.RFC3339, flows.Text(bindingMetadata(x), "expires_at"))
	if err != nil {
		c.NotApplicable(x, "the binding has no expires_at")
	}
	now, err := http.ParseTime(x.Response.Header.Get("Date"))
	if err != nil {
		now = c.When(x).Add(-skew)
	}
	if c.Look(x); expires.Before(now) {
		c.Fail(x, Note("got a new binding whose expires_at %s was over at %s", expires.Format(time.RFC3339), now.UTC().Format(time.RFC3339)))
	}
}

// shortestSecret is the length in bytes below which equal texts may be equal by chance.
const shortestSecret = 6

// noConnectionData judges that the metadata of a binding neither names nor repeats what opens the service.
func noConnectionData(c *Case, x *record.Exchange) {
	metadata := bindingMetadata(x)
	if metadata == nil {
		c.NotApplicable(x, "the answer has no metadata")
	}
	var known []string
	walkTexts("", x.Object()["credentials"], func(_, value string) { known = append(known, value) })
	walkTexts("", metadata, func(name, value string) {
		if name == "expires_at" || name == "renew_before" { // credentials may say it, too
			return
		}
		plain := strings.NewReplacer("_", "", "-", "").Replace(strings.ToLower(name))
		sounds := plain == "uri" || slices.ContainsFunc([]string{"password", "secret", "token", "apikey", "privatekey", "connectionstring", "credentials"},
			func(word string) bool { return strings.HasSuffix(plain, word) })
		repeats := len(value) >= shortestSecret && slices.Contains(known, value) && !strings.Contains(x.Request.Path(), value)
		if name != "" && (sounds || repeats) {
			c.Fail(x, Note("metadata has %s, want connection data in credentials alone", name))
		}
	})
}

// walkTexts visits every string of a value with the name of the innermost member that it is in.
func walkTexts(name string, value any, visit func(name, value string)) {
	switch value := value.(type) {
	case string:
		visit(name, value)
	case []any:
		for _, item := range value {
			walkTexts(name, item, visit)
		}
	case map[string]any:
		for _, member := range slices.Sorted(maps.Keys(value)) {
			walkTexts(member, value[member], visit)
		}
	}
}

// usable judges that credentials which a broker hands out let somebody in. Only a service that calls them wrong says that
// they are: one that cannot be reached from here may be reached from where applications run.
func usable(c *Case, run *flows.CredentialsRun) {
	first, second := c.Use(run.Open), run.OpenAnother.Exchange()
	for _, x := range []*record.Exchange{first, second} {
		if x.Came(record.Refused) {
			c.Fail(x, Note("the credentials of the binding were %s, want them to open", x.Got()))
		}
	}
	if !first.Came(record.Opened, record.Refused) {
		c.NotApplicable(first, "%s", first.Got())
	}
}

// rotatedLater judges a rotation without accepts_incomplete, in the form that the broker takes.
func rotatedLater(c *Case, run *flows.AsynchronousRun) {
	all := c.UseAll(run.RotateSync)
	x := all[len(all)-1]
	switch {
	case x.Is(http.StatusOK, http.StatusCreated):
		c.NotApplicable(x, "the broker does it synchronously as well: %s was answered %s", x, x.Got())
	case !x.Is(http.StatusAccepted) && x.Object()["error"] != "AsyncRequired":
		later := c.Use(run.RotateLater)
		if !later.Is(http.StatusAccepted) {
			c.NotApplicable(later, "a rotation with accepts_incomplete was answered %s, so it does not run asynchronously", later.Got())
		}
		x = all[len(run.RotateLater.Exchanges)-1]
	}
	if c.Expect(x).To(HaveStatus(http.StatusUnprocessableEntity)) {
		c.Expect(x).To(HaveMember("/error", "AsyncRequired"))
	}
}

// servesRotation judges that one of the forms in which a successor was asked for is served as a bind is.
func servesRotation(c *Case, run *flows.RotationRun) {
	all := c.UseAll(run.Rotate)
	last := all[len(all)-1]
	switch {
	case last.Is(http.StatusCreated):
	case last.Is(http.StatusAccepted):
		if poll := c.Use(run.RotatePolls); poll.Object()["state"] == "failed" {
			c.Fail(poll, Note("the rotation that %s began failed", last))
		}
	default:
		for _, x := range all {
			c.Fail(x, Want("201 or 202 as for any bind").Got("%s to a rotation", x.Got()))
		}
	}
}

// validInParallel judges that a rotation leaves the predecessor as it is, and the removal of that the successor.
func validInParallel(c *Case, run *flows.RotationRun) {
	c.Expect(run.Unbind).NotTo(HaveStatus(http.StatusNotFound, http.StatusGone))
	members := lasting(run.Fetch, run.FetchTwice)
	unchanged(c, run.Fetch, run.FetchOld, members)
	unchanged(c, run.FetchNew, run.FetchLeft, members)
}

// refusedRotation judges that a predecessor which cannot be rotated is the client's mistake, whatever the code. A broker
// that learns it only later ends with a failure.
func refusedRotation(c *Case, step, polls record.Step) {
	x := c.Use(step)
	if x.Is(http.StatusAccepted) && polls.Exchange().Object()["state"] == "failed" {
		c.Look(polls.Exchange())
		return
	}
	clientError(c, step)
}
