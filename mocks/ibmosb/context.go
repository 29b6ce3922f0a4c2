package ibmosb

import (
	"conformance/mocks"
)

// context returns faults about the context of a request.
func context() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "context-members-refused", Title: "unknown members of the context are refused", Breaks: ids{"IBM-CTX-004"},
			Rules: rules{refusing(mocks.On("provision").Answered(200).When(func(s *mocks.Seen) bool { return inside(s, "context")["conformance_invented"] != nil }), 400)}},
		{ID: "target-required", Title: "a context without target_crn is refused", Breaks: ids{"IBM-CTX-005"}, Also: ids{"IBM-PROV-001"},
			Rules: rules{refuseDone(mocks.On("provision").When(func(s *mocks.Seen) bool { return inside(s, "context")["target_crn"] == nil }), 400)}},
		{ID: "organization-required", Title: "a provision without organization_guid is refused", Breaks: ids{"IBM-CTX-006"}, Also: ids{"IBM-PATH-007", "IBM-PROV-001"},
			Blocks: true, Rules: rules{refuseDone(mocks.On("provision").Lacks("organization_guid"), 400)}},
		{ID: "empty-organization-accepted", Title: "an empty organization_guid is accepted", Breaks: ids{"IBM-CTX-007"},
			Rules: rules{mocks.On("provision").Sends("organization_guid", "").Instead(201, nil)}},
		{ID: "any-context", Title: "a context that is no object is accepted", Breaks: ids{"IBM-CTX-010"},
			Rules: rules{mocks.On("provision").When(func(s *mocks.Seen) bool { return s.Object() != nil && inside(s, "context") == nil }).Instead(201, nil)}},
	}
}
