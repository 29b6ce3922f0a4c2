// Package osb holds the mutants of the reference broker for the Open Service Broker API. A fault stands in the file of the
// chapter of the rule that it breaks first, an equivalent in equivalents.go or one of its topics.
package osb

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
		asynchronous(), authentication(),
		bind(), bindRepeated(), bindRefused(), bindData(), bindEndpoints(), bindExpiry(), bindPermissions(), bindRotations(), bindShapes(),
		catalog(), catalogUnbindable(), catalogOfferingShapes(), catalogPlanShapes(),
		concurrency(), concurrencyOfDeletions(), context(), deprovision(), deprovisionInterrupted(), errors(), errorShapes(),
		fetch(), fetchShapes(), general(), headers(), identifiers(), identifierShapes(), maintenance(), maintenanceShapes(),
		orphans(), orphansHalfMade(), polling(), pollingBindings(), pollingShapes(),
		provision(), provisionRefused(), provisionAsynchronous(), provisionOthers(), provisionShapes(), schemas(), schemaShapes(),
		unbind(), unbindInterrupted(), update(), updateFailed(), updatePlans(), updateState(), updateShapes(),
	)
}
