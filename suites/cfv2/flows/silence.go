package flows

import (
	"conformance/suites/record"
	"conformance/suites/scenario"
)

// SilenceRun is a broker that does not answer.
type SilenceRun struct {
	Stock
	Provision record.Step `step:"provision never answered"`
	Create    record.Step `step:"create instance"`
	Bind      record.Step `step:"bind never answered"`

	SentProvision   record.Step `step:"broker-provision"`
	SentBind        record.Step `step:"broker-bind"`
	SentUnbind      record.Step `step:"broker-unbind"`
	SentDeprovision record.Step `step:"broker-deprovision"`
}

// Silence takes twice as long as the target waits for a broker.
var Silence = scenario.New(scenario.Scenario{
	Name: "silence", Title: "a broker that does not answer",
	Operations: []string{"create-instance", "create-binding", "broker-provision", "broker-bind", "broker-unbind", "broker-deprovision"},
	Instances:  1, Bindings: 1, Fixtures: toKnow(brokerTimeout, "how long the target waits for an answer of a broker"), Needs: timed(brokerTimeout),
}, recordSilence)

func recordSilence(s *scenario.Session, run *SilenceRun) {
	limit := lasting(s, brokerTimeout)
	m, ok := stock(s, run.Stock, small)
	if !ok {
		return
	}
	defer m.broker.Close()
	m.broker.Answer("provision", scenario.Answer{Hang: true})
	m.create(run.Provision, scenario.Call{Body: m.instance(small), Patience: limit})
	m.broker.Answer("provision")
	m.await("deprovision", 1)
	instance, ok := m.created(run.Create, scenario.Call{Body: m.instance(small)})
	if !ok {
		return
	}
	m.broker.Answer("bind", scenario.Answer{Hang: true})
	m.bind(run.Bind, scenario.Call{Body: m.binding(instance), Patience: limit})
	m.await("unbind", 1)
}
