package services

import (
	"net/http"

	"conformance/mocks"
)

// createVolumes returns faults about volumes, and about creations that are repeated.
func createVolumes() []mocks.Mutant {
	var crossed, first, taken memory
	return []mocks.Mutant{
		{ID: "mount-point-ignored", Title: "mounts a volume somewhere else", Breaks: ids{"SVC-CREATE-035"},
			Rules: rules{creation().When(isVolume).Answered(http.StatusCreated).Set("/mount_point", "/mnt")}},
		{ID: "mount-point-missing-500", Title: "crashes without a mount point", Breaks: ids{"SVC-CREATE-035"}, Also: ids{"SVC-ERR-006"},
			Rules: rules{creation().When(isVolume, mocks.Lacks("mount_point")).Instead(http.StatusInternalServerError, refusal("no path"))}},
		{ID: "crossed-fields-500", Title: "crashes on a volume with fields of a database", Breaks: ids{"SVC-CREATE-039"},
			Rules: rules{creation().When(isVolume, mocks.Text("public_access")).Instead(http.StatusInternalServerError, refusal("no such thing"))}},
		{ID: "crossed-fields-applied", Title: "makes a volume public", Breaks: ids{"SVC-CREATE-039"},
			Rules: rules{creation().When(isVolume, mocks.Text("public_access")).Change(crossed.learn),
				mocks.On("get").When(crossed.knows).Set("/connection_details", databaseDetails())}},
		{ID: "repeat-gives-first", Title: "answers a repeated creation with the service that is there", Breaks: ids{"SVC-CREATE-042"},
			Rules: rules{creation().When(isAccented).InsteadWith(first.replay).Change(first.learn)}},
		{ID: "repeat-refused", Title: "refuses to do the same again", Breaks: ids{"SVC-CREATE-042"},
			Rules: rules{creation().When(isAccented).InsteadWith(taken.refuse(http.StatusBadRequest, "not again")).Change(taken.learn)}},
		{ID: "name-is-sent-name", Title: "lets the request choose the name", Breaks: ids{"SVC-CREATE-043"},
			Rules: rules{creation().When(mocks.Text("name")).Answered(http.StatusCreated).Change(func(s *mocks.Seen, a *mocks.Answer) {
				a.Set("/name", s.Object()["name"])
			})}},
	}
}
