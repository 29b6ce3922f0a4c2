package cfv2

import (
	"conformance/mocks"
)

// brokersOfSpaces returns faults about brokers of one space, and about who may see and change them.
func brokersOfSpaces() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "space-is-lost", Title: "a broker of a space is told to be global", Breaks: ids{"CFV2-BROKER-007"},
			Rules: rules{mocks.On("create-broker").Answered(201).When(ofSpace).Set("/entity/space_guid", nil)}},
		{ID: "space-reads-null", Title: "a broker of a space reads as a global one", Breaks: ids{"CFV2-BROKER-007"},
			Rules: rules{mocks.On("get-broker").At("scoped").Answered(200).Set("/entity/space_guid", nil)}},
		{ID: "space-filter-ignored", Title: "the filter of the broker list by space is ignored", Breaks: ids{"CFV2-BROKER-058"},
			Rules: rules{mocks.On("list-brokers").When(filters("space_guid:")).SetQuery("q", "")}},
		{ID: "space-filter-finds-none", Title: "the broker list by space is empty", Breaks: ids{"CFV2-BROKER-058"},
			Rules: rules{mocks.On("list-brokers").When(filters("space_guid:")).Set("/resources", []any{})}},
		{ID: "developer-gets-401", Title: "a developer who registers a global broker is answered with 401", Breaks: ids{"CFV2-BROKER-078"},
			Rules: rules{mocks.On("create-broker").At("scoped").AnsweredWith(code(10003)).Status(401)}},
		{ID: "developer-asks-broker", Title: "a catalog is read for a developer who registers a global broker", Breaks: ids{"CFV2-BROKER-078"},
			Rules: rules{mocks.On("create-broker").At("scoped").AnsweredWith(code(10003)).
				Change(func(s *mocks.Seen, _ *mocks.Answer) {
					for _, broker := range listed(s.Send("list-brokers", nil, nil, nil)) {
						s.Send("update-broker", map[string]string{"guid": guidIn(broker)}, nil, map[string]any{"auth_username": "conformance-suite"})
					}
				})}},
		{ID: "developer-is-forbidden", Title: "a developer cannot change a broker of his space", Breaks: ids{"CFV2-BROKER-079"},
			Rules: rules{mocks.On("update-broker").At("scoped").Answered(200).Status(403).Body(forbidden)}},
		{ID: "developer-deletes-later", Title: "deleting a broker is answered with 202 to a developer", Breaks: ids{"CFV2-BROKER-079"},
			Rules: rules{mocks.On("delete-broker").At("scoped").Answered(204).Status(202)}},
		{ID: "developer-cannot-register", Title: "a developer cannot register a broker of his space", Breaks: ids{"CFV2-BROKER-079"},
			Rules: rules{mocks.On("create-broker").At("scoped").When(mocks.All(ofSpace, nonAdmin)).Answered(201).Status(403).Body(forbidden)}},
		{ID: "developer-sees-global", Title: "a developer sees global brokers", Breaks: ids{"CFV2-BROKER-080"},
			Rules: rules{mocks.On("list-brokers").At("scoped").Query("q", "").Answered(200).AnsweredWith(someone).Set("/resources/0/entity/space_guid", nil)}},
		{ID: "stranger-is-forbidden", Title: "who has no role may not list brokers", Breaks: ids{"CFV2-BROKER-080"},
			Rules: rules{mocks.On("list-brokers").At("scoped").Query("q", "").Answered(200).AnsweredWith(mocks.Not(someone)).Status(403).Body(forbidden)}},
		{ID: "space-plan-needs-enabling", Title: "a plan of a broker of the space has to be enabled", Breaks: ids{"CFV2-BROKER-081"},
			Rules: rules{mocks.On("create-instance").At("scoped").Answered(201).Status(403).
				Body(`{"description":"the plan is not enabled","error_code":"CF-ServiceInstanceOrganizationNotAuthorized","code":60010}`)}},
		{ID: "space-plan-works-elsewhere", Title: "a plan of a broker of one space is refused in another as if it were not enabled", Breaks: ids{"CFV2-BROKER-081"},
			Rules: rules{mocks.On("create-instance").At("scoped").AnsweredWith(code(60018)).Set("/code", 60010).
				Set("/error_code", "CF-ServiceInstanceOrganizationNotAuthorized")}},
		{ID: "space-plan-public-422", Title: "making a plan of a broker of one space public is answered with 422", Breaks: ids{"CFV2-BROKER-084"},
			Rules: rules{mocks.On("update-plan").AnsweredWith(code(110001)).Status(422)}},
	}
}
