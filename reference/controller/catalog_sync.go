package controller

import "fmt"

// syncProblems returns what a catalog that is fine by itself has against what is stored of this broker.
func (s *Server) syncProblems(b broker, services []catalogService) []string {
	p := &problems{}
	kept := map[string]bool{}
	for _, service := range services {
		kept[service.ID] = true
	}
	for _, old := range s.offeringsOf(b.GUID) {
		for _, service := range services {
			place := "service " + service.Name
			if !kept[old.Service.ID] && old.Service.Name == service.Name && s.offeringInUse(old.GUID) {
				p.add(place, "service name must be unique: another offering with instances has it")
			}
			if old.Service.ID == service.ID {
				continue
			}
			for _, q := range s.plansOf(old.GUID) {
				for _, described := range service.Plans {
					if q.Plan.ID == described.ID {
						p.add(place+", plan "+described.Name, "plan id must be unique: another offering has it")
					}
				}
			}
		}
	}
	return p.found
}

func (s *Server) offeringsOf(brokerGUID string) []offering {
	return s.state.offerings.where(func(o offering) bool { return o.BrokerGUID == brokerGUID })
}

func (s *Server) plansOf(offeringGUID string) []plan {
	return s.state.plans.where(func(p plan) bool { return p.OfferingGUID == offeringGUID })
}

func (s *Server) offeringInUse(guid string) bool {
	return s.state.instances.any(func(i instance) bool { return i.OfferingGUID == guid })
}

func (s *Server) planInUse(guid string) bool {
	return s.state.instances.any(func(i instance) bool {
		return i.PlanGUID == guid || i.LastOperation != nil && i.LastOperation.PlanGUID == guid
	})
}

// syncCatalog makes offerings and plans what the catalog says, matched by the broker's ids, and returns warnings.
func (s *Server) syncCatalog(b broker, services []catalogService) []string {
	var warnings []string
	present := map[string]bool{}
	for _, service := range services {
		o := s.syncOffering(b, service)
		present[o.GUID] = true
		for _, described := range service.Plans {
			present[s.syncPlan(o, described)] = true
		}
		if service.DashboardClient != nil {
			warnings = append(warnings, fmt.Sprintf("service %s has a dashboard_client; the controller cannot create login clients", service.Name))
		}
	}
	for _, o := range s.offeringsOf(b.GUID) {
		warnings = append(warnings, s.retire(o, present)...)
	}
	return warnings
}

func (s *Server) syncOffering(b broker, service catalogService) offering {
	o, found := s.state.offerings.find(func(o offering) bool { return o.BrokerGUID == b.GUID && o.Service.ID == service.ID })
	if !found {
		o = offering{identity: s.newIdentity(), BrokerGUID: b.GUID}
	}
	service.Plans = nil
	o.Service, o.Active, o.Updated = service, true, s.now()
	s.state.offerings.put(o)
	return o
}

func (s *Server) syncPlan(o offering, described catalogPlan) (guid string) {
	p, found := s.state.plans.find(func(p plan) bool { return p.OfferingGUID == o.GUID && p.Plan.ID == described.ID })
	if !found {
		p = plan{identity: s.newIdentity(), OfferingGUID: o.GUID, BrokerGUID: o.BrokerGUID}
	}
	p.Plan, p.Active, p.Updated = described, true, s.now()
	s.state.plans.put(p)
	return p.GUID
}

// retire removes what the catalog no longer has; what is in use is switched off instead, with a warning.
func (s *Server) retire(o offering, present map[string]bool) []string {
	var warnings []string
	for _, p := range s.plansOf(o.GUID) {
		switch {
		case present[p.GUID]:
		case s.planInUse(p.GUID):
			p.Active = false
			s.state.plans.put(p)
			warnings = append(warnings, fmt.Sprintf("plan %s of service %s is gone from the catalog but has instances; it is deactivated",
				p.Plan.Name, o.Service.Name))
		default:
			s.removePlan(p.GUID)
		}
	}
	switch {
	case present[o.GUID]:
	case len(s.plansOf(o.GUID)) > 0:
		o.Active = false
		s.state.offerings.put(o)
	default:
		s.state.offerings.remove(o.GUID)
	}
	return warnings
}

func (s *Server) removePlan(guid string) {
	for _, v := range s.state.visibilities.where(func(v visibility) bool { return v.PlanGUID == guid }) {
		s.state.visibilities.remove(v.GUID)
	}
	s.state.plans.remove(guid)
}
