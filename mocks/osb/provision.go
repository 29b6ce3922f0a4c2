package osb

import (
	"conformance/mocks"
)

// provision returns faults: brokers that answer provisions that are in order wrongly.
func provision() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "provision-answers-405", Title: "instances cannot be provisioned", Breaks: ids{"OSB-PROV-002"}, Blocks: true,
			Rules: rules{mocks.On("provision").InsteadWith(refuse(405))}},
		{ID: "provision-answers-200", Title: "a new instance is answered with 200", Breaks: ids{"OSB-PROV-026", "OSB-ASYNC-005"},
			Rules: rules{mocks.On("provision").Answered(201).Status(200)}},
		{ID: "repeat-answers-201", Title: "an identical repeated provision is answered with 201", Version: "2.13", Breaks: ids{"OSB-PROV-024"},
			Rules: rules{mocks.On("provision").At("lifecycle", "provision again", "provision again with unknown members").Answered(200).Status(201)}},
		{ID: "repeat-answers-409", Title: "an identical repeated provision is answered with 409", Breaks: ids{"OSB-PROV-023"},
			Rules: rules{mocks.On("provision").At("lifecycle", "provision again", "provision again with unknown members").Answered(200).Status(409)}},
		{ID: "repeats-run", Title: "a provision that is repeated is accepted and runs, and is the only one meanwhile", Breaks: ids{"OSB-PROV-023"}, Rules: repeatsRun()},
		{ID: "repeat-has-other-dashboard", Title: "the dashboard of an instance is elsewhere when asked again", Breaks: ids{"OSB-PROV-054"},
			Rules: rules{mocks.On("provision").At("lifecycle", "provision again", "provision again with unknown members").Answered(200).
				Set("/dashboard_url", "https://dashboard.example.com/other")}},
		{ID: "provision-empty", Title: "a repeated provision is answered without body", Breaks: ids{"OSB-PROV-053"}, Also: ids{"OSB-PROV-054"},
			Rules: rules{mocks.On("provision").At("lifecycle").Answered(200).Body("")}},
		{ID: "conflict-answers-200", Title: "another plan for an existing instance is answered with 200", Breaks: ids{"OSB-PROV-037"},
			Rules: rules{mocks.On("provision").At("lifecycle", "provision with another plan").Answered(409).Status(200).Body("{}")}},
		{ID: "provision-pretends", Title: "an instance that was made is gone when it is to be deleted", Breaks: ids{"OSB-PROV-001"},
			Rules: rules{mocks.On("deprovision").At("identifiers").Answered(200).Status(410)}},
		{ID: "provision-pretends-twice", Title: "an instance that was made cannot be fetched", Breaks: ids{"OSB-PROV-001", "OSB-FETCH-001", "OSB-URL-003"},
			Rules: rules{mocks.On("fetch-instance").At("identifiers", "fetch the other").Answered(200).Status(404)}},
		{ID: "dashboard-for-all", Title: "all instances have one dashboard", Breaks: ids{"OSB-PROV-046"},
			Rules: rules{mocks.On("provision").At("parameters").Answered(200, 201).Set("/dashboard_url", "https://dashboard.example.com/all")}},
		{ID: "dashboard-late", Title: "a dashboard is only told when it is fetched", Breaks: ids{"OSB-PROV-047"},
			Rules: rules{mocks.On("provision").At("lifecycle").Answered(201).Remove("/dashboard_url")}},
		{ID: "dashboard-after-202", Title: "a dashboard is only told when an instance is there", Breaks: ids{"OSB-PROV-047"},
			Rules: rules{mocks.On("provision").At("asynchronous").Answered(202).Remove("/dashboard_url")}},
		{ID: "fetch-other-attributes", Title: "a fetch has other attributes than the update", Breaks: ids{"OSB-PROV-058"},
			Rules: rules{mocks.On("fetch-instance").At("updating").Answered(200).Set("/metadata/attributes", map[string]any{"offering": "other"})}},
		{ID: "fetch-without-attributes", Title: "a fetch has lost the attributes", Breaks: ids{"OSB-PROV-058"},
			Rules: rules{mocks.On("fetch-instance").At("updating").Answered(200).Set("/metadata/attributes", map[string]any{})}},
		{ID: "provision-needs-context", Title: "a provision without context is refused", Breaks: ids{"OSB-PROV-021"},
			Rules: rules{mocks.On("provision").At("updating").Lacks("context").InsteadWith(refuse(400))}},
		{ID: "provision-needs-maintenance", Title: "a provision without maintenance_info is refused", Breaks: ids{"OSB-PROV-021"},
			Rules: rules{mocks.On("provision").At("updating").Lacks("maintenance_info").InsteadWith(refuse(422))}},
	}
}

