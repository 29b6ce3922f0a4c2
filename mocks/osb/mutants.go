// Package osb holds the faults of the reference broker for the Open Service Broker API.
package osb

import (
	"slices"

	"conformance/mocks"
)

// Mutants returns the faults that break requirements.
func Mutants() []mocks.Mutant {
	return slices.Concat(provisionMutants())
}

// Equivalents returns oddities that are legal.
func Equivalents() []mocks.Equivalent { return nil }
