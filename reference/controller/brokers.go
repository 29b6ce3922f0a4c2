package controller

import (
	"net/http"
	"net/url"
	"strings"

	"conformance/reference/dispatch"
)

func (v view) showBroker(b broker) resource {
	return envelope("service_brokers", b.identity, map[string]any{
		"name":          b.Name,
		"broker_url":    b.URL,
		"auth_username": b.Username,
		"space_guid":    orNull(b.SpaceGUID),
	})
}

// createBroker registers a broker. Its name is reserved while the catalog is read.
func (s *Server) createBroker(r *request) (dispatch.Reply, *failure) {
	b, refused := s.reserveBroker(r)
	if refused != nil {
		return dispatch.Reply{}, refused
	}
	services, refused := s.readCatalog(b, r.origin)
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.reserved, b.Name)
	if refused != nil {
		return dispatch.Reply{}, refused
	}
	s.state.brokers.put(b)
	warnings := s.syncCatalog(b, services)
	return warned(located(http.StatusCreated, s.view(r).showBroker(b)), warnings), nil
}

func (s *Server) reserveBroker(r *request) (broker, *failure) {
	s.mu.Lock()
	defer s.mu.Unlock()
	b := broker{identity: s.newIdentity(), Name: r.Text("name"), URL: r.Text("broker_url"),
		Username: r.Text("auth_username"), Password: r.Text("auth_password"), SpaceGUID: r.Text("space_guid")}
	if b.SpaceGUID != "" {
		if _, found := s.state.spaces.get(b.SpaceGUID); !found {
			return b, fail("ResourceNotFound", "there is no space %s", b.SpaceGUID)
		}
	}
	if !r.user.admin() && (b.SpaceGUID == "" || !r.user.writes(b.SpaceGUID)) {
		return b, fail("NotAuthorized", "only an administrator, or a developer of the space, may register a broker")
	}
	if refused := s.checkBroker(b); refused != nil {
		return b, refused
	}
	s.reserved[b.Name] = true
	return b, nil
}

// checkBroker refuses a broker whose members cannot stand as they are.
func (s *Server) checkBroker(b broker) *failure {
	address, err := url.Parse(b.URL)
	switch {
	case strings.TrimSpace(b.Name) == "" || b.Username == "" || b.Password == "":
		return fail("ServiceBrokerInvalid", "name, auth_username and auth_password must not be blank")
	case err != nil || address.Scheme != "http" && address.Scheme != "https" || address.Host == "":
		return fail("ServiceBrokerUrlInvalid", "broker_url must be an http or https URL")
	case address.User != nil:
		return fail("ServiceBrokerUrlBasicAuthNotSupported", "broker_url must not contain credentials; use auth_username and auth_password")
	case s.reserved[b.Name] || s.state.brokers.any(func(o broker) bool { return o.Name == b.Name && o.GUID != b.GUID }):
		return fail("ServiceBrokerNameTaken", "the broker name %s is taken", b.Name)
	}
	return nil
}

// changeableBroker finds a broker that the caller may change.
func (s *Server) changeableBroker(r *request) (broker, *failure) {
	b, found := s.state.brokers.get(r.Params["guid"])
	if !found {
		return b, fail("NotFound", "there is no service broker %s", r.Params["guid"])
	}
	if !r.user.admin() && (b.SpaceGUID == "" || !r.user.writes(b.SpaceGUID)) {
		return b, fail("NotAuthorized", "only an administrator, or a developer of the space, may change the broker")
	}
	return b, nil
}

// updateBroker changes a broker and reads its catalog again, unless only its name is to change.
func (s *Server) updateBroker(r *request) (dispatch.Reply, *failure) {
	s.mu.Lock()
	b, refused := s.changedBroker(r)
	s.mu.Unlock()
	if refused != nil {
		return dispatch.Reply{}, refused
	}
	renamed := r.has("name") && !r.has("broker_url") && !r.has("auth_username") && !r.has("auth_password")
	var services []catalogService
	if !renamed {
		if services, refused = s.readCatalog(b, r.origin); refused != nil {
			return dispatch.Reply{}, refused
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if refused := s.checkBroker(b); refused != nil {
		return dispatch.Reply{}, refused
	}
	if _, found := s.state.brokers.get(b.GUID); !found {
		return dispatch.Reply{}, fail("NotFound", "the service broker %s was deleted meanwhile", b.GUID)
	}
	var warnings []string
	if !renamed {
		if problems := s.syncProblems(b, services); len(problems) > 0 {
			return dispatch.Reply{}, fail("ServiceBrokerCatalogInvalid", "the service catalog is invalid:\n%s", strings.Join(problems, "\n"))
		}
		warnings = s.syncCatalog(b, services)
	}
	b.Updated = s.now()
	s.state.brokers.put(b)
	return warned(ok(s.view(r).showBroker(b)), warnings), nil
}

func (s *Server) changedBroker(r *request) (broker, *failure) {
	b, refused := s.changeableBroker(r)
	if refused != nil {
		return b, refused
	}
	for member, value := range map[string]*string{
		"name": &b.Name, "broker_url": &b.URL, "auth_username": &b.Username, "auth_password": &b.Password,
	} {
		if r.has(member) {
			*value = r.Text(member)
		}
	}
	return b, s.checkBroker(b)
}

func (s *Server) getBroker(r *request) (dispatch.Reply, *failure) {
	b, found := s.state.brokers.get(r.Params["guid"])
	if !found || !r.user.admin() && !r.user.reads(b.SpaceGUID) {
		return dispatch.Reply{}, fail("ServiceBrokerNotFound", "there is no service broker %s", r.Params["guid"])
	}
	return s.one(r, s.view(r).showBroker(b))
}

func (s *Server) listBrokers(r *request) (dispatch.Reply, *failure) {
	return list(s, r, listing[broker]{
		records: s.state.brokers.where(func(b broker) bool { return r.user.admin() || b.SpaceGUID != "" && r.user.reads(b.SpaceGUID) }),
		filters: map[string]func(broker) []string{
			"name":       is(func(b broker) string { return b.Name }),
			"space_guid": is(func(b broker) string { return b.SpaceGUID }),
		},
		show: s.view(r).showBroker,
	})
}

func (s *Server) deleteBroker(r *request) (dispatch.Reply, *failure) {
	b, refused := s.changeableBroker(r)
	if refused != nil {
		return dispatch.Reply{}, refused
	}
	offerings := s.offeringsOf(b.GUID)
	for _, o := range offerings {
		if s.offeringInUse(o.GUID) {
			return dispatch.Reply{}, fail("ServiceBrokerNotRemovable", "the broker %s has instances; delete these first", b.Name)
		}
	}
	for _, o := range offerings {
		s.removeOffering(o.GUID)
	}
	s.state.brokers.remove(b.GUID)
	return gone(), nil
}
