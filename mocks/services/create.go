package services

import (
	"net/http"
	"strings"
	"sync/atomic"

	"conformance/mocks"
	reference "conformance/reference/services"
)

// refuse is a rule that refuses creations, with a text that says what it objects to.
func refuse(when func(*mocks.Seen) bool, status int, text string) mocks.Rule {
	return create().When(when).Instead(status, refusal(text))
}

func createMutants() []mocks.Mutant {
	everything := func(*mocks.Seen) bool { return true }
	database, validation, storage := mocks.InScenario("database"), mocks.InScenario("validation"), mocks.InScenario("storage")
	wrap := func(_ *mocks.Seen, a *mocks.Answer) { a.Body = []byte(`{"data":` + string(a.Body) + `}`) }
	return []mocks.Mutant{
		blocking("post-405", "has no POST", ids("SVC-CREATE-001"), nil,
			refuse(everything, http.StatusMethodNotAllowed, "no such method")),
		blocking("create-storage-500", "cannot make volumes", ids("SVC-CREATE-001"), nil,
			create().When(both(storage, lacks("storage_access"))).Instead(http.StatusInternalServerError, refusal("out of order"))),
		mutant("create-200", "answers 200 to a creation", ids("SVC-CREATE-002"), nil, create().Answered(http.StatusCreated).Status(http.StatusOK)),
		mutant("create-wrapped", "wraps the new service in data", ids("SVC-CREATE-003"),
			ids("SVC-ENT-001", "SVC-ENT-002", "SVC-ENT-003", "SVC-ENT-004", "SVC-ENT-005", "SVC-ENT-007", "SVC-ENT-008", "SVC-ENT-009"),
			create().Answered(http.StatusCreated).Change(wrap)),
		mutant("create-shows-other-project", "answers another project than the one sent", ids("SVC-CREATE-007", "SVC-ENT-005"), ids("SVC-ENT-012"),
			shows("/project_id", func(any) any { return reference.DefaultClosedResourceID }, "create")),
		mutant("create-shows-other-resource", "answers another resource than the one sent", ids("SVC-CREATE-010", "SVC-ENT-006"), ids("SVC-ENT-012"),
			shows("/resource_id", func(any) any { return reference.DefaultClosedResourceID }, "create")),
		mutant("unstated-resource", "creates a service without resource and does not say where", ids("SVC-CREATE-011"), nil,
			create().When(lacks("resource_id")).SetSent("/resource_id", reference.DefaultResourceID).Remove("/resource_id")),
		mutant("label-slugged", "turns the label into letters and hyphens", ids("SVC-CREATE-016"), nil,
			create().When(isAccented).Answered(http.StatusCreated).Map("/label", text(func(label string) string {
				return strings.ReplaceAll(strings.ReplaceAll(label, "é", "e"), " ", "-")
			}))),
		mutant("label-ascii-only", "refuses a label with an accent", ids("SVC-CREATE-016"), ids("SVC-CREATE-042", "SVC-ENT-001"),
			refuse(isAccented, http.StatusUnprocessableEntity, "label may hold letters from a to z only")),
		blocking("sizes-required", "asks for sizes", ids("SVC-CREATE-021"), ids("SVC-COND-023"),
			refuse(both(isDatabase, lacks("ram_size")), http.StatusBadRequest, "ram_size is missing, disk_size is missing")),
		mutant("version-ignored", "makes a database of its own favourite version", ids("SVC-CREATE-023"), nil,
			create().When(database).Answered(http.StatusCreated).Set("/postgres_version", "13")),
		mutant("version-missing-500", "crashes without a version", ids("SVC-CREATE-025"), ids("SVC-ERR-006"),
			create().When(both(isDatabase, lacks("postgres_version"))).Instead(http.StatusInternalServerError, refusal("no version"))),
		mutant("public-by-default", "exposes a database unless it is told not to", ids("SVC-CREATE-027"), nil,
			create().When(both(validation, lacks("public_access"))).SetSent("/public_access", "1")),
		mutant("cluster-by-default", "makes a cluster unless it is told not to", ids("SVC-CREATE-032"), nil,
			create().When(both(isDatabase, lacks("instances"))).SetSent("/instances", 3)),
		blocking("mode-required", "asks for the creation mode", ids("SVC-CREATE-034"), ids("SVC-CREATE-001"),
			refuse(both(isDatabase, lacks("creation_mode")), http.StatusBadRequest, "creation_mode is missing")),
		mutant("name-is-label", "uses the label as name", ids("SVC-CREATE-043"), ids("SVC-ENT-012"),
			create().When(database).Answered(http.StatusCreated).Change(func(s *mocks.Seen, a *mocks.Answer) {
				setMember(a, "name", s.Object()["label"])
			})),
		blocking("application-required", "ties a service to an application", ids("SVC-CREATE-044"), ids("SVC-CREATE-001", "SVC-COND-023"),
			refuse(lacks("app_id"), http.StatusUnprocessableEntity, "app_id is missing: name the application")),
	}
}

