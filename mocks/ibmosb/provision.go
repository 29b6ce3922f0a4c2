package ibmosb

import (
	"net/url"

	"conformance/mocks"
)

// provision returns faults: a broker that answers provisions that are in order wrongly.
func provision() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "no-memory", Title: "every provision is answered with 201", Breaks: ids{"IBM-PROV-001", "IBM-PROV-003"},
			Also: ids{"IBM-DEL-005", "IBM-PATH-004", "IBM-PROV-020"}, Rules: rules{mocks.On("provision").At("lifecycle").Answered(200).Status(201)}},
		{ID: "created-with-200", Title: "a new instance is answered with 200", Breaks: ids{"IBM-PROV-002"},
			Rules: rules{mocks.On("provision").At("lifecycle", "provision").Answered(201).Status(200)}},
		{ID: "never-complete", Title: "an identical provision of a complete instance is answered with 202", Breaks: ids{"IBM-PROV-003"},
			Also: ids{"IBM-DEL-005", "IBM-PATH-004", "IBM-PROV-020"}, Rules: rules{mocks.On("provision").At("lifecycle").Answered(200).Status(202)}},
		{ID: "created-too-early", Title: "work that goes on is answered with 201", Breaks: ids{"IBM-PROV-004"},
			Rules: rules{mocks.On("provision").At("asynchronous", "provision").Answered(202).Status(201)}},
		{ID: "known-is-complete", Title: "a repeated provision in progress is answered with 200", Breaks: ids{"IBM-PROV-005"},
			Rules: rules{mocks.On("provision").At("asynchronous", "provision again in progress").Answered(202).Status(200)}},
		{ID: "conflict-accepted", Title: "a provision with other attributes is answered with 200", Breaks: ids{"IBM-PROV-006"}, Also: ids{"IBM-PROV-031"},
			Rules: rules{mocks.On("provision").Answered(409).Status(200).Body("{}")}},
		{ID: "conflict-as-text", Title: "a conflict is explained in plain text", Breaks: ids{"IBM-PROV-007"}, Also: ids{"IBM-ERR-001", "IBM-PROV-027"},
			Rules: rules{mocks.On("provision").Answered(409).Body("conflict")}},
		{ID: "conflict-in-progress-accepted", Title: "a conflicting provision in progress is answered with 202", Breaks: ids{"IBM-PROV-031"},
			Rules: rules{mocks.On("provision").At("asynchronous").Answered(409).Status(202).Body("{}")}},
		{ID: "asynchronous-anyway", Title: "a client that did not opt in is answered with 202", Breaks: ids{"IBM-PROV-008"}, Also: ids{"IBM-ASYNC-003"}, Blocks: true,
			Rules: rules{mocks.On("provision").Query(accepts, "").Answered(422).Status(202).Body("{}")}},
		{ID: "async-required-unnamed", Title: "the 422 does not name AsyncRequired", Breaks: ids{"IBM-PROV-009"},
			Rules: rules{mocks.On("provision").Query(accepts, "").Answered(422).Body("{}")}},
		{ID: "any-accepts-incomplete", Title: "accepts_incomplete=false is read as true", Breaks: ids{"IBM-PROV-011"}, Also: ids{"IBM-ASYNC-003"},
			Rules: rules{mocks.On("provision").Query(accepts, "false").Answered(422).Status(202)}},
		{ID: "empty-parameters-refused", Title: "an empty parameters object is refused", Breaks: ids{"IBM-PROV-017"},
			Rules: rules{refuse(mocks.On("provision").When(func(s *mocks.Seen) bool { p := inside(s, "parameters"); return p != nil && len(p) == 0 }), 400)}},
		{ID: "location-refused", Title: "the parameter location is refused", Breaks: ids{"IBM-PROV-019"}, Also: ids{"IBM-PATH-007", "IBM-PROV-001"}, Blocks: true,
			Rules: rules{refuseDone(mocks.On("provision").When(func(s *mocks.Seen) bool { return inside(s, "parameters")["location"] != nil }), 400)}},
		{ID: "update-resets-parameters", Title: "an update without parameters resets them", Breaks: ids{"IBM-PROV-020"},
			Rules: rules{mocks.On("update").At("lifecycle").Sends("service_id", nil).Lacks("parameters").Lacks("plan_id").
				Before(setting(map[string]any{"parameters": map[string]any{"location": "elsewhere"}}))}},
		{ID: "answer-is-a-list", Title: "an answer is no object", Breaks: ids{"IBM-PROV-027"},
			Rules: rules{mocks.On("provision").At("lifecycle").Answered(200).Body("[]")}},
		{ID: "unknown-members-refused", Title: "an unknown member of the body is refused", Breaks: ids{"IBM-PROV-032"},
			Rules: rules{refuse(mocks.On("provision").Sends("conformance_invented", nil), 400)}},
		{ID: "ids-used-once", Title: "a deleted id cannot be provisioned again", Breaks: ids{"IBM-PROV-033"}, Blocks: true,
			Rules: rules{refusing(mocks.On("provision").At("lifecycle", "provision the deleted id").Answered(201), 409)}},
		{ID: "conflict-with-empty-description", Title: "/description is empty", Breaks: ids{"IBM-PROV-007"}, Also: ids{"IBM-ERR-004"},
			Rules: rules{mocks.On("provision").Answered(409).Set("/description", "")}},
	}
}

