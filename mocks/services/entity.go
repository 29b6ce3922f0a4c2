package services

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"conformance/mocks"
	reference "conformance/reference/services"
)

func setMember(a *mocks.Answer, member string, value any) {
	object := decode(a)
	if object == nil {
		return
	}
	object[member] = value
	replaceBody(a, object)
}

func replaceBody(a *mocks.Answer, object map[string]any) {
	a.Body, _ = json.Marshal(object) // tables hold what can be marshalled
}

// gone marks a member that is removed.
var gone = struct{}{}

// shapeFault is one place in what an operation answers, and what stands there instead.
type shapeFault struct {
	id, operation, pointer string
	value                  any
	also                   []string
}

// shapeFaults are against what the document says of single members: missing, of another type, malformed.
func shapeFaults() []shapeFault {
	const internal, external = "/connection_details/internal", "/connection_details/external"
	urls := ids("SVC-CONN-004", "SVC-CONN-005", "SVC-CONN-006", "SVC-CONN-007", "SVC-CONN-008", "SVC-CONN-009", "SVC-CONN-010", "SVC-CONN-012",
		"SVC-CONN-013", "SVC-CONN-014", "SVC-CONN-015", "SVC-CONN-016", "SVC-CONN-017", "SVC-CONN-018", "SVC-CONN-019", "SVC-CONN-020",
		"SVC-CONN-021", "SVC-CONN-025", "SVC-CONN-026")
	return []shapeFault{
		{"SVC-CREATE-003", "create", "", []any{}, ids("SVC-CREATE-001")},
		{"SVC-ENT-001", "create", "/uuid", 7, ids("SVC-CREATE-001", "SVC-CREATE-042")},
		{"SVC-ENT-001", "get", "/uuid", 7, ids("SVC-ENT-012", "SVC-LIFE-002")},
		{"SVC-ENT-001", "get", "/uuid", "service-7", ids("SVC-ENT-012", "SVC-LIFE-002")},
		{"SVC-ENT-001", "list", "/*/uuid", 7, ids("SVC-LIFE-001")},
		{"SVC-ENT-002", "get", "/name", nil, ids("SVC-ENT-012")},
		{"SVC-ENT-002", "create", "/name", "", ids("SVC-ENT-012", "SVC-CREATE-042")},
		{"SVC-ENT-003", "get", "/label", gone, ids("SVC-ENT-012", "SVC-LIFE-006")},
		{"SVC-ENT-004", "get", "/service_type", "database", ids("SVC-ENT-012")},
		{"SVC-ENT-005", "get", "/project_id", 12, ids("SVC-ENT-012")},
		{"SVC-ENT-006", "get", "/resource_id", nil, ids("SVC-ENT-012")},
		{"SVC-ENT-007", "create", "/created_at", 1767600000, ids("SVC-ENT-012")},
		{"SVC-ENT-007", "get", "/created_at", "2026-01-05 09:30:00", ids("SVC-ENT-012")},
		{"SVC-ENT-008", "get", "/updated_at", nil, nil},
		{"SVC-ENT-009", "create", "/connection_details", nil, nil},
		{"SVC-ENT-009", "create", "/connection_details", gone, nil},
		{"SVC-CONN-001", "get", internal, "postgres://", urls},
		{"SVC-CONN-001", "get", internal + "/password", gone, urls},
		{"SVC-CONN-001", "get", internal + "/username", "", urls},
		{"SVC-CONN-001", "get", internal + "/hostname", gone, urls},
		{"SVC-CONN-001", "get", internal + "/database", gone, urls},
		{"SVC-CONN-001", "get", internal + "/port", gone, urls},
		{"SVC-CONN-001", "get", internal + "/connection_url", gone, urls},
		{"SVC-CONN-002", "get", internal + "/port", "5432", nil},
		{"SVC-CONN-002", "get", internal + "/port", 0, urls},
		{"SVC-CONN-003", "get", internal + "/hostname", "postgres.internal.example:5432", urls},
		{"SVC-CONN-011", "get", external + "/psql_command", gone, urls},
		{"SVC-CONN-011", "get", external + "/external_connection_url", 5, urls},
		{"SVC-LIFE-001", "list", "", map[string]any{"data": []any{}}, ids("SVC-AUTH-005", "SVC-AUTH-009")},
	}
}

