package services

import (
	"net/http"
	"slices"
	"strings"

	"conformance/mocks"
	reference "conformance/reference/services"
)

// create returns faults: a server that answers, or refuses, creations that are in order.
func create() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "post-405", Title: "has no POST", Breaks: ids{"SVC-CREATE-001"}, Blocks: true,
			Rules: rules{refuse(func(*mocks.Seen) bool { return true }, http.StatusMethodNotAllowed, "no such method")}},
		{ID: "create-storage-500", Title: "cannot make volumes", Breaks: ids{"SVC-CREATE-001"}, Blocks: true,
			Rules: rules{creation().At("storage").Lacks("storage_access").Instead(http.StatusInternalServerError, refusal("out of order"))}},
		{ID: "create-200", Title: "answers 200 to a creation", Breaks: ids{"SVC-CREATE-002"}, Rules: rules{creation().Answered(http.StatusCreated).Status(http.StatusOK)}},
		{ID: "create-wrapped", Title: "wraps the new service in data", Breaks: ids{"SVC-CREATE-003"},
			Also:  ids{"SVC-ENT-001", "SVC-ENT-002", "SVC-ENT-003", "SVC-ENT-004", "SVC-ENT-005", "SVC-ENT-007", "SVC-ENT-008", "SVC-ENT-009"},
			Rules: rules{creation().Answered(http.StatusCreated).Change(func(_ *mocks.Seen, a *mocks.Answer) { a.Body = []byte(`{"data":` + string(a.Body) + `}`) })}},
		{ID: "create-shows-other-project", Title: "answers another project than the one sent", Breaks: ids{"SVC-CREATE-007", "SVC-ENT-005"}, Also: ids{"SVC-ENT-012"},
			Rules: rules{shows("/project_id", func(any) any { return reference.DefaultClosedResourceID }, "create")}},
		{ID: "create-shows-other-resource", Title: "answers another resource than the one sent", Breaks: ids{"SVC-CREATE-010", "SVC-ENT-006"}, Also: ids{"SVC-ENT-012"},
			Rules: rules{shows("/resource_id", func(any) any { return reference.DefaultClosedResourceID }, "create")}},
		{ID: "unstated-resource", Title: "creates a service without resource and does not say where", Breaks: ids{"SVC-CREATE-011"},
			Rules: rules{creation().Lacks("resource_id").SetSent("/resource_id", reference.DefaultResourceID).Remove("/resource_id")}},
		{ID: "label-slugged", Title: "turns the label into letters and hyphens", Breaks: ids{"SVC-CREATE-016"},
			Rules: rules{creation().When(isAccented).Answered(http.StatusCreated).Map("/label", text(func(label string) string {
				return strings.ReplaceAll(strings.ReplaceAll(label, "é", "e"), " ", "-")
			}))}},
		{ID: "label-ascii-only", Title: "refuses a label with an accent", Breaks: ids{"SVC-CREATE-016"},
			Rules: rules{refuse(isAccented, http.StatusUnprocessableEntity, "label may hold letters from a to z only")}},
		{ID: "sizes-required", Title: "asks for sizes", Breaks: ids{"SVC-CREATE-021"}, Also: ids{"SVC-COND-023"}, Blocks: true,
			Rules: rules{refuse(mocks.All(isDatabase, mocks.Lacks("ram_size")), http.StatusBadRequest, "ram_size is missing, disk_size is missing")}},
		{ID: "version-ignored", Title: "makes a database of its own favourite version", Breaks: ids{"SVC-CREATE-023"},
			Rules: rules{creation().At("database").Answered(http.StatusCreated).Set("/postgres_version", "13")}},
		{ID: "version-missing-500", Title: "crashes without a version", Breaks: ids{"SVC-CREATE-025"}, Also: ids{"SVC-ERR-006"},
			Rules: rules{creation().When(isDatabase, mocks.Lacks("postgres_version")).Instead(http.StatusInternalServerError, refusal("no version"))}},
		{ID: "public-by-default", Title: "exposes a database unless it is told not to", Breaks: ids{"SVC-CREATE-027"},
			Rules: rules{creation().At("validation").Lacks("public_access").SetSent("/public_access", "1")}},
		{ID: "cluster-by-default", Title: "makes a cluster unless it is told not to", Breaks: ids{"SVC-CREATE-032"},
			Rules: rules{creation().When(isDatabase, mocks.Lacks("instances")).SetSent("/instances", 3)}},
		{ID: "mode-required", Title: "asks for the creation mode", Breaks: ids{"SVC-CREATE-034"}, Also: ids{"SVC-CREATE-001"}, Blocks: true,
			Rules: rules{refuse(mocks.All(isDatabase, mocks.Lacks("creation_mode")), http.StatusBadRequest, "creation_mode is missing")}},
		{ID: "name-is-label", Title: "uses the label as name", Breaks: ids{"SVC-CREATE-043"}, Also: ids{"SVC-ENT-012"},
			Rules: rules{creation().At("database").Answered(http.StatusCreated).Change(func(s *mocks.Seen, a *mocks.Answer) {
				a.Set("/name", s.Object()["label"])
			})}},
		{ID: "application-required", Title: "ties a service to an application", Breaks: ids{"SVC-CREATE-044"}, Also: ids{"SVC-COND-023", "SVC-CREATE-001"}, Blocks: true,
			Rules: rules{refuse(mocks.Lacks("app_id"), http.StatusUnprocessableEntity, "app_id is missing: name the application")}},
		{ID: "version-16-refused", Title: "refuses a version on offer", Breaks: ids{"SVC-CREATE-023"}, Also: ids{"SVC-COND-023", "SVC-CREATE-001"}, Blocks: true,
			Rules: rules{refuse(mocks.Text("postgres_version"), http.StatusBadRequest, "postgres_version has to be a number")}},
		{ID: "boolean-refused", Title: "refuses a JSON boolean", Breaks: ids{"SVC-CREATE-028"}, Also: ids{"SVC-CREATE-001"}, Blocks: true,
			Rules: rules{refuse(is("environment_variables", false), http.StatusBadRequest, "environment_variables has to be a text")}},
	}
}

