package services

import (
	"net/http"
	"strings"

	"conformance/reference/dispatch"
)

// list shows the services of the workspace, oldest first.
func (s *Server) list(call *dispatch.Call) (dispatch.Reply, error) {
	all, err := s.config.Store.List()
	workspace := s.workspace(call.Request)
	shown := []any{}
	for _, service := range all {
		if service.WorkspaceID == workspace {
			shown = append(shown, s.describe(service))
		}
	}
	return dispatch.Reply{Status: http.StatusOK, Body: shown}, err
}

func (s *Server) get(_ *dispatch.Call, service Service) (dispatch.Reply, error) {
	return s.entity(http.StatusOK, service), nil
}

// update changes what the request names and nothing else. A service stays on its resource and keeps its type.
func (s *Server) update(call *dispatch.Call, service Service) (dispatch.Reply, error) {
	if err := fault(malformed(service.ServiceType, call.Body)); err != nil {
		return dispatch.Reply{}, err
	}
	if project := call.Text("project_id"); project != "" {
		if err := s.place(service.WorkspaceID, project, service.ResourceID); err != nil {
			return dispatch.Reply{}, err
		}
	}
	for field, value := range map[string]string{"resource_id": service.ResourceID, "service_type": service.ServiceType} {
		if given := call.Text(field); given != "" && !strings.EqualFold(given, value) {
			return dispatch.Reply{}, refusal{http.StatusUnprocessableEntity, field + " cannot be changed"}
		}
	}
	if err := s.change(&service, call.Body); err != nil {
		return dispatch.Reply{}, err
	}
	return s.entity(http.StatusOK, service), s.config.Store.Save(service)
}

func (s *Server) delete(_ *dispatch.Call, service Service) (dispatch.Reply, error) {
	return dispatch.Reply{Status: http.StatusNoContent}, s.config.Store.Remove(service.UUID)
}

// state starts, stops or restarts the processes of a service; doing so twice is no fault.
func (s *Server) state(call *dispatch.Call, service Service) (dispatch.Reply, error) {
	service.Stopped = call.Text("state") == "process_stop"
	service.UpdatedAt = s.config.Now().UTC()
	return s.entity(http.StatusOK, service), s.config.Store.Save(service)
}

// rotatePassword gives a database a new password, which all its connection details carry from then on.
func (s *Server) rotatePassword(_ *dispatch.Call, service Service) (dispatch.Reply, error) {
	if service.ServiceType != Postgres || !s.ready(service) {
		return dispatch.Reply{}, refusal{http.StatusUnprocessableEntity, "the service has no password to rotate, or not yet"}
	}
	service.Password = s.newPassword()
	service.UpdatedAt = s.config.Now().UTC()
	reply := dispatch.Reply{Status: http.StatusOK, Body: map[string]any{"password": service.Password}}
	return reply, s.config.Store.Save(service)
}
