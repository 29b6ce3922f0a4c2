// Package services holds the mutants of the reference for the API that creates services. A fault stands in the file of the
// chapter of the rule that it breaks first, an equivalent in equivalents.go or one of its topics.
package services

import (
	"slices"
	"strings"

	"conformance/mocks"
)

type (
	ids   = []string
	rules = []mocks.Rule
)

// Faults returns the mutants that break requirements.
func Faults() []mocks.Mutant {
	return slices.Concat(
		authentication(), authenticationReach(), conditions(), conditionsDropped(), connection(), connectionURL(), connectionExternal(), connectionCommand(), connectionShapes(),
		create(), createAccepted(), createSizes(), createVolumes(), createShapes(), entity(), entityShapes(), errors(), lifecycle(), lifecycleShapes(),
	)
}

// accepted is a fault whose server takes a value of its own for one that it has to refuse.
func accepted(id, breaks string, when func(*mocks.Seen) bool, member string, value any) mocks.Mutant {
	return mocks.Mutant{ID: "takes-" + id, Title: "creates a service although " + strings.ReplaceAll(id, "-", " "), Breaks: ids{breaks},
		Rules: rules{creation().When(when).SetSent("/"+member, value)}}
}
