package flows

import (
	"conformance/suites/record"
	"conformance/suites/scenario"
)

// RepeatsRun is what the target makes of answers to the requests with which it cleans up.
type RepeatsRun struct {
	Broker  record.Step `step:"create broker"`
	Plans   record.Step `step:"list plans"`
	Publish record.Step `step:"publish plan"`
	OK      record.Step `step:"create instance whose clean-up is answered 200"`
	Later   record.Step `step:"create instance whose clean-up is answered 202"`
	Gone    record.Step `step:"create instance whose clean-up is answered 410"`
	Failing record.Step `step:"create instance whose clean-up is answered 500"`

	SentProvision   record.Step `step:"broker-provision"`
	SentDeprovision record.Step `step:"broker-deprovision"`
	Polls           record.Step `step:"broker-instance-last-operation"`
}

// Repeats creates nothing that stays: each provision fails. It waits until a clean-up that failed is repeated.
var Repeats = scenario.New[RepeatsRun](scenario.Scenario{
	Name: "repeats", Title: "clean-up that fails is repeated, and what ends it",
	Operations: []string{"create-instance", "broker-provision", "broker-deprovision", "broker-last-operation"},
	Writes:     true, Needs: timed(cleanupPause, "how long the target waits before it repeats a clean-up"),
	Record: func(s *scenario.Session) {
		pause := lasting(s, cleanupPause)
		if !patient(s, pause) {
			return
		}
		m, ok := stock(s, small)
		if !ok {
			return
		}
		defer m.broker.Close()
		m.broker.Answer("provision", because(500, ""))
		for i, c := range []struct {
			step   string
			answer scenario.Answer
		}{
			{"create instance whose clean-up is answered 200", scenario.Answer{Status: 200}},
			{"create instance whose clean-up is answered 202", accepted(operation)},
			{"create instance whose clean-up is answered 410", scenario.Answer{Status: 410}},
		} {
			m.broker.Answer("deprovision", c.answer)
			m.create(c.step, scenario.Call{Body: m.instance(small)})
			m.await("deprovision", i+1)
		}
		m.broker.Answer("deprovision", because(500, ""), scenario.Answer{Status: 200})
		m.create("create instance whose clean-up is answered 500", scenario.Call{Body: m.instance(small)})
		m.awaitFor(min(pause+longestWait, s.PollLimit), "deprovision", 5)
	},
})
