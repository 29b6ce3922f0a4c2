// Package cfv2 holds the mutants of the reference controller for the Cloud Foundry API, version 2. Some stand in front of
// the controller, others between it and the broker that it calls. A fault stands in the file of the chapter of the rule that
// it breaks first, an equivalent in equivalents.go.
package cfv2

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
		asynchronous(), asynchronousRest(), asynchronousOverlaps(), asynchronousRefusals(),
		bindings(), bindingsRemoved(), bindingsShown(), bindingsRefusals(), bindingsShapes(),
		brokers(), brokersUpdated(), brokersCatalogs(), brokersCatalogsRefused(), brokersFilters(), brokersFiltersIgnored(), brokersPages(),
		brokersRenewal(), brokersRemoval(), brokersPurged(), brokersOfSpaces(), brokersRefusals(), brokersShapes(),
		errors(), errorsOfBrokers(), errorsTold(), errorsRefusals(),
		instances(), instancesRemoved(), instancesListed(), instancesHidden(), instancesRefusals(), instancesShapes(),
		platform(), platformBodies(), platformOrphans(), platformKept(), platformPolls(), platformTimes(), platformMaintenance(), platformShapes(),
	)
}
