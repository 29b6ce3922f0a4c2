package controller

import (
	"encoding/json"
	"strconv"

	"conformance/reference/dispatch"
)

func (v view) showOffering(o offering) resource {
	b, _ := v.state.brokers.get(o.BrokerGUID)
	described := o.Service
	member := func(name string) any { return described.Metadata[name] }
	return envelope("services", o.identity, map[string]any{
		"label":                 described.Name,
		"provider":              nil,
		"url":                   nil,
		"description":           described.Description,
		"long_description":      member("longDescription"),
		"version":               nil,
		"info_url":              nil,
		"active":                o.Active,
		"bindable":              described.Bindable,
		"unique_id":             described.ID,
		"extra":                 extra(described.Metadata),
		"tags":                  orEmpty(described.Tags),
		"requires":              orEmpty(described.Requires),
		"documentation_url":     member("documentationUrl"),
		"service_broker_guid":   o.BrokerGUID,
		"service_broker_name":   b.Name,
		"plan_updateable":       described.PlanUpdateable,
		"bindings_retrievable":  described.BindingsRetrievable,
		"instances_retrievable": described.InstancesRetrievable,
		"allow_context_updates": described.AllowContextUpdates,
		"service_plans_url":     "/v2/services/" + o.GUID + "/service_plans",
	})
}

// extra is catalog metadata as a JSON text, or null.
func extra(metadata map[string]any) any {
	if metadata == nil {
		return nil
	}
	text, err := json.Marshal(metadata)
	if err != nil {
		return nil
	}
	return string(text)
}

func orEmpty(texts []string) []string {
	if texts == nil {
		return []string{}
	}
	return texts
}

// sees reports whether the caller may know of the plan: an administrator of any, others of active plans that are
// public, enabled for an organization of theirs, or of a broker of a space of theirs.
func (s *Server) sees(r *request, p plan) bool {
	switch {
	case !r.anonymous && r.user.admin():
		return true
	case !p.Active:
		return false
	case p.Public:
		return true
	}
	return !r.anonymous && s.state.spaces.any(func(sp space) bool { return r.user.reads(sp.GUID) && s.usable(p, sp) == nil })
}

func (s *Server) offeringSeen(r *request, o offering) bool {
	return !r.anonymous && r.user.admin() || s.state.plans.any(func(p plan) bool { return p.OfferingGUID == o.GUID && s.sees(r, p) })
}

func (s *Server) listOfferings(r *request) (dispatch.Reply, *failure) {
	if r.anonymous {
		r.Query.Del("inline-relations-depth")
	}
	return s.offeringList(r, func(o offering) bool { return s.offeringSeen(r, o) })
}

func (s *Server) offeringList(r *request, match func(offering) bool) (dispatch.Reply, *failure) {
	return list(s, r, listing[offering]{
		records: s.state.offerings.where(match),
		filters: map[string]func(offering) []string{
			"active":              is(func(o offering) string { return strconv.FormatBool(o.Active) }),
			"label":               is(func(o offering) string { return o.Service.Name }),
			"provider":            is(func(offering) string { return "" }),
			"service_broker_guid": is(func(o offering) string { return o.BrokerGUID }),
			"unique_id":           is(func(o offering) string { return o.Service.ID }),
		},
		folded: []string{"label"},
		show:   s.view(r).showOffering,
	})
}

// listSpaceOfferings lists what can be used in a space.
func (s *Server) listSpaceOfferings(r *request) (dispatch.Reply, *failure) {
	sp, refused := s.readableSpace(r)
	if refused != nil {
		return dispatch.Reply{}, refused
	}
	return s.offeringList(r, func(o offering) bool {
		return s.state.plans.any(func(p plan) bool { return p.OfferingGUID == o.GUID && s.usable(p, sp) == nil })
	})
}

func (s *Server) findOffering(r *request) (offering, *failure) {
	o, found := s.state.offerings.get(r.Params["guid"])
	if !found || !s.offeringSeen(r, o) {
		return o, fail("ServiceNotFound", "there is no service %s", r.Params["guid"])
	}
	return o, nil
}

func (s *Server) getOffering(r *request) (dispatch.Reply, *failure) {
	o, refused := s.findOffering(r)
	if refused != nil {
		return dispatch.Reply{}, refused
	}
	return s.one(r, s.view(r).showOffering(o))
}

func (s *Server) listOfferingPlans(r *request) (dispatch.Reply, *failure) {
	o, refused := s.findOffering(r)
	if refused != nil {
		return dispatch.Reply{}, refused
	}
	return s.planList(r, func(p plan) bool { return p.OfferingGUID == o.GUID && s.sees(r, p) })
}

// deleteOffering removes an offering; with purge all that came of it as well, without asking the broker.
func (s *Server) deleteOffering(r *request) (dispatch.Reply, *failure) {
	o, refused := s.findOffering(r)
	if refused != nil {
		return dispatch.Reply{}, refused
	}
	if !r.user.admin() {
		return dispatch.Reply{}, fail("NotAuthorized", "only an administrator may delete an offering")
	}
	instances := s.state.instances.where(func(i instance) bool { return i.OfferingGUID == o.GUID })
	if !r.flag("purge") && (len(s.plansOf(o.GUID)) > 0 && !r.flag("recursive") || len(instances) > 0) {
		return dispatch.Reply{}, fail("AssociationNotEmpty", "the service %s has plans or instances", o.Service.Name)
	}
	for _, i := range instances {
		s.purge(i.GUID)
	}
	s.removeOffering(o.GUID)
	if r.flag("async") && !r.flag("purge") {
		return finishedJob(), nil
	}
	return gone(), nil
}

func (s *Server) removeOffering(guid string) {
	for _, p := range s.plansOf(guid) {
		s.removePlan(p.GUID)
	}
	s.state.offerings.remove(guid)
}
