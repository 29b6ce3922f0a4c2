package cfv2

import (
	"fmt"
	"slices"
	"strings"

	"conformance/mocks"
)

// wrong is a refusal that comes with another status than it should.
type wrong struct {
	id, operation string
	answered      func(*mocks.Answer) bool
	when          func(*mocks.Seen) bool
	status        int
	also          []string
}

func statusMutants() []mocks.Mutant {
	var all []mocks.Mutant
	for _, row := range slices.Concat(brokerRefusals(), instanceRefusals(), bindingRefusals(), brokerFailures(), upgradeRefusals(), roleRefusals()) {
		rule := mocks.On(row.operation).AnsweredWith(row.answered).Status(row.status)
		if row.operation == "" {
			rule = mocks.On().AnsweredWith(row.answered).Status(row.status)
		}
		if row.when != nil {
			rule = rule.When(row.when)
		}
		id := fmt.Sprintf("answers-%d-%s", row.status, strings.ToLower(strings.TrimPrefix(row.id, "CFV2-")))
		all = append(all, also(fault(id, "what "+row.id+" refuses is answered with "+fmt.Sprint(row.status), rule, row.id), row.also...))
	}
	return all
}

func brokerRefusals() []wrong {
	filter := func(name, value string) func(*mocks.Seen) bool {
		return func(s *mocks.Seen) bool { return strings.HasPrefix(s.Query.Get(name), value) }
	}
	return []wrong{
		{"CFV2-BROKER-002", "create-broker", code(1001), lacks("name"), 422, nil},
		{"CFV2-BROKER-003", "create-broker", code(1001), lacks("broker_url"), 422, nil},
		{"CFV2-BROKER-004", "create-broker", code(1001), lacks("auth_username"), 422, nil},
		{"CFV2-BROKER-005", "create-broker", code(1001), lacks("auth_password"), 422, nil},
		{"CFV2-ERR-016", "create-broker", code(1001), null("name"), 422, nil},
		{"CFV2-ERR-014", "create-broker", code(1001), func(s *mocks.Seen) bool { return s.Object() == nil }, 500, nil},
		{"CFV2-BROKER-008", "create-broker", code(10010), nil, 400, nil},
		{"CFV2-BROKER-016", "create-broker", code(270002), nil, 409, []string{"CFV2-ERR-019"}},
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
		{"CFV2-BROKER-061", "list-brokers", code(10005), filter("q", "conformance:"), 500, nil},
		{"CFV2-BROKER-064", "list-brokers", code(10005), filter("results-per-page", "1000"), 500, nil},
		{"CFV2-BROKER-065", "list-brokers", code(10005), filter("order-direction", "sideways"), 500, nil},
		{"CFV2-BROKER-071", "update-broker", code(270002), nil, 409, nil},
		{"CFV2-BROKER-076", "delete-broker", code(270010), nil, 409, []string{"CFV2-ERR-019"}},
		{"CFV2-BROKER-087", "create-visibility", code(260002), nil, 409, nil},
		{"CFV2-BROKER-088", "create-visibility", code(260001), nil, 422, nil},
		{"CFV2-BROKER-089", "create-visibility", code(1002), nil, 404, nil},
		{"CFV2-ERR-011", "list-brokers", code(10002), nil, 403, nil},
		{"CFV2-ERR-012", "list-brokers", code(1000), nil, 403, nil},
		{"CFV2-ERR-018", "", code(10000), func(s *mocks.Seen) bool { return strings.HasPrefix(s.Path, "/v2/conformance-") }, 400, nil},
	}
}

func instanceRefusals() []wrong {
	about := func(code int, words string) func(*mocks.Answer) bool {
		return func(a *mocks.Answer) bool {
			description, _ := at(a.Body, "description").(string)
			return says("code", float64(code))(a) && strings.Contains(description, words)
		}
	}
	return []wrong{
		{"CFV2-INST-002", "create-instance", code(1001), lacks("name"), 422, nil},
		{"CFV2-INST-003", "create-instance", code(1001), lacks("service_plan_guid"), 422, nil},
		{"CFV2-INST-004", "create-instance", code(1001), lacks("space_guid"), 422, nil},
		{"CFV2-INST-006", "create-instance", code(1001), text("parameters"), 422, nil},
		{"CFV2-INST-007", "create-instance", code(1001), text("tags"), 422, nil},
		{"CFV2-INST-009", "create-instance", code(60015), nil, 422, nil},
		{"CFV2-INST-010", "create-instance", code(10004), nil, 422, nil},
		{"CFV2-INST-026", "create-instance", code(60002), not(blank), 409, []string{"CFV2-ERR-019"}},
		{"CFV2-INST-028", "create-instance", code(60009), nil, 422, nil},
		{"CFV2-INST-029", "create-instance", code(60001), nil, 422, nil},
		{"CFV2-INST-031", "create-instance", about(60003, "plan"), nil, 404, nil},
		{"CFV2-INST-032", "create-instance", about(60003, "space"), nil, 404, nil},
		{"CFV2-INST-033", "create-instance", code(60010), nil, 400, nil},
		{"CFV2-INST-039", "get-instance", code(60004), func(s *mocks.Seen) bool { return s.Nth == 1 }, 410,
			[]string{"CFV2-INST-070", "CFV2-BROKER-096"}},
		{"CFV2-INST-050", "update-instance", code(110004), nil, 422, nil},
		{"CFV2-INST-051", "update-instance", code(1002), nil, 404, nil},
		{"CFV2-INST-052", "update-instance", code(60014), nil, 422, nil},
		{"CFV2-INST-057", "update-instance", code(60002), nil, 409, nil},
		{"CFV2-INST-059", "update-instance", code(110001), nil, 422, nil},
		{"CFV2-INST-063", "update-instance", code(340002), nil, 404, nil},
		{"CFV2-INST-065", "delete-instance", code(10006), nil, 409, nil},
		{"CFV2-INST-067", "delete-instance", code(60027), nil, 500, []string{"CFV2-ASYNC-032"}},
		{"CFV2-INST-075", "get-instance-parameters", code(120004), nil, 404, nil},
		{"CFV2-INST-076", "get-instance-parameters", because(500), nil, 500, nil},
		{"CFV2-ASYNC-013", "update-instance", code(60016), nil, 400, []string{"CFV2-ASYNC-020"}},
		{"CFV2-ASYNC-014", "create-binding", code(60016), nil, 400, nil},
		{"CFV2-ASYNC-015", "delete-binding", code(60016), nil, 400, nil},
		{"CFV2-ASYNC-016", "delete-instance", both(code(60016), not(because(422))), nil, 400, []string{"CFV2-ASYNC-020"}},
		{"CFV2-ASYNC-018", "delete-instance", both(code(60016), because(422)), func(s *mocks.Seen) bool { return s.Nth == 1 }, 422, nil},
		{"CFV2-ASYNC-030", "update-instance", code(90008), nil, 400, nil},
		{"CFV2-ASYNC-031", "get-instance-parameters", code(60016), nil, 400, nil},
	}
}

