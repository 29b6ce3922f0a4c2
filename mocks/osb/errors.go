package osb

import (
	"net/url"

	"conformance/mocks"
)

// errors returns faults about refusals, and what they leave.
func errors() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "broken-json-crashes", Title: "a body that breaks off is answered with 500", Breaks: ids{"OSB-ERR-001", "OSB-PROV-030", "OSB-ERR-027"},
			Rules: rules{mocks.On("provision").At("lifecycle").When(mocks.Unreadable).Status(500)}},
		{ID: "provision-refusal-lower-case", Title: "a code is written in lower case", Breaks: ids{"OSB-ERR-012", "OSB-PROV-040", "OSB-ASYNC-013"},
			Rules: rules{mocks.On("provision").At("asynchronous").Query(flag, "").Answered(422).Set("/error", "asyncrequired")}},
		{ID: "text-answers-415", Title: "a body that is labelled as text is refused with 415", Breaks: ids{"OSB-ERR-026"},
			Rules: rules{mocks.On("provision").At("identifiers").When(mocks.Labelled("text/plain")).Status(415)}},
		{ID: "text-update-answers-406", Title: "an update that is labelled as text is refused with 406", Breaks: ids{"OSB-ERR-026"},
			Rules: rules{mocks.On("update").At("identifiers").When(mocks.Labelled("text/plain")).Status(406)}},
		{ID: "text-bind-crashes", Title: "a bind that is labelled as text crashes", Breaks: ids{"OSB-ERR-026", "OSB-ERR-001"},
			Rules: rules{mocks.On("bind").At("identifiers").When(mocks.Labelled("text/plain")).Status(500)}},
		{ID: "list-answers-422", Title: "a body that is a list is answered with 422", Breaks: ids{"OSB-ERR-027", "OSB-PROV-030"},
			Rules: rules{mocks.On("provision").At("lifecycle").When(sends("[]")).Status(422)}},
		{ID: "bytes-answer-415", Title: "a body that is no UTF-8 is answered with 415", Breaks: ids{"OSB-ERR-027"},
			Rules: rules{mocks.On("provision").At("identifiers").When(sends("\xff\xfe")).Status(415)}},
		{ID: "label-text", Title: "every answer says that it is text", Breaks: ids{"OSB-ERR-023"}, Rules: rules{mocks.On().Header("Content-Type", "text/plain")}},
		{ID: "fetch-answers-203", Title: "an instance is fetched with 203", Breaks: ids{"OSB-ERR-002"}, Also: ids{"OSB-FETCH-001", "OSB-FETCH-002"},
			Rules: rules{mocks.On("fetch-instance").At("asynchronous").Answered(200).Status(203)}},
		{ID: "refusal-empty-2.13", Title: "a refusal has no body", Version: "2.13", Breaks: ids{"OSB-ERR-019", "OSB-ERR-020"},
			Rules: rules{mocks.On("provision").At("lifecycle").Answered(409).Body("")}},
		{ID: "provision-refused-and-done", Title: "a provision that has to be asynchronous is refused, and done all the same", Breaks: ids{"OSB-ERR-017"},
			Rules: rules{mocks.On("provision").At("asynchronous").Query(flag, "").Answered(422).Change(provisioned)}},
		{ID: "stale-provision-refused-and-done", Title: "a provision with stale maintenance_info is refused, and done all the same", Breaks: ids{"OSB-ERR-017"},
			Rules: rules{mocks.On("provision").At("lifecycle").When(stale).Answered(422).Change(provisioned)}},
		{ID: "deprovision-refused-and-done", Title: "a deprovision that is refused deletes all the same", Breaks: ids{"OSB-ERR-017", "OSB-DEPROV-009"},
			Also: ids{"OSB-AUTH-009"}, Blocks: true,
			Rules: rules{mocks.On("deprovision").At("lifecycle").Query("plan_id", "").Before(func(s *mocks.Seen) {
				s.Send("deprovision", s.Params, url.Values{"service_id": {documents}, "plan_id": {syncPlan}}, nil)
			})}},
		{ID: "failed-update-succeeds-at-once", Title: "an update that cannot be repeated succeeds the second time", Breaks: ids{"OSB-ERR-011"},
			Rules: rules{mocks.On("update").At("failure", "failing update again").InsteadWith(reply(200, map[string]any{}))}},
		{ID: "failed-update-succeeds-later", Title: "an update that cannot be repeated is accepted the second time, and succeeds", Breaks: ids{"OSB-ERR-011"},
			Rules: rules{mocks.On("update").At("failure", "failing update again").DropSent("/parameters")}},
		{ID: "crash-makes-instance", Title: "a provision is answered with 500, and the instance is there", Breaks: ids{"OSB-ERR-018"},
			Rules: rules{mocks.On("provision").At("failure").Query(flag, "").Answered(500).Change(makeAnyway("provision"))}},
		{ID: "crash-makes-binding", Title: "a bind is answered with 500, and the binding is there", Breaks: ids{"OSB-ERR-018"},
			Rules: rules{mocks.On("bind").At("failure").Query(flag, "").Answered(500).Change(makeAnyway("bind"))}},
		{ID: "crash-changes-instance-2.15", Title: "an update is answered with 500, and has changed the instance", Version: "2.15", Breaks: ids{"OSB-ERR-018"},
			Rules: rules{mocks.On("update").At("failure").Query(flag, "").Answered(500).Change(func(s *mocks.Seen, _ *mocks.Answer) {
				s.Send("update", s.Params, nil, map[string]any{"service_id": documents, "parameters": map[string]any{"size": 51}})
			})}},
	}
}

// makeAnyway makes what a request that failed was meant to make.
func makeAnyway(operation string) func(*mocks.Seen, *mocks.Answer) {
	return func(s *mocks.Seen, _ *mocks.Answer) {
		body := s.Object()
		delete(body, "parameters")
		s.Send(operation, s.Params, url.Values{}, body)
	}
}

// errorShapes returns faults of form: refusals whose members have a wrong form.
func errorShapes() []mocks.Mutant {
	version, conflict := of("catalog", 412), of("provision", 409)
	return shapes(
		version("OSB-ERR-003", "/error", 5),
		version("OSB-ERR-004", "/error", "two words"),
		version("OSB-ERR-005", "/description", ""),
		version("OSB-ERR-019", "", raw("[]")).in("2.13"),
		of("update", 422)("OSB-ERR-006", "/instance_usable", "yes"),
		of("update", 422)("OSB-ERR-008", "/update_repeatable", "yes"),
		conflict("OSB-ERR-007", "/instance_usable", true),
		conflict("OSB-ERR-009", "/update_repeatable", true),
		of("deprovision", 202)("OSB-ERR-020", "", raw("[]"), "OSB-ASYNC-016").in("2.13"),
	)
}
