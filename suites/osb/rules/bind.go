package rules

import (
	"net/http"
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
