package controller

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"conformance/reference/dispatch"
)

const longestName = 255

func (v view) showInstance(i instance) resource {
	if i.UserProvided {
		return v.showUserProvided(i)
	}
	path := "/v2/service_instances/" + i.GUID
	entity := map[string]any{
		"name":                            i.Name,
		"credentials":                     v.credentials(i.SpaceGUID, nil),
		"service_plan_guid":               i.PlanGUID,
		"service_guid":                    i.OfferingGUID,
		"space_guid":                      i.SpaceGUID,
		"gateway_data":                    nil,
		"dashboard_url":                   i.DashboardURL,
		"type":                            "managed_service_instance",
		"last_operation":                  i.LastOperation.entity(),
		"tags":                            orEmpty(i.Tags),
		"maintenance_info":                object(i.MaintenanceInfo),
		"space_url":                       "/v2/spaces/" + i.SpaceGUID,
		"service_url":                     "/v2/services/" + i.OfferingGUID,
		"service_plan_url":                "/v2/service_plans/" + i.PlanGUID,
		"service_bindings_url":            path + "/service_bindings",
		"service_keys_url":                path + "/service_keys",
		"routes_url":                      path + "/routes",
		"shared_from_url":                 path + "/shared_from",
		"shared_to_url":                   path + "/shared_to",
		"service_instance_parameters_url": path + "/parameters",
	}
	return envelope("service_instances", i.identity, entity)
}

// credentials hides credentials from those who may only read the space.
func (v view) credentials(spaceGUID string, credentials map[string]any) map[string]any {
	if v.user.writes(spaceGUID) {
		return object(credentials)
	}
	return map[string]any{"redacted_message": "[PRIVATE DATA HIDDEN]"}
}

// findInstance finds the instance of the path, managed or not, whoever asks.
func (s *Server) findInstance(r *request) (instance, *failure) {
	return s.instance(r.Params["guid"])
}

func (s *Server) instance(guid string) (instance, *failure) {
	i, found := s.state.instances.get(guid)
	if !found || i.Pending {
		return i, fail("ServiceInstanceNotFound", "there is no service instance %s", guid)
	}
	return i, nil
}

// readableInstance finds the instance of the path for a caller who may see it; writableInstance for one who may
// change it.
func (s *Server) readableInstance(r *request) (instance, *failure) {
	i, refused := s.findInstance(r)
	if refused == nil && !r.user.reads(i.SpaceGUID) {
		refused = fail("NotAuthorized", "the instance is not in a space of the caller")
	}
	return i, refused
}

func (s *Server) writableInstance(r *request) (instance, *failure) {
	i, refused := s.findInstance(r)
	if refused == nil {
		refused = s.mayWrite(r, i.SpaceGUID, "NotAuthorized")
	}
	return i, refused
}

// mayWrite refuses callers who may not change the space, and in a suspended organization all but administrators,
// these with an error of the given name.
func (s *Server) mayWrite(r *request, spaceGUID, suspended string) *failure {
	sp, _ := s.state.spaces.get(spaceGUID)
	o, _ := s.state.organizations.get(sp.OrganizationGUID)
	switch {
	case r.user.admin():
		return nil
	case !r.user.writes(spaceGUID):
		return fail("NotAuthorized", "the caller is no developer of the space")
	case o.Suspended:
		return fail(suspended, "the organization is suspended")
	}
	return nil
}

func (s *Server) getInstance(r *request) (dispatch.Reply, *failure) {
	i, refused := s.readableInstance(r)
	if refused != nil {
		return dispatch.Reply{}, refused
	}
	return s.one(r, s.view(r).showInstance(i))
}

func (s *Server) listInstances(r *request) (dispatch.Reply, *failure) {
	return s.instanceList(r, func(i instance) bool { return !i.UserProvided })
}

func (s *Server) instanceList(r *request, match func(instance) bool) (dispatch.Reply, *failure) {
	bound := func(key bool) func(instance) []string {
		return func(i instance) []string {
			var guids []string
			for _, b := range s.bindingsOf(i.GUID, key) {
				guids = append(guids, b.GUID)
			}
			return guids
		}
	}
	return list(s, r, listing[instance]{
		records: s.state.instances.where(func(i instance) bool { return !i.Pending && r.user.reads(i.SpaceGUID) && match(i) }),
		filters: map[string]func(instance) []string{
			"name":                 is(func(i instance) string { return i.Name }),
			"space_guid":           is(func(i instance) string { return i.SpaceGUID }),
			"service_plan_guid":    is(func(i instance) string { return i.PlanGUID }),
			"service_binding_guid": bound(false),
			"service_key_guid":     bound(true),
			"gateway_name":         is(func(instance) string { return "" }),
			"organization_guid": is(func(i instance) string {
				sp, _ := s.state.spaces.get(i.SpaceGUID)
				return sp.OrganizationGUID
			}),
		},
		show: s.view(r).showInstance,
	})
}

