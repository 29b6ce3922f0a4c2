package controller

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"

	"conformance/reference/dispatch"
)

// createBinding binds an app to an instance. The pair is reserved while the broker is asked.
func (s *Server) createBinding(r *request) (dispatch.Reply, *failure) {
	s.mu.Lock()
	b, i, refused := s.checkBinding(r)
	var q question
	if refused == nil && i.UserProvided {
		defer s.mu.Unlock()
		return s.bindUserProvided(r, b, i)
	}
	if refused == nil {
		s.state.bindings.put(b)
		q = s.bindRequest(r, b, i)
		q.query = incomplete(nil, r.flag("accepts_incomplete"))
	}
	s.mu.Unlock()
	if refused != nil {
		return dispatch.Reply{}, refused
	}
	b, status, refused := s.bind(r, b, i, q)
	if refused != nil {
		return dispatch.Reply{}, refused
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return located(status, s.view(r).showBinding(b)), nil
}

// bind asks the broker for a binding or key that has been reserved, and keeps it or drops the reservation.
func (s *Server) bind(r *request, b binding, i instance, q question) (binding, int, *failure) {
	s.mu.Lock()
	o, _ := s.state.offerings.get(i.OfferingGUID)
	s.mu.Unlock()
	a := s.ask(q)
	refused, orphan := s.judgeBind(a, o.Service)
	if refused == nil && a.status == http.StatusAccepted {
		refused = s.judgeLateBind(a, b, o.Service, r.flag("accepts_incomplete"))
		if refused != nil { // at once and only once, before the caller hears of it
			s.mu.Lock()
			undo := s.unbindRequest(i, b, !b.Key, r.origin)
			s.mu.Unlock()
			s.ask(undo)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, kept := s.state.bindings.get(b.GUID); !kept && refused == nil {
		refused, orphan = fail("ServiceInstanceNotFound", "the service instance %s was purged meanwhile", i.Name), true
	}
	if refused != nil {
		s.state.bindings.remove(b.GUID)
		if orphan || b.Key && a.class(binds) == classMalformedOK {
			s.cleanUp(s.unbindRequest(i, b, !b.Key, r.origin))
		}
		return b, 0, refused
	}
	b.Pending = false
	empty := ""
	b.LastOperation = s.newOperation(create, succeeded, &empty)
	if a.status == http.StatusAccepted {
		b.LastOperation.State = inProgress
		b.LastOperation.Token = a.optionalText("operation")
		b.LastOperation.Deadline = s.deadline(i.PlanGUID)
		s.watch(bindingWatch{b.GUID, b.LastOperation.ID, r.origin, &answer{}})
	} else {
		b.take(a)
	}
	s.state.bindings.put(b)
	return b, max(a.status, http.StatusCreated), nil
}

// judgeLateBind refuses a 202 that was not allowed, or whose credentials could never be fetched.
func (s *Server) judgeLateBind(a answer, b binding, described catalogService, accepted bool) *failure {
	switch {
	case !b.Key && !described.BindingsRetrievable:
		return fail("ServiceBindingInvalid", "the service broker binds asynchronously, but its bindings cannot be retrieved")
	case b.Key || !accepted:
		refused := fail("ServiceBrokerRespondedAsyncWhenNotAllowed", "%s", a.explain())
		return refused
	}
	return nil
}

// judgeBind says what an answer to a bind or a fetch of a binding means, its members included.
func (s *Server) judgeBind(a answer, described catalogService) (refused *failure, orphan bool) {
	if refused, orphan = s.judge(a, binds); refused != nil || a.status == http.StatusAccepted {
		return refused, orphan
	}
	required := func(permission string) bool { return slices.Contains(described.Requires, permission) }
	if drain := a.object["syslog_drain_url"]; drain != nil {
		if _, ok := drain.(string); !ok || !required("syslog_drain") {
			return a.failure("ServiceBrokerInvalidSyslogDrainUrl"), true
		}
	}
	if mounts := a.object["volume_mounts"]; mounts != nil {
		list, ok := mounts.([]any)
		if !ok || len(list) > 0 && !required("volume_mount") || slices.ContainsFunc(list, brokenMount) {
			return a.failure("ServiceBrokerInvalidVolumeMounts"), true
		}
	}
	if route := a.object["route_service_url"]; route != nil {
		text, _ := route.(string)
		if address, err := url.Parse(text); err != nil || address.Scheme != "https" || address.Host == "" {
			return a.failure("ServiceBrokerBadResponse"), true
		}
	}
	return nil, false
}

func brokenMount(value any) bool {
	mount, _ := value.(map[string]any)
	for _, member := range []string{"device_type", "mode", "container_dir", "driver"} {
		if text, _ := mount[member].(string); text == "" {
			return true
		}
	}
	device, _ := mount["device"].(map[string]any)
	volume, _ := device["volume_id"].(string)
	return volume == "" || !typed[map[string]any](device, []string{"mount_config"})
}

// checkBinding checks a request to bind in the order in which the API names what is wrong.
func (s *Server) checkBinding(r *request) (binding, instance, *failure) {
	b := binding{identity: s.newIdentity(), AppGUID: r.Text("app_guid"), InstanceGUID: r.Text("service_instance_guid"), Pending: true}
	if r.has("name") {
		name := r.Text("name")
		b.Name = &name
	}
	a, found := s.state.apps.get(b.AppGUID)
	if !found {
		return b, instance{}, fail("AppNotFound", "there is no app %s", b.AppGUID)
	}
	i, refused := s.instance(b.InstanceGUID)
	if refused != nil {
		return b, i, refused
	}
	if refused := s.mayWrite(r, a.SpaceGUID, "OrgSuspended"); refused != nil {
		return b, i, refused
	}
	p, _ := s.state.plans.get(i.PlanGUID)
	switch {
	case !i.UserProvided && !s.bindable(p):
		return b, i, fail("UnbindableService", "the service plan cannot be bound")
	case a.SpaceGUID != i.SpaceGUID:
		return b, i, fail("ServiceBindingAppServiceTaken", "the app and the service instance are in different spaces")
	case i.LastOperation.running():
		return b, i, i.busy()
	case s.state.bindings.any(func(o binding) bool { return o.AppGUID == a.GUID && o.InstanceGUID == i.GUID }):
		return b, i, fail("ServiceBindingAppServiceTaken", "the app is bound to the service instance already")
	case b.Name != nil && !regexp.MustCompile(`^[A-Za-z0-9_-]{1,255}$`).MatchString(*b.Name):
		return b, i, fail("ServiceBindingAppServiceTaken", "the name must have at most 255 letters, digits, dashes and underscores")
	}
	return b, i, nil
}

// bindRequest asks for a binding, or for a key when there is no app.
func (s *Server) bindRequest(r *request, b binding, i instance) question {
	q := s.toBinding(i, b, http.MethodPut, r.origin)
	service, plan := s.ids(i)
	resource := map[string]any{}
	q.body = map[string]any{"service_id": service, "plan_id": plan, "context": s.context(i.SpaceGUID), "bind_resource": resource}
	if !b.Key {
		q.body["app_guid"] = b.AppGUID
		resource["app_guid"], resource["space_guid"] = b.AppGUID, i.SpaceGUID
		resource["app_annotations"] = map[string]any{}
	}
	if parameters := r.Object("parameters"); len(parameters) > 0 {
		q.body["parameters"] = parameters
	}
	return q
}
