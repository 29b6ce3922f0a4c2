package controller

import (
	"net/http"
	"slices"

	"conformance/reference/dispatch"
)

func (v view) showOrganization(o organization) resource {
	status := "active"
	if o.Suspended {
		status = "suspended"
	}
	return envelope("organizations", o.identity, map[string]any{
		"name":                  o.Name,
		"status":                status,
		"billing_enabled":       false,
		"quota_definition_guid": nil,
		"spaces_url":            "/v2/organizations/" + o.GUID + "/spaces",
	})
}

func (v view) showSpace(sp space) resource {
	path := "/v2/spaces/" + sp.GUID
	return envelope("spaces", sp.identity, map[string]any{
		"name":                  sp.Name,
		"organization_guid":     sp.OrganizationGUID,
		"organization_url":      "/v2/organizations/" + sp.OrganizationGUID,
		"allow_ssh":             false,
		"apps_url":              path + "/apps",
		"service_instances_url": path + "/service_instances",
	})
}

func (v view) showApp(a app) resource {
	return envelope("apps", a.identity, map[string]any{
		"name":                 a.Name,
		"space_guid":           a.SpaceGUID,
		"state":                "STOPPED",
		"instances":            1,
		"memory":               0,
		"disk_quota":           0,
		"environment_json":     object(a.Environment),
		"space_url":            "/v2/spaces/" + a.SpaceGUID,
		"service_bindings_url": "/v2/apps/" + a.GUID + "/service_bindings",
	})
}

func (s *Server) organizationSeen(r *request, o organization) bool {
	return r.user.admin() || s.state.spaces.any(func(sp space) bool { return sp.OrganizationGUID == o.GUID && r.user.reads(sp.GUID) })
}

func (s *Server) listOrganizations(r *request) (dispatch.Reply, *failure) {
	name := func(o organization) string { return o.Name }
	return list(s, r, listing[organization]{
		records: s.state.organizations.where(func(o organization) bool { return s.organizationSeen(r, o) }),
		filters: map[string]func(organization) []string{
			"name": is(name),
			"space_guid": func(o organization) []string {
				var guids []string
				for _, sp := range s.state.spaces.where(func(sp space) bool { return sp.OrganizationGUID == o.GUID }) {
					guids = append(guids, sp.GUID)
				}
				return guids
			},
		},
		folded: []string{"name"},
		order:  map[string]func(organization) string{"name": name},
		show:   s.view(r).showOrganization,
	})
}

func (s *Server) getOrganization(r *request) (dispatch.Reply, *failure) {
	o, found := s.state.organizations.get(r.Params["guid"])
	if !found {
		return dispatch.Reply{}, fail("OrganizationNotFound", "there is no organization %s", r.Params["guid"])
	}
	if !s.organizationSeen(r, o) {
		return dispatch.Reply{}, fail("NotAuthorized", "the organization is not one of the caller")
	}
	return s.one(r, s.view(r).showOrganization(o))
}

func (s *Server) listSpaces(r *request) (dispatch.Reply, *failure) {
	return s.spaceList(r, func(space) bool { return true })
}

func (s *Server) spaceList(r *request, match func(space) bool) (dispatch.Reply, *failure) {
	name := func(sp space) string { return sp.Name }
	return list(s, r, listing[space]{
		records: s.state.spaces.where(func(sp space) bool { return r.user.reads(sp.GUID) && match(sp) }),
		filters: map[string]func(space) []string{
			"name":              is(name),
			"organization_guid": is(func(sp space) string { return sp.OrganizationGUID }),
		},
		folded: []string{"name"},
		order:  map[string]func(space) string{"name": name},
		show:   s.view(r).showSpace,
	})
}

// readableSpace finds the space of the path for a caller who may see it.
func (s *Server) readableSpace(r *request) (space, *failure) {
	sp, found := s.state.spaces.get(r.Params["guid"])
	if !found {
		return sp, fail("SpaceNotFound", "there is no space %s", r.Params["guid"])
	}
	if !r.user.reads(sp.GUID) {
		return sp, fail("NotAuthorized", "the space is not one of the caller")
	}
	return sp, nil
}

func (s *Server) getSpace(r *request) (dispatch.Reply, *failure) {
	sp, refused := s.readableSpace(r)
	if refused != nil {
		return dispatch.Reply{}, refused
	}
	return s.one(r, s.view(r).showSpace(sp))
}

func (s *Server) listSpaceInstances(r *request) (dispatch.Reply, *failure) {
	sp, refused := s.readableSpace(r)
	if refused != nil {
		return dispatch.Reply{}, refused
	}
	both := r.flag("return_user_provided_service_instances")
	return s.instanceList(r, func(i instance) bool { return i.SpaceGUID == sp.GUID && (both || !i.UserProvided) })
}

