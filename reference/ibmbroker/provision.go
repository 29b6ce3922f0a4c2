package ibmbroker

import (
	"net/http"
	"net/url"

	"conformance/reference/dispatch"
)

func (s *Server) provision(call *dispatch.Call, instance *Instance) dispatch.Reply {
	wanted := Attributes{call.Text("service_id"), call.Text("plan_id"), call.Object("parameters")}
	service, plan, refused := s.offering(wanted.ServiceID, wanted.PlanID)
	if refused != nil {
		return *refused
	}
	if instance.Stage == Provisioning || instance.Stage == Ready {
		return s.provisionAgain(call, instance, wanted)
	}
	if refused := judge(service.Parameters, wanted.Parameters); refused != nil {
		return *refused
	}
	failure := unplaceable(wanted.Parameters)
	switch {
	case plan.AsyncOnly && !acceptsIncomplete(call):
		return asyncRequired()
	case !plan.AsyncOnly && failure != "":
		return refuse(http.StatusUnprocessableEntity, failure)
	}
	*instance = Instance{ID: instance.ID, Stage: Ready, Attributes: wanted, Enabled: true, Used: s.config.Now()}
	if !plan.AsyncOnly {
		return s.provisioned(http.StatusCreated, instance)
	}
	instance.Stage = Provisioning
	s.start(instance, Provision, failure, wanted)
	return s.provisioned(http.StatusAccepted, instance)
}

// provisionAgain answers a request for an id that is taken.
func (s *Server) provisionAgain(call *dispatch.Call, instance *Instance, wanted Attributes) dispatch.Reply {
	running := instance.running()
	switch {
	case running != nil && running.Kind == Deprovision:
		return busy(running)
	case !instance.equal(wanted):
		return refuse(http.StatusConflict, "An instance with this id exists already, with another service, plan or parameters.")
	case instance.Stage == Ready:
		return s.provisioned(http.StatusOK, instance)
	case !acceptsIncomplete(call):
		return asyncRequired()
	}
	return s.provisioned(http.StatusAccepted, instance)
}

// provisioned shows the dashboard, the same in every answer, and while the work goes on the operation.
func (s *Server) provisioned(status int, instance *Instance) dispatch.Reply {
	// One path segment: the slash in a CRN must not split the address.
	body := map[string]any{"dashboard_url": s.config.DashboardURL + url.PathEscape(instance.ID)}
	if status == http.StatusAccepted {
		body["operation"] = instance.running().ID
		body["description"] = instance.running().progress()
	}
	return dispatch.Reply{Status: status, Body: body}
}

// acceptsIncomplete reports whether the caller can poll; false is the same as leaving the parameter out.
func acceptsIncomplete(call *dispatch.Call) bool {
	return call.Query.Get("accepts_incomplete") == "true"
}

// unplaceable says why no instance can have these parameters although each is well formed, or "".
func unplaceable(parameters map[string]any) string {
	if parameters["location"] == LocationUnavailable {
		return "No capacity is left in the location " + LocationUnavailable + "."
	}
	return ""
}
