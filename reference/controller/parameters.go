package controller

import (
	"net/http"

	"conformance/reference/dispatch"
)

// getInstanceParameters fetches the parameters of an instance from its broker.
func (s *Server) getInstanceParameters(r *request) (dispatch.Reply, *failure) {
	s.mu.Lock()
	i, refused := s.readableInstance(r)
	o, _ := s.state.offerings.get(i.OfferingGUID)
	if refused == nil && !o.Service.InstancesRetrievable {
		refused = fail("ServiceFetchInstanceParametersNotSupported", "the service cannot show the parameters of its instances")
	}
	if refused == nil {
		refused = i.busy()
	}
	q := s.toBroker(i, http.MethodGet, r.origin)
	s.mu.Unlock()
	return s.fetch(q, refused)
}

// getBindingParameters fetches the parameters of a binding from its broker.
func (s *Server) getBindingParameters(r *request) (dispatch.Reply, *failure) {
	s.mu.Lock()
	b, refused := s.readableBinding(r)
	q, refused := s.bindingFetch(r, b, refused, "ServiceFetchBindingParametersNotSupported")
	if refused == nil && b.LastOperation.running() {
		refused = b.busy()
	}
	s.mu.Unlock()
	return s.fetch(q, refused)
}

// getKeyParameters fetches the parameters of a key from its broker.
func (s *Server) getKeyParameters(r *request) (dispatch.Reply, *failure) {
	s.mu.Lock()
	b, refused := s.findKey(r)
	q, refused := s.bindingFetch(r, b, refused, "ServiceKeyNotSupported")
	s.mu.Unlock()
	return s.fetch(q, refused)
}

func (s *Server) bindingFetch(r *request, b binding, refused *failure, unsupported string) (question, *failure) {
	i, _ := s.state.instances.get(b.InstanceGUID)
	o, _ := s.state.offerings.get(i.OfferingGUID)
	if refused == nil && !o.Service.BindingsRetrievable {
		refused = fail(unsupported, "the service cannot show the parameters of its bindings")
	}
	return s.toBinding(i, b, http.MethodGet, r.origin), refused
}

// fetch asks the broker for a resource and answers with its parameters.
func (s *Server) fetch(q question, refused *failure) (dispatch.Reply, *failure) {
	if refused != nil {
		return dispatch.Reply{}, refused
	}
	a := s.ask(q)
	if refused := s.judgeFetch(a); refused != nil {
		return dispatch.Reply{}, refused
	}
	parameters, _ := a.object["parameters"].(map[string]any)
	return ok(object(parameters)), nil
}

// judgeFetch is as strict as for an update, and on top of that wants exactly a 200 with well-typed members.
func (s *Server) judgeFetch(a answer) *failure {
	switch class := a.class(updates); {
	case a.err == nil && a.status == http.StatusUnprocessableEntity:
		return a.failure("ServiceBrokerRequestRejected")
	case class == classAccepted:
		return a.failure("ServiceBrokerBadResponse")
	}
	if refused, _ := s.judge(a, updates); refused != nil {
		return refused
	}
	if !typed[string](a.object, []string{"service_id", "plan_id"}) ||
		!typed[map[string]any](a.object, []string{"parameters", "credentials"}) {
		return a.failure("ServiceBrokerResponseMalformed")
	}
	return nil
}
