package osb

import "conformance/mocks"

// removalMutants tell that something was removed which is still there.
func removalMutants() []mutant {
	named := func(s *mocks.Seen) bool {
		return s.Query.Get("service_id") != "" && s.Query.Get("plan_id") != "" && s.Header.Get("Authorization") != ""
	}
	return []mutant{
		fault("unbind-does-nothing", "an unbind is answered with 200, and nothing happens", lives("unbind").When(named).InsteadWith(reply(200, map[string]any{}))).
			breaks("OSB-UNBIND-001", "OSB-FETCH-108", "OSB-UNBIND-017"),
		fault("unbound-fetched", "a binding that was removed is still fetched", lives("fetch-binding").Answered(404).Status(200).Body("{}")).
			breaks("OSB-UNBIND-001", "OSB-FETCH-108"),
		fault("deprovisioned-fetched", "an instance that was removed is still fetched", lives("fetch-instance").Answered(404).Status(200).Body("{}")).
			breaks("OSB-DEPROV-001", "OSB-FETCH-009"),
		fault("deprovision-does-nothing", "a deprovision is answered with 200, and nothing happens", lives("deprovision").When(named).InsteadWith(reply(200, map[string]any{}))).
			breaks("OSB-DEPROV-001", "OSB-DEPROV-017", "OSB-FETCH-009", "OSB-BIND-117", "OSB-UPD-053"),
	}
}