// createAccepted returns faults: a server that takes what has to be refused.
func createAccepted() []mocks.Mutant {
	return []mocks.Mutant{
		accepted("no-service_type", "SVC-CREATE-004", mocks.Lacks("service_type"), "service_type", reference.Postgres),
		accepted("an-unknown-service_type", "SVC-CREATE-005", is("service_type", "mysql"), "service_type", reference.Postgres),
		accepted("a-service_type-in-another-case", "SVC-CREATE-005", is("service_type", "Postgres"), "service_type", reference.Postgres),
		accepted("an-empty-service_type", "SVC-CREATE-005", is("service_type", ""), "service_type", reference.Postgres),
		accepted("a-null-service_type", "SVC-CREATE-005", mocks.All(is("service_type", nil), func(s *mocks.Seen) bool { return !mocks.Lacks("service_type")(s) }),
			"service_type", reference.Postgres),
		accepted("no-project_id", "SVC-CREATE-006", mocks.Lacks("project_id"), "project_id", reference.DefaultProjectID),
		accepted("an-unknown-project_id", "SVC-CREATE-008", unknown("project_id"), "project_id", reference.DefaultProjectID),
		accepted("a-malformed-project_id", "SVC-CREATE-009", malformed("project_id"), "project_id", reference.DefaultProjectID),
		accepted("a-malformed-resource_id", "SVC-CREATE-009", malformed("resource_id"), "resource_id", reference.DefaultResourceID),
		accepted("an-unknown-resource_id", "SVC-CREATE-013", unknown("resource_id"), "resource_id", reference.DefaultResourceID),
		accepted("a-closed-resource_id", "SVC-CREATE-014", is("resource_id", reference.DefaultClosedResourceID), "resource_id", reference.DefaultResourceID),
		accepted("no-label", "SVC-CREATE-015", mocks.Lacks("label"), "label", "nameless"),
		accepted("a-ram_size-of-text", "SVC-CREATE-017", mocks.Text("ram_size"), "ram_size", 128),
		accepted("a-disk_size-of-text", "SVC-CREATE-018", mocks.Text("disk_size"), "disk_size", 1),
		accepted("a-cpu_size-of-text", "SVC-CREATE-019", mocks.Text("cpu_size"), "cpu_size", 0.25),
		accepted("an-unsupported-version", "SVC-CREATE-024", mocks.All(isDatabase, outside("postgres_version", "16")), "postgres_version", "16"),
		accepted("another-public_access", "SVC-CREATE-026", outside("public_access", "0", "1"), "public_access", "1"),
		accepted("an-object-as-environment_variables", "SVC-CREATE-028", outside("environment_variables", true, false), "environment_variables", true),
		accepted("an-even-number-of-instances", "SVC-CREATE-031", outside("instances", 1.0, 3.0, 5.0, 7.0), "instances", 1),
		accepted("an-unknown-creation_mode", "SVC-CREATE-033", outside("creation_mode", "fresh", "external_replica"), "creation_mode", "fresh"),
		accepted("a-relative-mount_point", "SVC-CREATE-036", mocks.All(mocks.Text("mount_point"), outside("mount_point", "/data")), "mount_point", "/data"),
		accepted("an-unknown-storage_access", "SVC-CREATE-037", outside("storage_access", "RWO", "RWX"), "storage_access", "RWX"),
		{ID: "truncated-body-accepted", Title: "closes a brace that is missing", Breaks: ids{"SVC-CREATE-041"},
			Rules: rules{creation().When(func(s *mocks.Seen) bool { return len(s.Body) > 0 && s.Object() == nil }).
				Before(func(s *mocks.Seen) { s.Body = append(slices.Clone(s.Body), '}') })}},
		{ID: "truncated-body-422", Title: "answers 422 to what is no JSON", Breaks: ids{"SVC-CREATE-041"},
			Rules: rules{creation().When(func(s *mocks.Seen) bool { return s.Object() == nil }).Status(http.StatusUnprocessableEntity)}},
	}
}
