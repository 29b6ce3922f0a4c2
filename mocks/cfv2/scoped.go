package cfv2

import (
	"conformance/mocks"
)

const forbidden = `{"description":"that is not allowed","error_code":"CF-NotAuthorized","code":10003}`

// scopedMutants are wrong about brokers of one space, and about who may see and change them.
func scopedMutants() []mocks.Mutant {
	during := func(operation string) mocks.Rule { return mocks.On(operation).During("scoped") }
	ofSpace := func(s *mocks.Seen) bool { space, _ := s.Object()["space_guid"].(string); return space != "" }
	unfiltered := during("list-brokers").Query("q", "").Answered(200)
	someone := func(a *mocks.Answer) bool { return len(listed(a.Body)) > 0 }
	return []mocks.Mutant{
		fault("space-is-lost", "a broker of a space is told to be global", mocks.On("create-broker").Answered(201).When(ofSpace).Set("/entity/space_guid", nil), "CFV2-BROKER-007"),
		fault("space-reads-null", "a broker of a space reads as a global one", during("get-broker").Answered(200).Set("/entity/space_guid", nil), "CFV2-BROKER-007"),
		fault("space-filter-ignored", "the filter of the broker list by space is ignored", mocks.On("list-brokers").When(filters("space_guid:")).SetQuery("q", ""), "CFV2-BROKER-058"),
		fault("space-filter-finds-none", "the broker list by space is empty", mocks.On("list-brokers").When(filters("space_guid:")).Set("/resources", []any{}), "CFV2-BROKER-058"),
		fault("developer-gets-401", "a developer who registers a global broker is answered with 401", during("create-broker").AnsweredWith(code(10003)).Status(401), "CFV2-BROKER-078"),
		fault("developer-asks-broker", "a catalog is read for a developer who registers a global broker", during("create-broker").AnsweredWith(code(10003)).
			Change(func(s *mocks.Seen, _ *mocks.Answer) {
				for _, broker := range listed(s.Send("list-brokers", nil, nil, nil).Body) {
					s.Send("update-broker", map[string]string{"guid": guidIn(broker)}, nil, map[string]any{"auth_username": "conformance-suite"})
				}
			}), "CFV2-BROKER-078"),
		fault("developer-is-forbidden", "a developer cannot change a broker of his space", during("update-broker").Answered(200).Status(403).Body(forbidden), "CFV2-BROKER-079"),
		fault("developer-deletes-later", "deleting a broker is answered with 202 to a developer", during("delete-broker").Answered(204).Status(202), "CFV2-BROKER-079"),
		fault("developer-cannot-register", "a developer cannot register a broker of his space", during("create-broker").When(both(ofSpace, nonAdmin)).Answered(201).Status(403).
			Body(forbidden), "CFV2-BROKER-079"),
		fault("developer-sees-global", "a developer sees global brokers", unfiltered.AnsweredWith(someone).Set("/resources/0/entity/space_guid", nil), "CFV2-BROKER-080"),
		fault("stranger-is-forbidden", "who has no role may not list brokers", unfiltered.AnsweredWith(not(someone)).Status(403).Body(forbidden), "CFV2-BROKER-080"),
		fault("space-plan-needs-enabling", "a plan of a broker of the space has to be enabled", during("create-instance").Answered(201).Status(403).
			Body(`{"description":"the plan is not enabled","error_code":"CF-ServiceInstanceOrganizationNotAuthorized","code":60010}`), "CFV2-BROKER-081"),
		fault("space-plan-works-elsewhere", "a plan of a broker of one space is refused in another as if it were not enabled", during("create-instance").AnsweredWith(code(60018)).
			Set("/code", 60010).Set("/error_code", "CF-ServiceInstanceOrganizationNotAuthorized"), "CFV2-BROKER-081"),
		fault("space-plan-public-422", "making a plan of a broker of one space public is answered with 422", mocks.On("update-plan").AnsweredWith(code(110001)).Status(422), "CFV2-BROKER-084"),
	}
}

// scopedEquivalents are what a controller may do about brokers of one space.
func scopedEquivalents() []mocks.Equivalent {
	return []mocks.Equivalent{{
		Fault: mocks.Fault{ID: "no-private-brokers", Title: "developers may not register brokers, because that feature is switched off", Rules: []mocks.Rule{
			mocks.On("create-broker").During("scoped").When(nonAdmin).Answered(201).Status(403).
				Body(`{"description":"Feature Disabled: space_scoped_private_broker_creation","error_code":"CF-FeatureDisabled","code":330002}`),
		}},
		Allows: "CFV2-BROKER-079: a feature flag of the controller switches it off",
		Also:   []string{"CFV2-BROKER-079"},
	}}
}

// nonAdmin tells requests of those who may not enable plans.
func nonAdmin(s *mocks.Seen) bool {
	return s.Send("create-visibility", nil, nil, map[string]any{"service_plan_guid": "none", "organization_guid": "none"}).Status == 403
}
