package osb

import (
	"net/http"
	"reflect"
	"slices"
	"strings"

	. "conformance/suites/check"
	"conformance/suites/record"
)

func bindChecks() List {
	return List{
		On("OSB-BIND-004", Lifecycle, func(c *Case, run *LifecycleRun) { routed(c, run.Bind) }),
		On("OSB-BIND-052", Lifecycle, func(c *Case, run *LifecycleRun) { created(c, run.Bind, run.BindAgain) }),
		On("OSB-BIND-052", Asynchronous, func(c *Case, run *AsynchronousRun) { doneAtOnce(c, run.BindSync, http.StatusCreated) }),
		On("OSB-BIND-049", Lifecycle, sameBindingAgain),
		On("OSB-BIND-050", Lifecycle, func(c *Case, run *LifecycleRun) { answered(c, run.BindAgain, http.StatusOK) }),
		On("OSB-BIND-119", Lifecycle, func(c *Case, run *LifecycleRun) {
			answered(c, run.BindAgain, http.StatusOK, http.StatusConflict) // 200 is allowed for an identical request
			if run.BindOther.Present() {
				conflicts(c, run.BindOther)
			}
		}),
		On("OSB-BIND-058", Lifecycle, func(c *Case, run *LifecycleRun) { faultyBind(c, run, c.Use(run.BindIncomplete)) }),
		On("OSB-BIND-059", Lifecycle, func(c *Case, run *LifecycleRun) { faultyBind(c, run, c.Use(run.BindPlanless)) }),
		On("OSB-BIND-117", Lifecycle, func(c *Case, run *LifecycleRun) { clientError(c, run.BindGone) }),
		On("OSB-BIND-045", Lifecycle, returnsCredentials),
		On("OSB-BIND-011", Lifecycle, returnsCredentials),
		On("OSB-BIND-072", Lifecycle, returnsCredentials),
		On("OSB-BIND-009", Lifecycle, ownCredentials),
		On("OSB-BIND-007", Asynchronous, func(c *Case, run *AsynchronousRun) {
			x, catalog := c.Use(run.Bind), c.Use(run.Catalog)
			if offering := offeringOf(catalog, x); offering["bindings_retrievable"] != true {
				c.Fail(x, Note("got 202, though offering %s does not declare bindings_retrievable", text(offering, "name")))
			}
		}),
		On("OSB-BIND-026", Asynchronous, func(c *Case, run *AsynchronousRun) {
			boundLater(c, run)
			refusedAsSynchronous(c, run.BindSync)
		}),
		On("OSB-BIND-027", Asynchronous, func(c *Case, run *AsynchronousRun) {
			boundLater(c, run)
			saysAsyncRequired(c, run.BindSync)
		}),
		On("OSB-BIND-053", Asynchronous, func(c *Case, run *AsynchronousRun) { followed(c, run.Bind, run.BindPolls) }),
		On("OSB-BIND-053", Lifecycle, func(c *Case, run *LifecycleRun) { wasDone(c, run.Bind, run.PollBound) }),
		On("OSB-BIND-054", Asynchronous, func(c *Case, run *AsynchronousRun) { resent(c, run.BindAgain, run.BindPolls) }),
		On("OSB-BIND-055", Asynchronous, func(c *Case, run *AsynchronousRun) {
			sameOperation(c, run.Bind, run.BindAgain, run.BindPolls)
		}),
		Each("OSB-BIND-056", noDataYet),
		On("OSB-BIND-039", Lifecycle, func(c *Case, run *LifecycleRun) {
			refusedForApp(c, run.BindWithApp, run.BindWithoutApp)
		}),
		On("OSB-BIND-039", Application, func(c *Case, run *ApplicationRun) {
			refusedForApp(c, run.WithApp, run.WithoutApp)
		}),
		On("OSB-BIND-041", Lifecycle, func(c *Case, run *LifecycleRun) {
			saysRequiresApp(c, run.BindWithApp, run.BindWithoutApp)
		}),
		On("OSB-BIND-041", Application, func(c *Case, run *ApplicationRun) {
			saysRequiresApp(c, run.WithApp, run.WithoutApp)
		}),
	}
}

// boundLater ends the judgement when a bind with accepts_incomplete was not accepted: then the same without it tells nothing.
func boundLater(c *Case, run *AsynchronousRun) {
	if x := c.Use(run.Bind); !x.Is(http.StatusAccepted) {
		c.NotApplicable(x, "a bind with accepts_incomplete was answered %s, so it does not run asynchronously", x.Got())
	}
}

// sameBindingAgain judges an identical repeated bind: the binding is there, and no other takes its place, as far as
// fetches tell what of its data lasts.
func sameBindingAgain(c *Case, run *LifecycleRun) {
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
func faultyBind(c *Case, run *LifecycleRun, all ...*record.Exchange) {
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

// hasCredentials judges that an answer has credentials. Only the owner knows whether bindings of a plan have any.
func hasCredentials(c *Case, x *record.Exchange) {
	credentials, _ := x.Object()["credentials"].(map[string]any)
	if len(credentials) == 0 && c.Subject[givesCredentials] != "true" {
		c.NotApplicable(x, "the binding has no credentials, and a catalog does not tell whether it should; see --fixture gives_credentials=true")
	}
	if len(credentials) == 0 {
		c.Fail(x, Want("an object that is not empty").Got("no credentials"))
	}
}

func returnsCredentials(c *Case, run *LifecycleRun) {
	x := c.Use(run.Bind)
	if !x.Is(http.StatusOK, http.StatusCreated) {
		c.NotApplicable(x, "the bind was answered %s, so credentials are not in its answer", x.Got())
	}
	hasCredentials(c, x)
}

// ownCredentials compares the credentials of two bindings of one instance.
func ownCredentials(c *Case, run *LifecycleRun) {
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
		if text(offering, "id") != "" && offering["id"] == sent(x, "service_id") {
			return offering
		}
	}
	return nil
}