func bindingRefusals() []wrong {
	return []wrong{
		{"CFV2-BIND-002", "create-binding", code(1001), lacks("service_instance_guid"), 422, nil},
		{"CFV2-BIND-003", "create-binding", code(1001), lacks("app_guid"), 422, nil},
		{"CFV2-BIND-005", "create-binding", code(1001), text("parameters"), 422, nil},
		{"CFV2-BIND-009", "create-binding", code(10004), nil, 422, nil},
		{"CFV2-BIND-024", "create-binding", code(90003), lacks("name"), 409, []string{"CFV2-ERR-019", "CFV2-BIND-028"}},
		{"CFV2-BIND-025", "create-binding", code(100004), nil, 400, nil},
		{"CFV2-BIND-026", "create-binding", code(60004), nil, 400, nil},
		{"CFV2-BIND-027", "create-binding", code(90005), nil, 422, nil},
		{"CFV2-BIND-029", "create-binding", code(90003), text("name"), 422, nil},
		{"CFV2-BIND-032", "get-binding", code(90004), func(s *mocks.Seen) bool { return s.Nth == 1 }, 400,
			[]string{"CFV2-BIND-038", "CFV2-BIND-039", "CFV2-BROKER-096"}},
		{"CFV2-BIND-041", "get-binding-parameters", code(90007), nil, 404, nil},
		{"CFV2-BIND-044", "create-key", code(1001), nil, 422, nil},
		{"CFV2-BIND-046", "create-key", code(360001), nil, 409, []string{"CFV2-ERR-019"}},
		{"CFV2-ERR-019", "create-key", code(360001), nil, 409, []string{"CFV2-BIND-046"}},
		{"CFV2-BIND-047", "create-key", code(360004), nil, 422, nil},
		{"CFV2-BIND-048", "create-key", code(60004), nil, 400, nil},
		{"CFV2-BIND-049", "get-key", code(360003), nil, 400, []string{"CFV2-BROKER-096"}},
		{"CFV2-ASYNC-024", "create-binding", code(90001), nil, 502, nil},
		{"CFV2-ASYNC-025", "create-binding", code(270017), nil, 500, nil},
		{"CFV2-ASYNC-029", "delete-binding", both(code(90008), not(because(422))), nil, 400, nil},
	}
}

func brokerFailures() []wrong {
	return []wrong{
		{"CFV2-ERR-020", "create-instance", named("AsyncRequired"), nil, 422, nil},
		{"CFV2-ERR-021", "create-instance", named("ConcurrencyError"), nil, 409, nil},
		{"CFV2-ERR-022", "delete-binding", both(code(90008), because(422)), nil, 422, nil},
		{"CFV2-ERR-023", "update-instance", because(422), nil, 500, nil},
		{"CFV2-ERR-024", "create-binding", named("AppRequired"), nil, 422, nil},
		{"CFV2-ERR-025", "create-instance", named("MaintenanceInfoConflict"), nil, 409, nil},
		{"CFV2-ERR-026", "create-instance", named("ServiceBrokerConflict"), nil, 502, nil},
		{"CFV2-ERR-027", "update-instance", because(409), nil, 409, nil},
		{"CFV2-ERR-028", "create-instance", because(400), nil, 400, nil},
		{"CFV2-ERR-029", "create-instance", because(401), nil, 401, nil},
		{"CFV2-ERR-030", "update-instance", because(500), nil, 500, nil},
		{"CFV2-ERR-031", "create-instance", because(408), nil, 408, nil},
		{"CFV2-PLAT-060", "delete-instance", named("ServiceBrokerResponseMalformed"), nil, 500, nil},
		{"CFV2-PLAT-061", "create-instance", both(named("ServiceBrokerResponseMalformed"), because(201)), nil, 500, nil},
	}
}
