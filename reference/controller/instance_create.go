package controller

import (
	"net/http"
	"time"

	"conformance/reference/dispatch"
)

// createInstance provisions an instance. Its name is reserved while the broker is asked; a refusal leaves nothing.
func (s *Server) createInstance(r *request) (dispatch.Reply, *failure) {
	i, q, refused := s.reserveInstance(r)
	if refused != nil {
		return dispatch.Reply{}, refused
	}
	a := s.ask(q)
	refused, orphan := s.judge(a, provisions)

	s.mu.Lock()
	defer s.mu.Unlock()
	if _, kept := s.state.instances.get(i.GUID); !kept && refused == nil {
		refused, orphan = fail("ServiceInstanceNotFound", "the service instance %s was purged meanwhile", i.Name), true
	}
	if refused != nil {
		s.state.instances.remove(i.GUID)
		if orphan {
			s.cleanUp(s.deprovision(i, true, r.origin))
		}
		return dispatch.Reply{}, refused
	}
	i.Pending = false
	i.DashboardURL = a.optionalText("dashboard_url")
	empty := ""
	i.LastOperation = s.newOperation(create, succeeded, &empty)
	status := http.StatusCreated
	if a.status == http.StatusAccepted {
		status = http.StatusAccepted
		i.LastOperation.State = inProgress
		i.LastOperation.Token = a.optionalText("operation")
		i.LastOperation.Deadline = s.deadline(i.PlanGUID)
		s.watch(instanceWatch{i.GUID, i.LastOperation.ID, r.origin})
	}
	s.state.instances.put(i)
	return located(status, s.view(r).showInstance(i)), nil
}

// deadline is when an operation that starts now has taken too long: what the plan allows, but no more than the
// controller does.
func (s *Server) deadline(planGUID string) time.Time {
	limit := s.config.PollDeadline
	p, _ := s.state.plans.get(planGUID)
	if seconds := p.Plan.MaximumPollingDuration; seconds != nil && *seconds < int(limit/time.Second) {
		limit = time.Duration(max(*seconds, 0)) * time.Second
	}
	return s.config.Now().Add(limit)
}

// reserveInstance checks the request, keeps the name, and says what to ask the broker.
func (s *Server) reserveInstance(r *request) (instance, question, *failure) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := instance{identity: s.newIdentity(), Name: trimmed(r, "name"), SpaceGUID: r.Text("space_guid"),
		PlanGUID: r.Text("service_plan_guid"), Tags: r.texts("tags"), Pending: true}
	p, found := s.state.plans.get(i.PlanGUID)
	if !found {
		return i, question{}, fail("ServiceInstanceInvalid", "there is no service plan %s", i.PlanGUID)
	}
	i.OfferingGUID, i.MaintenanceInfo = p.OfferingGUID, p.Plan.MaintenanceInfo
	sp, found := s.state.spaces.get(i.SpaceGUID)
	if !found {
		return i, question{}, fail("ServiceInstanceInvalid", "there is no space %s", i.SpaceGUID)
	}
	for _, check := range []func() *failure{
		func() *failure { return s.mayWrite(r, i.SpaceGUID, "NotAuthorized") },
		func() *failure { return s.mayUse(r, p) },
		func() *failure { return s.checkName(i) },
		func() *failure { return s.withinQuota(p, sp) },
		func() *failure { return s.usable(p, sp) },
	} {
		if refused := check(); refused != nil {
			return i, question{}, refused
		}
	}
	s.state.instances.put(i)
	return i, s.provision(r, i, p), nil
}

func (s *Server) mayUse(r *request, p plan) *failure {
	if s.sees(r, p) {
		return nil
	}
	return fail("NotAuthorized", "the service plan is not enabled for the caller")
}

// withinQuota refuses what the organization or the space must not have.
func (s *Server) withinQuota(p plan, sp space) *failure {
	o, _ := s.state.organizations.get(sp.OrganizationGUID)
	inSpace, inOrganization := 0, 0
	for _, i := range s.state.instances.where(func(i instance) bool { return !i.UserProvided }) {
		if i.SpaceGUID == sp.GUID {
			inSpace++
		}
		if other, _ := s.state.spaces.get(i.SpaceGUID); other.OrganizationGUID == o.GUID {
			inOrganization++
		}
	}
	paid := p.Plan.Free != nil && !*p.Plan.Free
	switch {
	case o.Quota.Instances != 0 && inOrganization >= o.Quota.Instances:
		return fail("ServiceInstanceQuotaExceeded", "the organization may have no more service instances")
	case sp.Quota.Instances != 0 && inSpace >= sp.Quota.Instances:
		return fail("ServiceInstanceSpaceQuotaExceeded", "the space may have no more service instances")
	case paid && o.Quota.FreePlansOnly:
		return fail("ServiceInstanceServicePlanNotAllowed", "the organization may use free plans only")
	case paid && sp.Quota.FreePlansOnly:
		return fail("ServiceInstanceServicePlanNotAllowedBySpaceQuota", "the space may use free plans only")
	}
	return nil
}

func (s *Server) provision(r *request, i instance, p plan) question {
	q := s.toBroker(i, http.MethodPut, r.origin)
	service, plan := s.ids(i)
	context := s.context(i.SpaceGUID)
	q.body = map[string]any{
		"service_id":        service,
		"plan_id":           plan,
		"organization_guid": context["organization_guid"],
		"space_guid":        i.SpaceGUID,
		"context":           context,
	}
	context["instance_name"] = i.Name
	context["instance_annotations"] = map[string]any{}
	if parameters := r.Object("parameters"); len(parameters) > 0 {
		q.body["parameters"] = parameters
	}
	if p.Plan.MaintenanceInfo != nil {
		q.body["maintenance_info"] = p.Plan.MaintenanceInfo
	}
	q.query = incomplete(nil, r.flag("accepts_incomplete"))
	return q
}
