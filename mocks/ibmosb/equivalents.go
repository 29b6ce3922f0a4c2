package ibmosb

import (
	"conformance/mocks"
)

// Equivalents returns the mutants that are odd, but legal.
func Equivalents() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "state-change-204", Title: "a state change is answered with 204 and no body", Allows: "IBM-STATE-008",
			Rules: rules{mocks.On("state-put").Answered(200).Status(204).Body("").Header("Content-Type", "")}},
		{ID: "success-described", Title: "answers of success have a description", Allows: "IBM-PROV-026",
			Rules: rules{mocks.On("provision", "update", "deprovision").Answered(200, 201).Set("/description", "It is done.")}},
		{ID: "success-with-more-members", Title: "answers of success have members that nobody explains", Allows: "IBM-PROV-034",
			Rules: rules{mocks.On("provision").Answered(200, 201, 202).Set("/poll_after", 5).Set("/extensions", []any{})}},
		{ID: "deletion-ends-with-succeeded", Title: "the end of a deletion is told with succeeded, not with 410", Allows: "IBM-LOP-009",
			Rules: rules{mocks.On(poll).Answered(410).Status(200).Body(`{"state": "succeeded"}`)}},
		{ID: "conflict-empty", Title: "a conflict has an empty object", Allows: "IBM-PROV-007", Rules: rules{mocks.On("provision").Answered(409).Body("{}")}},
		{ID: "gone-described", Title: "the deletion of what is gone has description and operation", Allows: "IBM-DEL-006",
			Rules: rules{mocks.On("deprovision").Answered(410).Set("/description", "It is done.").Set("/operation", "Deprovision_1")}},
		{ID: "no-dashboard", Title: "there is no dashboard", Allows: "dashboard_url is optional",
			Rules: rules{mocks.On("provision").Answered(200, 201, 202).Remove("/dashboard_url")}},
		{ID: "no-operation", Title: "operations have no name", Allows: "operation is optional",
			Rules: rules{mocks.On("provision", "update", "deprovision").Answered(202).Remove("/operation")}},
		{ID: "other-context-conflicts", Title: "a provision with another context is a conflict",
			Allows: "which attributes make an instance another one is not laid down for the context",
			Rules:  rules{refusing(mocks.On("provision").At("lifecycle", "provision again with another account in the context").Answered(200), 409)}},
		{ID: "media-type-required", Title: "a body without media type is refused", Allows: "IBM-HDR-017",
			Rules: rules{refuse(mocks.On("provision").Without("Content-Type"), 415)}},
		{ID: "deletion-without-ids", Title: "a deletion without ids is carried out", Allows: "IBM-DEL-005",
			Rules: rules{mocks.On("deprovision").At("lifecycle").Query("plan_id", "").InsteadWith(func(s *mocks.Seen) *mocks.Answer {
				s.Query.Set("service_id", service)
				s.Query.Set("plan_id", plan)
				return s.Send("deprovision", s.Params, s.Query, nil)
			})}},
		{ID: "broken-identity-refused", Title: "an identity that is no base64 is refused with 400", Allows: "IBM-HDR-008",
			Rules: rules{refuse(mocks.On("provision").When(identified("ibmcloud %%%")), 400)}},
		{ID: "refused-parameters-400", Title: "parameters that cannot be used are refused with 400", Allows: "IBM-PROV-010",
			Rules: rules{mocks.On("provision").At("refusals").Answered(422).Status(400)}},
	}
}