// provisionRefused returns faults: brokers that serve, or misread, provisions that have to be refused.
func provisionRefused() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "broken-json-answers-422", Title: "a body that breaks off is answered with 422", Breaks: ids{"OSB-PROV-030", "OSB-ERR-027"},
			Rules: rules{mocks.On("provision").At("lifecycle").When(mocks.Unreadable).Status(422)}},
		{ID: "empty-body-served", Title: "a provision without body is served", Breaks: ids{"OSB-PROV-030", "OSB-ERR-027"},
			Rules: rules{mocks.On("provision").At("lifecycle").When(func(s *mocks.Seen) bool { return len(s.Body) == 0 }).InsteadWith(reply(201, map[string]any{}))}},
		{ID: "numbered-service-served", Title: "a service_id that is a number is served", Breaks: ids{"OSB-PROV-030"},
			Rules: rules{mocks.On("provision").At("lifecycle").When(func(s *mocks.Seen) bool { _, number := s.Object()["service_id"].(float64); return number }).
				SetSent("/service_id", documents)}},
		{ID: "odd-context-crashes", Title: "a context that is a list crashes the broker", Breaks: ids{"OSB-PROV-030", "OSB-ERR-001"},
			Rules: rules{mocks.On("provision").At("lifecycle").When(oddMembers).InsteadWith(refuse(500))}},
		{ID: "service-defaults", Title: "a provision without service_id takes the first", Breaks: ids{"OSB-PROV-031"},
			Rules: rules{mocks.On("provision").At("lifecycle").Lacks("service_id").SetSent("/service_id", documents)}},
		{ID: "plan-defaults", Title: "a provision without plan_id takes the first", Breaks: ids{"OSB-PROV-032"},
			Rules: rules{mocks.On("provision").At("lifecycle").Lacks("plan_id").SetSent("/plan_id", syncPlan)}},
		{ID: "organization-ignored", Title: "a provision without organization_guid is served", Breaks: ids{"OSB-PROV-033"},
			Rules: rules{mocks.On("provision").At("lifecycle").Lacks("organization_guid").SetSent("/organization_guid", "none")}},
		{ID: "space-ignored", Title: "a provision without space_guid is served", Breaks: ids{"OSB-PROV-034"},
			Rules: rules{mocks.On("provision").At("lifecycle").Lacks("space_guid").SetSent("/space_guid", "none")}},
		{ID: "text-is-a-request", Title: "a body that is a text is answered with 404", Breaks: ids{"OSB-PROV-030", "OSB-ERR-027"},
			Rules: rules{mocks.On("provision").At("lifecycle").When(func(s *mocks.Seen) bool { return len(s.Body) > 0 && s.Body[0] == '"' }).Status(404)}},
		{ID: "number-answers-409", Title: "a service_id that is a number is answered with 409", Breaks: ids{"OSB-PROV-030"},
			Rules: rules{mocks.On("provision").At("lifecycle").When(func(s *mocks.Seen) bool { return s.Object()["service_id"] == 5.0 }).Status(409)}},
		{ID: "unknown-plan-served", Title: "a provision of an unknown plan makes an instance of the first", Breaks: ids{"OSB-PROV-036"},
			Rules: rules{mocks.On("provision").At("lifecycle").When(unknownPlan).SetSent("/plan_id", syncPlan)}},
		{ID: "unknown-offering-served", Title: "the offering of a provision is not looked at", Breaks: ids{"OSB-PROV-036"},
			Rules: rules{mocks.On("provision").At("lifecycle").When(func(s *mocks.Seen) bool { return unlisted(s, "service_id") }).SetSent("/service_id", documents)}},
		{ID: "unknown-plan-crashes", Title: "a provision of an unknown plan is answered with 500", Breaks: ids{"OSB-PROV-036"},
			Rules: rules{mocks.On("provision").At("lifecycle").When(unknownPlan).Status(500)}},
		{ID: "provision-ignores-pattern", Title: "texts that a pattern does not match are served", Breaks: ids{"OSB-PROV-022", "OSB-SCHEMA-011"},
			Rules: rules{mocks.On("provision").At("parameters").Answered(400).Mentions("breaks pattern").Change(leniently)}},
	}
}

