package osb

import (
	"slices"
	"time"

	"conformance/mocks"
)

// orphans returns faults about what is left of requests that failed.
func orphans() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "failed-mitigation-404", Title: "an instance that failed is deleted with 404", Breaks: ids{"OSB-ORPH-029"},
			Rules: rules{mocks.On("deprovision").At("failure").Answered(410).Status(404)}},
		{ID: "orphan-returns-2.14", Title: "an instance comes into being after it was deleted", Version: "2.14", Breaks: ids{"OSB-ORPH-030", "OSB-ORPH-029"},
			Rules: rules{mocks.On("deprovision").At("interruption", "deprovision again").Answered(410).Change(anInstance().revive).
				Change(func(*mocks.Seen, *mocks.Answer) { time.Sleep(2 * time.Second) })}},
		{ID: "orphan-made-in-spite", Title: "an instance that is being made is gone when it is deleted, and is made all the same",
			Breaks: ids{"OSB-ORPH-030", "OSB-CONC-013"},
			Rules:  rules{mocks.On("deprovision").At("interruption", "deprovision while provisioning").InsteadWith(refuse(410))}},
	}
}

// orphansHalfMade returns faults about deletions of what is not there, or half made.
func orphansHalfMade() []mocks.Mutant {
	return slices.Concat(anInstance().mitigations(), aBinding().mitigations())
}
