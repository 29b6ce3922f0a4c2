package broker

import (
	"cmp"
	"maps"
	"net/http"
	"time"

	"conformance/reference/dispatch"
)

func (s *Server) update(call *dispatch.Call) dispatch.Reply {
	return s.change(call, func(inst *Instance, now time.Time) (*Instance, dispatch.Reply) {
		if inst == nil || !inst.Present && !inst.runs(Create) {
			return inst, missing()
		}
		request := updateRequest(call)
		if running := inst.running(); running != nil {
			if running.Kind != Update || running.Request != request {
				return inst, s.busy()
			}
			return inst, accepted(call, running, s.describeUpdate(call, s.catalog.plans[inst.Next.PlanID]))
		}
		current := s.catalog.plans[inst.PlanID]
		target, refusal := s.target(call, inst, current)
		if refusal != nil {
			return inst, *refusal
		}
		asynchronous, ok := current.Reference.Instances.decide(call)
		if !ok {
			return inst, asyncRequired()
		}
		op := s.operation(Update, now, asynchronous)
		op.Request, op.Doomed = request, target.doomed(call)
		if op.Doomed && !asynchronous {
			return inst, s.updateBroken()
		}
		inst.Next = changed(call, inst.Attributes, target)
		inst.begin(op)
		body := s.describeUpdate(call, target)
		if asynchronous {
			return inst, accepted(call, &op, body)
		}
		inst.settle(now)
		return inst, dispatch.Reply{Status: http.StatusOK, Body: body}
	})
}

// target returns the plan that the instance is to have, or why the update cannot be done.
func (s *Server) target(call *dispatch.Call, inst *Instance, current *plan) (*plan, *dispatch.Reply) {
	// A plan_id that is present and empty names no plan.
	planID := inst.PlanID
	if _, present := call.Body["plan_id"]; present {
		planID = call.Text("plan_id")
	}
	target, refusal := s.chosen(call.Text("service_id"), planID)
	if refusal != nil {
		return nil, refusal
	}
	if target.offering != current.offering {
		reply := refuse(http.StatusBadRequest, "service_id is not the one of the instance")
		return nil, &reply
	}
	if target != current && !current.updateable(s.config.Version) {
		reply := refuse(http.StatusUnprocessableEntity, "an instance of this plan keeps it: plan_updateable is not true")
		return nil, &reply
	}
	if refusal := cmp.Or(s.checkMaintenance(target, call), checkParameters(&target.Schemas.Instance.Update, call)); refusal != nil {
		return nil, refusal
	}
	if target != current {
		after := changed(call, inst.Attributes, target)
		if violations := target.Schemas.Instance.Create.violations(after.Parameters); violations != "" {
			reply := refuse(http.StatusUnprocessableEntity, "the instance does not fit the plan: "+violations)
			return nil, &reply
		}
	}
	return target, nil
}

// changed is what an update makes of the attributes. What the request leaves out stays; of the parameters, those that
// it names are replaced and the others stay.
func changed(call *dispatch.Call, before Attributes, target *plan) *Attributes {
	after := before
	after.PlanID, after.Maintenance = target.ID, target.MaintenanceInfo.Version
	if parameters := call.Object("parameters"); len(parameters) > 0 {
		after.Parameters = maps.Clone(before.Parameters)
		if after.Parameters == nil {
			after.Parameters = map[string]any{}
		}
		maps.Copy(after.Parameters, parameters)
	}
	if context := call.Object("context"); context != nil {
		after.Context = context
	}
	return &after
}

// updateRequest tells updates apart by the members that have an effect; unknown ones have none.
func updateRequest(call *dispatch.Call) string {
	return canonical(map[string]any{
		"service_id":       call.Body["service_id"],
		"plan_id":          call.Body["plan_id"],
		"parameters":       call.Body["parameters"],
		"context":          call.Body["context"],
		"maintenance_info": call.Object("maintenance_info")["version"],
	})
}

// updateBroken answers a synchronous update that was asked to fail, and would be again.
func (s *Server) updateBroken() dispatch.Reply {
	reply := broken()
	if s.since("2.16") {
		maps.Copy(reply.Body.(map[string]any), map[string]any{"instance_usable": true, "update_repeatable": false})
	}
	return reply
}

// describeUpdate is the body of a successful update. An answer could not carry a dashboard before 2.14.
func (s *Server) describeUpdate(call *dispatch.Call, p *plan) map[string]any {
	if !s.since("2.14") {
		return map[string]any{}
	}
	return s.describe(call, p)
}
