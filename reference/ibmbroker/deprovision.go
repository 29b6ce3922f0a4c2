package ibmbroker

import (
	"net/http"

	"conformance/reference/dispatch"
)

// deprovision deletes the instance with its bindings, enabled or not: at the end of a reclamation the platform deletes
// what it disabled. The service_id and plan_id of the query are hints that the record does not need.
func (s *Server) deprovision(call *dispatch.Call, instance *Instance) dispatch.Reply {
	if !instance.exists() {
		return refuse(http.StatusGone, "There is no instance with this id.")
	}
	_, plan, refused := s.offering(instance.ServiceID, instance.PlanID)
	if refused != nil {
		return *refused
	}
	running := instance.running()
	switch {
	case plan.AsyncOnly && !acceptsIncomplete(call):
		return asyncRequired()
	case running != nil && running.Kind == Deprovision:
		return accepted(running)
	case running != nil:
		return busy(running)
	case plan.AsyncOnly:
		return accepted(s.start(instance, Deprovision, "", Attributes{}))
	}
	*instance = Instance{ID: instance.ID, Stage: Gone}
	return dispatch.Reply{Status: http.StatusOK, Body: map[string]any{}}
}
