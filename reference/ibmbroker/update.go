package ibmbroker

import (
	"net/http"

	"conformance/reference/dispatch"
)

func (s *Server) update(call *dispatch.Call, instance *Instance) dispatch.Reply {
	if !instance.exists() {
		return noInstance()
	}
	service, current, refused := s.offering(instance.ServiceID, instance.PlanID)
	if refused != nil {
		return *refused
	}
	target, refused := requested(call, instance, service)
	if refused != nil {
		return *refused
	}
	_, plan, refused := s.offering(target.ServiceID, target.PlanID)
	if refused != nil {
		return *refused
	}
	async := plan.AsyncOnly || current.AsyncOnly
	running := instance.running()
	switch {
	case async && !acceptsIncomplete(call):
		return asyncRequired()
	case running != nil && running.Kind == Update && running.Target.equal(target):
		return accepted(running)
	case running != nil:
		return busy(running)
	case instance.Stage == Failed:
		return refuse(http.StatusUnprocessableEntity, "The instance was never created: delete it, or create it again.")
	}
	failure := unplaceable(target.Parameters)
	switch {
	case async:
		return accepted(s.start(instance, Update, failure, target))
	case failure != "":
		return refuse(http.StatusUnprocessableEntity, failure)
	}
	instance.Attributes = target
	instance.Used = s.config.Now()
	return dispatch.Reply{Status: http.StatusOK, Body: map[string]any{}}
}

// requested returns the attributes that the instance is to have. What the request leaves out stays; previous_values
// is not looked at, since the record knows better.
func requested(call *dispatch.Call, instance *Instance, service Service) (Attributes, *dispatch.Reply) {
	target := instance.Attributes
	if call.Text("service_id") != instance.ServiceID {
		return target, refusal(http.StatusBadRequest, "The service_id is not that of the instance.")
	}
	if id := call.Text("plan_id"); id != "" {
		target.PlanID = id
	}
	if parameters := call.Object("parameters"); parameters != nil {
		target.Parameters = parameters
	}
	if target.PlanID != instance.PlanID && !service.PlanUpdateable {
		return target, refusal(http.StatusUnprocessableEntity, "The plan of this service cannot be changed.")
	}
	return target, judge(service.Parameters, target.Parameters)
}

// accepted answers with the operation that polling is to name.
func accepted(operation *Operation) dispatch.Reply {
	return dispatch.Reply{Status: http.StatusAccepted, Body: map[string]any{
		"operation":   operation.ID,
		"description": operation.progress(),
	}}
}
