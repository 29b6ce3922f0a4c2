// Package ibmosb holds the mutants of the reference broker for IBM Cloud. A fault stands in the file of the chapter of the
// rule that it breaks first, an equivalent in equivalents.go.
package ibmosb

import (
	"slices"

	"conformance/mocks"
)

type (
	ids   = []string
	rules = []mocks.Rule
)

// Faults returns the mutants that break requirements.
func Faults() []mocks.Mutant {
	return slices.Concat(
		asynchronous(), authentication(), bind(), bindCredentials(), catalog(), catalogShapes(), context(), deprovision(), errors(), headers(), paths(), polling(),
		provision(), provisionAccepted(), provisionDashboard(), provisionRefused(), reclamation(), state(), unbind(), update(),
	)
}
