package flows

import (
	"conformance/suites/record"
	"conformance/suites/scenario"
)

// RepeatsRun is what the target makes of answers to the requests with which it cleans up.
type RepeatsRun struct {
	Stock
	OK      record.Step `step:"create instance whose clean-up is answered 200"`
	Later   record.Step `step:"create instance whose clean-up is answered 202"`
	Gone    record.Step `step:"create instance whose clean-up is answered 410"`
	Failing record.Step `step:"create instance whose clean-up is answered 500"`

	SentProvision   record.Step `step:"broker-provision"`
	SentDeprovision record.Step `step:"broker-deprovision"`
	Polls           record.Step `step:"broker-instance-last-operation"`
}

// Repeats creates nothing that stays: each provision fails. It waits until a clean-up that failed is repeated.
var Repeats = scenario.New(scenario.Scenario{
	Name: "repeats", Title: "clean-up that fails is repeated, and what ends it",
	Operations: []string{"create-instance", "broker-provision", "broker-deprovision", "broker-last-operation"},
	Writes:     true, Fixtures: toKnow(cleanupPause, "how long the target waits before it repeats a clean-up"), Needs: timed(cleanupPause),
}, recordRepeats)

func recordRepeats(s *scenario.Session, run *RepeatsRun) {
	pause := lasting(s, cleanupPause)
	if !patient(s, pause) {
		return
	}
	m, ok := stock(s, run.Stock, small)
	if !ok {
		return
	}
	defer m.broker.Close()
	m.broker.Answer("provision", because(500, ""))
	for i, c := range []struct {
		step   record.Step
		answer scenario.Answer
	}{
		{run.OK, scenario.Answer{Status: 200}},
		{run.Later, accepted(operation)},
		{run.Gone, scenario.Answer{Status: 410}},
	} {
		m.broker.Answer("deprovision", c.answer)
		m.create(c.step, scenario.Call{Body: m.instance(small)})
		m.await("deprovision", i+1)
	}
	m.broker.Answer("deprovision", because(500, ""), scenario.Answer{Status: 200})
	m.create(run.Failing, scenario.Call{Body: m.instance(small)})
	m.awaitFor(min(pause+longestWait, s.PollLimit), "deprovision", 5)
}
