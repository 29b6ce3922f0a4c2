package controller

import (
	"net/http"

	"conformance/reference/dispatch"
)

func (v view) showUserProvided(i instance) resource {
	path := "/v2/user_provided_service_instances/" + i.GUID
	return envelope("user_provided_service_instances", i.identity, map[string]any{
		"name":                 i.Name,
		"credentials":          v.credentials(i.SpaceGUID, i.Credentials),
		"space_guid":           i.SpaceGUID,
		"type":                 "user_provided_service_instance",
		"syslog_drain_url":     i.SyslogDrainURL,
		"route_service_url":    i.RouteServiceURL,
		"tags":                 orEmpty(i.Tags),
		"space_url":            "/v2/spaces/" + i.SpaceGUID,
		"service_bindings_url": path + "/service_bindings",
		"routes_url":           path + "/routes",
	})
}

// createUserProvided keeps an instance that no broker knows.
func (s *Server) createUserProvided(r *request) (dispatch.Reply, *failure) {
	i := instance{identity: s.newIdentity(), SpaceGUID: r.Text("space_guid"), UserProvided: true}
	if _, found := s.state.spaces.get(i.SpaceGUID); !found {
		return dispatch.Reply{}, fail("ServiceInstanceInvalid", "there is no space %s", i.SpaceGUID)
	}
	i, refused := s.filledIn(r, i)
	if refused != nil {
		return dispatch.Reply{}, refused
	}
	s.state.instances.put(i)
	return located(http.StatusCreated, s.view(r).showInstance(i)), nil
}

// filledIn is i with the members of the body, refused when it cannot stand so.
func (s *Server) filledIn(r *request, i instance) (instance, *failure) {
	if refused := s.mayWrite(r, i.SpaceGUID, "NotAuthorized"); refused != nil {
		return i, refused
	}
	if r.has("name") {
		i.Name = trimmed(r, "name")
	}
	if r.has("credentials") {
		i.Credentials = r.Object("credentials")
	}
	if r.has("syslog_drain_url") {
		i.SyslogDrainURL = r.Text("syslog_drain_url")
	}
	if r.has("route_service_url") {
		i.RouteServiceURL = r.Text("route_service_url")
	}
	if r.has("tags") {
		i.Tags = r.texts("tags")
	}
	return i, s.checkName(i)
}

// findUserProvided finds the user-provided instance of the path for a caller who may change it.
func (s *Server) findUserProvided(r *request) (instance, *failure) {
	i, refused := s.writableInstance(r)
	if refused == nil && !i.UserProvided {
		refused = fail("ServiceInstanceNotFound", "there is no user-provided service instance %s", r.Params["guid"])
	}
	return i, refused
}

func (s *Server) updateUserProvided(r *request) (dispatch.Reply, *failure) {
	i, refused := s.findUserProvided(r)
	if refused == nil {
		i, refused = s.filledIn(r, i)
	}
	if refused != nil {
		return dispatch.Reply{}, refused
	}
	i.Updated = s.now()
	s.state.instances.put(i)
	return dispatch.Reply{Status: http.StatusCreated, Body: s.view(r).showInstance(i)}, nil
}

func (s *Server) deleteUserProvided(r *request) (dispatch.Reply, *failure) {
	i, refused := s.findUserProvided(r)
	if refused != nil {
		return dispatch.Reply{}, refused
	}
	if !r.flag("recursive") && len(s.bindingsOf(i.GUID, false)) > 0 {
		return dispatch.Reply{}, fail("AssociationNotEmpty", "the service instance %s has bindings", i.Name)
	}
	s.purge(i.GUID)
	if r.flag("async") {
		return finishedJob(), nil
	}
	return gone(), nil
}

func (s *Server) listUserProvided(r *request) (dispatch.Reply, *failure) {
	return s.instanceList(r, func(i instance) bool { return i.UserProvided })
}

func (s *Server) listUserProvidedBindings(r *request) (dispatch.Reply, *failure) {
	i, refused := s.readableInstance(r)
	if refused != nil {
		return dispatch.Reply{}, refused
	}
	return s.bindingList(r, func(b binding) bool { return b.InstanceGUID == i.GUID })
}

// bindUserProvided binds without a broker: the credentials are the instance's own.
func (s *Server) bindUserProvided(r *request, b binding, i instance) (dispatch.Reply, *failure) {
	empty := ""
	b.Pending, b.Credentials = false, object(i.Credentials)
	b.LastOperation = s.newOperation(create, succeeded, &empty)
	if i.SyslogDrainURL != "" {
		b.SyslogDrainURL = &i.SyslogDrainURL
	}
	s.state.bindings.put(b)
	var warnings []string
	if len(r.Object("parameters")) > 0 {
		warnings = append(warnings, "Parameters are ignored: user-provided service instances have no broker to take them.")
	}
	return warned(located(http.StatusCreated, s.view(r).showBinding(b)), warnings), nil
}