// checkName refuses a name that an instance cannot have in its space.
func (s *Server) checkName(i instance) *failure {
	switch {
	case i.Name == "":
		return fail("ServiceInstanceNameEmpty", "the name must not be empty")
	case utf8.RuneCountInString(i.Name) > longestName:
		return fail("ServiceInstanceNameTooLong", "the name must have at most %d characters", longestName)
	case s.state.instances.any(func(o instance) bool { return o.SpaceGUID == i.SpaceGUID && o.Name == i.Name && o.GUID != i.GUID }):
		return fail("ServiceInstanceNameTaken", "the service instance name %s is taken", i.Name)
	case length(i.Tags) > longestTags:
		return fail("ServiceInstanceTagsTooLong", "the tags must have at most %d characters together", longestTags)
	}
	return nil
}

func trimmed(r *request, member string) string { return strings.TrimSpace(r.Text(member)) }

// busy refuses what cannot happen while an operation on the instance is in progress.
func (i instance) busy() *failure {
	if i.LastOperation.running() {
		return fail("AsyncServiceInstanceOperationInProgress", "an operation on service instance %s is in progress", i.Name)
	}
	return nil
}

// toBroker makes a question about an instance. With names, the context says what the instance is called.
func (s *Server) toBroker(i instance, method string, o origin) question {
	p, _ := s.state.plans.get(i.PlanGUID)
	b, _ := s.state.brokers.get(p.BrokerGUID)
	return question{broker: b, method: method, path: "/v2/service_instances/" + url.PathEscape(i.GUID), origin: o}
}

// ids are the broker's own ids of an instance's offering and plan.
func (s *Server) ids(i instance) (service, plan string) {
	o, _ := s.state.offerings.get(i.OfferingGUID)
	p, _ := s.state.plans.get(i.PlanGUID)
	return o.Service.ID, p.Plan.ID
}

// idQuery is how requests without a body say what they are about.
func (s *Server) idQuery(i instance) url.Values {
	service, plan := s.ids(i)
	return url.Values{"service_id": {service}, "plan_id": {plan}}
}

func incomplete(query url.Values, accepted bool) url.Values {
	if query == nil {
		query = url.Values{}
	}
	if accepted {
		query.Set("accepts_incomplete", "true")
	}
	return query
}

// context is where an instance is, as brokers are told.
func (s *Server) context(spaceGUID string) map[string]any {
	sp, _ := s.state.spaces.get(spaceGUID)
	o, _ := s.state.organizations.get(sp.OrganizationGUID)
	return map[string]any{
		"platform":                 "cloudfoundry",
		"organization_guid":        o.GUID,
		"organization_name":        o.Name,
		"organization_annotations": map[string]any{},
		"space_guid":               sp.GUID,
		"space_name":               sp.Name,
		"space_annotations":        map[string]any{},
	}
}

// instancePermissions says what the caller may do with an instance, also to those who may do nothing.
func (s *Server) instancePermissions(r *request) (dispatch.Reply, *failure) {
	i, refused := s.findInstance(r)
	if refused != nil {
		return dispatch.Reply{}, refused
	}
	return ok(map[string]any{"manage": r.user.writes(i.SpaceGUID), "read": r.user.reads(i.SpaceGUID)}), nil
}

// managedInstance finds the instance of a nested list.
func (s *Server) managedInstance(r *request) (instance, *failure) {
	i, refused := s.findInstance(r)
	if refused != nil || i.UserProvided {
		return i, fail("ManagedServiceInstanceNotFound", "there is no managed service instance %s", r.Params["guid"])
	}
	if !r.user.reads(i.SpaceGUID) {
		return i, fail("NotAuthorized", "the instance is not in a space of the caller")
	}
	return i, nil
}

func (s *Server) listInstanceBindings(r *request) (dispatch.Reply, *failure) {
	i, refused := s.managedInstance(r)
	if refused != nil {
		return dispatch.Reply{}, refused
	}
	return s.bindingList(r, func(b binding) bool { return b.InstanceGUID == i.GUID })
}

func (s *Server) listInstanceKeys(r *request) (dispatch.Reply, *failure) {
	i, refused := s.managedInstance(r)
	if refused != nil {
		return dispatch.Reply{}, refused
	}
	return s.keyList(r, func(b binding) bool { return b.InstanceGUID == i.GUID })
}

// listNothing answers lists of what this controller does not have: routes, and spaces an instance is shared to.
func (s *Server) listNothing(r *request) (dispatch.Reply, *failure) {
	if _, refused := s.managedInstance(r); refused != nil {
		return dispatch.Reply{}, refused
	}
	return list(s, r, listing[instance]{})
}

// getSharedFrom says that an instance is not shared from elsewhere.
func (s *Server) getSharedFrom(r *request) (dispatch.Reply, *failure) {
	if _, refused := s.readableInstance(r); refused != nil {
		return dispatch.Reply{}, refused
	}
	return gone(), nil
}
