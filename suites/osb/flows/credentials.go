package flows

import (
	"fmt"
	"time"

	"conformance/suites/record"
	"conformance/suites/scenario"
)

// CredentialsRun is two bindings of one instance whose credentials are opened while they exist and afterwards.
type CredentialsRun struct {
	Provision        record.Step `step:"provision"`
	ProvisionPolls   record.Step `step:"poll provision"`
	Bind             record.Step `step:"bind"`
	BindPolls        record.Step `step:"poll bind"`
	Fetch            record.Step `step:"fetch binding"`
	Open             record.Step `step:"open"`
	Another          record.Step `step:"bind another"`
	AnotherPolls     record.Step `step:"poll bind another"`
	FetchAnother     record.Step `step:"fetch another"`
	OpenAnother      record.Step `step:"open another"`
	OpenPredecessor  record.Step `step:"open the predecessor"`
	Unbind           record.Step `step:"unbind"`
	UnbindPolls      record.Step `step:"poll unbind"`
	OpenUnbound      record.Step `step:"open after unbind"`
	OpenOther        record.Step `step:"open another after unbind"`
	UnbindAnother    record.Step `step:"unbind another"`
	UnbindOtherPolls record.Step `step:"poll unbind another"`
	OpenNeither      record.Step `step:"open another after its unbind"`
}

// Credentials opens what bindings hand out, when the owner allows it. The second binding replaces the first where the plan
// can do that. The bindings are removed one after the other and opened in between: one must outlive the other.
var Credentials = scenario.New(scenario.Scenario{
	Name: "credentials", Title: "the credentials of two bindings, opened while they exist and afterwards",
	Operations: []string{"provision", "deprovision", "bind", "unbind", "fetch-binding", "instance-last-operation", "binding-last-operation"},
	Instances:  1, Bindings: 2,
	Needs: func(site *scenario.Site) (scenario.Subject, string) {
		p, found := principal(site)
		switch {
		case !site.Probing:
			return nil, "credentials are opened only when the owner allows it; see --probe-credentials"
		case !found:
			return nil, noPlan(site)
		case !p.bindable:
			return nil, fmt.Sprintf("plan %s is not bindable", p)
		}
		return p.subject(site.Fixtures[GivesCredentials]), ""
	},
	Each: func(site *scenario.Site) []scenario.Subject {
		var all []scenario.Subject
		for _, p := range distinct(site) {
			if p.bindable {
				all = append(all, p.subject(""))
			}
		}
		return all
	},
}, recordCredentials)

func recordCredentials(s *scenario.Session, run *CredentialsRun) {
	i := newInstance(s, planOf(s))
	if _, ok := create(s, i, run.Provision, run.ProvisionPolls); !ok {
		return
	}
	if openBoth(s, run, i) {
		discard(s, i.resource())
	}
}

// key is a binding with what it hands out.
type key struct {
	*binding
	credentials map[string]any
}

// obtain makes the binding and reads what it hands out: the answer to the request, or once that is done later, what can be
// fetched. It returns the exchange that shows it.
func (k *key) obtain(s *scenario.Session, call scenario.Call, bind, poll, fetch record.Step) *record.Exchange {
	s.Hold(k.resource())
	x := s.Send(bind, call)
	if !x.Is(200, 201, 202) || !settle(s, poll, x, k.poll(x)) {
		return x
	}
	if x.Is(202) && k.plan.bindingsRetrievable {
		x = s.Send(fetch, k.fetch())
	} else {
		s.Skip(x, "what the binding hands out is not fetched: it was in the answer, or cannot be", fetch)
	}
	k.credentials, _ = x.Object()["credentials"].(map[string]any)
	return x
}

// removed deletes the binding, and reports whether it is gone.
func (k *key) removed(s *scenario.Session, unbind, poll record.Step) bool {
	x := s.Send(unbind, k.unbind(true))
	if !settle(s, poll, x, k.poll(x)) {
		return false
	}
	if !x.Is(200, 202) {
		s.Block(x, "the binding was not removed: %s was answered %s", x, x.Got())
		return false
	}
	s.Release(k.resource())
	return true
}

