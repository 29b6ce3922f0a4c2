package cfv2

import (
	"conformance/mocks"
)

// errorsRefusals returns faults about errors that are told with another status.
func errorsRefusals() []mocks.Mutant {
	return append(refused([]refusal{
		{"CFV2-ERR-016", "create-broker", code(1001), null("name"), 422, nil},
		{"CFV2-ERR-014", "create-broker", code(1001), mocks.Unreadable, 500, nil},
		{"CFV2-ERR-011", "list-brokers", code(10002), nil, 403, nil},
		{"CFV2-ERR-012", "list-brokers", code(1000), nil, 403, nil},
		{"CFV2-ERR-018", "", code(10000), below("/v2/conformance-"), 400, nil},
		{"CFV2-ERR-019", "create-key", code(360001), nil, 409, ids{"CFV2-BIND-046"}},
		{"CFV2-ERR-020", "create-instance", named("AsyncRequired"), nil, 422, nil},
		{"CFV2-ERR-021", "create-instance", named("ConcurrencyError"), nil, 409, nil},
		{"CFV2-ERR-022", "delete-binding", mocks.All(code(90008), because(422)), nil, 422, nil},
		{"CFV2-ERR-023", "update-instance", because(422), nil, 500, nil},
		{"CFV2-ERR-024", "create-binding", named("AppRequired"), nil, 422, nil},
		{"CFV2-ERR-025", "create-instance", named("MaintenanceInfoConflict"), nil, 409, nil},
		{"CFV2-ERR-026", "create-instance", named("ServiceBrokerConflict"), nil, 502, nil},
		{"CFV2-ERR-027", "update-instance", because(409), nil, 409, nil},
		{"CFV2-ERR-028", "create-instance", because(400), nil, 400, nil},
		{"CFV2-ERR-029", "create-instance", because(401), nil, 401, nil},
		{"CFV2-ERR-030", "update-instance", because(500), nil, 500, nil},
		{"CFV2-ERR-031", "create-instance", because(408), nil, 408, nil},
	}...),
		misheaded("CFV2-ERR-005", "get-broker", 200, "X-Vcap-Request-Id", ""),
		misheaded("CFV2-ERR-007", "get-broker", 404, "X-Content-Type-Options", ""),
		misheaded("CFV2-ERR-004", "get-broker", 404, "Content-Type", "text/html"),
	)
}
