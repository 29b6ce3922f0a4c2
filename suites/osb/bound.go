package osb

import (
	"net/http"
	"reflect"

	. "conformance/suites/check"
	"conformance/suites/record"
)

// boundChecks judge what the bindings of one instance are to each other, and what a platform gets of them.
func boundChecks() List {
	return List{
		On("OSB-BIND-006", Lifecycle, handsOut),
		On("OSB-BIND-006", Asynchronous, func(c *Case, run *AsynchronousRun) {
			x := c.Use(run.FetchBound)
			if !x.Is(http.StatusOK) {
				c.NotApplicable(x, "the binding cannot be fetched: %s", x.Got())
			}
			handedOut(c, false, x)
		}),
		On("OSB-BIND-025", Lifecycle, func(c *Case, run *LifecycleRun) {
			leavesOther(c, run)
			own(c, run)
		}),
		On("OSB-UNBIND-023", Lifecycle, leavesOther),
		On("OSB-BIND-034", Lifecycle, doesWithout),
		On("OSB-BIND-051", Asynchronous, func(c *Case, run *AsynchronousRun) {
			x := c.Use(run.BindAgain)
			whileBusy(c, run.BindPolls)
			c.Expect(x).NotTo(HaveStatus(http.StatusOK))
		}),
		On("OSB-BIND-057", Lifecycle, func(c *Case, run *LifecycleRun) { malformedBind(c, run) }),
		On("OSB-FETCH-101", Lifecycle, func(c *Case, run *LifecycleRun) { answered(c, run.FetchBinding, http.StatusOK) }),
		On("OSB-FETCH-101", Asynchronous, func(c *Case, run *AsynchronousRun) { answered(c, run.FetchBound, http.StatusOK) }),
		On("OSB-FETCH-101", Permissions, func(c *Case, run *PermissionsRun) { answered(c, run.FetchBinding, http.StatusOK) }),
		On("OSB-FETCH-101", Rotation, func(c *Case, run *RotationRun) { answered(c, run.Fetch, http.StatusOK) }),
	}
}

// malformedBind judges requests that are no JSON object, and those with a member of a wrong type: a broker need not look at
// what it has no use for.
func malformedBind(c *Case, run *LifecycleRun) {
	for _, x := range c.UseAll(run.Malformed) {
		switch {
		case sent(x, "service_id") == nil:
			faultyBind(c, run, x)
		case x.Status() >= 500:
			c.Fail(x, Want("it refused (400)").Got("%s to a bind in which %s", x.Got(), x.Invalid))
		}
	}
}

// handsOut judges that what makes a binding usable is in the answer to its bind or to a fetch. That another binding of
// the instance has something tells that this should, too.
func handsOut(c *Case, run *LifecycleRun) {
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
	if !known && c.Subject[givesCredentials] != "true" {
		c.NotApplicable(last, "nothing that makes the binding usable was returned, and a catalog does not tell whether it should be; see --fixture gives_credentials=true")
	}
	c.Fail(last, Want("what makes the binding usable once").Got("neither credentials nor syslog_drain_url, route_service_url or volume_mounts"))
}

// leavesOther judges that the removal of one binding leaves another as it is.
func leavesOther(c *Case, run *LifecycleRun) {
	c.Expect(run.UnbindOther).NotTo(HaveStatus(http.StatusGone, http.StatusNotFound))
	unchanged(c, run.FetchOther, run.FetchOtherLeft, lasting(run.FetchBinding, run.FetchBindingBare))
}

// own judges that two bindings that were made with different data are also fetched with different data.
func own(c *Case, run *LifecycleRun) {
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
func secondBinding(run *LifecycleRun) *record.Exchange {
	for _, step := range []record.Step{run.BindWithoutApp, run.BindWithApp, run.BindAlike} {
		if x := step.Exchange(); x.Is(http.StatusOK, http.StatusCreated, http.StatusAccepted) {
			return x
		}
	}
	return nil
}

// doesWithout judges a bind that has no optional member. Only an application may be missing. Whether a broker makes a
// second binding at all is told by one that is like the first.
func doesWithout(c *Case, run *LifecycleRun) {
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
