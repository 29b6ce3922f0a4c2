package broker

import (
	"net/http"
	"time"

	"conformance/reference/dispatch"
)

func (s *Server) unbind(call *dispatch.Call) dispatch.Reply {
	p, refusal := s.chosen(call.Query.Get("service_id"), call.Query.Get("plan_id"))
	if refusal != nil {
		return *refusal
	}
	return s.change(call, func(inst *Instance, now time.Time) (*Instance, dispatch.Reply) {
		switch {
		case inst == nil || inst.Bindings[call.Params["binding_id"]] == nil:
			return inst, s.gone()
		case inst.running() != nil:
			return inst, s.busy()
		}
		return inst, s.unbindFrom(inst, p, call, now)
	})
}

func (s *Server) unbindFrom(inst *Instance, p *plan, call *dispatch.Call, now time.Time) dispatch.Reply {
	id := call.Params["binding_id"]
	b := inst.Bindings[id]
	if refusal := s.checkDelete(call, &b.Lifecycle); refusal != nil {
		return *refusal
	}
	if b.ServiceID != p.offering.ID || inst.PlanID != p.ID && b.PlanID != p.ID {
		return refuse(http.StatusBadRequest, "service_id or plan_id is not the one of the binding")
	}
	asynchronous, ok := s.bindingMode(p).decide(call)
	if !ok {
		return asyncRequired()
	}
	op := s.operation(Delete, now, asynchronous)
	b.begin(op)
	if asynchronous {
		return accepted(call, &op, nil)
	}
	b.settle(now)
	return dispatch.Reply{Status: http.StatusOK, Body: map[string]any{}}
}
