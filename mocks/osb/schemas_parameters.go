package osb

import (
	"conformance/mocks"
)

// ignoring are about parameters that break the schema of an operation, and are not refused as its rule asks for.
func ignoring(operation, rule string) []mocks.Mutant {
	broken := mocks.On(operation).At("parameters").Answered(400).Mentions("breaks")
	return []mocks.Mutant{
		{ID: operation + "-ignores-schema", Title: "parameters that break the schema are served", Breaks: ids{rule, "OSB-SCHEMA-011"},
			Rules: rules{broken.Change(leniently)}},
		{ID: operation + "-ignores-enum", Title: "values that the schema does not name are served", Breaks: ids{rule, "OSB-SCHEMA-011"},
			Rules: rules{broken.Mentions("breaks enum").Change(leniently)}},
		{ID: operation + "-ignores-unknown-parameters", Title: "parameters that the schema does not know are served", Breaks: ids{rule, "OSB-SCHEMA-011"},
			Rules: rules{broken.Mentions("breaks additionalProperties").Change(leniently)}},
		{ID: operation + "-types-crash", Title: "parameters of a wrong type crash the broker", Breaks: ids{rule, "OSB-SCHEMA-011", "OSB-ERR-001"},
			Rules: rules{broken.Mentions("breaks type").Status(500)}},
	}
}

// refusingValid is about parameters that keep the schema of an operation, and are refused.
func refusingValid(operation string) mocks.Mutant {
	return mocks.Mutant{ID: operation + "-refuses-valid", Title: "parameters that keep the schema are refused", Breaks: ids{"OSB-SCHEMA-011"},
		Rules: rules{mocks.On(operation).At("parameters").Sends("parameters", nil).InsteadWith(refuse(400))}}
}
