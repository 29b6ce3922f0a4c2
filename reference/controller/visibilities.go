package controller

import (
	"net/http"

	"conformance/reference/dispatch"
)

func (v view) showVisibility(vis visibility) resource {
	return envelope("service_plan_visibilities", vis.identity, map[string]any{
		"service_plan_guid": vis.PlanGUID,
		"organization_guid": vis.OrganizationGUID,
		"service_plan_url":  "/v2/service_plans/" + vis.PlanGUID,
		"organization_url":  "/v2/organizations/" + vis.OrganizationGUID,
	})
}

func (s *Server) createVisibility(r *request) (dispatch.Reply, *failure) {
	v, refused := s.checkedVisibility(r, visibility{identity: s.newIdentity()})
	if refused != nil {
		return dispatch.Reply{}, refused
	}
	s.state.visibilities.put(v)
	return located(http.StatusCreated, s.view(r).showVisibility(v)), nil
}

// checkedVisibility is v with the members of the body, refused when it cannot stand so.
func (s *Server) checkedVisibility(r *request, v visibility) (visibility, *failure) {
	if !r.user.admin() {
		return v, fail("NotAuthorized", "only an administrator may enable plans")
	}
	v.PlanGUID = orElse(r.Text("service_plan_guid"), v.PlanGUID)
	v.OrganizationGUID = orElse(r.Text("organization_guid"), v.OrganizationGUID)
	p, found := s.state.plans.get(v.PlanGUID)
	if !found {
		return v, fail("InvalidRelation", "there is no service plan %s", v.PlanGUID)
	}
	if _, found := s.state.organizations.get(v.OrganizationGUID); !found {
		return v, fail("InvalidRelation", "there is no organization %s", v.OrganizationGUID)
	}
	if b, _ := s.state.brokers.get(p.BrokerGUID); p.Public || b.SpaceGUID != "" {
		return v, fail("ServicePlanVisibilityInvalid", "the plan %s is public, or of a broker of one space", p.Plan.Name)
	}
	if s.state.visibilities.any(func(o visibility) bool {
		return o.GUID != v.GUID && o.PlanGUID == v.PlanGUID && o.OrganizationGUID == v.OrganizationGUID
	}) {
		return v, fail("ServicePlanVisibilityAlreadyExists", "the plan %s is enabled for this organization already", p.Plan.Name)
	}
	return v, nil
}

func (s *Server) findVisibility(r *request) (visibility, *failure) {
	v, found := s.state.visibilities.get(r.Params["guid"])
	if !found || !r.user.admin() {
		return v, fail("ServicePlanVisibilityNotFound", "there is no service plan visibility %s", r.Params["guid"])
	}
	return v, nil
}

func (s *Server) getVisibility(r *request) (dispatch.Reply, *failure) {
	v, refused := s.findVisibility(r)
	if refused != nil {
		return dispatch.Reply{}, refused
	}
	return s.one(r, s.view(r).showVisibility(v))
}

func (s *Server) updateVisibility(r *request) (dispatch.Reply, *failure) {
	v, refused := s.findVisibility(r)
	if refused == nil {
		v, refused = s.checkedVisibility(r, v)
	}
	if refused != nil {
		return dispatch.Reply{}, refused
	}
	v.Updated = s.now()
	s.state.visibilities.put(v)
	return dispatch.Reply{Status: http.StatusCreated, Body: s.view(r).showVisibility(v)}, nil
}

func (s *Server) deleteVisibility(r *request) (dispatch.Reply, *failure) {
	v, refused := s.findVisibility(r)
	if refused != nil {
		return dispatch.Reply{}, refused
	}
	s.state.visibilities.remove(v.GUID)
	if r.flag("async") {
		return finishedJob(), nil
	}
	return gone(), nil
}

func (s *Server) listVisibilities(r *request) (dispatch.Reply, *failure) {
	return list(s, r, listing[visibility]{
		records: s.state.visibilities.where(func(visibility) bool { return r.user.admin() }),
		filters: map[string]func(visibility) []string{
			"organization_guid": is(func(v visibility) string { return v.OrganizationGUID }),
			"service_plan_guid": is(func(v visibility) string { return v.PlanGUID }),
		},
		show: s.view(r).showVisibility,
	})
}