// getSpaceSummary shows apps and instances of a space in short, outside of the usual envelope.
func (s *Server) getSpaceSummary(r *request) (dispatch.Reply, *failure) {
	sp, refused := s.readableSpace(r)
	if refused != nil {
		return dispatch.Reply{}, refused
	}
	instances := s.state.instances.where(func(i instance) bool { return i.SpaceGUID == sp.GUID && !i.Pending })
	apps, services := []any{}, []any{}
	for _, a := range s.state.apps.where(func(a app) bool { return a.SpaceGUID == sp.GUID }) {
		names := []string{}
		for _, i := range instances {
			if slices.ContainsFunc(s.bindingsOf(i.GUID, false), func(b binding) bool { return b.AppGUID == a.GUID }) {
				names = append(names, i.Name)
			}
		}
		apps = append(apps, map[string]any{"guid": a.GUID, "name": a.Name, "service_names": names, "service_count": len(names)})
	}
	for _, i := range instances {
		services = append(services, s.summary(i))
	}
	return ok(map[string]any{"guid": sp.GUID, "name": sp.Name, "apps": apps, "services": services}), nil
}

func (s *Server) summary(i instance) map[string]any {
	shown := map[string]any{
		"guid":            i.GUID,
		"name":            i.Name,
		"bound_app_count": len(s.bindingsOf(i.GUID, false)),
		"last_operation":  i.LastOperation.entity(),
	}
	if i.UserProvided {
		return shown
	}
	p, _ := s.state.plans.get(i.PlanGUID)
	o, _ := s.state.offerings.get(i.OfferingGUID)
	shown["dashboard_url"] = i.DashboardURL
	shown["maintenance_info"] = object(i.MaintenanceInfo)
	shown["service_plan"] = map[string]any{
		"guid":             p.GUID,
		"name":             p.Plan.Name,
		"maintenance_info": object(p.Plan.MaintenanceInfo),
		"service":          map[string]any{"guid": o.GUID, "label": o.Service.Name, "provider": nil, "version": nil},
	}
	return shown
}

func (s *Server) listApps(r *request) (dispatch.Reply, *failure) {
	name := func(a app) string { return a.Name }
	return list(s, r, listing[app]{
		records: s.state.apps.where(func(a app) bool { return r.user.reads(a.SpaceGUID) }),
		filters: map[string]func(app) []string{
			"name":       is(name),
			"space_guid": is(func(a app) string { return a.SpaceGUID }),
			"organization_guid": is(func(a app) string {
				sp, _ := s.state.spaces.get(a.SpaceGUID)
				return sp.OrganizationGUID
			}),
		},
		show: s.view(r).showApp,
	})
}

func (s *Server) getApp(r *request) (dispatch.Reply, *failure) {
	a, found := s.state.apps.get(r.Params["guid"])
	if !found {
		return dispatch.Reply{}, fail("AppNotFound", "there is no app %s", r.Params["guid"])
	}
	if !r.user.reads(a.SpaceGUID) {
		return dispatch.Reply{}, fail("NotAuthorized", "the app is not in a space of the caller")
	}
	return s.one(r, s.view(r).showApp(a))
}

// createApp makes a record that can be bound; nothing ever runs.
func (s *Server) createApp(r *request) (dispatch.Reply, *failure) {
	a := app{identity: s.newIdentity(), Name: r.Text("name"), SpaceGUID: r.Text("space_guid")}
	switch {
	case a.Name == "":
		return dispatch.Reply{}, fail("AppInvalid", "the name must not be empty")
	case !s.state.spaces.any(func(sp space) bool { return sp.GUID == a.SpaceGUID }):
		return dispatch.Reply{}, fail("AppInvalid", "there is no space %s", a.SpaceGUID)
	case !r.user.writes(a.SpaceGUID):
		return dispatch.Reply{}, fail("NotAuthorized", "the caller is no developer of the space")
	case s.state.apps.any(func(o app) bool { return o.Name == a.Name && o.SpaceGUID == a.SpaceGUID }):
		return dispatch.Reply{}, fail("AppNameTaken", "the app name %s is taken", a.Name)
	}
	s.state.apps.put(a)
	return located(http.StatusCreated, s.view(r).showApp(a)), nil
}

func (s *Server) listOrganizationSpaces(r *request) (dispatch.Reply, *failure) {
	return s.spaceList(r, func(sp space) bool { return sp.OrganizationGUID == r.Params["guid"] })
}
