package flows

import (
	"conformance/suites/record"
	"conformance/suites/scenario"
	"fmt"
	"net/http"
)

// InterruptionRun is an instance and a binding that are deleted while they are being made, as a platform does that has
// lost patience.
type InterruptionRun struct {
	Provision        record.Step `step:"provision"`
	DonePoll         record.Step `step:"poll what is done"`
	DoneFetch        record.Step `step:"fetch what is done"`
	Provisioning     record.Step `step:"poll while provisioning"`
	Deprovision      record.Step `step:"deprovision while provisioning"`
	DeprovisionPolls record.Step `step:"poll deprovision"`
	ProvisionPolled  record.Step `step:"poll provision after deprovision"`
	DeprovisionLater record.Step `step:"deprovision when provisioned"`
	DeprovisionAgain record.Step `step:"deprovision again"`
	FetchLate        record.Step `step:"fetch instance after a while"`
	DeprovisionLate  record.Step `step:"deprovision after a while"`
	Base             record.Step `step:"provision for a binding"`
	BasePolls        record.Step `step:"poll provision for a binding"`
	Bind             record.Step `step:"bind"`
	Binding          record.Step `step:"poll while binding"`
	Unbind           record.Step `step:"unbind while binding"`
	UnbindPolls      record.Step `step:"poll unbind"`
	BindPolled       record.Step `step:"poll bind after unbind"`
	UnbindLater      record.Step `step:"unbind when bound"`
	UnbindAgain      record.Step `step:"unbind again"`
	FetchBindingLate record.Step `step:"fetch binding after a while"`
	UnbindLate       record.Step `step:"unbind after a while"`
}

// Interruption looks for a plan that answers with 202, and interrupts its work.
var Interruption = scenario.New[InterruptionRun](scenario.Scenario{
	Name: "interruption", Title: "an instance and a binding that are deleted while they are being made",
	Operations: []string{"provision", "deprovision", "bind", "unbind", "fetch-instance", "fetch-binding",
		"instance-last-operation", "binding-last-operation"},
	Instances: candidates + 1, Bindings: candidates,
	Creates: func(site *scenario.Site) (instances, bindings int) {
		for _, p := range tried(site) {
			instances++
			if p.bindable {
				bindings++
			}
		}
		return instances + min(bindings, 1), bindings
	},
	Needs: func(site *scenario.Site) (scenario.Subject, string) {
		all := tried(site)
		if len(all) == 0 {
			return nil, noPlan(site)
		}
		return scenario.Subject{"plans": names(all)}, ""
	},
	Record: func(s *scenario.Session) {
		i, x := slow(s)
		if i == nil {
			return
		}
		s.Skip(x, "no plan that was tried before is provisioned synchronously", "poll what is done", "fetch what is done")
		works := []work{i.work()}
		if !interrupt(s, works[0], x) {
			return
		}
		base := newInstance(s, i.plan)
		x, ok := baseFor(s, base, x)
		if ok {
			_, begun := bindEarly(s, base, x)
			works = append(works, begun...)
		}
		afterAWhile(s, works)
		if ok {
			discard(s, base.resource())
		}
	},
})

// slow provisions plan after plan until one answers with 202. What is there at once is bound, for its bindings may take
// their time, and removed again.
func slow(s *scenario.Session) (*instance, *record.Exchange) {
	var last *record.Exchange
	for _, p := range tried(s.Site) {
		i := newInstance(s, p)
		s.Hold(i.resource())
		x := s.Send("provision", i.provision(true))
		if x.Is(202) {
			return i, x
		}
		if last = x; !x.Is(200, 201) {
			continue
		}
		s.Send("poll what is done", i.poll(x))
		fetchBusy(s, i, x, "fetch what is done")
		answer, begun := bindEarly(s, i, x)
		last = answer
		afterAWhile(s, begun)
		discard(s, i.resource())
		if last.Is(202) {
			break
		}
	}
	s.SkipRest(last, fmt.Sprintf("nothing that was tried takes its time: at last %s was answered %s", last, last.Got()))
	return nil, nil
}

// baseFor provisions an instance that can be bound, and waits for it. It is not asked for when its plan has no
// asynchronous bindings, or when a binding was interrupted before.
func baseFor(s *scenario.Session, i *instance, x *record.Exchange) (*record.Exchange, bool) {
	if !i.plan.bindable || !s.Since("2.14") {
		s.SkipRest(x, "bindings of this plan are not asynchronous")
		return nil, false
	}
	s.Hold(i.resource())
	x = s.Send("provision for a binding", i.provision(true))
	if !x.Is(200, 201, 202) {
		s.SkipRest(x, fmt.Sprintf("a second instance of the plan is refused: %s was answered %s", x, x.Got()))
		return nil, false
	}
	return x, settle(s, "poll provision for a binding", x, i.poll(x))
}

