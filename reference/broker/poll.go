package broker

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"conformance/reference/dispatch"
)

func (s *Server) pollInstance(call *dispatch.Call) dispatch.Reply {
	return s.change(call, func(inst *Instance, now time.Time) (*Instance, dispatch.Reply) {
		if inst == nil {
			return nil, missing()
		}
		op, reply := s.poll(call, &inst.Lifecycle, now)
		if op == nil || op.State != Failed || !s.since("2.16") {
			return inst, reply
		}
		body := reply.Body.(map[string]any)
		if op.Kind == Update || op.Kind == Delete {
			body["instance_usable"] = true
		}
		if op.Kind == Update {
			// It failed because its parameters demand it, and would again.
			body["update_repeatable"] = false
		}
		return inst, reply
	})
}

func (s *Server) pollBinding(call *dispatch.Call) dispatch.Reply {
	return s.change(call, func(inst *Instance, now time.Time) (*Instance, dispatch.Reply) {
		if inst == nil || inst.Bindings[call.Params["binding_id"]] == nil {
			return inst, missing()
		}
		_, reply := s.poll(call, &inst.Bindings[call.Params["binding_id"]].Lifecycle, now)
		return inst, reply
	})
}

// poll reports on the operation that the call names, or on the latest. The operation is nil when there is no report.
func (s *Server) poll(call *dispatch.Call, l *Lifecycle, now time.Time) (*Operation, dispatch.Reply) {
	op := l.find(call.Query.Get("operation"))
	switch {
	case op == nil:
		return nil, refuse(http.StatusBadRequest, "operation does not name an operation on this resource")
	case !l.Present && l.running() == nil && !op.pollable():
		return nil, missing()
	case op.Kind == Delete && op.State == Succeeded && !s.since("2.16"):
		// Since 2.16 final states are remembered.
		return nil, s.gone()
	}
	reply := dispatch.Reply{Status: http.StatusOK, Body: map[string]any{
		"state":       op.State,
		"description": fmt.Sprintf("%s: %s", op.Kind, op.State),
	}}
	if op.State == InProgress && s.since("2.15") {
		reply.Header = http.Header{"Retry-After": {strconv.Itoa(int(op.Due.Sub(now) / time.Second))}}
	}
	return op, reply
}
