package rules

import (
	"net/http"
	"reflect"

	. "conformance/suites/check"
	"conformance/suites/osb/flows"
	"conformance/suites/record"
)

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
