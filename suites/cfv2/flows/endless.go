package flows

import (
	"conformance/suites/record"
	"conformance/suites/scenario"
)

// EndlessRun is an operation that the broker never ends.
type EndlessRun struct {
	Stock
	Create record.Step `step:"create instance"`
	Ended  record.Step `step:"get instance until it is given up"`
	Polls  record.Step `step:"broker-instance-last-operation"`
}

// Endless waits until the target gives up, and then as long again.
var Endless = scenario.New(scenario.Scenario{
	Name: "endless", Title: "an operation that the broker never ends, with a plan that says how long to poll",
	Operations: []string{"create-instance", "get-instance", "broker-provision", "broker-last-operation"},
	Instances:  1, Fixtures: toKnow(pollingDuration, "how long it shall let a plan be polled"), Needs: timed(pollingDuration),
}, recordEndless)

func recordEndless(s *scenario.Session, run *EndlessRun) {
	duration := lasting(s, pollingDuration)
	if !patient(s, duration) {
		return
	}
	m, ok := stockOf(s, run.Stock, func(catalog map[string]any) {
		planOf(catalog, 0, 0)["maximum_polling_duration"] = int(duration.Seconds())
	}, small)
	if !ok {
		return
	}
	defer m.broker.Close()
	m.broker.Answer("provision", accepted(operation))
	m.broker.Answer(poll["instance"], state("in progress", Working))
	guid, ok := m.created(run.Create, scenario.Call{Query: allowed, Body: m.instance(small)})
	if !ok || s.Sleep(s.Context(), duration) != nil {
		return
	}
	m.until(run.Ended, "get-instance", guid, never)
	_ = s.Sleep(s.Context(), duration) // an interrupt ends it early, and the run says so
}