// bindEarly binds an instance and, when the binding takes its time, deletes the binding meanwhile. It returns the answer
// to the bind, or x when nothing was bound, and what has to be looked at after a while.
func bindEarly(s *scenario.Session, i *instance, x *record.Exchange) (*record.Exchange, []work) {
	if !i.plan.bindable || !s.Since("2.14") {
		return x, nil
	}
	b := i.newBinding()
	s.Hold(b.resource())
	x = s.Send("bind", b.bind(true, app(s)))
	switch w := b.work(); {
	case x.Is(202) && interrupt(s, w, x):
		return x, []work{w}
	case x.Is(200, 201):
		discard(s, b.resource())
	}
	return x, nil
}

// work is what can be done with a resource that is being made: calls, and under which steps they are recorded.
type work struct {
	scenario.Resource
	remove scenario.Call
	// Fetch is nil when the resource cannot be fetched.
	fetch *scenario.Call
	poll  func(*record.Exchange) scenario.Call
	steps struct{ running, remove, polls, polled, later, again, fetch, late string }
}

func (w *work) name(create, creating, created, remove string) {
	w.steps.running, w.steps.remove, w.steps.polls = "poll while "+creating, remove+" while "+creating, "poll "+remove
	w.steps.polled, w.steps.later = "poll "+create+" after "+remove, remove+" when "+created
	w.steps.again, w.steps.fetch, w.steps.late = remove+" again", "fetch "+w.Kind+" after a while", remove+" after a while"
}

// interrupt deletes what is being made, and looks whether it is gone. It returns false when that cannot be told.
func interrupt(s *scenario.Session, w work, created *record.Exchange) bool {
	s.Send(w.steps.running, w.poll(created))
	x := s.Send(w.steps.remove, w.remove)
	switch {
	case x.Is(http.StatusAccepted):
		s.Skip(x, "the deletion is asynchronous", w.steps.polled)
		last, done := s.Poll(w.steps.polls, w.poll(x), 0, ended)
		if !done {
			s.Block(last, "the operation that %s began did not end within %s; see --poll-limit", x, s.PollLimit)
			return false
		}
	case x.Is(http.StatusOK):
		s.Send(w.steps.polled, w.poll(created))
	default:
		// What was not deleted comes into being; what is gone, as the broker says, must not.
		s.Poll("drain", w.poll(created), 0, ended)
		if x.Status() != http.StatusGone {
			later := s.Send(w.steps.later, w.remove)
			drain(s, later, w.poll(later))
		}
	}
	s.Skip(x, fmt.Sprintf("%s was answered %s", x, x.Got()), w.steps.polls, w.steps.polled, w.steps.later)
	again := s.Send(w.steps.again, w.remove)
	drain(s, again, w.poll(again))
	if w.fetch == nil {
		s.Skip(x, "the offering does not declare that it can be fetched", w.steps.fetch)
	}
	return true
}

// afterAWhile looks whether what was deleted stays so. One quiet period is enough for all.
func afterAWhile(s *scenario.Session, works []work) {
	if len(works) == 0 {
		return
	}
	_ = s.Sleep(s.Context(), s.Settle) // an interrupt ends it early, and the run says so
	for _, w := range works {
		if w.fetch != nil {
			s.Send(w.steps.fetch, *w.fetch)
		}
		late := s.Send(w.steps.late, w.remove)
		drain(s, late, w.poll(late))
		if late.Is(404, 410) {
			s.Release(w.Resource)
		}
	}
}

func (i *instance) work() work {
	w := work{Resource: i.resource(), remove: i.deprovision(true), poll: i.poll}
	if call := i.fetch(); i.s.Since("2.14") && i.plan.retrievable {
		w.fetch = &call
	}
	w.name("provision", "provisioning", "provisioned", "deprovision")
	return w
}

func (b *binding) work() work {
	w := work{Resource: b.resource(), remove: b.unbind(true), poll: b.poll}
	if call := b.fetch(); b.s.Since("2.14") && b.plan.bindingsRetrievable {
		w.fetch = &call
	}
	w.name("bind", "binding", "bound", "unbind")
	return w
}

// EarlyInstance are the steps of the instance.
func (run *InterruptionRun) EarlyInstance() Early {
	return Early{run.Provision, run.Provisioning, run.Deprovision, run.DeprovisionPolls, run.ProvisionPolled,
		run.DeprovisionLater, run.DeprovisionAgain, run.FetchLate, run.DeprovisionLate}
}

// EarlyBinding are the steps of its binding.
func (run *InterruptionRun) EarlyBinding() Early {
	return Early{run.Bind, run.Binding, run.Unbind, run.UnbindPolls, run.BindPolled,
		run.UnbindLater, run.UnbindAgain, run.FetchBindingLate, run.UnbindLate}
}

// Early is a resource that was deleted while it was being made.
type Early struct {
	create, Running, Remove, Polls, Polled, Later, Again, Fetch, Late record.Step
}
