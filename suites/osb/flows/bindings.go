package flows

import (
	"iter"
	"net/http"

	"conformance/suites/record"
	"conformance/suites/scenario"
)

// bindings makes two bindings, with and without an application, and removes them again.
func bindings(s *scenario.Session, run *LifecycleRun, i *instance, created *record.Exchange, next *neighbour) bool {
	if !i.plan.bindable {
		s.Skip(created, "the plan is not bindable", run.bindingSteps())
		if s.Since("2.12") {
			bindAnyway(s, i, run.BindAnyway, run.BindAnywayPolls, run.FetchAnyway)
		}
		return true
	}
	b := i.newBinding()
	s.Hold(b.resource())
	x := next.unhurried(s, run.Bind, b.bind(true, app(s)))
	if !x.Is(200, 201, 202) {
		// Everything about the binding is blocked; the instance can still be judged.
		s.Block(x, refused, x, x.Got(), "--bind-parameters, --plans and --fixture app_guid")
		return true
	}
	if !settle(s, run.BindPolls, x, b.poll(x)) {
		return false
	}
	s.Skip(x, "the plan is bindable", run.BindAnyway)
	bound(s, run, b, x)
	other := second(s, run, i)
	if differ(s, b, x, run.BindOther); other != nil {
		fetchBound(s, other, x, run.FetchOther)
	}
	for member, step := range eachID(run.UnbindNoService, run.UnbindNoPlan) {
		if x := s.Send(step, lacking(b.unbind(true), member)); x.Is(200, 202) {
			s.Block(x, deletedAnyway, x, x.Got())
			return true
		}
	}
	x = s.Send(run.Unbind, b.unbind(true))
	if !settle(s, run.UnbindPolls, x, b.poll(x)) {
		return false
	}
	if x.Status() < 200 || x.Status() > 299 {
		s.Block(x, "the binding was not removed: %s was answered %s", x, x.Got())
		return false
	}
	if x.Is(200, 202) {
		s.Release(b.resource())
	}
	pollDone(s, x, b.poll(x), run.PollUnbound)
	s.Send(run.UnbindAgain, b.unbind(true))
	if s.Since("2.14") && i.plan.bindingsRetrievable {
		s.Send(run.FetchUnbound, b.fetch())
	}
	if other != nil {
		fetchBound(s, other, x, run.FetchOtherLeft)
	}
	return unbindOther(s, run, other)
}

// bindingSteps are those that need a binding.
func (run *LifecycleRun) bindingSteps() []record.Step {
	return []record.Step{run.Bind, run.BindPolls, run.PollBound, run.BindAgain, run.BindUnknown, run.BindStranger, run.BindOther, run.Malformed, run.BindIncomplete, run.BindPlanless, run.FetchBinding,
		run.FetchBindingBare, run.FetchNoBinding, run.PollNoBinding, run.BindWithoutApp, run.BindWithApp, run.BindAlike,
		run.FetchOther, run.FetchOtherLeft, run.UnbindNoService, run.UnbindNoPlan, run.Unbind, run.UnbindPolls,
		run.PollUnbound, run.UnbindAgain, run.FetchUnbound, run.UnbindOther, run.UnbindOtherPolls, run.BindGone}
}

// pollDone asks for the state of what was answered as done at once.
func pollDone(s *scenario.Session, x *record.Exchange, poll scenario.Call, step record.Step) {
	switch {
	case !pollable(s, poll):
	case x.Is(202):
		s.Skip(x, "it was answered 202, so that it was not said to be done", step)
	default:
		s.Send(step, poll)
	}
}

// bound asks again for a binding that exists.
func bound(s *scenario.Session, run *LifecycleRun, b *binding, x *record.Exchange) {
	pollDone(s, x, b.poll(x), run.PollBound)
	again := s.Send(run.BindAgain, b.bind(true, app(s)))
	drain(s, again, b.poll(again))
	again = s.Send(run.BindUnknown, unknown(b.bind(true, app(s))))
	drain(s, again, b.poll(again))
	for member, step := range eachID(run.BindIncomplete, run.BindPlanless) {
		refusableBind(s, b, step, func(call scenario.Call) scenario.Call { return lacking(call, member) })
	}
	if s.Since("2.13") {
		malformed(s, run, b)
	}
	if s.Since("2.16") {
		s.Send(run.PollNoBinding, b.newBinding().poll(nil))
	}
	lookedAt(s, run, b, x)
	calls := []scenario.Call{b.bind(true, app(s))}
	if s.Since("2.14") && b.plan.bindingsRetrievable {
		calls = append(calls, b.fetch())
	}
	if x.Is(http.StatusAccepted) {
		calls = append(calls, b.poll(x))
	}
	withoutCredentials(s, run.BindStranger, b.poll, calls...)
}

