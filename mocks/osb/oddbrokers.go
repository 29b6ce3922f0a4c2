package osb

import (
	"encoding/json"
	"slices"

	"conformance/mocks"
)

// oddBrokers behave as whole brokers do: without updates, with one instance at a time, with bad moments.
func oddBrokers() []mocks.Equivalent {
	return append(oddPatches(), oddMoments()...)
}

func oddPatches() []mocks.Equivalent {
	kept := alters("update").Answered(422).AnsweredWith(says("keeps it"))
	failing := alters("instance-last-operation").Query("operation", "update-later").
		InsteadWith(reply(200, map[string]any{"state": "failed", "description": "the plan stays"}))
	later := map[string]any{"operation": "update-later"}
	unpatched := []string{"OSB-CAT-056", "OSB-CONC-002", "OSB-CONC-009", "OSB-CONC-010", "OSB-ERR-006", "OSB-ERR-008", "OSB-ERR-011", "OSB-MAINT-008", "OSB-MAINT-011", "OSB-MAINT-012",
		"OSB-POLL-026", "OSB-POLL-028", "OSB-PROV-058", "OSB-UPD-002", "OSB-UPD-004", "OSB-UPD-008", "OSB-UPD-010", "OSB-UPD-013", "OSB-UPD-014", "OSB-UPD-015",
		"OSB-UPD-024", "OSB-UPD-026", "OSB-UPD-028", "OSB-UPD-029", "OSB-UPD-030", "OSB-UPD-031", "OSB-UPD-032", "OSB-UPD-034", "OSB-UPD-035", "OSB-UPD-036",
		"OSB-UPD-039", "OSB-UPD-044", "OSB-UPD-046", "OSB-UPD-047", "OSB-UPD-048", "OSB-UPD-050", "OSB-UPD-053", "OSB-CTX-007"}
	undeclared := mocks.On("catalog").Answered(200).Set("/services/*/plan_updateable", false).Set("/services/*/allow_context_updates", false).
		Remove("/services/*/plans/*/plan_updateable")
	return []mocks.Equivalent{
		excusing(oddity("no-updates-404", "there is no way to update an instance", "updates are offered by those who implement them",
			undeclared, mocks.On("update").InsteadWith(reply(404, failure()))), unpatched...),
		excusing(oddity("no-updates-405", "PATCH is not allowed", "updates are offered by those who implement them",
			undeclared, mocks.On("update").InsteadWith(reply(405, failure()))), unpatched...),
		excusing(oddity("no-updates-501", "updates are not implemented", "updates are offered by those who implement them",
			undeclared, mocks.On("update").InsteadWith(reply(501, failure()))), unpatched...),
		excusing(oddity("update-of-nothing-fails-later", "an update of what was deleted is accepted, and finds nothing", "what cannot be shows when it is tried",
			lives("update").Answered(404).Change(instead(202, later)),
			lives("instance-last-operation").Query("operation", "update-later").InsteadWith(reply(404, failure()))), "OSB-UPD-053"),
		excusing(oddity("kept-plan-fails-later", "an undeclared change of plan is accepted, and fails", "what cannot be shows when it is tried",
			kept.Change(instead(202, later)), failing), "OSB-UPD-034"),
		excusing(oddity("impossible-update-fails-later", "an update that the state rules out is accepted, and fails", "what cannot be shows when it is tried",
			fails("update").When(func(s *mocks.Seen) bool { return s.Object()["plan_id"] != nil }).Answered(422).Change(instead(202, later)),
			fails("instance-last-operation").Query("operation", "update-later").InsteadWith(reply(200, map[string]any{"state": "failed", "description": "no"}))), "OSB-UPD-035"),
		oddity("same-parameters-refused", "an update to the parameters that the instance has is refused", "what an update can do is the broker's affair",
			alters("update").When(repeated()).InsteadWith(reply(400, failure()))),
		oddity("unborn-gone", "an instance that is being made is not there for updates", "no code is laid down for it",
			waits("update").Nth(1).InsteadWith(reply(410, failure()))),
		oddity("unborn-unknown", "an instance that is being made is unknown to updates", "no code is laid down for it",
			waits("update").Nth(1).InsteadWith(reply(400, failure()))),
	}
}

func oddMoments() []mocks.Equivalent {
	polls := mocks.On("instance-last-operation", "binding-last-operation")
	return []mocks.Equivalent{
		oddity("polls-stumble-503", "the first poll of an operation finds the broker out of order", "platforms poll on",
			polls.Answered(200).AnsweredWith(says("in progress")).Nth(2).Change(instead(503, failure()))),
		oddity("polls-stumble-429", "polls come too often for the broker", "platforms poll on",
			polls.Answered(200).AnsweredWith(says("in progress")).Nth(3).Change(instead(429, failure()))),
		excusing(oddity("one-instance-waits", "there is one instance of a plan that takes its time", "nothing says how many there can be",
			alone()...), "OSB-PROV-007", "OSB-PROV-040"),
		oddity("binds-known-conflict", "a binding that is there conflicts when it is asked for again", "200 for an identical request is a recommendation",
			side("bind").Answered(200).Status(409).Body("{}")),
		oddity("binds-too-often", "binds come too often for the broker", "a limit of requests has nothing to do with concurrency",
			side("bind").Answered(200).Status(429)),
		excusing(oddity("later-repeated-202", "an instance that was made later is accepted again", "200 is for synchronous operations",
			lives("provision").Nth(1).Answered(201).Status(202), lives("provision").After(1).Answered(200).Status(202)), "OSB-PROV-023", "OSB-PROV-026", "OSB-PROV-054"),
		excusing(oddity("odd-types-ignored", "members that a broker does not read may be anything", "what is malformed is not said, and what is not read is not seen",
			lives("provision").When(oddMembers).DropSent("/context").DropSent("/parameters")), "OSB-BIND-063", "OSB-DEPROV-026"),
	}
}

func oddMembers(s *mocks.Seen) bool {
	_, list := s.Object()["context"].([]any)
	_, text := s.Object()["parameters"].(string)
	return list || text
}

// alone is the rules of a broker that makes one instance of a plan, when that takes its time.
func alone() []mocks.Rule {
	made := remember()
	key := func(s *mocks.Seen) string { return s.Run + s.Scenario + text(s, "plan_id") }
	return []mocks.Rule{
		waits("provision").When(func(s *mocks.Seen) bool {
			of := made.of(key(s))
			return len(of) > 0 && of[0] != s.Params["instance_id"]
		}).InsteadWith(reply(403, failure())),
		waits("provision").Answered(202).Change(func(s *mocks.Seen, _ *mocks.Answer) { made.add(key(s), s.Params["instance_id"]) }),
	}
}

func text(s *mocks.Seen, member string) string {
	value, _ := s.Object()[member].(string)
	return value
}

// instead replaces an answer.
func instead(status int, body map[string]any) func(*mocks.Seen, *mocks.Answer) {
	return func(s *mocks.Seen, a *mocks.Answer) { *a = *reply(status, body)(s) }
}

// repeated holds for updates of an instance to parameters that it was sent before, for a plan that there is.
func repeated() func(*mocks.Seen) bool {
	known := remember()
	return func(s *mocks.Seen) bool {
		parameters, _ := json.Marshal(s.Object()["parameters"])
		if s.Object()["parameters"] == nil || unheardOf(s) {
			return false
		}
		id := s.Params["instance_id"]
		before := known.of(id)
		known.add(id, string(parameters))
		return slices.Contains(before, string(parameters))
	}
}
