package cfv2

import (
	"conformance/mocks"
)

// instancesRefusals returns faults about instances that are refused.
func instancesRefusals() []mocks.Mutant {
	return refused([]refusal{
		{"CFV2-INST-002", "create-instance", code(1001), mocks.Lacks("name"), 422, nil},
		{"CFV2-INST-003", "create-instance", code(1001), mocks.Lacks("service_plan_guid"), 422, nil},
		{"CFV2-INST-004", "create-instance", code(1001), mocks.Lacks("space_guid"), 422, nil},
		{"CFV2-INST-006", "create-instance", code(1001), mocks.Text("parameters"), 422, nil},
		{"CFV2-INST-007", "create-instance", code(1001), mocks.Text("tags"), 422, nil},
		{"CFV2-INST-009", "create-instance", code(60015), nil, 422, nil},
		{"CFV2-INST-010", "create-instance", code(10004), nil, 422, nil},
		{"CFV2-INST-026", "create-instance", code(60002), mocks.Not(blank), 409, ids{"CFV2-ERR-019"}},
		{"CFV2-INST-028", "create-instance", code(60009), nil, 422, nil},
		{"CFV2-INST-029", "create-instance", code(60001), nil, 422, nil},
		{"CFV2-INST-031", "create-instance", about(60003, "plan"), nil, 404, nil},
		{"CFV2-INST-032", "create-instance", about(60003, "space"), nil, 404, nil},
		{"CFV2-INST-033", "create-instance", code(60010), nil, 400, nil},
		{"CFV2-INST-039", "get-instance", code(60004), mocks.At("lifecycle", "get unknown instance"), 410, nil},
		{"CFV2-INST-050", "update-instance", code(110004), nil, 422, nil},
		{"CFV2-INST-051", "update-instance", code(1002), nil, 404, nil},
		{"CFV2-INST-052", "update-instance", code(60014), nil, 422, nil},
		{"CFV2-INST-057", "update-instance", code(60002), nil, 409, nil},
		{"CFV2-INST-059", "update-instance", code(110001), nil, 422, nil},
		{"CFV2-INST-063", "update-instance", code(340002), nil, 404, nil},
		{"CFV2-INST-065", "delete-instance", code(10006), nil, 409, nil},
		{"CFV2-INST-067", "delete-instance", code(60027), nil, 500, ids{"CFV2-ASYNC-032"}},
		{"CFV2-INST-075", "get-instance-parameters", code(120004), nil, 404, nil},
		{"CFV2-INST-076", "get-instance-parameters", because(500), nil, 500, nil},
		{"CFV2-INST-035", "create-instance", code(10003), mocks.All(mocks.At("roles"), mocks.Not(user("developer"))), 404, nil},
		{"CFV2-INST-035", "update-instance", code(10003), mocks.All(mocks.At("roles"), mocks.Not(user("developer"))), 401, nil},
		{"CFV2-INST-035", "delete-instance", code(10003), mocks.All(mocks.At("roles"), mocks.Not(user("developer"))), 409, nil},
		{"CFV2-INST-040", "get-instance", code(10003), nil, 404, nil},
		{"CFV2-INST-036", "create-instance", code(60012), nil, 403, nil},
		{"CFV2-INST-036", "create-instance", code(60013), nil, 402, nil},
		{"CFV2-INST-060", "update-instance", code(390006), nil, 400, nil},
		{"CFV2-INST-060", "update-instance", code(390007), nil, 409, nil},
		{"CFV2-INST-061", "update-instance", code(390008), nil, 400, nil},
	}...)
}

// instancesShapes returns faults of form: instances whose members have a wrong form.
func instancesShapes() []mocks.Mutant {
	return []mocks.Mutant{
		misshapen("CFV2-INST-014", "get-instance", 200, "/metadata/updated_at", nil),
		misshapen("CFV2-INST-016", "create-instance", 201, "/entity/name", "another", "CFV2-INST-030", "CFV2-INST-058"),
		misshapen("CFV2-INST-017", "get-instance", 200, "/entity/credentials", nil, "CFV2-INST-041"),
		misshapen("CFV2-INST-018", "create-instance", 201, "/entity/routes_url", nil),
		misshapen("CFV2-INST-020", "create-instance", 201, "/entity/type", "user_provided_service_instance"),
		misshapen("CFV2-INST-021", "create-instance", 201, "/entity/dashboard_url", "https://elsewhere.example.com/"),
		misshapen("CFV2-INST-023", "create-instance", 201, "/entity/service_bindings_url", "/v2/elsewhere"),
		misshapen("CFV2-INST-024", "get-instance", 200, "/entity/last_operation/created_at", nil),
		misshapen("CFV2-INST-025", "list-bindings", 200, "/resources/*/entity/last_operation/type", "bind"),
		misshapen("CFV2-INST-038", "get-instance", 200, "/metadata/guid", "another"),
		misshapen("CFV2-INST-077", "instance-permissions", 200, "/manage", nil),
		misshapen("CFV2-INST-078", "create-user-provided-instance", 201, "/entity/tags", nil),
		misheaded("CFV2-INST-015", "create-instance", 201, "Location", ""),
	}
}
