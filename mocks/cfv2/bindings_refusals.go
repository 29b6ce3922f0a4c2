package cfv2

import (
	"conformance/mocks"
)

// bindingsRefusals returns faults about bindings and keys that are refused.
func bindingsRefusals() []mocks.Mutant {
	return refused([]refusal{
		{"CFV2-BIND-002", "create-binding", code(1001), mocks.Lacks("service_instance_guid"), 422, nil},
		{"CFV2-BIND-003", "create-binding", code(1001), mocks.Lacks("app_guid"), 422, nil},
		{"CFV2-BIND-005", "create-binding", code(1001), mocks.Text("parameters"), 422, nil},
		{"CFV2-BIND-009", "create-binding", code(10004), nil, 422, nil},
		{"CFV2-BIND-024", "create-binding", code(90003), mocks.Lacks("name"), 409, ids{"CFV2-BIND-028", "CFV2-ERR-019"}},
		{"CFV2-BIND-025", "create-binding", code(100004), nil, 400, nil},
		{"CFV2-BIND-026", "create-binding", code(60004), nil, 400, nil},
		{"CFV2-BIND-027", "create-binding", code(90005), nil, 422, nil},
		{"CFV2-BIND-029", "create-binding", code(90003), mocks.Text("name"), 422, nil},
		{"CFV2-BIND-032", "get-binding", code(90004), mocks.At("lifecycle", "get unknown binding"), 400, nil},
		{"CFV2-BIND-041", "get-binding-parameters", code(90007), nil, 404, nil},
		{"CFV2-BIND-044", "create-key", code(1001), nil, 422, nil},
		{"CFV2-BIND-046", "create-key", code(360001), nil, 409, ids{"CFV2-ERR-019"}},
		{"CFV2-BIND-047", "create-key", code(360004), nil, 422, nil},
		{"CFV2-BIND-048", "create-key", code(60004), nil, 400, nil},
		{"CFV2-BIND-049", "get-key", code(360003), nil, 400, ids{"CFV2-BROKER-096"}},
		{"CFV2-BIND-030", "create-binding", code(10003), nil, 404, nil},
		{"CFV2-BIND-030", "delete-binding", code(10003), nil, 409, nil},
		{"CFV2-BIND-028", "create-binding", code(90003), mocks.At("places"), 422, nil},
	}...)
}

// bindingsShapes returns faults of form: bindings and keys whose members have a wrong form.
func bindingsShapes() []mocks.Mutant {
	return []mocks.Mutant{
		misshapen("CFV2-BIND-011", "get-binding", 200, "/metadata/updated_at", nil),
		misshapen("CFV2-BIND-013", "create-binding", 201, "/entity/app_guid", "another"),
		misshapen("CFV2-BIND-014", "create-binding", 201, "/entity/credentials", map[string]any{"uri": "https://elsewhere.example.com/"}, "CFV2-BIND-022", "CFV2-BIND-037"),
		misshapen("CFV2-BIND-015", "get-binding", 200, "/entity/gateway_name", "gateway"),
		misshapen("CFV2-BIND-016", "get-binding", 200, "/entity/syslog_drain_url", nil),
		misshapen("CFV2-BIND-017", "get-binding", 200, "/entity/volume_mounts", map[string]any{}),
		misshapen("CFV2-BIND-018", "get-binding", 200, "/entity/last_operation/created_at", nil),
		misshapen("CFV2-BIND-019", "create-binding", 201, "/entity/app_url", "/v2/elsewhere"),
		misshapen("CFV2-BIND-020", "create-binding", 201, "/entity/service_instance_url", "/v2/elsewhere"),
		misshapen("CFV2-BIND-021", "create-binding", 201, "/entity/service_binding_parameters_url", "/v2/elsewhere"),
		misshapen("CFV2-BIND-045", "create-key", 201, "/entity/credentials", map[string]any{}),
		misshapen("CFV2-BIND-055", "get-binding", 200, "/metadata/created_at", "yesterday"),
		misheaded("CFV2-BIND-012", "create-binding", 201, "Location", ""),
		misheaded("CFV2-BIND-043", "create-key", 201, "Location", ""),
	}
}
