package osb

import (
	"conformance/mocks"
)

// identifiers returns faults about ids that have to be percent-encoded.
func identifiers() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "odd-ids-misrouted", Title: "an id that has to be percent-encoded finds no route", Breaks: ids{"OSB-URL-003"},
			Rules: rules{mocks.On("provision").At("identifiers").When(path("%C3%BC")).InsteadWith(refuse(404))}},
		{ID: "hexadecimal-case-matters", Title: "an id is compared as it is percent-encoded", Breaks: ids{"OSB-URL-003"},
			Rules: rules{mocks.On("deprovision").At("identifiers").When(path("%c3%bc")).InsteadWith(refuse(410))}},
		{ID: "hexadecimal-case-matters-to-fetch", Title: "an id is compared as it is percent-encoded", Breaks: ids{"OSB-URL-003"},
			Rules: rules{mocks.On("fetch-instance").At("identifiers").When(path("%c3%bc")).Status(404)}},
		{ID: "ids-decoded-twice", Title: "an id is decoded twice", Breaks: ids{"OSB-URL-003"},
			Rules: rules{mocks.On("fetch-instance").At("identifiers").When(path("_.A")).Answered(404).Status(200).Body("{}")}},
		{ID: "odd-bindings-lost", Title: "a binding whose id has to be percent-encoded is not found", Breaks: ids{"OSB-URL-003"},
			Rules: rules{mocks.On("fetch-binding").At("identifiers").When(path("%C3%BC")).Status(404)}},
	}
}

// identifierShapes returns faults of form: ids and texts that are too long, or no words.
func identifierShapes() []mocks.Mutant {
	return shapes(
		of("catalog", 200)("OSB-URL-001", firstPlan+"/id", "two words", "OSB-CAT-049"),
		of("catalog", 200)("OSB-URL-004", offering+"/description", long(256)),
	)
}
