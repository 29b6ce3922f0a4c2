package controller

import (
	"net/http"
	"strconv"

	"conformance/reference/dispatch"
)

func (v view) showPlan(p plan) resource {
	described := p.Plan
	entity := map[string]any{
		"name":                     described.Name,
		"free":                     described.Free == nil || *described.Free,
		"description":              described.Description,
		"service_guid":             p.OfferingGUID,
		"extra":                    extra(described.Metadata),
		"unique_id":                described.ID,
		"public":                   p.Public,
		"bindable":                 v.bindable(p),
		"plan_updateable":          described.PlanUpdateable,
		"active":                   p.Active,
		"maximum_polling_duration": described.MaximumPollingDuration,
		"maintenance_info":         object(described.MaintenanceInfo),
		"schemas":                  schemasOf(described),
		"service_url":              "/v2/services/" + p.OfferingGUID,
		"service_instances_url":    "/v2/service_plans/" + p.GUID + "/service_instances",
	}
	return envelope("service_plans", p.identity, entity)
}

// bindable is the plan's own flag, or that of its offering when the plan is silent.
func (s *Server) bindable(p plan) bool {
	if p.Plan.Bindable != nil {
		return *p.Plan.Bindable
	}
	o, _ := s.state.offerings.get(p.OfferingGUID)
	return o.Service.Bindable
}

// updateable is the plan's own flag, or that of its offering when the plan is silent.
func (s *Server) updateable(p plan) bool {
	if p.Plan.PlanUpdateable != nil {
		return *p.Plan.PlanUpdateable
	}
	o, _ := s.state.offerings.get(p.OfferingGUID)
	return o.Service.PlanUpdateable
}

// usable says why instances of a plan cannot be created in a space, nil when they can.
func (s *Server) usable(p plan, sp space) *failure {
	b, _ := s.state.brokers.get(p.BrokerGUID)
	switch {
	case b.SpaceGUID != "" && b.SpaceGUID != sp.GUID:
		return fail("ServiceInstanceSpaceNotAuthorized", "the plan %s is of a broker of another space", p.Plan.Name)
	case p.Active && (b.SpaceGUID != "" || p.Public):
		return nil
	case p.Active && s.state.visibilities.any(func(v visibility) bool {
		return v.PlanGUID == p.GUID && v.OrganizationGUID == sp.OrganizationGUID
	}):
		return nil
	}
	return fail("ServiceInstanceOrganizationNotAuthorized", "the plan %s is not enabled for the organization", p.Plan.Name)
}

func (s *Server) planList(r *request, match func(plan) bool) (dispatch.Reply, *failure) {
	return list(s, r, listing[plan]{
		records: s.state.plans.where(match),
		filters: map[string]func(plan) []string{
			"active":              is(func(p plan) string { return strconv.FormatBool(p.Active) }),
			"service_guid":        is(func(p plan) string { return p.OfferingGUID }),
			"service_broker_guid": is(func(p plan) string { return p.BrokerGUID }),
			"unique_id":           is(func(p plan) string { return p.Plan.ID }),
			"service_instance_guid": func(p plan) []string {
				var guids []string
				for _, i := range s.state.instances.where(func(i instance) bool { return i.PlanGUID == p.GUID }) {
					guids = append(guids, i.GUID)
				}
				return guids
			},
		},
		show: s.view(r).showPlan,
	})
}

func (s *Server) listPlans(r *request) (dispatch.Reply, *failure) {
	if r.anonymous {
		r.Query.Del("inline-relations-depth")
	}
	return s.planList(r, func(p plan) bool { return s.sees(r, p) })
}

func (s *Server) findPlan(r *request) (plan, *failure) {
	p, found := s.state.plans.get(r.Params["guid"])
	if !found || !s.sees(r, p) {
		return p, fail("ServicePlanNotFound", "there is no service plan %s", r.Params["guid"])
	}
	return p, nil
}

func (s *Server) getPlan(r *request) (dispatch.Reply, *failure) {
	p, refused := s.findPlan(r)
	if refused != nil {
		return dispatch.Reply{}, refused
	}
	return s.one(r, s.view(r).showPlan(p))
}

// updatePlan sets public; everything else comes from the catalog alone and is dropped.
func (s *Server) updatePlan(r *request) (dispatch.Reply, *failure) {
	p, refused := s.changeablePlan(r)
	if refused != nil {
		return dispatch.Reply{}, refused
	}
	if public, given := r.Body["public"].(bool); given {
		if b, _ := s.state.brokers.get(p.BrokerGUID); public && b.SpaceGUID != "" {
			return dispatch.Reply{}, fail("ServicePlanInvalid", "a plan of a broker of one space cannot be public")
		}
		p.Public, p.Updated = public, s.now()
		s.state.plans.put(p)
	}
	return dispatch.Reply{Status: http.StatusCreated, Body: s.view(r).showPlan(p)}, nil
}

func (s *Server) changeablePlan(r *request) (plan, *failure) {
	p, refused := s.findPlan(r)
	if refused == nil && !r.user.admin() {
		refused = fail("NotAuthorized", "only an administrator may change a plan")
	}
	return p, refused
}

func (s *Server) deletePlan(r *request) (dispatch.Reply, *failure) {
	p, refused := s.changeablePlan(r)
	if refused != nil {
		return dispatch.Reply{}, refused
	}
	if s.planInUse(p.GUID) {
		return dispatch.Reply{}, fail("AssociationNotEmpty", "the plan %s has instances", p.Plan.Name)
	}
	s.removePlan(p.GUID)
	return gone(), nil
}

func (s *Server) listPlanInstances(r *request) (dispatch.Reply, *failure) {
	p, refused := s.findPlan(r)
	if refused != nil {
		return dispatch.Reply{}, refused
	}
	return s.instanceList(r, func(i instance) bool { return i.PlanGUID == p.GUID })
}
