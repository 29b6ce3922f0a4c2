package broker

import (
	"cmp"
	"net/http"
	"strings"
	"time"

	"conformance/reference/dispatch"
)

func (s *Server) bind(call *dispatch.Call) dispatch.Reply {
	return s.change(call, func(inst *Instance, now time.Time) (*Instance, dispatch.Reply) {
		switch {
		case inst == nil || !inst.Present && inst.running() == nil:
			return inst, missing()
		case inst.running() != nil:
			return inst, s.busy()
		}
		return inst, s.bindTo(inst, call, now)
	})
}

// bindTo makes a binding of an instance on which no other work runs.
func (s *Server) bindTo(inst *Instance, call *dispatch.Call, now time.Time) dispatch.Reply {
	p, wanted, refusal := s.askedBinding(inst, call)
	if refusal != nil {
		return *refusal
	}
	id := call.Params["binding_id"]
	if b := inst.Bindings[id]; b != nil && (b.Present || b.running() != nil) {
		return s.bindAgain(call, s.planOf(inst, b), b, wanted)
	}
	if refusal := s.checkPredecessor(inst, p, wanted, now); refusal != nil {
		return *refusal
	}
	asynchronous, ok := s.bindingMode(p).decide(call)
	if !ok {
		return asyncRequired()
	}
	op := s.operation(Create, now, asynchronous)
	op.Doomed = p.doomed(call)
	if op.Doomed && !asynchronous {
		return broken()
	}
	wanted.Password = s.config.NewID()
	if p.Reference.BindingLifetime > 0 {
		wanted.Expires = now.Add(p.Reference.BindingLifetime)
	}
	wanted.begin(op)
	if inst.Bindings == nil {
		inst.Bindings = map[string]*Binding{}
	}
	inst.Bindings[id] = wanted
	if asynchronous {
		return accepted(call, &op, nil)
	}
	wanted.settle(now)
	return dispatch.Reply{Status: http.StatusCreated, Body: s.describeBinding(call, wanted, p)}
}

// askedBinding is the binding that a request describes, or why it cannot be made. A rotation may leave everything but
// the predecessor to the predecessor.
func (s *Server) askedBinding(inst *Instance, call *dispatch.Call) (*plan, *Binding, *dispatch.Reply) {
	serviceID, planID, parameters := call.Text("service_id"), call.Text("plan_id"), call.Object("parameters")
	predecessor := ""
	if s.since("2.17") {
		predecessor = call.Text("predecessor_binding_id")
	}
	app := cmp.Or(call.Text("app_guid"), text(call.Object("bind_resource"), "app_guid"))
	if old := inst.Bindings[predecessor]; predecessor != "" && old != nil {
		serviceID, planID, app = cmp.Or(serviceID, inst.ServiceID), cmp.Or(planID, inst.PlanID), cmp.Or(app, old.App)
		if _, present := call.Body["parameters"]; !present {
			parameters = old.Parameters
		}
	}
	p, refusal := s.chosen(serviceID, planID)
	if refusal != nil {
		return nil, nil, refusal
	}
	var reply dispatch.Reply
	switch {
	case inst.ServiceID != serviceID || inst.PlanID != planID:
		reply = refuse(http.StatusBadRequest, "service_id or plan_id is not the one of the instance")
	case !p.bindable():
		reply = refuse(http.StatusBadRequest, "instances of this plan cannot be bound")
	case p.Reference.NeedsApp && app == "":
		reply = requiresApp()
	default:
		wanted := &Binding{ServiceID: serviceID, PlanID: planID, Parameters: parameters, App: app, Predecessor: predecessor}
		return p, wanted, checkParameters(&p.Schemas.Binding.Create, call)
	}
	return nil, nil, &reply
}

// bindAgain answers a request for an id that is in use.
func (s *Server) bindAgain(call *dispatch.Call, p *plan, b, wanted *Binding) dispatch.Reply {
	running := b.running()
	switch {
	case running != nil && running.Kind != Create:
		return s.busy()
	case b.App != wanted.App, b.Predecessor != wanted.Predecessor, !sameParameters(b.Parameters, wanted.Parameters):
		return conflict()
	case running != nil:
		return accepted(call, running, nil)
	}
	return dispatch.Reply{Status: http.StatusOK, Body: s.describeBinding(call, b, p)}
}

// planOf is the plan that the binding was made of, which the instance may have left since.
func (s *Server) planOf(inst *Instance, b *Binding) *plan {
	if p := s.catalog.find(b.ServiceID, b.PlanID); p != nil {
		return p
	}
	return s.catalog.plans[inst.PlanID]
}

// checkPredecessor refuses a rotation of what cannot be rotated.
func (s *Server) checkPredecessor(inst *Instance, p *plan, wanted *Binding, now time.Time) *dispatch.Reply {
	if wanted.Predecessor == "" {
		return nil
	}
	reply := refuse(http.StatusBadRequest, "predecessor_binding_id does not name a valid binding of the instance")
	if old := inst.Bindings[wanted.Predecessor]; old != nil && old.valid(now) {
		if p.BindingRotatable {
			return nil
		}
		reply = refuse(http.StatusBadRequest, "bindings of this plan cannot be rotated: binding_rotatable is not true")
	}
	return &reply
}

// describeBinding is what an application needs to use the binding and, since 2.16, what the platform has to know of it.
func (s *Server) describeBinding(call *dispatch.Call, b *Binding, p *plan) map[string]any {
	body := map[string]any{}
	filler := s.filler(call.Params["instance_id"], call.Params["binding_id"], b.Password)
	for member, value := range p.Reference.Gives {
		if member != "endpoints" || s.since("2.15") {
			body[member] = fill(value, filler)
		}
	}
	if !s.since("2.16") || b.Expires.IsZero() {
		return body
	}
	// 2.16 writes two fractional digits, 2.17 one.
	layout := "2006-01-02T15:04:05.00Z"
	metadata := map[string]any{}
	if s.since("2.17") {
		layout = "2006-01-02T15:04:05.0Z"
		metadata["renew_before"] = b.Expires.Add(-p.Reference.BindingLifetime / 2).UTC().Format(layout)
	}
	metadata["expires_at"] = b.Expires.UTC().Format(layout)
	body["metadata"] = metadata
	return body
}

// filler replaces what a catalog has in braces.
func (s *Server) filler(instance, binding, password string) *strings.Replacer {
	pairs := []string{"{binding}", binding, "{password}", password}
	if s.config.Values != nil {
		for name, value := range s.config.Values(instance, binding, password) {
			pairs = append(pairs, "{"+name+"}", value)
		}
	}
	return strings.NewReplacer(pairs...)
}

// fill replaces placeholders in every string of a value.
func fill(value any, filler *strings.Replacer) any {
	switch value := value.(type) {
	case string:
		return filler.Replace(value)
	case []any:
		items := make([]any, len(value))
		for i, item := range value {
			items[i] = fill(item, filler)
		}
		return items
	case map[string]any:
		members := make(map[string]any, len(value))
		for name, member := range value {
			members[name] = fill(member, filler)
		}
		return members
	}
	return value
}

func text(object map[string]any, member string) string {
	value, _ := object[member].(string)
	return value
}
