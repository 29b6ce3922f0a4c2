package ibmosb

import (
	"conformance/mocks"
)

// Equivalents returns oddities that are legal.
func Equivalents() []mocks.Equivalent {
	described := "It is done."
	return []mocks.Equivalent{
		{Fault: mocks.Fault{ID: "state-change-204", Title: "a state change is answered with 204 and no body",
			Rules: rules(mocks.On("state-put").Answered(200).Status(204).Body("").Header("Content-Type", ""))},
			Allows: "IBM-STATE-008", Also: ids("STATE-009")},
		{Fault: mocks.Fault{ID: "success-described", Title: "answers of success have a description",
			Rules: rules(mocks.On("provision", "update", "deprovision").Answered(200, 201).Set("/description", described))},
			Allows: "IBM-PROV-026"},
		{Fault: mocks.Fault{ID: "success-with-more-members", Title: "answers of success have members that nobody explains",
			Rules: rules(mocks.On("provision").Answered(200, 201, 202).Set("/poll_after", 5).Set("/extensions", []any{}))},
			Allows: "IBM-PROV-034"},
		{Fault: mocks.Fault{ID: "deletion-ends-with-succeeded", Title: "the end of a deletion is told with succeeded, not with 410",
			Rules: rules(mocks.On(poll).Answered(410).Status(200).Body(`{"state": "succeeded"}`))},
			Allows: "IBM-LOP-009"},
		{Fault: mocks.Fault{ID: "conflict-empty", Title: "a conflict has an empty object",
			Rules: rules(mocks.On("provision").Answered(409).Body("{}"))},
			Allows: "IBM-PROV-007"},
		{Fault: mocks.Fault{ID: "gone-described", Title: "the deletion of what is gone has description and operation",
			Rules: rules(mocks.On("deprovision").Answered(410).Set("/description", described).Set("/operation", "Deprovision_1"))},
			Allows: "IBM-DEL-006"},
		{Fault: mocks.Fault{ID: "no-dashboard", Title: "there is no dashboard",
			Rules: rules(mocks.On("provision").Answered(200, 201, 202).Remove("/dashboard_url"))},
			Allows: "dashboard_url is optional", Also: ids("PROV-021 PROV-022 PROV-023 PROV-024")},
		{Fault: mocks.Fault{ID: "no-operation", Title: "operations have no name",
			Rules: rules(mocks.On("provision", "update", "deprovision").Answered(202).Remove("/operation"))},
			Allows: "operation is optional", Also: ids("PROV-025 LOP-006")},
		{Fault: mocks.Fault{ID: "other-context-conflicts", Title: "a provision with another context is a conflict",
			Rules: rules(refusing(mocks.On("provision").Answered(200).When(func(s *mocks.Seen) bool {
				account := inside(s, "context")["account_id"]
				return s.Nth > 1 && account == "003e9bc3993aec710d30a5a719e57a80" && !mocks.InScenario("example")(s)
			}), 409))},
			Allows: "which attributes make an instance another one is not laid down for the context"},
		{Fault: mocks.Fault{ID: "media-type-required", Title: "a body without media type is refused",
			Rules: rules(refuse(mocks.On("provision").When(lacksHeader("Content-Type")), 415))},
			Allows: "IBM-HDR-017"},
		{Fault: mocks.Fault{ID: "deletion-without-ids", Title: "a deletion without ids is carried out",
			Rules: rules(on("lifecycle", "deprovision").Query("plan_id", "").InsteadWith(func(s *mocks.Seen) *mocks.Answer {
				s.Query.Set("service_id", "0bc9d744-6f8c-4821-9648-2278bf6925bb")
				s.Query.Set("plan_id", "ecc19311-aba2-49f7-8198-1e450c8460d4")
				return s.Send("deprovision", s.Params, s.Query, nil)
			}))},
			Allows: "IBM-DEL-005"},
		{Fault: mocks.Fault{ID: "broken-identity-refused", Title: "an identity that is no base64 is refused with 400",
			Rules: rules(refuse(mocks.On("provision").When(func(s *mocks.Seen) bool { return s.Header.Get(identity) == "ibmcloud %%%" }), 400))},
			Allows: "IBM-HDR-008"},
		{Fault: mocks.Fault{ID: "refused-parameters-400", Title: "parameters that cannot be used are refused with 400",
			Rules: rules(on("refusals", "provision").Answered(422).Status(400))},
			Allows: "IBM-PROV-010"},
	}
}
