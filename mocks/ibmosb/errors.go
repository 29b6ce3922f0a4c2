package ibmosb

import (
	"conformance/mocks"
)

// errors returns faults about refusals.
func errors() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "errors-as-html", Title: "a refusal is an HTML page", Breaks: ids{"IBM-ERR-001"}, Also: ids{"IBM-PROV-027"},
			Rules: rules{mocks.On("bind").Answered(404).Body("<html>not found</html>")}},
		{ID: "failure-with-200", Title: "a failure is told with 200", Breaks: ids{"IBM-ERR-002"}, Also: ids{"IBM-UPD-011"},
			Rules: rules{mocks.On("update").At("refusals").Answered(404).Status(200).Body(`{"error": "not found"}`)}},
		{ID: "bad-input-500", Title: "an unknown instance makes the broker fail", Breaks: ids{"IBM-ERR-003"}, Also: ids{"IBM-BIND-010"},
			Rules: rules{mocks.On("bind").At("refusals").Answered(404).Status(500)}},
		{ID: "any-path", Title: "unknown paths are answered with 200", Breaks: ids{"IBM-ERR-005"},
			Rules: rules{mocks.On().When(func(s *mocks.Seen) bool { return s.Operation == "" }).Status(200).Body("{}")}},
		{ID: "description-empty", Title: "/description is empty", Breaks: ids{"IBM-ERR-004"}, Rules: rules{mocks.On("bind").Answered(404).Set("/description", "")}},
	}
}