// open opens the credentials, again and again until it comes to what is hoped for or the grace has passed. The pauses
// double: a service may lock out who knocks too often.
func (k *key) open(s *scenario.Session, step record.Step, hoped ...record.Outcome) *record.Exchange {
	start := s.Now()
	for pause := time.Second; ; pause *= 2 {
		x := s.Open(step, k.credentials)
		limit := short
		if x.Came(record.Opened, record.Refused) {
			limit = min(grace, s.PollLimit)
		}
		if x.Came(hoped...) || x.Came(record.Untried) || s.Now().Sub(start) >= limit || s.Sleep(s.Context(), pause) != nil {
			return x
		}
	}
}

// openBoth makes two bindings, removes them one after the other, and opens their credentials in between. It reports whether
// nothing is left of them; else the clean-up removes what is.
func openBoth(s *scenario.Session, run *CredentialsRun, i *instance) bool {
	one := &key{binding: i.newBinding()}
	x := one.obtain(s, one.bind(true, app(s)), run.Bind, run.BindPolls, run.Fetch)
	switch {
	case !x.Is(200, 201, 202):
		s.Block(x, refused, x, x.Got(), "--bind-parameters and --fixture app_guid")
		return false
	case one.credentials == nil:
		s.SkipRest(x, "the binding has no credentials")
		return false
	}
	if x = one.open(s, run.Open, record.Opened); !x.Came(record.Opened) {
		s.SkipRest(x, "the credentials of the binding were not opened: "+x.Got())
		return false
	}
	other := openAnother(s, run, i, one)
	if !one.removed(s, run.Unbind, run.UnbindPolls) {
		return false
	}
	one.open(s, run.OpenUnbound, record.Refused, record.Denied, record.Unclear)
	if other == nil {
		return false
	}
	other.open(s, run.OpenOther, record.Opened)
	if !other.removed(s, run.UnbindAnother, run.UnbindOtherPolls) {
		return false
	}
	other.open(s, run.OpenNeither, record.Refused, record.Denied, record.Unclear)
	return true
}

// openAnother makes a second binding, in the place of the first if that can be, and opens both. It returns nil when there
// is none whose credentials open.
func openAnother(s *scenario.Session, run *CredentialsRun, i *instance, one *key) *key {
	other := &key{binding: i.newBinding()}
	call := other.bind(true, app(s))
	if rotates(s, i.plan) {
		call = changed(call, func(body map[string]any) { body["predecessor_binding_id"] = one.id })
	}
	x := other.obtain(s, call, run.Another, run.AnotherPolls, run.FetchAnother)
	reason := ""
	switch {
	case !x.Is(200, 201, 202):
		reason = "there is no second binding: " + x.String() + " was answered " + x.Got()
	case other.credentials == nil:
		reason = "the second binding has no credentials"
	default:
		if x = other.open(s, run.OpenAnother, record.Opened); !x.Came(record.Opened) {
			reason = "the credentials of the second binding were not opened: " + x.Got()
		}
	}
	if reason != "" {
		s.Skip(x, reason, run.AnotherPolls, run.FetchAnother, run.OpenAnother, run.OpenPredecessor, run.OpenOther,
			run.UnbindAnother, run.UnbindOtherPolls, run.OpenNeither)
		return nil
	}
	if !rotates(s, i.plan) {
		s.Skip(x, "the second binding does not replace the first: the plan has no binding_rotatable, or the version does not know it", run.OpenPredecessor)
		return other
	}
	one.open(s, run.OpenPredecessor, record.Opened)
	return other
}

// rotates reports whether bindings of the plan can be replaced.
func rotates(s *scenario.Session, p plan) bool { return s.Since("2.17") && p.rotatable }

// grace is how long credentials may take to open, and to open no longer: a broker has done its work when it says so, but
// what it told the service may take a moment to spread, though no longer than an operation. What cannot be reached from
// here is given up sooner.
const grace, short = 30 * time.Second, 5 * time.Second
