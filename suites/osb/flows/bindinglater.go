package flows

import (
	"conformance/suites/record"
	"conformance/suites/scenario"
	"fmt"
)

// bindingLater makes a binding asynchronously, if the plan does that, and removes it.
func bindingLater(s *scenario.Session, i *instance, x *record.Exchange) bool {
	steps := []string{"bind", "bind again", "bind with other parameters", "fetch binding while binding", "poll bind without hints", "poll bind", "poll bind again",
		"fetch binding", "catalog", "bind without accepts_incomplete", "rotate without accepts_incomplete", "rotate with accepts_incomplete",
		"unbind without accepts_incomplete", "unbind", "unbind again", "poll unbind"}
	if !s.Since("2.14") || !i.plan.bindable {
		s.Skip(x, "bindings of this plan are not asynchronous", steps)
		return true
	}
	atOnce := bindSync(s, i)
	b := i.newBinding()
	s.Hold(b.resource())
	x = s.Send("bind", b.bind(true, app(s)))
	if !x.Is(202) {
		s.Skip(x, fmt.Sprintf("the bind was answered %s, so it does not run asynchronously", x.Got()), steps)
		if x.Is(200, 201) {
			discard(s, b.resource())
		}
		return true
	}
	s.Send("bind again", b.bind(true, app(s)))
	differ(s, b, x, "bind with other parameters")
	if b.plan.bindingsRetrievable {
		s.Send("fetch binding while binding", b.fetch())
	} else {
		s.Skip(x, unretrievable, "fetch binding while binding", "fetch binding")
	}
	s.Send("poll bind without hints", bare(b.poll(x)))
	if !settle(s, "poll bind", x, b.poll(x)) {
		return false
	}
	if b.plan.bindingsRetrievable {
		s.Send("fetch binding", b.fetch())
	}
	s.Send("poll bind again", b.poll(x))
	s.Send("catalog", scenario.Call{Operation: "catalog"})
	if atOnce.Is(200, 201, 202) {
		s.Skip(atOnce, "the broker did not refuse a bind without accepts_incomplete, and no more is created than was promised",
			"rotate without accepts_incomplete", "rotate with accepts_incomplete")
	} else {
		rotateSync(s, b, x)
	}
	return unbinding(s, b)
}

// bindSync asks for a binding at once, while there is none: a broker with room for one has no other reason to refuse it.
func bindSync(s *scenario.Session, i *instance) *record.Exchange {
	b := i.newBinding()
	s.Hold(b.resource())
	x := s.Send("bind without accepts_incomplete", b.bind(false, app(s)))
	if x.Is(200, 201, 202) {
		discard(s, b.resource())
	}
	return x
}

// rotateSync asks for a successor at once, in one form after the other until that is the reason of the refusal. When it
// is not, the same requests with accepts_incomplete tell which form the broker takes.
func rotateSync(s *scenario.Session, old *binding, x *record.Exchange) {
	const step, later = "rotate without accepts_incomplete", "rotate with accepts_incomplete"
	switch {
	case !s.Since("2.17"):
		return
	case !old.plan.rotatable:
		s.Skip(x, unrotatable, step, later)
		return
	}
	ask := func(step string, form int, incomplete bool) *record.Exchange {
		b := old.newBinding()
		s.Hold(b.resource())
		call := b.succeed(old.id, form)
		if !incomplete {
			call.Query = nil
		}
		x := s.Send(step, call)
		if drain(s, x, b.poll(x)); Worked(x) {
			discard(s, b.resource())
		}
		return x
	}
	for form := range forms {
		x = ask(step, form, false)
		if Worked(x) || x.Object()["error"] == "AsyncRequired" {
			s.Skip(x, "what becomes of a rotation without accepts_incomplete is known", later)
			return
		}
	}
	for form := range forms {
		if Worked(ask(later, form, true)) {
			return
		}
	}
}

// unbinding removes a binding that was made asynchronously.
func unbinding(s *scenario.Session, b *binding) bool {
	x := s.Send("unbind without accepts_incomplete", b.unbind(false))
	if x.Is(200) {
		s.Release(b.resource())
		s.Skip(x, "the binding was removed at once", "unbind", "unbind again", "poll unbind")
		return true
	}
	x = s.Send("unbind", b.unbind(true))
	if !x.Is(202) {
		s.Skip(x, fmt.Sprintf("the unbind was answered %s, so it does not run asynchronously", x.Got()), "unbind again", "poll unbind")
		return true
	}
	s.Send("unbind again", b.unbind(true))
	if !settle(s, "poll unbind", x, b.poll(x)) {
		return false
	}
	s.Release(b.resource())
	return true
}
