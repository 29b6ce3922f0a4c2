package osb

import "conformance/mocks"

func provisionMutants() []mutant {
	repeated := lives("provision").After(1).Answered(200)
	asking := lives("provision")
	unknown := asking.Sends("conformance_unknown", nil)
	conflicting := asking.AnsweredWith(says("MaintenanceInfoConflict"))
	return []mutant{
		fault("provision-answers-405", "instances cannot be provisioned", mocks.On("provision").InsteadWith(reply(405, failure()))).
			breaks("OSB-PROV-002").blocks(),
		fault("provision-answers-200", "a new instance is answered with 200", mocks.On("provision").Answered(201).Status(200)).
			breaks("OSB-PROV-026", "OSB-ASYNC-005"),
		fault("repeat-answers-201", "an identical repeated provision is answered with 201", repeated.Status(201)).
			in("2.13").breaks("OSB-PROV-024"),
		fault("repeat-answers-409", "an identical repeated provision is answered with 409", repeated.Status(409)).
			breaks("OSB-PROV-023").also("OSB-PROV-054", "OSB-META-012"),
		fault("repeat-has-other-dashboard", "the dashboard of an instance is elsewhere when asked again",
			repeated.Set("/dashboard_url", "https://dashboard.example.com/other")).breaks("OSB-PROV-054"),
		fault("conflict-answers-200", "another plan for an existing instance is answered with 200", asking.Answered(409).Status(200).Body("{}")).
			breaks("OSB-PROV-037"),
		fault("broken-json-answers-422", "a body that breaks off is answered with 422",
			asking.When(func(s *mocks.Seen) bool { return s.Object() == nil }).Status(422)).breaks("OSB-PROV-030", "OSB-ERR-027"),
		fault("broken-json-crashes", "a body that breaks off is answered with 500",
			asking.When(func(s *mocks.Seen) bool { return s.Object() == nil }).Status(500)).breaks("OSB-ERR-001", "OSB-PROV-030", "OSB-ERR-027"),
		fault("empty-body-served", "a provision without body is served", asking.When(func(s *mocks.Seen) bool { return len(s.Body) == 0 }).InsteadWith(reply(201, map[string]any{}))).
			breaks("OSB-PROV-030", "OSB-ERR-027").also("OSB-DEPROV-026", "OSB-BIND-063"),
		fault("numbered-service-served", "a service_id that is a number is served", asking.When(func(s *mocks.Seen) bool { _, number := s.Object()["service_id"].(float64); return number }).
			SetSent("/service_id", documents)).breaks("OSB-PROV-030").lax(),
		fault("odd-context-crashes", "a context that is a list crashes the broker", asking.When(oddMembers).InsteadWith(reply(500, failure()))).
			breaks("OSB-PROV-030", "OSB-ERR-001"),
		fault("service-defaults", "a provision without service_id takes the first", asking.When(lacks("service_id")).SetSent("/service_id", documents)).
			breaks("OSB-PROV-031").lax(),
		fault("plan-defaults", "a provision without plan_id takes the first", asking.When(lacks("plan_id")).SetSent("/plan_id", syncPlan)).
			breaks("OSB-PROV-032").lax(),
		fault("organization-ignored", "a provision without organization_guid is served",
			asking.When(lacks("organization_guid")).SetSent("/organization_guid", "none")).breaks("OSB-PROV-033").lax(),
		fault("space-ignored", "a provision without space_guid is served", asking.When(lacks("space_guid")).SetSent("/space_guid", "none")).
			breaks("OSB-PROV-034").lax(),
		fault("stale-provision-served", "a provision with stale maintenance_info is served",
			asking.When(stale).DropSent("/maintenance_info")).breaks("OSB-MAINT-009").also("OSB-MAINT-010").lax(),
		fault("stale-provision-uncoded", "a provision with stale maintenance_info is refused with a code of its own",
			conflicting.Set("/error", "Stale")).breaks("OSB-MAINT-010"),
		fault("maintenance-refused", "a provision with the right maintenance_info is refused",
			asking.Sends("maintenance_info", nil).InsteadWith(reply(422, map[string]any{"error": "MaintenanceInfoConflict", "description": "no"}))).
			breaks("OSB-MAINT-014").blocks(),
		fault("unknown-member-refused-2.13", "a request with an unknown member is refused", unknown.Answered(200).Status(400)).
			in("2.13").breaks("OSB-META-008"),
		fault("unknown-member-answers-201", "a request with an unknown member is answered with 201", unknown.Answered(200).Status(201)).
			breaks("OSB-META-011", "OSB-META-008"),
		fault("unknown-member-refused", "a request with an unknown member is refused", unknown.Answered(200).Status(400)).
			breaks("OSB-META-012", "OSB-META-011", "OSB-META-008"),
		fault("unknown-member-of-update-refused", "an update with an unknown member is refused",
			lives("update").Sends("conformance_unknown", nil).InsteadWith(reply(400, failure()))).breaks("OSB-META-012", "OSB-META-011", "OSB-META-008"),
		fault("unknown-member-of-bind-conflicts", "a bind that is repeated with an unknown member is a conflict",
			lives("bind").Sends("conformance_unknown", nil).InsteadWith(reply(409, failure()))).breaks("OSB-META-011", "OSB-META-012", "OSB-META-008"),
		fault("repeats-run", "a provision that is repeated is accepted and runs, and is the only one meanwhile", repeatsRun()...).
			breaks("OSB-PROV-023").also("OSB-PROV-054", "OSB-PROV-025"),
	}
}

// repeatsRun accepts repeated provisions as new work, and refuses what comes before it has ended.
func repeatsRun() []mocks.Rule {
	const repeat = "repeat"
	began, ended := remember(), remember()
	running := func(s *mocks.Seen) bool {
		id := s.Params["instance_id"]
		return len(began.of(id)) > len(ended.of(id))
	}
	accepted := func(s *mocks.Seen) *mocks.Answer { return reply(202, map[string]any{"operation": repeat})(s) }
	polls := mocks.On("instance-last-operation").Query("operation", repeat)
	return []mocks.Rule{
		mocks.On("provision", "update", "bind", "unbind", "deprovision").When(running).
			InsteadWith(reply(422, map[string]any{"error": "ConcurrencyError", "description": "one at a time"})),
		mocks.On("provision").Answered(200).Change(func(s *mocks.Seen, a *mocks.Answer) {
			began.add(s.Params["instance_id"], s.Header.Get(identity))
			a.Body, a.Status = accepted(s).Body, 202
		}),
		polls.Change(func(s *mocks.Seen, _ *mocks.Answer) { ended.add(s.Params["instance_id"], s.Header.Get(identity)) }).SetQuery("operation", ""),
	}
}

// stale holds for requests with maintenance_info that the catalog does not have.
func stale(s *mocks.Seen) bool {
	info, _ := s.Object()["maintenance_info"].(map[string]any)
	return info["version"] == "0.0.1-none"
}
