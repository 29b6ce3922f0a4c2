// Package rules judges Cloud Foundry controllers. A file is named after the chapter of the rows whose rules it judges, and where a
// chapter needs several files, after what is special to each; in vocabulary files stands what several chapters say.
package rules

import (
	"slices"

	. "conformance/suites/check"
)

// Checks returns the checks of all chapters.
func Checks() List {
	return slices.Concat(
		asynchronousChecks(), bindingRefusals(), bindingsBindingChecks(), bindingsChecks(),
		brokerRefusals(), brokersBrokerChecks(), brokersChecks(), brokersListChecks(),
		catalogChecks(), errorChecks(), errorsChecks(), failureRefusals(),
		instanceRefusals(), instancesChecks(), instancesInstanceChecks(), instancesViewChecks(),
		keyChecks(), listRefusals(), lockChecks(), maintenanceChecks(),
		orphanChecks(), placeChecks(), platformBodyChecks(), platformChecks(),
		renewalChecks(), roleChecks(), scopedChecks(), sentChecks(),
		silenceChecks(), updateChecks(), upgradeChecks(), viewRefusals(),
		visibilityChecks(),
	)
}
