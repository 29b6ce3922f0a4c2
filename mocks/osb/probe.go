package osb

import (
	"encoding/json"
	"maps"
	"strings"

	"conformance/mocks"
)

// opens begins a rule for requests of the scenario that opens credentials.
func opens(operations ...string) mocks.Rule { return mocks.On(operations...).During("credentials") }

const predecessor = "predecessor_binding_id"

// probeMutants break what only opening credentials shows.
func probeMutants() []mutant {
	wrong := opens("bind").Answered(200, 201).Map("/credentials", misspelt)
	kept := opens("unbind").InsteadWith(reply(200, map[string]any{}))
	replacing := opens("bind").Sends(predecessor, nil)
	return []mutant{
		fault("credentials-do-not-open", "a binding hands out a wrong password", wrong).breaks("OSB-BIND-006").blocks(),
		fault("credentials-do-not-open-2.13", "a binding hands out a wrong password", wrong).breaks("OSB-BIND-011").in("2.13").blocks(),
		fault("credentials-do-not-open-2.11", "a binding hands out a wrong password", wrong).breaks("OSB-BIND-045").in("2.11").blocks(),
		fault("rotated-do-not-open", "a binding that replaces another hands out a wrong password",
			replacing.Answered(201).Map("/credentials", misspelt)).breaks("OSB-BIND-006").blocks(),
		fault("unbind-leaves-the-login", "the credentials of a binding that was removed still open", kept).breaks("OSB-UNBIND-001"),
		fault("unbind-leaves-the-login-2.13", "the credentials of a binding that was removed still open", kept).breaks("OSB-UNBIND-001").in("2.13"),
		fault("unbind-leaves-the-last-login", "the credentials of the last binding that was removed still open",
			replacing.Answered(201).Set("/credentials", everybody())).breaks("OSB-UNBIND-001"),
		fault("rotation-revokes", "the credentials of a binding open no longer once another replaces it", opens("bind").Change(unbindPredecessor)).
			breaks("OSB-BIND-104").also("OSB-UNBIND-023").blocks(),
		fault("unbind-revokes-the-other", "a binding that replaces another has its credentials, which end with it",
			replacing.Answered(201).Change(inherit)).breaks("OSB-UNBIND-023"),
	}
}

// unbindPredecessor removes the binding that was replaced.
func unbindPredecessor(s *mocks.Seen, _ *mocks.Answer) {
	sent := s.Object()
	service, _ := sent["service_id"].(string)
	plan, _ := sent["plan_id"].(string)
	if id, _ := sent[predecessor].(string); id != "" {
		s.Send("unbind", map[string]string{"instance_id": s.Params["instance_id"], "binding_id": id},
			map[string][]string{"service_id": {service}, "plan_id": {plan}}, nil)
	}
}

// misspelt are credentials with another password, wherever it stands.
func misspelt(credentials any) any {
	members, _ := credentials.(map[string]any)
	password, _ := members["password"].(string)
	if password == "" {
		return credentials
	}
	members = maps.Clone(members)
	for name, value := range members {
		if text, ok := value.(string); ok {
			members[name] = strings.ReplaceAll(text, password, "not-the-password")
		}
	}
	return members
}

// inherit hands out the credentials of the binding that was replaced.
func inherit(s *mocks.Seen, a *mocks.Answer) {
	id, _ := s.Object()[predecessor].(string)
	old := s.Send("fetch-binding", map[string]string{"instance_id": s.Params["instance_id"], "binding_id": id}, nil, nil)
	var body, fetched map[string]any
	if json.Unmarshal(a.Body, &body) == nil && json.Unmarshal(old.Body, &fetched) == nil {
		body["credentials"] = fetched["credentials"]
		a.Body, _ = json.Marshal(body) // it was JSON before
	}
}

// everybody is a login that does not end.
func everybody() map[string]any {
	return map[string]any{"username": "everybody", "password": "not-a-real-password"}
}

// oddCredentials hand out what is legal and shows nothing, or less.
func oddCredentials() []mocks.Equivalent {
	ended := []string{"OSB-UNBIND-001", "OSB-UNBIND-023", "OSB-BIND-104", "OSB-BIND-006"}
	return []mocks.Equivalent{
		excusing(oddity("other-credentials", "bindings hand out a token for something that is not opened", "credentials are free",
			opens("bind").Answered(200, 201).Set("/credentials", map[string]any{"token": "not-a-real-token"})), ended...),
		excusing(oddity("no-credentials", "bindings hand out no credentials", "credentials are optional",
			opens("bind").Answered(200, 201).Remove("/credentials")), ended...),
		excusing(oddity("one-login", "all bindings of an instance hand out one login, which stays", "credentials should be of one binding, and need not be",
			opens("bind").Answered(200, 201).Set("/credentials", everybody())), ended...),
	}
}
