package cfv2

import (
	"slices"
	"time"

	"conformance/mocks"
)

// Equivalents returns oddities that are legal.
func Equivalents() []mocks.Equivalent {
	return slices.Concat(generalEquivalents(), scopedEquivalents(), queryEquivalents(), viewEquivalents(),
		upgradeEquivalents(), placeEquivalents())
}

// odd is an oddity in front of the controller.
func odd(id, title, allows string, rules ...mocks.Rule) mocks.Equivalent {
	return mocks.Equivalent{Fault: mocks.Fault{ID: id, Title: title, Rules: rules}, Allows: allows}
}

func generalEquivalents() []mocks.Equivalent {
	sent := func(id, title, allows string, rules ...mocks.Rule) mocks.Equivalent {
		return mocks.Equivalent{Fault: mocks.Fault{ID: id, Title: title, Sent: rules}, Allows: allows}
	}
	old := odd("first-controllers", "instances have the form of January 2015", "CFV2-INST-019: the sample of the documented page has this form",
		mocks.On("create-instance").Answered(201).Query("accepts_incomplete", "false").
			Remove("/entity/last_operation").Remove("/entity/tags").Remove("/entity/service_guid").Remove("/entity/routes_url").
			Set("/entity/state", nil).Set("/entity/state_description", nil).Set("/entity/gateway_data", "CONFIGURATION"))
	old.Also = []string{"CFV2-INST-018"}
	warning := odd("warns", "a success comes with a warning", "the documented sample has X-Cf-Warnings",
		mocks.On("create-broker", "create-instance", "create-binding").Answered(201).Header("X-Cf-Warnings", "Warning%3A+Warning+message+may+go+here."))
	warning.Also = []string{"CFV2-BIND-023"}
	return []mocks.Equivalent{
		odd("never-updated", "what was never updated has no time of it", "the documented samples have updated_at null",
			mocks.On("create-broker", "create-instance", "create-binding").Answered(201).Set("/metadata/updated_at", nil)),
		old,
		warning,
		odd("extra-members", "answers have members that nobody knows", "unknown members are legal",
			mocks.On("create-broker", "get-broker", "create-instance", "get-instance", "create-binding", "get-binding").Answered(200, 201).
				Set("/entity/conformance", map[string]any{"new": true}).Set("/metadata/conformance", 1)),
		odd("content-type-with-blank", "there is a blank in the content type", "blanks after the semicolon mean nothing",
			mocks.On("get-broker", "get-instance").Answered(200).Header("Content-Type", "application/json; charset=UTF-8")),
		sent("cleanup-goes-on", "the broker removes an orphan later", "CFV2-PLAT-055: 202 ends the clean-up",
			mocks.On("deprovision").When(background).Answered(200).Status(202)),
		sent("background-with-user", "polls tell for whom", "CFV2-PLAT-005: background calls may carry an identity",
			mocks.On("instance-last-operation").SetSentHeader("X-Broker-Api-Originating-Identity", "cloudfoundry eyJ1c2VyX2lkIjoiMSJ9")),
		sent("maintenance-version-only", "a provision request tells the maintenance version alone", "CFV2-PLAT-019: OSB asks for the version",
			mocks.On("provision").Sends("maintenance_info", nil).SetSent("/maintenance_info", map[string]any{"version": "1.0.0"})),
		{Fault: mocks.Fault{ID: "one-after-the-other", Title: "of two requests at once the second is handled after the first", Rules: []mocks.Rule{
			mocks.On("update-instance").During("overlap").AnsweredWith(code(60016)).Change(func(s *mocks.Seen, a *mocks.Answer) {
				time.Sleep(2 * time.Second)
				*a = *s.Send("update-instance", s.Params, s.Query, s.Object())
			}),
		}}, Allows: "CFV2-ASYNC-020: requests that are handled one after the other are not simultaneous", Also: []string{"CFV2-ASYNC-020"}},
		sent("cleanup-polled", "a clean-up that goes on at the broker is polled", "CFV2-PLAT-055: polls after a 202 are allowed",
			mocks.On("deprovision").When(brokerOf("repeats")).Answered(202).Change(func(s *mocks.Seen, _ *mocks.Answer) {
				s.Send("instance-last-operation", s.Params, map[string][]string{"service_id": s.Query["service_id"], "plan_id": s.Query["plan_id"]}, nil)
			})),
		odd("refused-as-unknown", "an untrusted certificate is told as a bad gateway", "CFV2-PLAT-062: how a broker is refused is free",
			mocks.On("create-broker").During("untrusted").Answered(500).Status(502)),
		odd("older-timeout", "a silent broker is told by the older name", "CFV2-ERR-032: older controllers have one name for both time-outs",
			mocks.On("create-instance", "create-binding").AnsweredWith(named("HttpClientTimeout")).Set("/error_code", "CF-ServiceBrokerApiTimeout")),
		sent("first-poll-waits", "the first poll waits for a free worker", "CFV2-PLAT-028: at once is within some seconds",
			mocks.On("instance-last-operation").When(brokerOf("pace")).Nth(1).Before(func(*mocks.Seen) { time.Sleep(5 * time.Second) })),
		sent("flag-false-sent", "accepts_incomplete=false is sent", "CFV2-PLAT-020: OSB treats false and absence alike",
			mocks.On("bind").Query("accepts_incomplete", "").SetQuery("accepts_incomplete", "false")),
		sent("older-version", "brokers are told an older version", "CFV2-PLAT-003: any minor version",
			mocks.On().SetSentHeader("X-Broker-Api-Version", "2.14")),
	}
}
