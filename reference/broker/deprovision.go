package broker

import (
	"net/http"
	"time"

	"conformance/reference/dispatch"
)

// deprovision deletes an instance, and the bindings that it still has.
func (s *Server) deprovision(call *dispatch.Call) dispatch.Reply {
	p, refusal := s.chosen(call.Query.Get("service_id"), call.Query.Get("plan_id"))
	if refusal != nil {
		return *refusal
	}
	return s.change(call, func(inst *Instance, now time.Time) (*Instance, dispatch.Reply) {
		if inst == nil {
			return nil, s.gone()
		}
		if refusal := s.checkDelete(call, &inst.Lifecycle); refusal != nil {
			return inst, *refusal
		}
		if inst.ServiceID != p.offering.ID || inst.PlanID != p.ID {
			return inst, refuse(http.StatusBadRequest, "service_id or plan_id is not the one of the instance")
		}
		asynchronous, ok := p.Reference.Instances.decide(call)
		if !ok {
			return inst, asyncRequired()
		}
		op := s.operation(Delete, now, asynchronous)
		inst.begin(op)
		if asynchronous {
			return inst, accepted(call, &op, nil)
		}
		inst.settle(now)
		return inst, dispatch.Reply{Status: http.StatusOK, Body: map[string]any{}}
	})
}

// checkDelete answers a delete that starts nothing: the resource is gone, its deletion runs already, or other work
// keeps it busy. Since 2.15 a creation that runs does not: the deletion ends it.
func (s *Server) checkDelete(call *dispatch.Call, l *Lifecycle) *dispatch.Reply {
	var reply dispatch.Reply
	running := l.running()
	switch {
	case running == nil && l.Present, running != nil && running.Kind == Create && s.since("2.15"):
		return nil
	case running == nil:
		reply = s.gone()
	case running.Kind == Delete:
		reply = accepted(call, running, nil)
	default:
		reply = s.busy()
	}
	return &reply
}
