package flows

import (
	"fmt"
	"net/http"

	"conformance/suites/record"
	"conformance/suites/scenario"
)

// InterruptionRun is an instance and a binding that are deleted while they are being made, as a platform does that has
// waited long enough.
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

// Interruption looks for a plan that answers with 202, and deletes the instance while it is being made, then a binding of
// another. What was deleted is looked for once more after a while, as work that was not stopped ends then.
var Interruption = scenario.New(scenario.Scenario{
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
}, recordInterruption)

func recordInterruption(s *scenario.Session, run *InterruptionRun) {
	i, x := slow(s, run)
	if i == nil {
		return
	}
	s.Skip(x, "no plan that was tried before is provisioned synchronously", run.DonePoll, run.DoneFetch)
	works := []work{i.work(run.EarlyInstance())}
	if !interrupt(s, works[0], x) {
		return
	}
	base := newInstance(s, i.plan)
	x, ok := baseFor(s, run, base, x)
	if ok {
		_, begun := bindEarly(s, run, base, x)
		works = append(works, begun...)
	}
	afterAWhile(s, works)
	if ok {
		discard(s, base.resource())
	}
}

// slow provisions plan after plan until one answers with 202. What is there at once is bound, for its bindings may take
// their time, and removed again.
func slow(s *scenario.Session, run *InterruptionRun) (*instance, *record.Exchange) {
	var last *record.Exchange
	for _, p := range tried(s.Site) {
		i := newInstance(s, p)
		s.Hold(i.resource())
		x := s.Send(run.Provision, i.provision(true))
		if x.Is(202) {
			return i, x
		}
		if last = x; !x.Is(200, 201) {
			continue
		}
		s.Send(run.DonePoll, i.poll(x))
		fetchBusy(s, i, x, run.DoneFetch)
		answer, begun := bindEarly(s, run, i, x)
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
func baseFor(s *scenario.Session, run *InterruptionRun, i *instance, x *record.Exchange) (*record.Exchange, bool) {
	if !i.plan.bindable || !s.Since("2.14") {
		s.SkipRest(x, "bindings of this plan are not asynchronous")
		return nil, false
	}
	s.Hold(i.resource())
	x = s.Send(run.Base, i.provision(true))
	if !x.Is(200, 201, 202) {
		s.SkipRest(x, fmt.Sprintf("a second instance of the plan is refused: %s was answered %s", x, x.Got()))
		return nil, false
	}
	return x, settle(s, run.BasePolls, x, i.poll(x))
}

// bindEarly binds an instance and, when the binding takes its time, deletes the binding meanwhile. It returns the answer
// to the bind, or x when nothing was bound, and what has to be looked at after a while.
func bindEarly(s *scenario.Session, run *InterruptionRun, i *instance, x *record.Exchange) (*record.Exchange, []work) {
	if !i.plan.bindable || !s.Since("2.14") {
		return x, nil
	}
	b := i.newBinding()
	s.Hold(b.resource())
	x = s.Send(run.Bind, b.bind(true, app(s)))
	switch w := b.work(run.EarlyBinding()); {
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
	steps Early
}

// interrupt deletes what is being made, and looks whether it is gone. It returns false when that cannot be told.
func interrupt(s *scenario.Session, w work, created *record.Exchange) bool {
	s.Send(w.steps.Running, w.poll(created))
	x := s.Send(w.steps.Remove, w.remove)
	switch {
	case x.Is(http.StatusAccepted):
		s.Skip(x, "the deletion is asynchronous", w.steps.Polled)
		last, done := s.Poll(w.steps.Polls, w.poll(x), 0, ended)
		if !done {
			s.Block(last, "the operation that %s began did not end within %s; see --poll-limit", x, s.PollLimit)
			return false
		}
	case x.Is(http.StatusOK):
		s.Send(w.steps.Polled, w.poll(created))
	default:
		// What was not deleted comes into being; what is gone, as the broker says, must not.
		s.Poll("drain", w.poll(created), 0, ended)
		if x.Status() != http.StatusGone {
			later := s.Send(w.steps.Later, w.remove)
			drain(s, later, w.poll(later))
		}
	}
	s.Skip(x, fmt.Sprintf("%s was answered %s", x, x.Got()), w.steps.Polls, w.steps.Polled, w.steps.Later)
	again := s.Send(w.steps.Again, w.remove)
	drain(s, again, w.poll(again))
	if w.fetch == nil {
		s.Skip(x, "the offering does not declare that it can be fetched", w.steps.Fetch)
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
			s.Send(w.steps.Fetch, *w.fetch)
		}
		late := s.Send(w.steps.Late, w.remove)
		drain(s, late, w.poll(late))
		if late.Is(404, 410) {
			s.Release(w.Resource)
		}
	}
}

func (i *instance) work(steps Early) work {
	w := work{steps: steps, Resource: i.resource(), remove: i.deprovision(true), poll: i.poll}
	if call := i.fetch(); i.s.Since("2.14") && i.plan.retrievable {
		w.fetch = &call
	}
	return w
}

func (b *binding) work(steps Early) work {
	w := work{steps: steps, Resource: b.resource(), remove: b.unbind(true), poll: b.poll}
	if call := b.fetch(); b.s.Since("2.14") && b.plan.bindingsRetrievable {
		w.fetch = &call
	}
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
	Create, Running, Remove, Polls, Polled, Later, Again, Fetch, Late record.Step
}
