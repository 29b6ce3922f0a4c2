package services

import (
	"net/http"
	"slices"

	"conformance/mocks"
	reference "conformance/reference/services"
)

// lenientMutants create what has to be refused: the server takes a value of its own for what is missing or wrong.
func lenientMutants() []mocks.Mutant {
	database := func(condition func(*mocks.Seen) bool) func(*mocks.Seen) bool { return both(isDatabase, condition) }
	malformed := func(member string) func(*mocks.Seen) bool {
		return outside(member, reference.DefaultProjectID, reference.DefaultResourceID)
	}
	short := func(member string) func(*mocks.Seen) bool {
		return both(malformed(member), func(s *mocks.Seen) bool { id, _ := s.Object()[member].(string); return len(id) < 36 })
	}
	long := func(member string) func(*mocks.Seen) bool {
		return both(malformed(member), func(s *mocks.Seen) bool { id, _ := s.Object()[member].(string); return len(id) == 36 })
	}
	notClosed := func(s *mocks.Seen) bool { return s.Object()["resource_id"] != reference.DefaultClosedResourceID }
	return []mocks.Mutant{
		lenient("no-service_type", "SVC-CREATE-004", lacks("service_type"), "service_type", reference.Postgres),
		lenient("an-unknown-service_type", "SVC-CREATE-005", is("service_type", "mysql"), "service_type", reference.Postgres),
		lenient("a-service_type-in-another-case", "SVC-CREATE-005", is("service_type", "Postgres"), "service_type", reference.Postgres),
		lenient("an-empty-service_type", "SVC-CREATE-005", is("service_type", ""), "service_type", reference.Postgres),
		lenient("a-null-service_type", "SVC-CREATE-005", both(is("service_type", nil), func(s *mocks.Seen) bool { return !lacks("service_type")(s) }),
			"service_type", reference.Postgres),
		lenient("no-project_id", "SVC-CREATE-006", lacks("project_id"), "project_id", reference.DefaultProjectID),
		lenient("an-unknown-project_id", "SVC-CREATE-008", long("project_id"), "project_id", reference.DefaultProjectID),
		lenient("a-malformed-project_id", "SVC-CREATE-009", short("project_id"), "project_id", reference.DefaultProjectID),
		lenient("a-malformed-resource_id", "SVC-CREATE-009", short("resource_id"), "resource_id", reference.DefaultResourceID),
		lenient("an-unknown-resource_id", "SVC-CREATE-013", both(long("resource_id"), notClosed), "resource_id", reference.DefaultResourceID),
		lenient("a-closed-resource_id", "SVC-CREATE-014", is("resource_id", reference.DefaultClosedResourceID), "resource_id", reference.DefaultResourceID),
		lenient("no-label", "SVC-CREATE-015", lacks("label"), "label", "nameless"),
		lenient("a-ram_size-of-text", "SVC-CREATE-017", isText("ram_size"), "ram_size", 128),
		lenient("a-disk_size-of-text", "SVC-CREATE-018", isText("disk_size"), "disk_size", 1),
		lenient("a-cpu_size-of-text", "SVC-CREATE-019", isText("cpu_size"), "cpu_size", 0.25),
		lenient("an-unsupported-version", "SVC-CREATE-024", database(outside("postgres_version", "16")), "postgres_version", "16"),
		lenient("another-public_access", "SVC-CREATE-026", outside("public_access", "0", "1"), "public_access", "1"),
		lenient("an-object-as-environment_variables", "SVC-CREATE-028", outside("environment_variables", true, false), "environment_variables", true),
		lenient("an-even-number-of-instances", "SVC-CREATE-031", outside("instances", 1.0, 3.0, 5.0, 7.0), "instances", 1),
		lenient("an-unknown-creation_mode", "SVC-CREATE-033", outside("creation_mode", "fresh", "external_replica"), "creation_mode", "fresh"),
		lenient("a-relative-mount_point", "SVC-CREATE-036", both(isText("mount_point"), outside("mount_point", "/data")), "mount_point", "/data"),
		lenient("an-unknown-storage_access", "SVC-CREATE-037", outside("storage_access", "RWO", "RWX"), "storage_access", "RWX"),
		mutant("truncated-body-accepted", "closes a brace that is missing", ids("SVC-CREATE-041"), nil,
			create().When(func(s *mocks.Seen) bool { return len(s.Body) > 0 && s.Object() == nil }).
				Before(func(s *mocks.Seen) { s.Body = append(slices.Clone(s.Body), '}') })),
		mutant("truncated-body-422", "answers 422 to what is no JSON", ids("SVC-CREATE-041"), nil,
			create().When(func(s *mocks.Seen) bool { return s.Object() == nil }).Status(http.StatusUnprocessableEntity)),
	}
}

// sizeMutants are about numbers that no service can have, and about valid ones that are refused.
func sizeMutants() []mocks.Mutant {
	var all []mocks.Mutant
	for member, row := range map[string]string{"ram_size": "SVC-CREATE-017", "disk_size": "SVC-CREATE-018", "cpu_size": "SVC-CREATE-019"} {
		size := func(holds func(float64) bool) func(*mocks.Seen) bool {
			return func(s *mocks.Seen) bool { n, number := s.Object()[member].(float64); return number && holds(n) }
		}
		all = append(all,
			lenient("a-"+member+"-of-nothing", "SVC-CREATE-020", size(func(n float64) bool { return n == 0 }), member, 1),
			lenient("a-negative-"+member, "SVC-CREATE-020", size(func(n float64) bool { return n < 0 }), member, 1),
			blocking("valid-"+member+"-refused", "refuses a size that is a number", ids(row), ids("SVC-CREATE-001"),
				refuse(size(func(n float64) bool { return n > 0 && n < 1000 }), http.StatusBadRequest, member+" has to be a text")))
		if member != "cpu_size" {
			all = append(all, mutant("boundless-"+member, "creates a service that cannot fit", ids("SVC-CREATE-022", "SVC-ERR-005"), nil,
				create().When(size(func(n float64) bool { return n > 1e9 })).SetSent("/"+member, 1)))
		}
	}
	return append(all,
		blocking("version-16-refused", "refuses a version on offer", ids("SVC-CREATE-023"), ids("SVC-CREATE-001", "SVC-COND-023"),
			refuse(isText("postgres_version"), http.StatusBadRequest, "postgres_version has to be a number")),
		blocking("boolean-refused", "refuses a JSON boolean", ids("SVC-CREATE-028"), ids("SVC-CREATE-001"),
			refuse(is("environment_variables", false), http.StatusBadRequest, "environment_variables has to be a text")),
		mutant("capacity-400", "answers 400 where capacity is short", ids("SVC-ERR-005", "SVC-CREATE-022"), nil,
			create().Answered(http.StatusUnprocessableEntity).AnsweredWith(func(a *mocks.Answer) bool {
				text, _ := decode(a)["error"].(string)
				return len(text) > 4 && (text[:3] == "ram" || text[:4] == "disk")
			}).Status(http.StatusBadRequest)))
}
