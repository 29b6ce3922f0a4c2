package osb

import (
	"slices"

	"conformance/mocks"
)

// unbindInterrupted returns faults about bindings that are removed while they are made.
func unbindInterrupted() []mocks.Mutant {
	accepted := of("unbind", 202)
	return slices.Concat(aBinding().interrupted(), shapes(
		of("unbind", 200)("OSB-UNBIND-010", "", raw("[]")),
		accepted("OSB-UNBIND-019", "/operation", 5, "OSB-UNBIND-020"),
		accepted("OSB-UNBIND-020", "/operation", long(10001)),
	))
}
