package broker

import (
	"fmt"
	"maps"
	"net/http"
	"time"

	"conformance/reference/dispatch"
)

// change decides about the instance that the call names. decide gets its settled record, nil when there is none, and
// returns what becomes of it; a nil record is forgotten.
func (s *Server) change(call *dispatch.Call, decide func(inst *Instance, now time.Time) (*Instance, dispatch.Reply)) dispatch.Reply {
	var reply dispatch.Reply
	now := s.config.Now()
	err := s.config.Store.Change(call.Params["instance_id"], func(inst *Instance) *Instance {
		if inst != nil {
			inst.settle(now)
			if inst.forgotten(now) {
				inst = nil
			}
		}
		if inst != nil && s.catalog.find(inst.ServiceID, inst.PlanID) == nil {
			reply = refuse(http.StatusInternalServerError, "the plan of the instance has left the catalog")
			return inst
		}
		inst, reply = decide(inst, now)
		if inst != nil && inst.forgotten(now) {
			return nil
		}
		return inst
	})
	if err != nil {
		return refuse(http.StatusInternalServerError, "the state of the instance could not be read or kept")
	}
	return reply
}

// operation describes new work: asynchronous work has an id and takes its time, other work is due at once.
func (s *Server) operation(kind Kind, now time.Time, asynchronous bool) Operation {
	op := Operation{Kind: kind, State: InProgress, Due: now}
	if asynchronous {
		op.ID = fmt.Sprintf("%s-%s", kind, s.config.NewID())
		op.Due = now.Add(s.config.AsyncDelay)
	}
	return op
}

// decide tells whether a call is worked on later. ok is false when it would have to be, and the platform does not agree.
func (m mode) decide(call *dispatch.Call) (asynchronous, ok bool) {
	agreed := agrees(call)
	return m != atOnce && agreed, m != later || agreed
}

func agrees(call *dispatch.Call) bool { return call.Query.Get("accepts_incomplete") == "true" }

// bindingMode is how bindings of the plan are made: only at once before 2.14.
func (s *Server) bindingMode(p *plan) mode {
	if !s.since("2.14") {
		return atOnce
	}
	return p.Reference.Bindings
}

// accepted is the answer to asynchronous work, given again when the request is repeated while the work runs. It must
// not reach a platform that did not agree.
func accepted(call *dispatch.Call, op *Operation, body map[string]any) dispatch.Reply {
	if !agrees(call) {
		return asyncRequired()
	}
	body = maps.Clone(body)
	if body == nil {
		body = map[string]any{}
	}
	if op.ID != "" {
		body["operation"] = op.ID
	}
	return dispatch.Reply{Status: http.StatusAccepted, Body: body}
}

// chosen finds the plan that ids name together.
func (s *Server) chosen(serviceID, planID string) (*plan, *dispatch.Reply) {
	if p := s.catalog.find(serviceID, planID); p != nil {
		return p, nil
	}
	reply := refuse(http.StatusBadRequest, "service_id and plan_id do not name a plan of the catalog")
	return nil, &reply
}

// checkMaintenance compares the version of maintenance_info in the request, if any, with the plan's.
func (s *Server) checkMaintenance(p *plan, call *dispatch.Call) *dispatch.Reply {
	version, present := call.Object("maintenance_info")["version"]
	if !present || !s.since("2.15") || version == p.MaintenanceInfo.Version {
		return nil
	}
	reply := refuseAs("MaintenanceInfoConflict", "maintenance_info.version is not the one that the catalog has for the plan")
	return &reply
}

// checkParameters compares the parameters of the request with a schema of the plan.
func checkParameters(h *holder, call *dispatch.Call) *dispatch.Reply {
	violations := h.violations(call.Object("parameters"))
	if violations == "" {
		return nil
	}
	reply := refuse(http.StatusBadRequest, violations)
	return &reply
}

// doomed reports whether the parameters ask the operation to fail.
func (p *plan) doomed(call *dispatch.Call) bool {
	return p.Reference.FailureParameter != "" && call.Object("parameters")[p.Reference.FailureParameter] == true
}
