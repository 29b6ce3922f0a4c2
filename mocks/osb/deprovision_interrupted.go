package osb

import (
	"slices"

	"conformance/mocks"
)

// deprovisionInterrupted returns faults about instances that are deleted while they are made.
func deprovisionInterrupted() []mocks.Mutant {
	return slices.Concat(anInstance().interrupted(), shapes(
		of("deprovision", 200)("OSB-DEPROV-010", "", raw("[]")),
		of("deprovision", 202)("OSB-DEPROV-023", "/operation", 5),
		of("deprovision", 202)("OSB-DEPROV-024", "/operation", long(10001)),
	))
}
