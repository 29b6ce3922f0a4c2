// Package ibmosb holds the faults of the reference broker for IBM Cloud.
package ibmosb

import (
	"slices"
	"strings"

	"conformance/mocks"
)

// Mutants returns the faults that break requirements.
func Mutants() []mocks.Mutant {
	var all []mocks.Mutant
	for _, f := range slices.Concat(shapes(), catalogFaults(), authenticationFaults(), headerFaults(), pathFaults(), provisionFaults(),
		validationFaults(), updateFaults(), deprovisionFaults(), asynchronousFaults(), pollingFaults(), bindFaults(),
		stateFaults(), errorFaults()) {
		all = append(all, f.mutant())
	}
	return all
}

// fault is one line of a table of mutants. The requirements are separated by spaces and lack their prefix.
type fault struct {
	id, title, breaks, also string
	// blocks is set when scenarios cannot go on.
	blocks bool
	rules  []mocks.Rule
}

func (f fault) mutant() mocks.Mutant {
	return mocks.Mutant{
		Fault:  mocks.Fault{ID: f.id, Title: f.title, Rules: f.rules},
		Breaks: ids(f.breaks), Also: ids(f.also), Blocks: f.blocks,
	}
}

func ids(text string) []string {
	all := strings.Fields(text)
	for i := range all {
		all[i] = "IBM-" + all[i]
	}
	return all
}

func rules(all ...mocks.Rule) []mocks.Rule { return all }
