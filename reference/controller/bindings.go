package controller

import (
	"net/http"
	"net/url"
	"strings"

	"conformance/reference/dispatch"
)

func (v view) showBinding(b binding) resource {
	i, _ := v.state.instances.get(b.InstanceGUID)
	kind := "service_instances"
	if i.UserProvided {
		kind = "user_provided_service_instances"
	}
	mounts := []any{}
	for _, mount := range b.VolumeMounts {
		members, _ := mount.(map[string]any)
		mounts = append(mounts, map[string]any{
			"container_dir": members["container_dir"], "mode": members["mode"], "device_type": members["device_type"],
		})
	}
	return envelope("service_bindings", b.identity, map[string]any{
		"app_guid":                       b.AppGUID,
		"service_instance_guid":          b.InstanceGUID,
		"credentials":                    v.credentials(i.SpaceGUID, b.Credentials),
		"binding_options":                map[string]any{},
		"gateway_data":                   nil,
		"gateway_name":                   "",
		"syslog_drain_url":               b.SyslogDrainURL,
		"volume_mounts":                  mounts,
		"name":                           b.Name,
		"last_operation":                 b.LastOperation.entity(),
		"app_url":                        "/v2/apps/" + b.AppGUID,
		"service_instance_url":           "/v2/" + kind + "/" + b.InstanceGUID,
		"service_binding_parameters_url": "/v2/service_bindings/" + b.GUID + "/parameters",
	})
}

// bindingsOf returns the bindings of an instance, or its keys.
func (s *Server) bindingsOf(instanceGUID string, key bool) []binding {
	return s.state.bindings.where(func(b binding) bool { return b.InstanceGUID == instanceGUID && b.Key == key && !b.Pending })
}

// toBinding makes a question about a binding or key.
func (s *Server) toBinding(i instance, b binding, method string, o origin) question {
	q := s.toBroker(i, method, o)
	q.path += "/service_bindings/" + url.PathEscape(b.GUID)
	return q
}

// take keeps what a broker returned for a binding.
func (b *binding) take(a answer) {
	b.Credentials, _ = a.object["credentials"].(map[string]any)
	if drain := a.optionalText("syslog_drain_url"); drain != nil {
		encoded := strings.ReplaceAll(*drain, ",", "%2c")
		b.SyslogDrainURL = &encoded
	}
	b.VolumeMounts, _ = a.object["volume_mounts"].([]any)
}

func (s *Server) listBindings(r *request) (dispatch.Reply, *failure) {
	return s.bindingList(r, func(binding) bool { return true })
}

func (s *Server) bindingList(r *request, match func(binding) bool) (dispatch.Reply, *failure) {
	return list(s, r, listing[binding]{
		records: s.state.bindings.where(func(b binding) bool { return !b.Key && !b.Pending && s.readsBinding(r, b) && match(b) }),
		filters: map[string]func(binding) []string{
			"app_guid":              is(func(b binding) string { return b.AppGUID }),
			"service_instance_guid": is(func(b binding) string { return b.InstanceGUID }),
			"name":                  is(nameOf),
		},
		show: s.view(r).showBinding,
	})
}

func nameOf(b binding) string {
	if b.Name == nil {
		return ""
	}
	return *b.Name
}

func (s *Server) readsBinding(r *request, b binding) bool {
	i, _ := s.state.instances.get(b.InstanceGUID)
	return r.user.reads(i.SpaceGUID)
}

// findBinding finds the binding of the path, whoever asks; a key is none.
func (s *Server) findBinding(r *request) (binding, *failure) {
	b, found := s.state.bindings.get(r.Params["guid"])
	if !found || b.Key || b.Pending {
		return b, fail("ServiceBindingNotFound", "there is no service binding %s", r.Params["guid"])
	}
	return b, nil
}

func (s *Server) readableBinding(r *request) (binding, *failure) {
	b, refused := s.findBinding(r)
	if refused == nil && !s.readsBinding(r, b) {
		refused = fail("NotAuthorized", "the binding is not in a space of the caller")
	}
	return b, refused
}

func (s *Server) getBinding(r *request) (dispatch.Reply, *failure) {
	b, refused := s.readableBinding(r)
	if refused != nil {
		return dispatch.Reply{}, refused
	}
	return s.one(r, s.view(r).showBinding(b))
}

func (s *Server) listAppBindings(r *request) (dispatch.Reply, *failure) {
	return s.bindingList(r, func(b binding) bool { return b.AppGUID == r.Params["guid"] })
}

// busy refuses what cannot happen while an operation on the binding is in progress.
func (b binding) busy() *failure {
	return fail("AsyncServiceBindingOperationInProgress", "an operation on service binding %s is in progress", b.GUID)
}

// getAppEnvironment shows the services of an app as the app gets them, by the label of their offering.
func (s *Server) getAppEnvironment(r *request) (dispatch.Reply, *failure) {
	a, found := s.state.apps.get(r.Params["guid"])
	if !found {
		return dispatch.Reply{}, fail("AppNotFound", "there is no app %s", r.Params["guid"])
	}
	if !r.user.writes(a.SpaceGUID) {
		return dispatch.Reply{}, fail("NotAuthorized", "the caller is no developer of the app's space")
	}
	services := map[string][]any{}
	for _, b := range s.state.bindings.where(func(b binding) bool { return b.AppGUID == a.GUID && !b.Pending && b.Credentials != nil }) {
		i, _ := s.state.instances.get(b.InstanceGUID)
		o, _ := s.state.offerings.get(i.OfferingGUID)
		p, _ := s.state.plans.get(i.PlanGUID)
		label := orElse(o.Service.Name, "user-provided")
		services[label] = append(services[label], map[string]any{
			"name":             orElse(nameOf(b), i.Name),
			"binding_name":     b.Name,
			"instance_name":    i.Name,
			"label":            label,
			"plan":             orNull(p.Plan.Name),
			"tags":             append(orEmpty(o.Service.Tags), i.Tags...),
			"credentials":      b.Credentials,
			"syslog_drain_url": b.SyslogDrainURL,
			"volume_mounts":    b.VolumeMounts,
		})
	}
	return dispatch.Reply{Status: http.StatusOK, Body: map[string]any{
		"staging_env_json":     map[string]any{},
		"running_env_json":     map[string]any{},
		"environment_json":     object(a.Environment),
		"system_env_json":      map[string]any{"VCAP_SERVICES": services},
		"application_env_json": map[string]any{},
	}}, nil
}
