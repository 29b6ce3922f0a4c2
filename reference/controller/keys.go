package controller

import (
	"net/http"
	"strings"

	"conformance/reference/dispatch"
)

func (v view) showKey(b binding) resource {
	i, _ := v.state.instances.get(b.InstanceGUID)
	return envelope("service_keys", b.identity, map[string]any{
		"name":                       b.Name,
		"service_instance_guid":      b.InstanceGUID,
		"credentials":                v.credentials(i.SpaceGUID, b.Credentials),
		"service_instance_url":       "/v2/service_instances/" + b.InstanceGUID,
		"service_key_parameters_url": "/v2/service_keys/" + b.GUID + "/parameters",
	})
}

// createKey makes a binding without an app, always within the request. Its name is reserved while the broker is asked.
func (s *Server) createKey(r *request) (dispatch.Reply, *failure) {
	s.mu.Lock()
	b, i, refused := s.checkKey(r)
	var q question
	if refused == nil {
		s.state.bindings.put(b)
		q = s.bindRequest(r, b, i)
	}
	s.mu.Unlock()
	if refused != nil {
		return dispatch.Reply{}, refused
	}
	b, _, refused = s.bind(r, b, i, q)
	if refused != nil {
		return dispatch.Reply{}, refused
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return located(http.StatusCreated, s.view(r).showKey(b)), nil
}

func (s *Server) checkKey(r *request) (binding, instance, *failure) {
	name := r.Text("name")
	b := binding{identity: s.newIdentity(), Key: true, Name: &name, InstanceGUID: r.Text("service_instance_guid"), Pending: true}
	i, refused := s.instance(b.InstanceGUID)
	if refused != nil {
		return b, i, refused
	}
	if refused := s.mayWrite(r, i.SpaceGUID, "NotAuthorized"); refused != nil {
		return b, i, refused
	}
	p, _ := s.state.plans.get(i.PlanGUID)
	switch {
	case i.UserProvided || !s.bindable(p):
		return b, i, fail("ServiceKeyNotSupported", "the service instance %s cannot have keys", i.Name)
	case i.LastOperation.running():
		return b, i, i.busy()
	case strings.TrimSpace(name) == "":
		return b, i, fail("ServiceKeyInvalid", "the name must not be blank")
	case s.state.bindings.any(func(o binding) bool { return o.Key && o.InstanceGUID == i.GUID && nameOf(o) == name }):
		return b, i, fail("ServiceKeyNameTaken", "the service key name %s is taken", name)
	}
	return b, i, nil
}

// findKey finds the key of the path; one whose credentials the caller may not have is not there for him.
func (s *Server) findKey(r *request) (binding, *failure) {
	b, found := s.state.bindings.get(r.Params["guid"])
	if !found || !b.Key || b.Pending || !s.writesKey(r, b) {
		return b, fail("ServiceKeyNotFound", "there is no service key %s", r.Params["guid"])
	}
	return b, nil
}

func (s *Server) writesKey(r *request, b binding) bool {
	i, _ := s.state.instances.get(b.InstanceGUID)
	return r.user.writes(i.SpaceGUID)
}

func (s *Server) getKey(r *request) (dispatch.Reply, *failure) {
	b, refused := s.findKey(r)
	if refused != nil {
		return dispatch.Reply{}, refused
	}
	return located(http.StatusOK, s.view(r).showKey(b)), nil
}

func (s *Server) listKeys(r *request) (dispatch.Reply, *failure) {
	return s.keyList(r, func(binding) bool { return true })
}

func (s *Server) keyList(r *request, match func(binding) bool) (dispatch.Reply, *failure) {
	return list(s, r, listing[binding]{
		records: s.state.bindings.where(func(b binding) bool { return b.Key && !b.Pending && s.writesKey(r, b) && match(b) }),
		filters: map[string]func(binding) []string{
			"name":                  is(nameOf),
			"service_instance_guid": is(func(b binding) string { return b.InstanceGUID }),
		},
		show: s.view(r).showKey,
	})
}

func (s *Server) deleteKey(r *request) (dispatch.Reply, *failure) {
	s.mu.Lock()
	b, refused := s.findKey(r)
	if refused == nil {
		i, _ := s.state.instances.get(b.InstanceGUID)
		refused = i.busy()
	}
	s.mu.Unlock()
	if refused != nil {
		return dispatch.Reply{}, refused
	}
	warnings, _, refused := s.unbind(unbinding{binding: b, origin: r.origin})
	return warned(gone(), warnings), refused
}
