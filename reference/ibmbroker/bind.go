package ibmbroker

import (
	"fmt"
	"net/http"
	"net/url"
	"reflect"

	"conformance/reference/dispatch"
)

// Binding is one set of credentials for an instance, and what it was made for.
type Binding struct {
	// Attributes are the service, plan and parameters of the request.
	Attributes
	// Resource is the bind_resource of the request, nil without one.
	Resource map[string]any
	// Username and Password open the instance.
	Username, Password string
}

func (s *Server) bind(call *dispatch.Call, instance *Instance) dispatch.Reply {
	if !instance.exists() {
		return noInstance()
	}
	if refused := unusable(instance); refused != nil {
		return *refused
	}
	id := call.Params["binding_id"]
	wanted := Binding{
		Attributes: Attributes{call.Text("service_id"), call.Text("plan_id"), call.Object("parameters")},
		Resource:   call.Object("bind_resource"),
	}
	service, plan, refused := s.offering(wanted.ServiceID, wanted.PlanID)
	if refused != nil {
		return *refused
	}
	if binding, taken := instance.Bindings[id]; taken {
		if !binding.equal(wanted) {
			return refuse(http.StatusConflict, "A binding with this id exists already, with other attributes.")
		}
		return s.bound(http.StatusOK, instance, service, binding)
	}
	if refused := s.unbindable(service, plan, instance, wanted); refused != nil {
		return *refused
	}
	wanted.Username, wanted.Password = "user-"+s.config.NewID(), s.config.NewID()
	instance.Bindings[id] = wanted
	instance.Used = s.config.Now()
	return s.bound(http.StatusCreated, instance, service, wanted)
}

// unusable returns why the instance can have no new binding now.
func unusable(instance *Instance) *dispatch.Reply {
	running := instance.running()
	switch {
	case running != nil:
		reply := busy(running)
		return &reply
	case instance.Stage != Ready:
		return refusal(http.StatusUnprocessableEntity, "The instance was never created: delete it, or create it again.")
	case !instance.Enabled:
		return refusal(http.StatusUnprocessableEntity, "The instance is disabled: enable it before binding it.")
	}
	return nil
}

// unbindable returns why this binding cannot be made of a usable instance.
func (s *Server) unbindable(service Service, plan Plan, instance *Instance, wanted Binding) *dispatch.Reply {
	bindable := service.Bindable
	if plan.Bindable != nil {
		bindable = *plan.Bindable
	}
	app, _ := wanted.Resource["app_guid"].(string)
	switch {
	case wanted.ServiceID != instance.ServiceID || wanted.PlanID != instance.PlanID:
		return refusal(http.StatusBadRequest, "The service_id or plan_id is not that of the instance.")
	case !bindable:
		return refusal(http.StatusBadRequest, "Instances of this plan cannot be bound.")
	case service.NeedsApp && app == "":
		reply := refuseWith("RequiresApp", "This service binds applications only: bind_resource needs app_guid.")
		return &reply
	}
	return judge(service.BindParameters, wanted.Parameters)
}

func (b Binding) equal(wanted Binding) bool {
	return b.Attributes.equal(wanted.Attributes) && reflect.DeepEqual(b.Resource, wanted.Resource)
}

// bound shows the credentials, and beside them exactly what the catalog's requires announces.
func (s *Server) bound(status int, instance *Instance, service Service, binding Binding) dispatch.Reply {
	const host, port = "redis.example.com", 6379
	address := url.URL{
		Scheme: "rediss",
		User:   url.UserPassword(binding.Username, binding.Password),
		Host:   fmt.Sprintf("%s:%d", host, port),
	}
	body := map[string]any{"credentials": map[string]any{
		"uri":      address.String(),
		"hostname": host,
		"port":     port,
		"username": binding.Username,
		"password": binding.Password,
	}}
	for _, permission := range service.Requires {
		switch permission {
		case "syslog_drain":
			body["syslog_drain_url"] = "syslog-tls://logs.example.com:6514"
		case "route_forwarding":
			body["route_service_url"] = "https://routes.example.com/"
		case "volume_mount":
			body["volume_mounts"] = []any{map[string]any{
				"driver":        "nfs",
				"container_dir": "/data",
				"mode":          "rw",
				"device_type":   "shared",
				"device":        map[string]any{"volume_id": instance.ID},
			}}
		}
	}
	return dispatch.Reply{Status: status, Body: body}
}
