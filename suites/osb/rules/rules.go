// Package rules judges brokers of the Open Service Broker API. A file is named after the chapter of the rows whose rules it judges, and where a
// chapter needs several files, after what is special to each; in vocabulary files stands what several chapters say.
package rules

import (
	"slices"

	. "conformance/suites/check"
)

// Checks returns the checks of all chapters.
func Checks() List {
	return slices.Concat(
		asynchronousSynchronyChecks(), authenticationChecks(), bindChecks(), catalogChecks(),
		concurrencyChecks(), contextChecks(), deprovisionChecks(), endpointChecks(),
		errorChecks(), errorsChecks(), evolutionChecks(), fetchChecks(),
		generalChecks(), headersChecks(), identifiersChecks(), maintenanceChecks(),
		permissionChecks(), pollingChecks(), provisionChecks(), schemasChecks(),
		unbindChecks(), updateChecks(),
	)
}
