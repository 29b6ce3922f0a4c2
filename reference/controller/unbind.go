package controller

import (
	"fmt"
	"net/http"

	"conformance/reference/dispatch"
)

// unbinding is a delete of a binding or key under way.
type unbinding struct {
	binding    binding
	origin     origin
	accepts    bool
	background bool
}

// deleteBinding removes a binding: within the request, or in a job.
func (s *Server) deleteBinding(r *request) (dispatch.Reply, *failure) {
	s.mu.Lock()
	b, refused := s.deletable(r)
	s.mu.Unlock()
	if refused != nil {
		return dispatch.Reply{}, refused
	}
	u := unbinding{binding: b, origin: r.origin, accepts: r.flag("accepts_incomplete")}
	if r.flag("async") && !u.accepts {
		return s.queue(func() *failure {
			_, _, refused := s.unbind(u)
			return refused
		}), nil
	}
	warnings, left, refused := s.unbind(u)
	switch {
	case refused != nil:
		return dispatch.Reply{}, refused
	case left == nil:
		return warned(gone(), warnings), nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return located(http.StatusAccepted, s.view(r).showBinding(*left)), nil
}

func (s *Server) deletable(r *request) (binding, *failure) {
	b, refused := s.findBinding(r)
	if refused != nil {
		return b, refused
	}
	i, _ := s.state.instances.get(b.InstanceGUID)
	if refused := s.mayWrite(r, i.SpaceGUID, "OrgSuspended"); refused != nil {
		return b, refused
	}
	if refused := i.busy(); refused != nil {
		return b, refused
	}
	if b.LastOperation.running(remove) {
		return b, b.busy()
	}
	return b, nil
}

// unbind asks the broker to delete a binding or key. It returns the binding while the broker is still at it, nil
// when it is gone, with a warning when the broker may not have finished.
func (s *Server) unbind(u unbinding) (warnings []string, left *binding, refused *failure) {
	s.mu.Lock()
	b, kept := s.state.bindings.get(u.binding.GUID)
	i, _ := s.state.instances.get(b.InstanceGUID)
	switch {
	case !kept:
		s.mu.Unlock()
		return nil, nil, nil
	case b.Pending || b.LastOperation.running(remove):
		s.mu.Unlock()
		return nil, nil, b.busy()
	case i.UserProvided:
		s.state.bindings.remove(b.GUID)
		s.mu.Unlock()
		return nil, nil, nil
	}
	previous := b.LastOperation
	b.LastOperation = s.newOperation(remove, inProgress, nil)
	s.state.bindings.put(b)
	q := s.unbindRequest(i, b, u.accepts, u.origin)
	what := s.describe(b, i)
	s.mu.Unlock()
	q.background = u.background
	a := s.ask(q)
	refused, _ = s.judge(a, unbinds)

	s.mu.Lock()
	defer s.mu.Unlock()
	b, kept = s.state.bindings.get(b.GUID)
	switch {
	case !kept: // purged meanwhile
		return nil, nil, nil
	case refused != nil:
		return nil, nil, s.keepBinding(b, previous, a, refused, what, u)
	case a.status == http.StatusAccepted && u.accepts:
		b.LastOperation.Token = a.optionalText("operation")
		b.LastOperation.Deadline = s.deadline(i.PlanGUID)
		s.watch(bindingWatch{b.GUID, b.LastOperation.ID, u.origin, &answer{}})
		s.state.bindings.put(b)
		return nil, &b, nil
	case a.status == http.StatusAccepted:
		warnings = []string{"The service broker answered that it removes the binding later; whether it did is not known."}
	}
	s.state.bindings.remove(b.GUID)
	return warnings, nil, nil
}

// keepBinding records that a binding could not be removed. When only its creation stands against that, the creation
// goes on.
func (s *Server) keepBinding(b binding, previous *operation, a answer, refused *failure, what string, u unbinding) *failure {
	busy := a.class(unbinds) == classConcurrency
	if busy && b.Key {
		refused = a.failure("ConcurrencyError")
	}
	b.LastOperation.end(failed, nil, s.now())
	if busy && previous.running(create) {
		b.LastOperation = previous
		b.LastOperation.ID = s.config.NewID()
		s.watch(bindingWatch{b.GUID, b.LastOperation.ID, u.origin, &answer{}})
	}
	s.state.bindings.put(b)
	refused.text = what + ": " + refused.text
	return refused
}

// describe names a binding by what it ties together.
func (s *Server) describe(b binding, i instance) string {
	if b.Key {
		return fmt.Sprintf("service key %s of service instance %s", nameOf(b), i.Name)
	}
	a, _ := s.state.apps.get(b.AppGUID)
	return fmt.Sprintf("app %s and service instance %s", a.Name, i.Name)
}
