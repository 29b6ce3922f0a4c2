// Package ibmosb holds the faults of the reference broker for IBM Cloud.
package ibmosb

import (
	"conformance/mocks"
)

// Mutants returns the faults that break requirements.
func Mutants() []mocks.Mutant { return nil }

// Equivalents returns oddities that are legal.
func Equivalents() []mocks.Equivalent { return nil }
