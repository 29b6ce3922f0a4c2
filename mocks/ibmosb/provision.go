package ibmosb

import (
	"net/url"

	"conformance/mocks"
)

func provisionFaults() []fault {
	again := on("lifecycle", "provision").After(1).Answered(200)
	return []fault{
		{id: "no-memory", breaks: "PROV-001 PROV-003", also: "DEL-005 PATH-004 PROV-020", title: "every provision is answered with 201",
			rules: rules(again.Status(201))},
		{id: "created-with-200", breaks: "PROV-002", title: "a new instance is answered with 200",
			rules: rules(on("lifecycle", "provision").Nth(1).Answered(201).Status(200))},
		{id: "never-complete", breaks: "PROV-003", also: "DEL-005 PATH-004 PROV-020", title: "an identical provision of a complete instance is answered with 202",
			rules: rules(again.Status(202))},
		{id: "created-too-early", breaks: "PROV-004", blocks: true, title: "work that goes on is answered with 201",
			rules: rules(mocks.On("provision").Nth(1).Answered(202).Status(201))},
		{id: "known-is-complete", breaks: "PROV-005", title: "a repeated provision in progress is answered with 200",
			rules: rules(mocks.On("provision").After(1).Answered(202).Status(200))},
		{id: "conflict-accepted", breaks: "PROV-006", also: "PROV-007 PROV-031", title: "a provision with other attributes is answered with 200",
			rules: rules(mocks.On("provision").Answered(409).Status(200).Body("{}"))},
		{id: "conflict-as-text", breaks: "PROV-007", also: "ERR-001 PROV-027", title: "a conflict is explained in plain text",
			rules: rules(mocks.On("provision").Answered(409).Body("conflict"))},
		{id: "asynchronous-anyway", breaks: "PROV-008", also: "ASYNC-003 PROV-009", blocks: true, title: "a client that did not opt in is answered with 202",
			rules: rules(mocks.On("provision").Query(accepts, "").Answered(422).Status(202).Body("{}"))},
		{id: "async-required-unnamed", breaks: "PROV-009", title: "the 422 does not name AsyncRequired",
			rules: rules(mocks.On("provision").Query(accepts, "").Answered(422).Body("{}"))},
		{id: "any-accepts-incomplete", breaks: "PROV-011", also: "ASYNC-003", title: "accepts_incomplete=false is read as true",
			rules: rules(mocks.On("provision").Query(accepts, "false").Answered(422).Status(202))},
		{id: "empty-parameters-refused", breaks: "PROV-017", title: "an empty parameters object is refused",
			rules: rules(refuse(mocks.On("provision").When(func(s *mocks.Seen) bool { p := inside(s, "parameters"); return p != nil && len(p) == 0 }), 400))},
		{id: "location-refused", breaks: "PROV-019", also: "PATH-007 PROV-001", blocks: true, title: "the parameter location is refused",
			rules: rules(refuseDone(mocks.On("provision").When(func(s *mocks.Seen) bool { return inside(s, "parameters")["location"] != nil }), 400))},
		{id: "update-resets-parameters", breaks: "PROV-020", title: "an update without parameters resets them",
			rules: rules(on("lifecycle", "update").Sends("service_id", nil).When(lacks("parameters")).When(lacks("plan_id")).Before(setting(func(*mocks.Seen) map[string]any {
				return map[string]any{"parameters": map[string]any{"location": "elsewhere"}}
			})))},
		{id: "dashboard-late", breaks: "PROV-022", also: "PROV-021 PROV-023 PROV-024", title: "dashboard_url comes with later answers only",
			rules: rules(mocks.On("provision").Nth(1).Answered(201, 202).Remove("/dashboard_url"))},
		{id: "dashboard-changes", breaks: "PROV-023", title: "dashboard_url is another one each time",
			rules: rules(mocks.On("provision").After(1).Answered(200, 202).Set("/dashboard_url", "https://dashboard.example.com/other"))},
		{id: "dashboard-with-raw-crn", breaks: "PROV-024", title: "the CRN in dashboard_url is not encoded",
			rules: rules(mocks.On("provision").Answered(200, 201, 202).Map("/dashboard_url", func(old any) any {
				text, _ := old.(string)
				raw, _ := url.PathUnescape(text) // the reference escapes well
				return raw
			}))},
		{id: "answer-is-a-list", breaks: "PROV-027", also: "PROV-022 PROV-023", title: "an answer is no object",
			rules: rules(again.Body("[]"))},
		{id: "unknown-members-refused", breaks: "PROV-032", title: "an unknown member of the body is refused",
			rules: rules(refuse(mocks.On("provision").Sends("conformance_invented", nil), 400))},
		{id: "ids-used-once", breaks: "PROV-033", blocks: true, title: "a deleted id cannot be provisioned again",
			rules: rules(refusing(mocks.On("provision").After(1).Answered(201), 409))},
	}
}

// setting changes the instance behind the back of an update.
func setting(changes func(*mocks.Seen) map[string]any) func(*mocks.Seen) {
	return func(s *mocks.Seen) {
		body := changes(s)
		body["service_id"] = s.Object()["service_id"]
		s.Send("update", s.Params, s.Query, body)
	}
}

func validationFaults() []fault {
	zero := func(s *mocks.Seen) bool { return inside(s, "parameters")["memory_mb"] == 0.0 }
	accept := func(text string) []mocks.Rule {
		return rules(on("refusals", "provision").AnsweredWith(mentions(text)).Status(201).Body("{}"))
	}
	return []fault{
		{id: "refused-parameters-500", breaks: "PROV-010", also: "ERR-003 PROV-018", title: "parameters that cannot be used make the broker fail",
			rules: rules(refuse(mocks.On("provision").When(zero), 500))},
		{id: "service-id-optional", breaks: "PROV-013", title: "a provision without service_id is accepted",
			rules: rules(mocks.On("provision").When(lacks("service_id")).Instead(201, nil))},
		{id: "plan-id-optional", breaks: "PROV-014", title: "a provision without plan_id is accepted",
			rules: rules(mocks.On("provision").When(lacks("plan_id")).Instead(201, nil))},
		{id: "any-service", breaks: "PROV-015", title: "an unknown service is accepted", rules: accept("service_id is not in the catalog")},
		{id: "any-plan", breaks: "PROV-016", title: "an unknown plan is accepted", rules: accept("plan_id is not one of the service's plans")},
		{id: "any-parameters", breaks: "PROV-018", also: "PROV-010", title: "parameters that cannot be used are accepted",
			rules: rules(mocks.On("provision").When(zero).Instead(201, nil))},
		{id: "malformed-accepted", breaks: "PROV-028", title: "a body that is no JSON is accepted",
			rules: rules(mocks.On("provision").When(noJSON).Instead(201, nil))},
		{id: "refused-and-kept", breaks: "PROV-029", title: "a refused provision leaves an instance",
			rules: rules(mocks.On("provision").Sends("plan_id", "").Before(func(s *mocks.Seen) {
				body := s.Object()
				body["plan_id"] = "ecc19311-aba2-49f7-8198-1e450c8460d4"
				s.Send("provision", s.Params, s.Query, body)
			}))},
	}
}
