package flows

import (
	"conformance/suites/record"
	"conformance/suites/scenario"
	"net/http"
)

// neighbour is a second instance of the lifecycle's plan: what happens to the first must not touch it. It is nil when
// there is none.
type neighbour struct {
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
		n.waited, n.absent = true, finish(s, "poll provision the neighbour", n.began, n.poll(n.began))
	}
	return n.absent
}

// beside sends a request to the first instance while the neighbour may still be made. A broker that then refuses it, since
// it does one thing at a time, is asked again when the neighbour is there.
func (n *neighbour) beside(s *scenario.Session, step string, call scenario.Call) *record.Exchange {
	x := s.Send(step, call)
	if n == nil || n.waited || !n.began.Is(http.StatusAccepted) || !x.Is(http.StatusUnprocessableEntity) {
		return x
	}
	n.wait(s)
	return s.Send(step, call)
}

// meet waits for the neighbour, binds it, and sends to the first instance what must not touch that binding.
func (n *neighbour) meet(s *scenario.Session, first *instance) *neighbour {
	if n == nil {
		return nil
	}
	if absent := n.wait(s); absent != nil {
		s.Skip(absent, noNeighbour, neighbourSteps())
		return nil
	}
	fetchBusy(s, n.instance, n.began, "fetch the neighbour")
	if !n.plan.bindable {
		s.Skip(n.began, "the plan is not bindable", neighbourBindingSteps())
		return n
	}
	b := n.newBinding()
	s.Hold(b.resource())
	x := s.Send("bind the neighbour", b.bind(true, app(s)))
	if absent := finish(s, "poll bind the neighbour", x, b.poll(x)); absent != nil {
		s.Skip(absent, "the neighbour has no binding", neighbourBindingSteps())
		return n
	}
	n.binding = b
	fetchBound(s, b, x, "fetch the neighbour's binding")
	if s.Since("2.17") {
		if first.plan.rotatable {
			misrotate(s, first, "rotate the neighbour's binding", "poll rotate the neighbour's binding", b.id, 0)
		} else {
			s.Skip(x, unrotatable, "rotate the neighbour's binding", "poll rotate the neighbour's binding")
		}
	}
	twin := &binding{id: b.id, instance: first}
	const step = "bind with the id of the neighbour's binding"
	s.Hold(twin.resource())
	y := s.Send(step, twin.bind(true, app(s)))
	absent := finish(s, "poll "+step, y, twin.poll(y))
	fetchBound(s, b, x, "fetch the neighbour's binding again")
	if absent == nil {
		discard(s, twin.resource())
	}
	return n
}

// leave looks for the neighbour when the first instance is gone, and removes it.
func (n *neighbour) leave(s *scenario.Session) {
	if n == nil {
		return
	}
	fetchBusy(s, n.instance, n.began, "fetch the neighbour after deprovision")
	if b := n.binding; b != nil {
		x := s.Send("unbind the neighbour", b.unbind(true))
		if finish(s, "poll unbind the neighbour", x, b.poll(x)) == nil {
			s.Release(b.resource())
		}
	}
	x := s.Send("deprovision the neighbour", n.deprovision(true))
	if finish(s, "poll deprovision the neighbour", x, n.poll(x)) == nil {
		s.Release(n.resource())
	}
}

func neighbourSteps() []string {
	return append([]string{"provision the neighbour", "poll provision the neighbour", "fetch the neighbour",
		"fetch the neighbour after deprovision", "deprovision the neighbour", "poll deprovision the neighbour"}, neighbourBindingSteps()...)
}

func neighbourBindingSteps() []string {
	return []string{"bind the neighbour", "poll bind the neighbour", "fetch the neighbour's binding", "rotate the neighbour's binding",
		"poll rotate the neighbour's binding", "bind with the id of the neighbour's binding", "poll bind with the id of the neighbour's binding",
		"fetch the neighbour's binding again", "unbind the neighbour", "poll unbind the neighbour"}
}

// settleIn asks for a neighbour, and leaves it to the broker while other things go on. lax shows an instance that the
// broker made of a request that it has to refuse: then the run has created as many as it promised.
func settleIn(s *scenario.Session, like *instance, lax *record.Exchange) *neighbour {
	if lax != nil {
		s.Skip(lax, enough, neighbourSteps())
		return nil
	}
	i := newInstance(s, like.plan)
	s.Hold(i.resource())
	x := s.Send("provision the neighbour", i.provision(true))
	if !x.Is(200, 201, 202) {
		s.Skip(x, noNeighbour, neighbourSteps())
		return nil
	}
	return &neighbour{instance: i, began: x}
}

const noNeighbour = "there is no second instance of the plan to compare with"

const unrotatable = "the plan does not declare binding_rotatable"
