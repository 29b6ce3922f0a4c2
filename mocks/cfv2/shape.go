package cfv2

import (
	"strings"

	"conformance/mocks"
)

// misshapen is a place of an answer that is not as it must be: removed, or, where wrong is set, replaced.
type misshapen struct {
	id, operation string
	status        int
	pointer       string
	wrong         any
	also          []string
}

func shapeMutants() []mocks.Mutant {
	var all []mocks.Mutant
	for _, row := range shapes() {
		rule := mocks.On(row.operation).Answered(row.status)
		if row.wrong == nil {
			rule = rule.Remove(row.pointer)
		} else {
			rule = rule.Set(row.pointer, row.wrong)
		}
		all = append(all, also(fault("misshapen-"+strings.ToLower(strings.TrimPrefix(row.id, "CFV2-")),
			row.operation+" answers without a good "+row.pointer, rule, row.id), row.also...))
	}
	for _, row := range []struct {
		id, operation string
		status        int
		name, value   string
	}{
		{"CFV2-BROKER-012", "create-broker", 201, "Location", ""},
		{"CFV2-BROKER-086", "create-visibility", 201, "Location", ""},
		{"CFV2-INST-015", "create-instance", 201, "Location", ""},
		{"CFV2-ASYNC-001", "create-instance", 202, "Location", ""},
		{"CFV2-ASYNC-006", "update-instance", 202, "Location", ""},
		{"CFV2-BIND-012", "create-binding", 201, "Location", ""},
		{"CFV2-ASYNC-021", "create-binding", 202, "Location", ""},
		{"CFV2-ASYNC-027", "delete-binding", 202, "Location", ""},
		{"CFV2-BIND-043", "create-key", 201, "Location", ""},
		{"CFV2-ERR-005", "get-broker", 200, "X-Vcap-Request-Id", ""},
		{"CFV2-ERR-007", "get-broker", 404, "X-Content-Type-Options", ""},
		{"CFV2-ERR-004", "get-broker", 404, "Content-Type", "text/html"},
		{"CFV2-BROKER-074", "create-instance", 201, "X-Cf-Warnings", "not encoded: at all!"},
	} {
		all = append(all, fault("header-"+strings.ToLower(strings.TrimPrefix(row.id, "CFV2-")), row.operation+" answers without a good header "+row.name,
			mocks.On(row.operation).Answered(row.status).Header(row.name, row.value), row.id))
	}
	return all
}

func shapes() []misshapen {
	return []misshapen{
		{"CFV2-BROKER-009", "get-broker", 200, "/metadata/created_at", nil, nil},
		{"CFV2-BROKER-010", "create-broker", 201, "/entity/auth_username", "someone-else", []string{"CFV2-BROKER-053"}},
		{"CFV2-BROKER-013", "get-broker", 200, "/metadata/created_at", "yesterday", nil},
		{"CFV2-BROKER-047", "list-services", 200, "/resources/*/entity/tags", nil, nil},
		{"CFV2-BROKER-048", "list-services", 200, "/resources/*/entity/extra", map[string]any{"displayName": "Conformance"}, nil},
		{"CFV2-BROKER-049", "list-plans", 200, "/resources/*/entity/free", nil, nil},
		{"CFV2-BROKER-050", "list-plans", 200, "/resources/*/entity/public", true, nil},
		{"CFV2-BROKER-051", "list-plans", 200, "/resources/*/entity/schemas/service_binding", nil, nil},
		{"CFV2-BROKER-052", "list-plans", 200, "/resources/*/entity/bindable", true, nil},
		{"CFV2-BROKER-056", "list-brokers", 200, "/prev_url", nil, nil},
		{"CFV2-INST-014", "get-instance", 200, "/metadata/updated_at", nil, nil},
		{"CFV2-INST-016", "create-instance", 201, "/entity/name", "another", []string{"CFV2-INST-058", "CFV2-INST-030"}},
		{"CFV2-INST-017", "get-instance", 200, "/entity/credentials", nil, []string{"CFV2-INST-041"}},
		{"CFV2-INST-018", "create-instance", 201, "/entity/routes_url", nil, nil},
		{"CFV2-INST-020", "create-instance", 201, "/entity/type", "user_provided_service_instance", nil},
		{"CFV2-INST-021", "create-instance", 201, "/entity/dashboard_url", "https://elsewhere.example.com/", nil},
		{"CFV2-INST-023", "create-instance", 201, "/entity/service_bindings_url", "/v2/elsewhere", nil},
		{"CFV2-INST-024", "get-instance", 200, "/entity/last_operation/created_at", nil, nil},
		{"CFV2-INST-025", "list-bindings", 200, "/resources/*/entity/last_operation/type", "bind", nil},
		{"CFV2-INST-038", "get-instance", 200, "/metadata/guid", "another", nil},
		{"CFV2-INST-077", "instance-permissions", 200, "/manage", nil, nil},
		{"CFV2-INST-078", "create-user-provided-instance", 201, "/entity/tags", nil, nil},
		{"CFV2-BIND-011", "get-binding", 200, "/metadata/updated_at", nil, nil},
		{"CFV2-BIND-013", "create-binding", 201, "/entity/app_guid", "another", nil},
		{"CFV2-BIND-014", "create-binding", 201, "/entity/credentials", map[string]any{"uri": "https://elsewhere.example.com/"},
			[]string{"CFV2-BIND-022", "CFV2-BIND-037"}},
		{"CFV2-BIND-015", "get-binding", 200, "/entity/gateway_name", "gateway", nil},
		{"CFV2-BIND-016", "get-binding", 200, "/entity/syslog_drain_url", nil, nil},
		{"CFV2-BIND-017", "get-binding", 200, "/entity/volume_mounts", map[string]any{}, nil},
		{"CFV2-BIND-018", "get-binding", 200, "/entity/last_operation/created_at", nil, nil},
		{"CFV2-BIND-019", "create-binding", 201, "/entity/app_url", "/v2/elsewhere", nil},
		{"CFV2-BIND-020", "create-binding", 201, "/entity/service_instance_url", "/v2/elsewhere", nil},
		{"CFV2-BIND-021", "create-binding", 201, "/entity/service_binding_parameters_url", "/v2/elsewhere", nil},
		{"CFV2-BIND-045", "create-key", 201, "/entity/credentials", map[string]any{}, nil},
		{"CFV2-BIND-055", "get-binding", 200, "/metadata/created_at", "yesterday", nil},
		{"CFV2-PLAT-009", "get-info", 200, "/api_version", nil, nil},
	}
}
