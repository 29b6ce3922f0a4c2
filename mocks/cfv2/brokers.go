package cfv2

import (
	"encoding/json"
	"strings"

	"conformance/mocks"
)

// brokers returns faults about new brokers.
func brokers() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "broker-answers-200", Title: "a new broker is answered with 200", Breaks: ids{"CFV2-BROKER-001"}, Also: ids{"CFV2-BROKER-015"},
			Rules: rules{mocks.On("create-broker").At("brokers").Answered(201).When(mocks.Labelled("application/json")).Status(200)}},
		{ID: "broker-answers-202", Title: "a new broker is answered with 202 when the request says JSON", Breaks: ids{"CFV2-BROKER-015"}, Also: ids{"CFV2-BROKER-001"},
			Rules: rules{mocks.On("create-broker").At("brokers").Answered(201).When(mocks.Labelled("application/json")).Status(202)}},
		{ID: "form-answers-415", Title: "a broker in the documented form is answered with 415", Breaks: ids{"CFV2-BROKER-014"},
			Rules: rules{mocks.On("create-broker").At("brokers").Answered(201).When(mocks.Labelled(form)).Status(415)}},
		{ID: "broker-url-taken", Title: "a broker URL can be registered once", Breaks: ids{"CFV2-BROKER-017"},
			Rules: rules{mocks.On("create-broker").At("brokers").Answered(201).When(mocks.Labelled(form)).Status(400).
				Body(`{"description":"the URL is taken","error_code":"CF-ServiceBrokerUrlTaken","code":270003}`)}},
		{ID: "broker-gets-space", Title: "a global broker is told to be of a space", Breaks: ids{"CFV2-BROKER-006"}, Also: ids{"CFV2-BROKER-053"},
			Rules: rules{mocks.On("create-broker").At("brokers").Answered(201).Set("/entity/space_guid", "space")}},
		{ID: "broker-shows-password", Title: "the answer to a registration holds the password", Breaks: ids{"CFV2-BROKER-011"}, Also: ids{"CFV2-BROKER-053"},
			Rules: rules{mocks.On("create-broker").At("brokers").Answered(201).Change(func(s *mocks.Seen, a *mocks.Answer) {
				password, _ := json.Marshal(s.Object()["auth_password"])
				a.Body = []byte(strings.Replace(string(a.Body), `"entity":{`, `"entity":{"auth_password":`+string(password)+`,`, 1))
			})}},
		{ID: "broker-reads-differently", Title: "a broker reads differently than it was registered", Breaks: ids{"CFV2-BROKER-053"},
			Rules: rules{mocks.On("get-broker").Answered(200).Set("/entity/name", "another")}},
		{ID: "nameless-broker-stays", Title: "a broker is listed without a name", Breaks: ids{"CFV2-BROKER-021"},
			Rules: rules{mocks.On("list-brokers").At("brokers").Query("order-direction", "desc").Set("/resources/0/entity/name", "")}},
		{ID: "gone-broker-answers-504", Title: "a broker that refuses connections is answered with 504", Breaks: ids{"CFV2-BROKER-024"},
			Rules: rules{mocks.On("create-broker").At("absence").AnsweredWith(named("ServiceBrokerApiUnreachable")).Status(504)}},
		{ID: "silent-broker-hangs", Title: "a registration hangs as long as the broker", Breaks: ids{"CFV2-BROKER-029"},
			Rules: rules{mocks.On("create-broker").AnsweredWith(named("HttpClientTimeout")).Hang()}},
	}
}

// brokersUpdated returns faults about brokers that change, and plans that are made public.
func brokersUpdated() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "broker-update-answers-201", Title: "a broker update is answered with 201", Breaks: ids{"CFV2-BROKER-066"},
			Rules: rules{mocks.On("update-broker").At("brokers").Answered(200).Status(201)}},
		{ID: "broker-update-loses-url", Title: "a broker update changes what it does not name", Breaks: ids{"CFV2-BROKER-067"},
			Rules: rules{mocks.On("update-broker").Answered(200).Set("/entity/broker_url", "https://elsewhere.example.com")}},
		{ID: "broker-update-trusts", Title: "new broker credentials are not tried", Breaks: ids{"CFV2-BROKER-068"},
			Rules: rules{mocks.On("update-broker").At("brokers").Sends("auth_password", nil).InsteadWith(func(s *mocks.Seen) *mocks.Answer {
				return s.Send("get-broker", s.Params, nil, nil)
			})}},
		{ID: "rename-asks-broker", Title: "renaming a broker reads its catalog", Breaks: ids{"CFV2-BROKER-069"},
			Rules: rules{mocks.On("update-broker").When(mocks.All(mocks.Text("name"), mocks.Lacks("auth_username"))).
				Before(func(s *mocks.Seen) {
					s.Send("update-broker", s.Params, nil, map[string]any{"auth_username": "conformance-suite"})
				})}},
		{ID: "broker-delete-answers-200", Title: "deleting a broker is answered with 200", Breaks: ids{"CFV2-BROKER-075"}, Also: ids{"CFV2-BROKER-077"},
			Rules: rules{mocks.On("delete-broker").Query("async", "true").Answered(204).Status(200)}},
		{ID: "broker-delete-makes-job", Title: "deleting a broker with async=true is answered with 202", Breaks: ids{"CFV2-BROKER-077"}, Also: ids{"CFV2-BROKER-075"},
			Rules: rules{mocks.On("delete-broker").Query("async", "true").Answered(204).Status(202)}},
		{ID: "publish-answers-200", Title: "making a plan public is answered with 200", Breaks: ids{"CFV2-BROKER-082"},
			Rules: rules{mocks.On("update-plan").Answered(201).Status(200)}},
		{ID: "visibility-delete-answers-200", Title: "deleting a visibility is answered with 200", Breaks: ids{"CFV2-BROKER-090"},
			Rules: rules{mocks.On("delete-visibility").Answered(204).Status(200)}},
	}
}