func shapeMutants() []mocks.Mutant {
	var all []mocks.Mutant
	for i, row := range shapeFaults() {
		rule := mocks.On(row.operation).Answered(http.StatusOK, http.StatusCreated).AnsweredWith(reaches(row.pointer))
		if row.value == gone {
			rule = rule.Remove(row.pointer)
		} else {
			rule = rule.Set(row.pointer, row.value)
		}
		m := blocking(fmt.Sprintf("shape-%d-%s", i+1, strings.ToLower(row.id)), fmt.Sprintf("%s answers a bad %s", row.operation, row.pointer),
			ids(row.id), row.also, rule)
		all = append(all, m)
	}
	return all
}

// reaches holds for answers that have the parent of the place: a change elsewhere would add what was not there.
func reaches(pointer string) func(*mocks.Answer) bool {
	return func(a *mocks.Answer) bool {
		if !strings.HasPrefix(pointer, "/connection_details/") {
			return true
		}
		part := strings.Split(pointer, "/")[2]
		details, _ := decode(a)["connection_details"].(map[string]any)
		_, has := details[part]
		return has
	}
}

func entityMutants() []mocks.Mutant {
	database, storage := mocks.InScenario("database"), mocks.InScenario("storage")
	var first memory
	change := func(id, title, pointer string, to func(any) any, breaks []string, also ...string) mocks.Mutant {
		return mutant(id, title, breaks, also, shows(pointer, to, "get").When(database))
	}
	other := func(any) any { return reference.DefaultClosedResourceID }
	return []mocks.Mutant{
		mutant("same-uuid-always", "gives two services one uuid", ids("SVC-ENT-001"), ids("SVC-CREATE-042", "SVC-ENT-012", "SVC-ENT-003", "SVC-CREATE-016"),
			create().When(both(storage, lacks("storage_access"))).Answered(http.StatusCreated).Change(func(s *mocks.Seen, a *mocks.Answer) {
				if kept := first.replay(s); kept != nil {
					setMember(a, "uuid", decode(kept)["uuid"])
					return
				}
				first.learn(s, a)
			})),
		change("label-changed", "shows another label than the one sent", "/label", text(strings.ToUpper), ids("SVC-ENT-003"), "SVC-ENT-012", "SVC-LIFE-006"),
		change("type-changed", "shows another type than the one sent", "/service_type", func(any) any { return reference.SharedStorage },
			ids("SVC-ENT-004"), "SVC-ENT-012"),
		change("project-changed", "shows another project than the one sent", "/project_id", other, ids("SVC-ENT-005"), "SVC-ENT-012"),
		change("resource-changed", "shows another resource than the one sent", "/resource_id", other, ids("SVC-ENT-006"), "SVC-ENT-012"),
		change("updated-before-created", "was changed before it was created", "/updated_at", text(func(at string) string {
			moment, err := time.Parse(time.RFC3339, at)
			if err != nil {
				return at
			}
			return moment.Add(-time.Hour).Format(time.RFC3339)
		}), ids("SVC-ENT-008")),
		change("name-drifts", "shows another name than the creation answered", "/name", text(func(name string) string { return name + "-0" }), ids("SVC-ENT-012")),
		mutant("volume-with-credentials", "shows how to connect to a volume", ids("SVC-ENT-010"), ids("SVC-CREATE-039"),
			mocks.On("get").When(storage).Answered(http.StatusOK).Set("/connection_details", databaseDetails())),
	}
}

// databaseDetails are well-formed details of no database.
func databaseDetails() map[string]any {
	return map[string]any{"internal": map[string]any{"hostname": "db.internal.example", "database": "db", "port": 5432, "username": "user",
		"password": "a-password", "connection_url": "postgres://user:a-password@db.internal.example:5432/db"}}
}
