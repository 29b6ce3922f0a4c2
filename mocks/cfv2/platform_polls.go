package cfv2

import (
	"time"

	"conformance/mocks"
)

// platformPolls returns faults about polls.
func platformPolls() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "poll-without-operation", Title: "polls do not name the operation", Breaks: ids{"CFV2-PLAT-026"},
			Sent: rules{mocks.On("instance-last-operation").SetQuery("operation", "")}},
		{ID: "poll-error-ends", Title: "a poll that is answered 500 ends the operation", Breaks: ids{"CFV2-PLAT-030"}, Also: ids{"CFV2-ASYNC-008", "CFV2-PLAT-032"},
			Sent: rules{mocks.On("instance-last-operation").Answered(500).Status(400)}},
		{ID: "poll-400-succeeds", Title: "a poll that is answered 400 ends the operation well", Breaks: ids{"CFV2-PLAT-031"},
			Sent: rules{mocks.On("instance-last-operation").Answered(400).Status(200).Body(`{"state":"succeeded"}`)}},
		{ID: "poll-410-ends", Title: "a poll that is answered 410 ends an update", Breaks: ids{"CFV2-PLAT-032"}, Also: ids{"CFV2-ASYNC-008", "CFV2-PLAT-030"},
			Sent: rules{mocks.On("instance-last-operation").Answered(410).Status(400)}},
		{ID: "poll-goes-on", Title: "an operation that has ended is polled again", Breaks: ids{"CFV2-PLAT-033"},
			Sent: rules{mocks.On("instance-last-operation").Says("/state", "succeeded").Change(func(s *mocks.Seen, _ *mocks.Answer) {
				s.Send("instance-last-operation", s.Params, s.Query, nil)
			})}},
		{ID: "finished-operation-polled", Title: "an operation that a broker names beside a 200 is waited for", Breaks: ids{"CFV2-PLAT-027"},
			Sent: rules{mocks.On("deprovision").Answered(200).AnsweredWith(mocks.Not(mocks.Says("/operation", nil))).Status(202)}},
	}
}

// platformTimes returns faults about when polls come.
func platformTimes() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "first-poll-late", Title: "the first poll comes late", Breaks: ids{"CFV2-PLAT-028"},
			Sent: rules{mocks.On("instance-last-operation").When(brokerOf("pace")).Nth(1).Before(func(*mocks.Seen) { time.Sleep(20 * time.Second) })}},
		{ID: "polls-hammer", Title: "every poll is sent twice", Breaks: ids{"CFV2-PLAT-028"}, Also: ids{"CFV2-PLAT-029"},
			Sent: rules{mocks.On("instance-last-operation").When(brokerOf("pace")).Before(func(s *mocks.Seen) {
				s.Send("instance-last-operation", s.Params, s.Query, nil)
			})}},
		{ID: "retry-after-ignored", Title: "a broker cannot put off the next poll", Breaks: ids{"CFV2-PLAT-029"},
			Sent: rules{mocks.On("instance-last-operation").When(brokerOf("pace")).AnsweredWith(putsOff).Header("Retry-After", "")}},
	}
}

// platformShapes returns faults of form: answers of the controller itself, and of brokers, that are told wrongly.
func platformShapes() []mocks.Mutant {
	return append(refused([]refusal{
		{"CFV2-PLAT-060", "delete-instance", named("ServiceBrokerResponseMalformed"), nil, 500, nil},
		{"CFV2-PLAT-061", "create-instance", mocks.All(named("ServiceBrokerResponseMalformed"), because(201)), nil, 500, nil},
	}...),
		misshapen("CFV2-PLAT-009", "get-info", 200, "/api_version", nil),
	)
}
