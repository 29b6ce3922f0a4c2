package osb

import (
	"conformance/suites/record"
	"conformance/suites/scenario"
)

// bindings makes two bindings, with and without an application, and removes them again.
func bindings(s *scenario.Session, i *instance, created *record.Exchange) bool {
	if !i.plan.bindable {
		s.Skip(created, "the plan is not bindable", bindingSteps()...)
		return true
	}
	b := i.newBinding()
	s.Hold(b.resource())
	x := s.Send("bind", b.bind(true, app(s)))
	if !x.Is(200, 201, 202) {
		// Everything about the binding is blocked; the instance can still be judged.
		s.Block(x, refused, x, x.Got(), "--bind-parameters, --plans and --fixture app_guid")
		return true
	}
	if !settle(s, "poll bind", x, b.poll(x)) {
		return false
	}
	bound(s, b, x)
	other := second(s, i)
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
	if x.Is(200, 202) {
		s.Release(b.resource())
	}
	s.Send("unbind again", b.unbind(true))
	if s.Since("2.14") && i.plan.bindingsRetrievable {
		s.Send("fetch binding after unbind", b.fetch())
	}
	return unbindOther(s, other)
}

func bindingSteps() []string {
	return []string{"bind", "poll bind", "bind again", "bind without service_id", "bind without plan_id", "fetch binding",
		"fetch binding without hints", "poll unknown binding", "bind without app", "bind with app", "unbind without service_id", "unbind without plan_id", "unbind", "poll unbind",
		"unbind again", "fetch binding after unbind", "unbind the other binding", "poll unbind the other binding", "bind after deprovision"}
}

// bound asks again for a binding that exists.
func bound(s *scenario.Session, b *binding, x *record.Exchange) {
	s.Send("bind again", b.bind(true, app(s)))
	for _, member := range []string{"service_id", "plan_id"} {
		faulty := b.newBinding()
		s.Hold(faulty.resource())
		if s.Send("bind without "+member, lacking(faulty.bind(true, app(s)), member)).Is(200, 201, 202) {
			discard(s, faulty.resource())
		}
	}
	if s.Since("2.16") {
		s.Send("poll unknown binding", b.newBinding().poll(nil))
	}
	if !s.Since("2.14") {
		return
	}
	if !b.plan.bindingsRetrievable {
		s.Skip(x, "the offering does not declare bindings_retrievable", "fetch binding", "fetch binding without hints", "fetch binding after unbind")
		return
	}
	s.Send("fetch binding", b.fetch())
	s.Send("fetch binding without hints", b.fetchBare())
}

// second makes another binding, for no application; where that is refused, for one, which tells whether the application
// was what is missing. It returns nil when there is no second binding.
func second(s *scenario.Session, i *instance) *binding {
	b, x := i.newBinding(), (*record.Exchange)(nil)
	for _, try := range []struct{ step, app string }{{"bind without app", ""}, {"bind with app", app(s)}} {
		b = i.newBinding()
		s.Hold(b.resource())
		if x = s.Send(try.step, b.bind(true, try.app)); x.Is(200, 201, 202) {
			break
		}
	}
	if x.Is(202) {
		drain(s, x, b.poll(x))
	}
	if !x.Is(200, 201, 202) {
		s.Skip(x, "there is no second binding: the broker refuses it with and without application", "unbind the other binding", "poll unbind the other binding")
		return nil
	}
	s.Skip(x, "a binding without application was made", "bind with app")
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