// provisionDashboard returns faults about the address of the dashboard.
func provisionDashboard() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "dashboard-late", Title: "dashboard_url comes with later answers only", Breaks: ids{"IBM-PROV-022"},
			Rules: rules{mocks.On("provision").Answered(201).Remove("/dashboard_url"),
				mocks.On("provision").At("asynchronous", "provision", "provision that fails").Remove("/dashboard_url")}},
		{ID: "dashboard-changes", Title: "dashboard_url is another one each time", Breaks: ids{"IBM-PROV-023"},
			Rules: rules{mocks.On("provision").Answered(200).Set("/dashboard_url", "https://dashboard.example.com/other")}},
		{ID: "dashboard-with-raw-crn", Title: "the CRN in dashboard_url is not encoded", Breaks: ids{"IBM-PROV-024"},
			Rules: rules{mocks.On("provision").Answered(200, 201, 202).Map("/dashboard_url", func(old any) any {
				text, _ := old.(string)
				raw, _ := url.PathUnescape(text) // the reference escapes well
				return raw
			})}},
		{ID: "dashboard-url-empty", Title: "/dashboard_url is empty", Breaks: ids{"IBM-PROV-021"},
			Rules: rules{mocks.On("provision").Answered(200, 201, 202).Set("/dashboard_url", "")}},
		{ID: "operation-empty", Title: "/operation is empty", Breaks: ids{"IBM-PROV-025"}, Rules: rules{mocks.On("provision").Answered(202).Set("/operation", "")}},
	}
}

// provisionRefused returns faults: a broker that serves provisions that have to be refused, or refuses them wrongly.
func provisionRefused() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "refused-parameters-500", Title: "parameters that cannot be used make the broker fail", Breaks: ids{"IBM-PROV-010"}, Also: ids{"IBM-ERR-003", "IBM-PROV-018"},
			Rules: rules{refuse(mocks.On("provision").When(noMemory), 500)}},
		{ID: "any-service", Title: "an unknown service is accepted", Breaks: ids{"IBM-PROV-015"},
			Rules: rules{mocks.On("provision").At("refusals").Mentions("service_id is not in the catalog").Status(201).Body("{}")}},
		{ID: "any-plan", Title: "an unknown plan is accepted", Breaks: ids{"IBM-PROV-016"},
			Rules: rules{mocks.On("provision").At("refusals").Mentions("plan_id is not one of the service's plans").Status(201).Body("{}")}},
		{ID: "refused-and-kept", Title: "a refused provision leaves an instance", Breaks: ids{"IBM-PROV-029"},
			Rules: rules{mocks.On("provision").Sends("plan_id", "").Before(func(s *mocks.Seen) {
				body := s.Object()
				body["plan_id"] = plan
				s.Send("provision", s.Params, s.Query, body)
			})}},
	}
}

// provisionAccepted returns faults: a broker that serves provisions that lack what they need.
func provisionAccepted() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "service-id-optional", Title: "a provision without service_id is accepted", Breaks: ids{"IBM-PROV-013"},
			Rules: rules{mocks.On("provision").Lacks("service_id").Instead(201, nil)}},
		{ID: "plan-id-optional", Title: "a provision without plan_id is accepted", Breaks: ids{"IBM-PROV-014"},
			Rules: rules{mocks.On("provision").Lacks("plan_id").Instead(201, nil)}},
		{ID: "any-parameters", Title: "parameters that cannot be used are accepted", Breaks: ids{"IBM-PROV-018"}, Also: ids{"IBM-PROV-010"},
			Rules: rules{mocks.On("provision").When(noMemory).Instead(201, nil)}},
		{ID: "malformed-accepted", Title: "a body that is no JSON is accepted", Breaks: ids{"IBM-PROV-028"},
			Rules: rules{mocks.On("provision").When(noJSON).Instead(201, nil)}},
	}
}
