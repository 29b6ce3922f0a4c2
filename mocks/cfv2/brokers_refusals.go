package cfv2

import (
	"conformance/mocks"
)

// brokersRefusals returns faults about brokers, plans and visibilities that are refused.
func brokersRefusals() []mocks.Mutant {
	return refused([]refusal{
		{"CFV2-BROKER-002", "create-broker", code(1001), mocks.Lacks("name"), 422, nil},
		{"CFV2-BROKER-003", "create-broker", code(1001), mocks.Lacks("broker_url"), 422, nil},
		{"CFV2-BROKER-004", "create-broker", code(1001), mocks.Lacks("auth_username"), 422, nil},
		{"CFV2-BROKER-005", "create-broker", code(1001), mocks.Lacks("auth_password"), 422, nil},
		{"CFV2-BROKER-008", "create-broker", code(10010), nil, 400, nil},
		{"CFV2-BROKER-016", "create-broker", code(270002), nil, 409, ids{"CFV2-ERR-019"}},
		{"CFV2-BROKER-018", "create-broker", code(270011), nil, 502, nil},
		{"CFV2-BROKER-019", "create-broker", code(270016), nil, 502, nil},
		{"CFV2-BROKER-020", "create-broker", code(270001), empty("auth_username"), 422, nil},
		{"CFV2-BROKER-021", "create-broker", code(270001), empty("name"), 500, nil},
		{"CFV2-BROKER-023", "create-broker", code(270012), nil, 422, catalogRules()},
		{"CFV2-BROKER-024", "create-broker", named("ServiceBrokerApiUnreachable"), nil, 500, nil},
		{"CFV2-BROKER-029", "create-broker", named("HttpClientTimeout"), nil, 500, nil},
		{"CFV2-BROKER-025", "create-broker", named("ServiceBrokerApiAuthenticationFailed"), nil, 401, nil},
		{"CFV2-BROKER-026", "create-broker", code(270021), nil, 500, nil},
		{"CFV2-BROKER-027", "create-broker", code(270020), nil, 404, nil},
		{"CFV2-BROKER-028", "create-broker", named("ServiceBrokerBadResponse"), nil, 500, nil},
		{"CFV2-BROKER-054", "get-broker", code(270004), nil, 400, nil},
		{"CFV2-BROKER-055", "update-broker", code(10000), nil, 400, nil},
		{"CFV2-BROKER-061", "list-brokers", code(10005), query("q", "conformance:"), 500, nil},
		{"CFV2-BROKER-064", "list-brokers", code(10005), query("results-per-page", "1000"), 500, nil},
		{"CFV2-BROKER-065", "list-brokers", code(10005), query("order-direction", "sideways"), 500, nil},
		{"CFV2-BROKER-071", "update-broker", code(270002), nil, 409, nil},
		{"CFV2-BROKER-076", "delete-broker", code(270010), nil, 409, ids{"CFV2-ERR-019"}},
		{"CFV2-BROKER-087", "create-visibility", code(260002), nil, 409, nil},
		{"CFV2-BROKER-088", "create-visibility", code(260001), nil, 422, nil},
		{"CFV2-BROKER-089", "create-visibility", code(1002), nil, 404, nil},
	}...)
}

// brokersShapes returns faults of form: brokers, offerings and plans whose members have a wrong form.
func brokersShapes() []mocks.Mutant {
	return []mocks.Mutant{
		misshapen("CFV2-BROKER-009", "get-broker", 200, "/metadata/created_at", nil),
		misshapen("CFV2-BROKER-010", "create-broker", 201, "/entity/auth_username", "someone-else", "CFV2-BROKER-053"),
		misshapen("CFV2-BROKER-013", "get-broker", 200, "/metadata/created_at", "yesterday"),
		misshapen("CFV2-BROKER-047", "list-services", 200, "/resources/*/entity/tags", nil),
		misshapen("CFV2-BROKER-048", "list-services", 200, "/resources/*/entity/extra", map[string]any{"displayName": "Conformance"}),
		misshapen("CFV2-BROKER-049", "list-plans", 200, "/resources/*/entity/free", nil),
		misshapen("CFV2-BROKER-050", "list-plans", 200, "/resources/*/entity/public", true),
		misshapen("CFV2-BROKER-051", "list-plans", 200, "/resources/*/entity/schemas/service_binding", nil),
		misshapen("CFV2-BROKER-052", "list-plans", 200, "/resources/*/entity/bindable", true),
		misshapen("CFV2-BROKER-056", "list-brokers", 200, "/prev_url", nil),
		misheaded("CFV2-BROKER-012", "create-broker", 201, "Location", ""),
		misheaded("CFV2-BROKER-086", "create-visibility", 201, "Location", ""),
		misheaded("CFV2-BROKER-074", "create-instance", 201, "X-Cf-Warnings", "not encoded: at all!"),
	}
}
