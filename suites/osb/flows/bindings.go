package flows

import (
	"conformance/suites/record"
	"conformance/suites/scenario"
	"net/http"
)

// bindings makes two bindings, with and without an application, and removes them again.
func bindings(s *scenario.Session, i *instance, created *record.Exchange, next *neighbour) bool {
	if !i.plan.bindable {
		s.Skip(created, "the plan is not bindable", bindingSteps())
		if s.Since("2.12") {
			bindAnyway(s, i, "bind a plan that is not bindable", "poll bind a plan that is not bindable", "fetch a binding of a plan that is not bindable")
		}
		return true
	}
	b := i.newBinding()
	s.Hold(b.resource())
	x := next.beside(s, "bind", b.bind(true, app(s)))
	if !x.Is(200, 201, 202) {
		// Everything about the binding is blocked; the instance can still be judged.
		s.Block(x, refused, x, x.Got(), "--bind-parameters, --plans and --fixture app_guid")
		return true
	}
	if !settle(s, "poll bind", x, b.poll(x)) {
		return false
	}
	s.Skip(x, "the plan is bindable", "bind a plan that is not bindable")
	bound(s, b, x)
	other := second(s, i)
	if differ(s, b, x, "bind with other parameters"); other != nil {
		fetchBound(s, other, x, "fetch the other binding")
	}
	for _, member := range []string{"service_id", "plan_id"} {
		if x := s.Send("unbind without "+member, lacking(b.unbind(true), member)); x.Is(200, 202) {
			s.Block(x, served, x, x.Got())
			return true
		}
	}
	x = s.Send("unbind", b.unbind(true))
	if !settle(s, "poll unbind", x, b.poll(x)) {
		return false
	}
	if x.Status() < 200 || x.Status() > 299 {
		s.Block(x, "the binding was not removed: %s was answered %s", x, x.Got())
		return false
	}
	if x.Is(200, 202) {
		s.Release(b.resource())
	}
	pollDone(s, x, b.poll(x), "poll what is unbound")
	s.Send("unbind again", b.unbind(true))
	if s.Since("2.14") && i.plan.bindingsRetrievable {
		s.Send("fetch binding after unbind", b.fetch())
	}
	if other != nil {
		fetchBound(s, other, x, "fetch the other binding after unbind")
	}
	return unbindOther(s, other)
}

func bindingSteps() []string {
	return []string{"bind", "poll bind", "poll what is bound", "bind again", "bind again with unknown members", "a stranger asks for the binding", "bind with other parameters", "malformed bind", "bind without service_id", "bind without plan_id", "fetch binding",
		"fetch binding without hints", "fetch unknown binding", "poll unknown binding", "bind without app", "bind with app", "bind like the first",
		"fetch the other binding", "fetch the other binding after unbind", "unbind without service_id", "unbind without plan_id", "unbind", "poll unbind",
		"poll what is unbound", "unbind again", "fetch binding after unbind", "unbind the other binding", "poll unbind the other binding", "bind after deprovision"}
}

// pollDone asks for the state of what was answered as done at once.
func pollDone(s *scenario.Session, x *record.Exchange, poll scenario.Call, step string) {
	switch {
	case !pollable(s, poll):
	case x.Is(202):
		s.Skip(x, "it was answered 202, so that it was not said to be done", step)
	default:
		s.Send(step, poll)
	}
}

// bound asks again for a binding that exists.
func bound(s *scenario.Session, b *binding, x *record.Exchange) {
	pollDone(s, x, b.poll(x), "poll what is bound")
	again := s.Send("bind again", b.bind(true, app(s)))
	drain(s, again, b.poll(again))
	again = s.Send("bind again with unknown members", unknown(b.bind(true, app(s))))
	drain(s, again, b.poll(again))
	for _, member := range []string{"service_id", "plan_id"} {
		refusableBind(s, b, "bind without "+member, func(call scenario.Call) scenario.Call { return lacking(call, member) })
	}
	if s.Since("2.13") {
		malformed(s, b)
	}
	if s.Since("2.16") {
		s.Send("poll unknown binding", b.newBinding().poll(nil))
	}
	lookedAt(s, b, x)
	calls := []scenario.Call{b.bind(true, app(s))}
	if s.Since("2.14") && b.plan.bindingsRetrievable {
		calls = append(calls, b.fetch())
	}
	if x.Is(http.StatusAccepted) {
		calls = append(calls, b.poll(x))
	}
	withoutCredentials(s, "a stranger asks for the binding", b.poll, calls...)
}

// lookedAt fetches a binding, if the offering says that this can be done.
func lookedAt(s *scenario.Session, b *binding, x *record.Exchange) {
	if !s.Since("2.14") {
		return
	}
	if !b.plan.bindingsRetrievable {
		s.Skip(x, unretrievable, "fetch binding", "fetch binding without hints", "fetch unknown binding", "fetch binding after unbind")
		return
	}
	s.Send("fetch binding", b.fetch())
	s.Send("fetch binding without hints", b.fetchBare())
	s.Send("fetch unknown binding", b.newBinding().fetch())
}

// refusableBind asks for a binding in a way that a broker has to refuse, and removes what it makes of that. It reports
// whether there was anything to remove.
func refusableBind(s *scenario.Session, like *binding, step string, faulty func(scenario.Call) scenario.Call) bool {
	b := like.newBinding()
	s.Hold(b.resource())
	lax := s.Send(step, faulty(b.bind(true, app(s)))).Is(200, 201, 202)
	if lax {
		discard(s, b.resource())
	}
	return lax
}

// malformed asks for bindings in ways that no broker can read, until one is made.
func malformed(s *scenario.Session, like *binding) {
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
		lax := refusableBind(s, like, "malformed bind", func(call scenario.Call) scenario.Call {
			call.Body, call.Invalid = fault.body(call), fault.what
			return call
		})
		if lax {
			return
		}
	}
}

// second makes another binding, with nothing but the ids and the owner's parameters; where that is refused, for an
// application, which tells whether that is what is missing; at last like the first, which tells whether there can be a
// second at all. It returns nil when there is none.
func second(s *scenario.Session, i *instance) *binding {
	b, x := i.newBinding(), (*record.Exchange)(nil)
	tries := []struct {
		step, app string
		plain     bool
	}{{"bind without app", "", true}, {"bind with app", app(s), true}, {"bind like the first", app(s), false}}
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
			"fetch the other binding", "fetch the other binding after unbind", "unbind the other binding", "poll unbind the other binding")
		return nil
	}
	return b
}

func unbindOther(s *scenario.Session, b *binding) bool {
	if b == nil {
		return true
	}
	x := s.Send("unbind the other binding", b.unbind(true))
	if !settle(s, "poll unbind the other binding", x, b.poll(x)) {
		return false
	}
	if x.Is(200, 202) {
		s.Release(b.resource())
	}
	return true
}