// lookedAt fetches a binding, if the offering says that this can be done.
func lookedAt(s *scenario.Session, run *LifecycleRun, b *binding, x *record.Exchange) {
	if !s.Since("2.14") {
		return
	}
	if !b.plan.bindingsRetrievable {
		s.Skip(x, unretrievable, run.FetchBinding, run.FetchBindingBare, run.FetchNoBinding, run.FetchUnbound)
		return
	}
	s.Send(run.FetchBinding, b.fetch())
	s.Send(run.FetchBindingBare, b.fetchBare())
	s.Send(run.FetchNoBinding, b.newBinding().fetch())
}

// refusableBind asks for a binding in a way that a broker has to refuse, and removes what it makes of that. It reports
// whether there was anything to remove.
func refusableBind(s *scenario.Session, like *binding, step record.Step, faulty func(scenario.Call) scenario.Call) bool {
	b := like.newBinding()
	s.Hold(b.resource())
	served := s.Send(step, faulty(b.bind(true, app(s)))).Is(200, 201, 202)
	if served {
		discard(s, b.resource())
	}
	return served
}

// malformed asks for bindings in ways that no broker can read, until one is made.
func malformed(s *scenario.Session, run *LifecycleRun, like *binding) {
	member := func(name string, value any) func(scenario.Call) any {
		return func(call scenario.Call) any {
			return changed(call, func(body map[string]any) { body[name] = value }).Body
		}
	}
	raw := func(text string) func(scenario.Call) any { return func(scenario.Call) any { return []byte(text) } }
	for _, fault := range []struct {
		what string
		body func(scenario.Call) any
	}{
		{"the body breaks off", raw(`{"service_id":`)},
		{"the body is a list", raw(`[]`)},
		{"bind_resource is a list", member("bind_resource", []any{})},
		{"parameters is a string", member("parameters", "x")},
	} {
		served := refusableBind(s, like, run.Malformed, func(call scenario.Call) scenario.Call {
			call.Body, call.Invalid = fault.body(call), fault.what
			return call
		})
		if served {
			return
		}
	}
}

// second makes another binding, with nothing but the ids and the owner's parameters; where that is refused, for an
// application, which tells whether that is what is missing; at last like the first, which tells whether there can be a
// second at all. It returns nil when there is none.
func second(s *scenario.Session, run *LifecycleRun, i *instance) *binding {
	b, x := i.newBinding(), (*record.Exchange)(nil)
	tries := []struct {
		step  record.Step
		app   string
		plain bool
	}{{run.BindWithoutApp, "", true}, {run.BindWithApp, app(s), true}, {run.BindAlike, app(s), false}}
	for n, try := range tries {
		b = i.newBinding()
		s.Hold(b.resource())
		call := b.bind(true, try.app)
		if try.plain && s.Since("2.13") {
			call = changed(call, func(body map[string]any) { delete(body, "context") })
			call.Invalid = "context is missing" + Optional
		}
		if x = s.Send(try.step, call); x.Is(200, 201, 202) {
			for _, later := range tries[n+1:] {
				s.Skip(x, "a binding with less was made", later.step)
			}
			break
		}
	}
	if x.Is(202) {
		drain(s, x, b.poll(x))
	}
	if !x.Is(200, 201, 202) {
		s.Skip(x, "there is no second binding: the broker refuses it with and without application",
			run.FetchOther, run.FetchOtherLeft, run.UnbindOther, run.UnbindOtherPolls)
		return nil
	}
	return b
}

// eachID yields the ids that a request has to give, each with the step that goes without it.
func eachID(service, plan record.Step) iter.Seq2[string, record.Step] {
	return func(yield func(string, record.Step) bool) { _ = yield("service_id", service) && yield("plan_id", plan) }
}

// unbindOther removes the second binding.
func unbindOther(s *scenario.Session, run *LifecycleRun, b *binding) bool {
	if b == nil {
		return true
	}
	x := s.Send(run.UnbindOther, b.unbind(true))
	if !settle(s, run.UnbindOtherPolls, x, b.poll(x)) {
		return false
	}
	if x.Is(200, 202) {
		s.Release(b.resource())
	}
	return true
}
