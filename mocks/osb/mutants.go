// Package osb holds the faults of the reference broker for the Open Service Broker API.
package osb

import (
	"slices"

	"conformance/mocks"
	"conformance/specs"
)

// Mutants returns the faults that break requirements.
func Mutants() []mocks.Mutant {
	all := shapeMutants()
	for _, m := range slices.Concat(boundMutants(), bindRequestMutants(), endpointMutants(), expiryMutants(), neighbourMutants(), rotationMutants(), removalMutants(),
		updatingMutants(), parameterMutants(),
		catalogMutants(), headerMutants(), provisionMutants(), updateMutants(), fetchMutants(),
		bindMutants(), unbindMutants(), probeMutants(), deprovisionMutants(), pollMutants(), asynchronousMutants(), errorMutants(), transportMutants(), evolutionMutants(), identifierMutants()) {
		all = append(all, mocks.Mutant(m))
	}
	return all
}

// mutant is a mutant while it is written down.
type mutant mocks.Mutant

func fault(id, title string, rules ...mocks.Rule) mutant {
	return mutant{Fault: mocks.Fault{ID: id, Title: title, Rules: rules}}
}

// breaks names the requirements that it breaks, the primary one first.
func (m mutant) breaks(ids ...string) mutant {
	m.Breaks = ids
	return m
}

// also names requirements that it may touch besides.
func (m mutant) also(ids ...string) mutant {
	m.Also = ids
	return m
}

// in arms it in an older version.
func (m mutant) in(version specs.Version) mutant {
	m.Version = version
	return m
}

// plain says that the broker is reached without TLS.
func (m mutant) plain() mutant {
	m.Plain = true
	return m
}

// blocks says that a scenario cannot go on after it.
func (m mutant) blocks() mutant {
	m.Blocks = true
	return m
}
