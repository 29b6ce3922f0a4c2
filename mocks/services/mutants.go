// Package services holds the faults of the reference for the API that creates services.
package services

import "conformance/mocks"

// Mutants returns the faults that break requirements.
func Mutants() []mocks.Mutant { return nil }

// Equivalents returns oddities that are legal.
func Equivalents() []mocks.Equivalent { return nil }
