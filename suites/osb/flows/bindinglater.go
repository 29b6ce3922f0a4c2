package flows

import (
	"fmt"

	"conformance/suites/record"
	"conformance/suites/scenario"
)

// bindingLater makes a binding asynchronously, if the plan does that, and removes it.
func bindingLater(s *scenario.Session, run *AsynchronousRun, i *instance, x *record.Exchange) bool {
	steps := []record.Step{run.Bind, run.BindAgain, run.BindOther, run.FetchBinding, run.BindBare, run.BindPolls, run.BindPolled,
		run.FetchBound, run.Catalog, run.BindSync, run.RotateSync, run.RotateLater,
		run.UnbindSync, run.Unbind, run.UnbindAgain, run.UnbindPolls}
	if !s.Since("2.14") || !i.plan.bindable {
		s.Skip(x, "bindings of this plan are not asynchronous", steps)
		return true
	}
	atOnce := bindSync(s, run, i)
	b := i.newBinding()
	s.Hold(b.resource())
	x = s.Send(run.Bind, b.bind(true, app(s)))
	if !x.Is(202) {
		s.Skip(x, fmt.Sprintf("the bind was answered %s, so it does not run asynchronously", x.Got()), steps)
		if x.Is(200, 201) {
			discard(s, b.resource())
		}
		return true
	}
	s.Send(run.BindAgain, b.bind(true, app(s)))
	differ(s, b, x, run.BindOther)
	if b.plan.bindingsRetrievable {
		s.Send(run.FetchBinding, b.fetch())
	} else {
		s.Skip(x, unretrievable, run.FetchBinding, run.FetchBound)
	}
	s.Send(run.BindBare, bare(b.poll(x)))
	if !settle(s, run.BindPolls, x, b.poll(x)) {
		return false
	}
	if b.plan.bindingsRetrievable {
		s.Send(run.FetchBound, b.fetch())
	}
	s.Send(run.BindPolled, b.poll(x))
	s.Send(run.Catalog, scenario.Call{Operation: "catalog"})
	if atOnce.Is(200, 201, 202) {
		s.Skip(atOnce, "the broker did not refuse a bind without accepts_incomplete, and no more is created than was promised",
			run.RotateSync, run.RotateLater)
	} else {
		rotateSync(s, run, b, x)
	}
	return unbinding(s, run, b)
}

// bindSync asks for a binding at once, while there is none: a broker with room for one has no other reason to refuse it.
func bindSync(s *scenario.Session, run *AsynchronousRun, i *instance) *record.Exchange {
	b := i.newBinding()
	s.Hold(b.resource())
	x := s.Send(run.BindSync, b.bind(false, app(s)))
	if x.Is(200, 201, 202) {
		discard(s, b.resource())
	}
	return x
}

// rotateSync asks for a successor at once, in one form after the other until that is the reason of the refusal. When it
// is not, the same requests with accepts_incomplete tell which form the broker takes.
func rotateSync(s *scenario.Session, run *AsynchronousRun, old *binding, x *record.Exchange) {
	step, later := run.RotateSync, run.RotateLater
	switch {
	case !s.Since("2.17"):
		return
	case !old.plan.rotatable:
		s.Skip(x, unrotatable, step, later)
		return
	}
	ask := func(step record.Step, form int, incomplete bool) *record.Exchange {
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
func unbinding(s *scenario.Session, run *AsynchronousRun, b *binding) bool {
	x := s.Send(run.UnbindSync, b.unbind(false))
	if x.Is(200) {
		s.Release(b.resource())
		s.Skip(x, "the binding was removed at once", run.Unbind, run.UnbindAgain, run.UnbindPolls)
		return true
	}
	x = s.Send(run.Unbind, b.unbind(true))
	if !x.Is(202) {
		s.Skip(x, fmt.Sprintf("the unbind was answered %s, so it does not run asynchronously", x.Got()), run.UnbindAgain, run.UnbindPolls)
		return true
	}
	s.Send(run.UnbindAgain, b.unbind(true))
	if !settle(s, run.UnbindPolls, x, b.poll(x)) {
		return false
	}
	s.Release(b.resource())
	return true
}