// provisionAsynchronous returns faults about provisions that take their time.
func provisionAsynchronous() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "provision-refusal-400", Title: "a provision that has to be asynchronous is refused with 400", Breaks: ids{"OSB-PROV-007", "OSB-ASYNC-011"},
			Rules: rules{mocks.On("provision").At("asynchronous").Query(flag, "").Answered(422).Status(400)}},
		{ID: "provision-refusal-403", Title: "a provision that has to be asynchronous is refused with 403", Breaks: ids{"OSB-PROV-007", "OSB-ASYNC-011"},
			Rules: rules{mocks.On("provision").At("asynchronous").Query(flag, "").Answered(422).Status(403)}},
		{ID: "provision-refusal-uncoded", Title: "a provision that has to be asynchronous is refused with a code of its own", Breaks: ids{"OSB-PROV-040", "OSB-ASYNC-013"},
			Rules: rules{mocks.On("provision").At("asynchronous").Query(flag, "").Answered(422).Set("/error", "Later")}},
		{ID: "provision-not-followed", Title: "polls of a provision have no state", Breaks: ids{"OSB-PROV-027", "OSB-POLL-020"}, Blocks: true,
			Rules: rules{mocks.On("instance-last-operation").At("asynchronous").When(following("create")).Remove("/state")}},
		{ID: "provision-repeat-answers-200", Title: "a provision that is sent again while it runs is answered with 200", Breaks: ids{"OSB-PROV-028", "OSB-PROV-025"},
			Rules: rules{mocks.On("provision").At("asynchronous", "provision again").Answered(202).Status(200)}},
		{ID: "provision-repeat-done-early", Title: "a provision that is sent again while it runs is done", Breaks: ids{"OSB-PROV-025", "OSB-PROV-028"},
			Rules: rules{mocks.On("provision").At("asynchronous", "provision again").Answered(202).Status(200).Body("{}")}},
		{ID: "provision-when-done-answers-404", Title: "a provision that is sent again when it is done finds nothing", Breaks: ids{"OSB-PROV-025"},
			Rules: rules{mocks.On("provision").At("asynchronous").Answered(200).Status(404)}},
		{ID: "provision-repeat-other-operation", Title: "a provision that is sent again is another operation", Breaks: ids{"OSB-PROV-029"},
			Rules: rules{mocks.On("provision").At("asynchronous", "provision again").Answered(202).Set("/operation", "create-other")}},
		{ID: "provision-conflict-answers-200", Title: "another plan for an instance that is made is answered with 200", Breaks: ids{"OSB-PROV-038"},
			Rules: rules{mocks.On("provision").At("asynchronous").Answered(409).Status(200).Body("{}")}},
	}
}

// provisionOthers returns faults about instances beside the one that is asked for.
func provisionOthers() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "plan-is-the-instance", Title: "a deletion removes every instance of the plan", Breaks: ids{"OSB-PROV-004"}, Rules: rules{allGone()}},
		{ID: "neighbour-forgotten", Title: "an instance is not found after its neighbour was deleted", Breaks: ids{"OSB-PROV-004"},
			Rules: rules{mocks.On("fetch-instance").At("identifiers", "fetch the other after the first is gone").Answered(200).Status(404)}},
	}
}
