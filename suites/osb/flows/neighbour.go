package flows

import (
	"net/http"

	"conformance/suites/record"
	"conformance/suites/scenario"
)

// neighbour is a second instance of the lifecycle's plan: what happens to the first must not touch it. It is nil when
// there is none.
type neighbour struct {
	run *LifecycleRun
	*instance
	// began is the answer to its provision.
	began *record.Exchange
	// waited is set once it was polled to its end, of which absent is what shows that it is not there.
	waited bool
	absent *record.Exchange
	// Binding is nil when it has none.
	binding *binding
}

// wait returns nil when the neighbour is there, else what shows that it is not.
func (n *neighbour) wait(s *scenario.Session) *record.Exchange {
	if n == nil {
		return nil
	}
	if !n.waited {
		n.waited, n.absent = true, finish(s, n.run.NeighbourPolls, n.began, n.poll(n.began))
	}
	return n.absent
}

// unhurried sends a request to the first instance while the neighbour may still be made. A broker that then refuses it, since
// it does one thing at a time, is asked again when the neighbour is there.
func (n *neighbour) unhurried(s *scenario.Session, step record.Step, call scenario.Call) *record.Exchange {
	x := s.Send(step, call)
	if n == nil || n.waited || !n.began.Is(http.StatusAccepted) || !x.Is(http.StatusUnprocessableEntity) {
		return x
	}
	n.wait(s)
	return s.Send(step, call)
}

// bind waits for the neighbour, binds it, and sends to the first instance what must not touch that binding.
func (n *neighbour) bind(s *scenario.Session, first *instance) *neighbour {
	if n == nil {
		return nil
	}
	if absent := n.wait(s); absent != nil {
		s.Skip(absent, noNeighbour, n.run.neighbourSteps())
		return nil
	}
	fetchBusy(s, n.instance, n.began, n.run.NeighbourFetch)
	if !n.plan.bindable {
		s.Skip(n.began, "the plan is not bindable", n.run.neighbourBindingSteps())
		return n
	}
	b := n.newBinding()
	s.Hold(b.resource())
	x := s.Send(n.run.NeighbourBind, b.bind(true, app(s)))
	if absent := finish(s, n.run.NeighbourBindPolls, x, b.poll(x)); absent != nil {
		s.Skip(absent, "the neighbour has no binding", n.run.neighbourBindingSteps())
		return n
	}
	n.binding = b
	fetchBound(s, b, x, n.run.NeighbourBinding)
	if s.Since("2.17") {
		if first.plan.rotatable {
			misrotate(s, first, n.run.Foreign, n.run.ForeignPolls, b.id, 0)
		} else {
			s.Skip(x, unrotatable, n.run.Foreign, n.run.ForeignPolls)
		}
	}
	twin := &binding{id: b.id, instance: first}
	s.Hold(twin.resource())
	y := s.Send(n.run.Twin, twin.bind(true, app(s)))
	absent := finish(s, n.run.TwinPolls, y, twin.poll(y))
	fetchBound(s, b, x, n.run.NeighbourBindingAgain)
	if absent == nil {
		discard(s, twin.resource())
	}
	return n
}

// remove looks for the neighbour when the first instance is gone, and removes it.
func (n *neighbour) remove(s *scenario.Session) {
	if n == nil {
		return
	}
	fetchBusy(s, n.instance, n.began, n.run.NeighbourLeft)
	if b := n.binding; b != nil {
		x := s.Send(n.run.NeighbourUnbind, b.unbind(true))
		if finish(s, n.run.NeighbourUnbindPolls, x, b.poll(x)) == nil {
			s.Release(b.resource())
		}
	}
	x := s.Send(n.run.NeighbourDeprovision, n.deprovision(true))
	if finish(s, n.run.NeighbourDeprovisionPolls, x, n.poll(x)) == nil {
		s.Release(n.resource())
	}
}

// neighbourSteps are those that need the neighbour.
func (run *LifecycleRun) neighbourSteps() []record.Step {
	return append([]record.Step{run.Neighbour, run.NeighbourPolls, run.NeighbourFetch,
		run.NeighbourLeft, run.NeighbourDeprovision, run.NeighbourDeprovisionPolls}, run.neighbourBindingSteps()...)
}

// neighbourBindingSteps are those that need its binding.
func (run *LifecycleRun) neighbourBindingSteps() []record.Step {
	return []record.Step{run.NeighbourBind, run.NeighbourBindPolls, run.NeighbourBinding, run.Foreign,
		run.ForeignPolls, run.Twin, run.TwinPolls,
		run.NeighbourBindingAgain, run.NeighbourUnbind, run.NeighbourUnbindPolls}
}

// addNeighbour asks for a neighbour, and leaves it to the broker while other things go on. served shows an instance that the
// broker made of a request that it has to refuse: then the run has created as many as it promised.
func addNeighbour(s *scenario.Session, run *LifecycleRun, like *instance, served *record.Exchange) *neighbour {
	if served != nil {
		s.Skip(served, enough, run.neighbourSteps())
		return nil
	}
	i := newInstance(s, like.plan)
	s.Hold(i.resource())
	x := s.Send(run.Neighbour, i.provision(true))
	if !x.Is(200, 201, 202) {
		s.Skip(x, noNeighbour, run.neighbourSteps())
		return nil
	}
	return &neighbour{run: run, instance: i, began: x}
}

const noNeighbour = "there is no second instance of the plan to compare with"

const unrotatable = "the plan does not declare binding_rotatable"
