// Package rules judges APIs that create standalone services. A file is named after the chapter of the rows whose rules it judges, and where a
// chapter needs several files, after what is special to each; in vocabulary files stands what several chapters say.
package rules

import (
	"slices"

	. "conformance/suites/check"
)

// Checks returns the checks of all chapters.
func Checks() List {
	return slices.Concat(
		authenticationChecks(), conditionChecks(), connectionChecks(), connectionExternalChecks(),
		createChecks(), entityChecks(), errorsChecks(), lifecycleChecks(),
	)
}