func volumeMutants() []mocks.Mutant {
	var crossed, first, taken memory
	return []mocks.Mutant{
		mutant("mount-point-ignored", "mounts a volume somewhere else", ids("SVC-CREATE-035"), nil,
			create().When(isVolume).Answered(http.StatusCreated).Set("/mount_point", "/mnt")),
		mutant("mount-point-missing-500", "crashes without a mount point", ids("SVC-CREATE-035"), ids("SVC-ERR-006"),
			create().When(both(isVolume, lacks("mount_point"))).Instead(http.StatusInternalServerError, refusal("no path"))),
		mutant("crossed-fields-500", "crashes on a volume with fields of a database", ids("SVC-CREATE-039"), ids("SVC-CREATE-043"),
			create().When(both(isVolume, isText("public_access"))).Instead(http.StatusInternalServerError, refusal("no such thing"))),
		mutant("crossed-fields-applied", "makes a volume public", ids("SVC-CREATE-039"), nil,
			create().When(both(isVolume, isText("public_access"))).Change(crossed.learn),
			mocks.On("get").When(crossed.knows).Set("/connection_details", databaseDetails())),
		mutant("repeat-gives-first", "answers a repeated creation with the service that is there", ids("SVC-CREATE-042"), nil,
			create().When(isAccented).InsteadWith(first.replay).Change(first.learn)),
		mutant("repeat-refused", "refuses to do the same again", ids("SVC-CREATE-042"), nil,
			create().When(isAccented).InsteadWith(taken.refuse).Change(taken.learn)),
		mutant("name-is-sent-name", "lets the request choose the name", ids("SVC-CREATE-043"), nil,
			create().When(isText("name")).Answered(http.StatusCreated).Change(func(s *mocks.Seen, a *mocks.Answer) {
				setMember(a, "name", s.Object()["name"])
			})),
	}
}

// memory keeps the last answer that it was shown, for servers that are wrong about what they did before.
type memory struct{ answer atomic.Pointer[mocks.Answer] }

func (m *memory) learn(_ *mocks.Seen, a *mocks.Answer) {
	m.answer.Store(&mocks.Answer{Status: a.Status, Header: a.Header.Clone(), Body: a.Body})
}

// replay answers again what was answered before, and nothing when there is nothing yet.
func (m *memory) replay(*mocks.Seen) *mocks.Answer {
	if kept := m.answer.Load(); kept != nil {
		return &mocks.Answer{Status: kept.Status, Header: kept.Header.Clone(), Body: kept.Body}
	}
	return nil
}

// refuse answers 400 to everything after the first.
func (m *memory) refuse(*mocks.Seen) *mocks.Answer {
	again := m.replay(nil)
	if again != nil {
		again.Status, again.Body = http.StatusBadRequest, []byte(`{"error":"not again"}`)
	}
	return again
}

// knows holds for requests about the service that the kept answer shows.
func (m *memory) knows(s *mocks.Seen) bool {
	kept := m.answer.Load()
	return kept != nil && decode(kept)["uuid"] == s.Params["id"]
}

func isAccented(s *mocks.Seen) bool {
	label, _ := s.Object()["label"].(string)
	return strings.Contains(label, "é")
}
