package broker

import (
	"maps"
	"net/http"
	"time"

	"conformance/reference/dispatch"
)

func (s *Server) fetchInstance(call *dispatch.Call) dispatch.Reply {
	return s.change(call, func(inst *Instance, _ time.Time) (*Instance, dispatch.Reply) {
		switch {
		case inst == nil || !inst.Present || inst.runs(Delete):
			return inst, missing()
		case inst.runs(Update):
			return inst, s.busy()
		}
		p := s.catalog.plans[inst.PlanID]
		if !p.offering.InstancesRetrievable {
			return inst, refuse(http.StatusNotFound, "instances of this offering cannot be fetched: instances_retrievable is not true")
		}
		body := map[string]any{"service_id": inst.ServiceID, "plan_id": inst.PlanID}
		described := s.describe(call, p)
		if !s.since("2.17") {
			delete(described, "metadata")
		}
		maps.Copy(body, described)
		if len(inst.Parameters) > 0 {
			body["parameters"] = inst.Parameters
		}
		if s.since("2.17") && inst.Maintenance != "" {
			body["maintenance_info"] = map[string]any{"version": inst.Maintenance}
		}
		return inst, dispatch.Reply{Status: http.StatusOK, Body: body}
	})
}

func (s *Server) fetchBinding(call *dispatch.Call) dispatch.Reply {
	return s.change(call, func(inst *Instance, _ time.Time) (*Instance, dispatch.Reply) {
		id := call.Params["binding_id"]
		if inst == nil || inst.Bindings[id] == nil {
			return inst, missing()
		}
		b := inst.Bindings[id]
		if !b.Present || b.runs(Delete) {
			return inst, missing()
		}
		p := s.planOf(inst, b)
		if !p.offering.BindingsRetrievable {
			return inst, refuse(http.StatusNotFound, "bindings of this offering cannot be fetched: bindings_retrievable is not true")
		}
		body := s.describeBinding(call, b, p)
		if len(b.Parameters) > 0 {
			body["parameters"] = b.Parameters
		}
		return inst, dispatch.Reply{Status: http.StatusOK, Body: body}
	})
}
