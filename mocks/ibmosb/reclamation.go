package ibmosb

import (
	"conformance/mocks"
)

// reclamation returns faults about instances that are disabled and come back.
func reclamation() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "disabled-is-not-deleted", Title: "a disabled instance cannot be deleted", Breaks: ids{"IBM-RECL-003"},
			Rules: rules{refuse(mocks.On("deprovision").At("use", "deprovision"), 422)}},
		{ID: "bindings-lost", Title: "a disable loses the bindings", Breaks: ids{"IBM-RECL-002"},
			Rules: rules{mocks.On("bind").At("use", "bind after restoring").Answered(200).Status(201)}},
	}
}
