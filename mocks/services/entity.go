package services

import (
	"net/http"
	"strings"
	"time"

	"conformance/mocks"
	reference "conformance/reference/services"
)

// entity returns faults: a server that shows other services than those that were created.
func entity() []mocks.Mutant {
	var first memory
	return []mocks.Mutant{
		{ID: "same-uuid-always", Title: "gives two services one uuid", Breaks: ids{"SVC-ENT-001"}, Also: ids{"SVC-CREATE-042"},
			Rules: rules{creation().At("storage").Lacks("storage_access").Answered(http.StatusCreated).Change(func(s *mocks.Seen, a *mocks.Answer) {
				if kept := first.replay(s); kept != nil {
					a.Set("/uuid", kept.Object()["uuid"])
					return
				}
				first.learn(s, a)
			})}},
		{ID: "label-changed", Title: "shows another label than the one sent", Breaks: ids{"SVC-ENT-003"}, Also: ids{"SVC-ENT-012", "SVC-LIFE-006"},
			Rules: rules{shows("/label", text(strings.ToUpper), "get").At("database")}},
		{ID: "type-changed", Title: "shows another type than the one sent", Breaks: ids{"SVC-ENT-004"}, Also: ids{"SVC-ENT-012"},
			Rules: rules{shows("/service_type", func(any) any { return reference.SharedStorage }, "get").At("database")}},
		{ID: "project-changed", Title: "shows another project than the one sent", Breaks: ids{"SVC-ENT-005"}, Also: ids{"SVC-ENT-012"},
			Rules: rules{shows("/project_id", func(any) any { return reference.DefaultClosedResourceID }, "get").At("database")}},
		{ID: "resource-changed", Title: "shows another resource than the one sent", Breaks: ids{"SVC-ENT-006"}, Also: ids{"SVC-ENT-012"},
			Rules: rules{shows("/resource_id", func(any) any { return reference.DefaultClosedResourceID }, "get").At("database")}},
		{ID: "updated-before-created", Title: "was changed before it was created", Breaks: ids{"SVC-ENT-008"},
			Rules: rules{shows("/updated_at", text(func(at string) string {
				moment, err := time.Parse(time.RFC3339, at)
				if err != nil {
					return at
				}
				return moment.Add(-time.Hour).Format(time.RFC3339)
			}), "get").At("database")}},
		{ID: "name-drifts", Title: "shows another name than the creation answered", Breaks: ids{"SVC-ENT-012"},
			Rules: rules{shows("/name", text(func(name string) string { return name + "-0" }), "get").At("database")}},
		{ID: "volume-with-credentials", Title: "shows how to connect to a volume", Breaks: ids{"SVC-ENT-010"}, Also: ids{"SVC-CREATE-039"},
			Rules: rules{mocks.On("get").At("storage").Answered(http.StatusOK).Set("/connection_details", databaseDetails())}},
	}
}

// entityShapes returns faults of form: services whose members have a wrong form.
func entityShapes() []mocks.Mutant {
	return shapes(
		shape{n: 2, breaks: "SVC-ENT-001", operation: "create", pointer: "/uuid", value: 7, also: ids{"SVC-CREATE-001"}, blocks: true},
		shape{n: 3, breaks: "SVC-ENT-001", operation: "get", pointer: "/uuid", value: 7, also: ids{"SVC-ENT-012", "SVC-LIFE-002"}},
		shape{n: 4, breaks: "SVC-ENT-001", operation: "get", pointer: "/uuid", value: "service-7", also: ids{"SVC-ENT-012", "SVC-LIFE-002"}},
		shape{n: 5, breaks: "SVC-ENT-001", operation: "list", pointer: "/*/uuid", value: 7, also: ids{"SVC-LIFE-001"}},
		shape{n: 6, breaks: "SVC-ENT-002", operation: "get", pointer: "/name", value: nil, also: ids{"SVC-ENT-012"}},
		shape{n: 7, breaks: "SVC-ENT-002", operation: "create", pointer: "/name", value: "", also: ids{"SVC-CREATE-042", "SVC-ENT-012"}},
		shape{n: 8, breaks: "SVC-ENT-003", operation: "get", pointer: "/label", value: gone{}, also: ids{"SVC-ENT-012", "SVC-LIFE-006"}},
		shape{n: 9, breaks: "SVC-ENT-004", operation: "get", pointer: "/service_type", value: "database", also: ids{"SVC-ENT-012"}},
		shape{n: 10, breaks: "SVC-ENT-005", operation: "get", pointer: "/project_id", value: 12, also: ids{"SVC-ENT-012"}},
		shape{n: 11, breaks: "SVC-ENT-006", operation: "get", pointer: "/resource_id", value: nil, also: ids{"SVC-ENT-012"}},
		shape{n: 12, breaks: "SVC-ENT-007", operation: "create", pointer: "/created_at", value: 1767600000, also: ids{"SVC-ENT-012"}},
		shape{n: 13, breaks: "SVC-ENT-007", operation: "get", pointer: "/created_at", value: "2026-01-05 09:30:00", also: ids{"SVC-ENT-012"}},
		shape{n: 14, breaks: "SVC-ENT-008", operation: "get", pointer: "/updated_at", value: nil},
		shape{n: 15, breaks: "SVC-ENT-009", operation: "create", pointer: "/connection_details", value: nil},
		shape{n: 16, breaks: "SVC-ENT-009", operation: "create", pointer: "/connection_details", value: gone{}},
	)
}

// databaseDetails are well-formed details of no database.
func databaseDetails() map[string]any {
	return map[string]any{"internal": map[string]any{"hostname": "db.internal.example", "database": "db", "port": 5432, "username": "user",
		"password": "a-password", "connection_url": "postgres://user:a-password@db.internal.example:5432/db"}}
}
