package controller

import (
	"net/http"
	"time"

	"conformance/reference/dispatch"
)

// change is what an update does to an instance.
type change struct {
	before, after instance
	// target is the plan that the update leads to, and what of it the instance will have.
	target      plan
	maintenance map[string]any
	// ask reports whether the broker has to be asked.
	ask bool
}

// updateInstance changes an instance. Name and tags change before the broker is asked, and back when it refuses;
// plan and maintenance information change when it is done.
func (s *Server) updateInstance(r *request) (dispatch.Reply, *failure) {
	s.mu.Lock()
	c, q, refused := s.beginUpdate(r)
	s.mu.Unlock()
	if refused != nil {
		return dispatch.Reply{}, refused
	}
	var a answer
	if c.ask {
		a = s.ask(q)
		refused, _ = s.judge(a, updates)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	i, kept := s.state.instances.get(c.after.GUID)
	if !kept || i.LastOperation.ID != c.after.LastOperation.ID {
		return dispatch.Reply{}, fail("ServiceInstanceNotFound", "the service instance %s was purged meanwhile", c.after.Name)
	}
	if refused != nil {
		i.Name, i.Tags = c.before.Name, c.before.Tags
		i.LastOperation.end(failed, &refused.text, s.now())
		s.state.instances.put(i)
		return dispatch.Reply{}, refused
	}
	if url := a.optionalText("dashboard_url"); url != nil {
		i.DashboardURL = url
	}
	i.Updated = s.now()
	if a.status == http.StatusAccepted {
		i.LastOperation.Token = a.optionalText("operation")
		s.watch(instanceWatch{i.GUID, i.LastOperation.ID, r.origin})
		s.state.instances.put(i)
		return located(http.StatusAccepted, s.view(r).showInstance(i)), nil
	}
	i.finishUpdate(nil, s.now())
	s.state.instances.put(i)
	return dispatch.Reply{Status: http.StatusCreated, Body: s.view(r).showInstance(i)}, nil
}

// finishUpdate makes what an update led to the state of the instance.
func (i *instance) finishUpdate(description *string, at time.Time) {
	i.PlanGUID, i.MaintenanceInfo = i.LastOperation.PlanGUID, i.LastOperation.MaintenanceInfo
	i.LastOperation.end(succeeded, description, at)
}

// beginUpdate checks the request and records that an update is in progress.
func (s *Server) beginUpdate(r *request) (change, question, *failure) {
	i, refused := s.writableInstance(r)
	if refused != nil {
		return change{}, question{}, refused
	}
	c, refused := s.checkUpdate(r, i)
	if refused != nil {
		return c, question{}, refused
	}
	c.after.LastOperation = s.newOperation(update, inProgress, nil)
	c.after.LastOperation.PlanGUID = c.target.GUID
	c.after.LastOperation.MaintenanceInfo = c.maintenance
	c.after.LastOperation.Deadline = s.deadline(c.target.GUID)
	s.state.instances.put(c.after)
	return c, s.patch(r, c), nil
}

func (s *Server) checkUpdate(r *request, i instance) (change, *failure) {
	c := change{before: i, after: i, maintenance: i.MaintenanceInfo}
	if i.UserProvided {
		return c, fail("UserProvidedServiceInstanceHandlerNeeded", "user-provided instances are updated under /v2/user_provided_service_instances")
	}
	if refused := i.busy(); refused != nil {
		return c, refused
	}
	if s.state.bindings.any(func(b binding) bool { return b.InstanceGUID == i.GUID && (b.Pending || b.LastOperation.running()) }) {
		return c, fail("AsyncServiceBindingOperationInProgress", "an operation on a binding of service instance %s is in progress", i.Name)
	}
	if r.has("space_guid") && r.Text("space_guid") != i.SpaceGUID {
		return c, fail("ServiceInstanceSpaceChangeNotAllowed", "a service instance cannot move to another space")
	}
	if refused := s.checkTarget(r, &c); refused != nil {
		return c, refused
	}
	if refused := s.checkMaintenance(r, &c); refused != nil {
		return c, refused
	}
	if r.has("name") {
		c.after.Name = trimmed(r, "name")
	}
	if r.has("tags") {
		c.after.Tags = r.texts("tags")
	}
	if refused := s.checkName(c.after); refused != nil {
		return c, refused
	}
	o, _ := s.state.offerings.get(i.OfferingGUID)
	c.ask = c.ask || r.has("parameters") || c.after.Name != i.Name && o.Service.AllowContextUpdates
	return c, nil
}

// checkTarget finds the plan that the update leads to, and refuses one that it cannot lead to.
func (s *Server) checkTarget(r *request, c *change) *failure {
	i := c.before
	current, _ := s.state.plans.get(i.PlanGUID)
	c.target = current
	if r.has("parameters") && !s.sees(r, current) {
		return fail("ServiceInstanceWithInaccessiblePlanNotUpdateable", "the caller can no longer use the plan of the instance")
	}
	guid := orElse(r.Text("service_plan_guid"), i.PlanGUID)
	if guid == i.PlanGUID {
		return nil
	}
	if !s.updateable(current) {
		return fail("ServicePlanNotUpdateable", "instances of the plan %s cannot change their plan", current.Plan.Name)
	}
	target, found := s.state.plans.get(guid)
	if !found || target.OfferingGUID != i.OfferingGUID || !s.sees(r, target) {
		return fail("InvalidRelation", "there is no plan %s of the same service", guid)
	}
	sp, _ := s.state.spaces.get(i.SpaceGUID)
	if !s.bindable(target) && len(s.bindingsOf(i.GUID, false)) > 0 {
		return fail("ServicePlanInvalid", "the plan %s is not bindable, but there are bindings", target.Plan.Name)
	}
	o, _ := s.state.organizations.get(sp.OrganizationGUID)
	if paid := target.Plan.Free != nil && !*target.Plan.Free; paid && o.Quota.FreePlansOnly {
		return fail("ServiceInstanceServicePlanNotAllowed", "the organization may use free plans only")
	}
	c.target, c.maintenance, c.ask = target, target.Plan.MaintenanceInfo, true
	return nil
}

// checkMaintenance reads the maintenance information that the update asks for.
func (s *Server) checkMaintenance(r *request, c *change) *failure {
	info := r.Object("maintenance_info")
	if info == nil {
		return nil
	}
	version, _ := info["version"].(string)
	switch {
	case !semantic(version):
		return fail("MaintenanceInfoNotSemver", "maintenance_info.version must be a semantic version")
	case c.target.GUID != c.before.PlanGUID:
		return fail("MaintenanceInfoNotUpdatableWhenChangingPlan", "maintenance_info cannot change together with the plan")
	case c.target.Plan.MaintenanceInfo == nil:
		return fail("MaintenanceInfoNotSupported", "the plan %s has no maintenance information", c.target.Plan.Name)
	case version == c.before.MaintenanceInfo["version"]:
		return nil
	}
	c.ask, c.maintenance = true, map[string]any{"version": version}
	if version == c.target.Plan.MaintenanceInfo["version"] {
		c.maintenance = c.target.Plan.MaintenanceInfo
	}
	return nil
}

func (s *Server) patch(r *request, c change) question {
	i := c.before
	q := s.toBroker(i, http.MethodPatch, r.origin)
	service, plan := s.ids(i)
	context := s.context(i.SpaceGUID)
	previous := map[string]any{
		"service_id":      service,
		"plan_id":         plan,
		"organization_id": context["organization_guid"],
		"space_id":        i.SpaceGUID,
	}
	if i.MaintenanceInfo != nil {
		previous["maintenance_info"] = i.MaintenanceInfo
	}
	context["instance_name"] = c.after.Name
	q.body = map[string]any{
		"service_id":      service,
		"plan_id":         c.target.Plan.ID,
		"previous_values": previous,
		"context":         context,
	}
	if r.has("parameters") {
		q.body["parameters"] = r.Object("parameters")
	}
	if version := c.maintenance["version"]; version != nil && (r.has("maintenance_info") || c.target.GUID != i.PlanGUID) {
		q.body["maintenance_info"] = map[string]any{"version": version}
	}
	q.query = incomplete(nil, r.flag("accepts_incomplete"))
	return q
}
