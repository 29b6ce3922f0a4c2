package controller

import (
	"net/http"
	"strings"

	"conformance/reference/dispatch"
)

// removal is a delete of an instance under way: the instance with the operation that the delete is, and the
// operation that it took the place of.
type removal struct {
	instance  instance
	previous  *operation
	origin    origin
	accepts   bool
	recursive bool
	// background marks a delete that a job carries out.
	background bool
}

// deleteInstance deprovisions an instance: within the request, or in a job.
func (s *Server) deleteInstance(r *request) (dispatch.Reply, *failure) {
	s.mu.Lock()
	d, refused := s.beginRemoval(r)
	s.mu.Unlock()
	switch {
	case refused != nil:
		return dispatch.Reply{}, refused
	case r.flag("purge"):
		return gone(), nil
	case r.flag("async") && !d.accepts:
		d.background = true
		return s.queue(func() *failure {
			_, refused := s.remove(d)
			return refused
		}), nil
	}
	left, refused := s.remove(d)
	switch {
	case refused != nil:
		return dispatch.Reply{}, refused
	case left == nil:
		return gone(), nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return located(http.StatusAccepted, s.view(r).showInstance(*left)), nil
}

// beginRemoval checks the request and records that a delete is in progress; a purge is done at once.
func (s *Server) beginRemoval(r *request) (removal, *failure) {
	i, refused := s.writableInstance(r)
	d := removal{instance: i, previous: i.LastOperation, origin: r.origin,
		accepts: r.flag("accepts_incomplete"), recursive: r.flag("recursive")}
	switch {
	case refused != nil:
		return d, refused
	case i.UserProvided:
		return d, fail("UserProvidedServiceInstanceHandlerNeeded", "user-provided instances are deleted under /v2/user_provided_service_instances")
	case r.flag("purge"):
		return d, s.purgeFor(r, i)
	case !d.recursive && s.state.bindings.any(func(b binding) bool { return b.InstanceGUID == i.GUID }):
		return d, fail("AssociationNotEmpty", "the service instance %s has bindings or keys", i.Name)
	case i.LastOperation.running(update, remove):
		return d, i.busy()
	}
	d.instance.LastOperation = s.newOperation(remove, inProgress, nil)
	s.state.instances.put(d.instance)
	return d, nil
}

func (s *Server) purgeFor(r *request, i instance) *failure {
	p, _ := s.state.plans.get(i.PlanGUID)
	if b, _ := s.state.brokers.get(p.BrokerGUID); !r.user.admin() && b.SpaceGUID == "" {
		return fail("NotAuthorized", "only an administrator may purge an instance of this broker")
	}
	s.purge(i.GUID)
	return nil
}

// purge forgets an instance with all that hangs on it. No broker is asked.
func (s *Server) purge(guid string) {
	for _, b := range s.state.bindings.where(func(b binding) bool { return b.InstanceGUID == guid }) {
		s.state.bindings.remove(b.GUID)
	}
	s.state.instances.remove(guid)
}

// remove unbinds what is bound and deprovisions. It returns the instance while the broker is still at it, nil when
// it is gone.
func (s *Server) remove(d removal) (*instance, *failure) {
	if refused := s.unbindAll(d); refused != nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.restore(d)
		return nil, refused
	}
	s.mu.Lock()
	q := s.deprovision(d.instance, d.accepts, d.origin)
	s.mu.Unlock()
	q.background = d.background
	a := s.ask(q)
	refused, _ := s.judge(a, deprovisions)

	s.mu.Lock()
	defer s.mu.Unlock()
	i, kept := s.state.instances.get(d.instance.GUID)
	if !kept {
		return nil, nil // purged meanwhile
	}
	switch {
	case refused != nil:
		refused.text = "service instance " + i.Name + ": " + refused.text
		if a.class(deprovisions) == classConcurrency && d.previous.running(create) {
			s.restore(d)
			return nil, refused
		}
		i.LastOperation.end(failed, nil, s.now())
	case a.status == http.StatusAccepted:
		i.LastOperation.Token = a.optionalText("operation")
		i.LastOperation.Deadline = s.deadline(i.PlanGUID)
		s.watch(instanceWatch{i.GUID, i.LastOperation.ID, d.origin})
	default:
		s.state.instances.remove(i.GUID)
		return nil, nil
	}
	s.state.instances.put(i)
	return &i, refused
}

// restore puts the operation back that a delete took the place of. Its polling ended then, and begins anew.
func (s *Server) restore(d removal) {
	i, kept := s.state.instances.get(d.instance.GUID)
	if !kept {
		return
	}
	i.LastOperation = d.previous
	if i.LastOperation.running() {
		i.LastOperation.ID = s.config.NewID()
		s.watch(instanceWatch{i.GUID, i.LastOperation.ID, d.origin})
	}
	s.state.instances.put(i)
}

// unbindAll removes bindings and keys of an instance, and says which could not be removed at once.
func (s *Server) unbindAll(d removal) *failure {
	s.mu.Lock()
	bound := s.state.bindings.where(func(b binding) bool { return b.InstanceGUID == d.instance.GUID })
	s.mu.Unlock()
	var causes []string
	for _, b := range bound {
		u := unbinding{binding: b, origin: d.origin, accepts: d.accepts && !b.Key, background: d.background}
		_, left, refused := s.unbind(u)
		switch {
		case refused != nil:
			causes = append(causes, refused.text)
		case left != nil:
			causes = append(causes, "the service broker has not finished removing binding "+b.GUID)
		}
	}
	if len(causes) == 0 {
		return nil
	}
	return fail("ServiceInstanceRecursiveDeleteFailed", "service instance %s cannot be deleted: %s",
		d.instance.Name, cut(strings.Join(causes, "; ")))
}
