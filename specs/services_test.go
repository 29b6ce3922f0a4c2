package specs_test

import (
	"fmt"
	"strings"
	"testing"
)

const uuid = "2c8f0d7b-91a4-4d8e-8a7e-6b4c1f3e5d20"

func service(details string) string {
	return fmt.Sprintf(`{"uuid": %q, "name": "n", "label": "l", "service_type": "postgres", "project_id": %q, "resource_id": %q,
		"created_at": "2026-01-05T09:30:00.5+0200", "updated_at": "2026-01-05T09:30Z", "connection_details": %s}`, uuid, uuid, uuid, details)
}

func TestServicesAnswers(t *testing.T) {
	const internal = `"internal": {"hostname": "h", "database": "d", "port": 5432, "username": "u", "password": "p", "connection_url": "postgres://"}`
	checkAnswers(t, document(t, "services", "1"), []answer{
		{"create", 201, service(`{}`), nil},
		{"create", 201, strings.Replace(service(`{}`), "resource_id", "miget_id", 1), nil},
		{"create", 201, service(`{` + internal + `}`), nil},
		{"create", 201, service(`{` + internal + `, "external": null}`), nil},
		{"create", 201, service(`{` + internal + `, "external": {}}`), nil},
		{"create", 201, service(`null`), []string{"SVC-ENT-009 /connection_details"}},
		{"get", 200, service(`{` + internal + `, "external": {"psql_command": "psql"}}`), []string{"SVC-CONN-011 /connection_details/external"}},
		{"get", 200, service(`{` + internal + `, "external": {"psql_command": "", "external_connection_url": 1}}`),
			[]string{"SVC-CONN-011 /connection_details/external/external_connection_url", "SVC-CONN-011 /connection_details/external/psql_command"}},
		{"get", 200, service(`{"internal": {"hostname": "h:1", "database": "", "port": "5432", "username": "u", "connection_url": "x"}}`),
			[]string{"SVC-CONN-001 /connection_details/internal/database", "SVC-CONN-001 /connection_details/internal/password",
				"SVC-CONN-002 /connection_details/internal/port", "SVC-CONN-003 /connection_details/internal/hostname"}},
		{"create", 201, `{"uuid": 1, "name": "", "label": null, "service_type": "db", "project_id": 2, "resource_id": null, "created_at": 3, "updated_at": null}`,
			[]string{"SVC-ENT-001 /uuid", "SVC-ENT-002 /name", "SVC-ENT-003 /label", "SVC-ENT-004 /service_type", "SVC-ENT-005 /project_id",
				"SVC-ENT-006 /resource_id", "SVC-ENT-007 /created_at", "SVC-ENT-008 /updated_at", "SVC-ENT-009 /connection_details"}},
		{"create", 201, `[]`, []string{"SVC-CREATE-003 "}},
		{"list", 200, `[{"uuid": "` + uuid + `", "label": null}]`, nil},
		{"list", 200, `[{}, 1]`, []string{"SVC-ENT-001 /0/uuid", "SVC-LIFE-001 /1"}},
		{"list", 200, `{}`, []string{"SVC-LIFE-001 "}},
		{"get", 404, `{}`, []string{"SVC-ERR-002 "}},
		{"get", 404, `{"error": ""}`, []string{"SVC-ERR-002 /error"}},
		{"create", 422, `{"errors": ["a", "b"]}`, nil},
		{"create", 422, `{"errors": {"label": "a"}}`, []string{"SVC-ERR-003 /errors"}},
		{"create", 500, `"text"`, []string{"SVC-ERR-001 "}},
		{"update", 200, `null`, nil},
		{"rotate-password", 200, `"text"`, nil},
	})
}

func TestServicesRequests(t *testing.T) {
	const path = "/api/v1/services"
	body := func(member, value string) string {
		members := map[string]string{"service_type": `"postgres"`, "project_id": `"` + uuid + `"`, "label": `"l"`}
		if members[member] = value; value == "" {
			delete(members, member)
		}
		var all []string
		for name, value := range members {
			all = append(all, fmt.Sprintf("%q: %s", name, value))
		}
		return "{" + strings.Join(all, ", ") + "}"
	}
	calls := []call{
		{"with what is required", "create", path, nil, body("other", "1"), nil},
		{"in a workspace", "create", path, map[string]string{"X-Workspace-Id": uuid}, body("cpu_size", "0.25"), nil},
		{"incomplete replica, for the server to refuse", "create", path, nil, body("creation_mode", `"external_replica"`), nil},
		{"to restart", "state", path + "/" + uuid + "/state", nil, `{"state": "process_restart"}`, nil},
		{"to an invented state", "state", path + "/" + uuid + "/state", nil, `{"state": "sleep"}`, []string{"/state"}},
		{"of the label", "update", path + "/" + uuid, nil, `{"label": "m"}`, nil},
	}
	for member, values := range map[string][]string{
		"service_type": {"", `"mysql"`, `""`, `"Postgres"`, "null"}, "project_id": {"", "123", `"not-a-uuid"`}, "label": {"", `""`},
		"resource_id": {"123"}, "ram_size": {`"abc"`}, "disk_size": {`"abc"`}, "cpu_size": {`"abc"`}, "public_access": {`"yes"`, `"2"`},
		"environment_variables": {"{}"}, "instances": {"0", "2", "4", "9"}, "creation_mode": {`"replica"`, `""`}, "auth_type": {`"cert"`, `""`},
		"s3_enabled": {`"yes"`}, "storage_access": {`"ROX"`, `"rwo"`}, "external_port": {`"abc"`},
	} {
		for _, value := range values {
			calls = append(calls, call{member + " " + value, "create", path, nil, body(member, value), []string{"/" + member}})
		}
	}
	checkCalls(t, document(t, "services", "1"), calls)
}
