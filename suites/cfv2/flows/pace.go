package flows

import (
	"strconv"
	"time"

	"conformance/suites/record"
	"conformance/suites/scenario"
)

// PaceRun is an operation whose broker says how long to wait for the next poll.
type PaceRun struct {
	Stock
	Create    record.Step `step:"create instance"`
	Created   record.Step `step:"get instance until created"`
	Provision record.Step `step:"broker-provision"`
	Polls     record.Step `step:"broker-instance-last-operation"`
}

// Pace takes about six intervals.
var Pace = scenario.New(scenario.Scenario{
	Name: "pace", Title: "how soon and how often an operation is polled",
	Operations: []string{"create-instance", "get-instance", "broker-provision", "broker-last-operation"},
	Instances:  1, Fixtures: toKnow(PollInterval, "the pause between two polls"), Needs: timed(PollInterval),
}, recordPace)

func recordPace(s *scenario.Session, run *PaceRun) {
	interval := lasting(s, PollInterval)
	shorter, longer := retries(interval)
	if !patient(s, 4*interval+longer) {
		return
	}
	m, ok := stock(s, run.Stock, small)
	if !ok {
		return
	}
	defer m.broker.Close()
	m.broker.Answer("provision", accepted(operation))
	goesOn := state("in progress", Working)
	m.broker.Answer(poll["instance"], goesOn, goesOn, retryAfter(goesOn, shorter), retryAfter(goesOn, longer), state("succeeded", "done"))
	if guid, ok := m.created(run.Create, scenario.Call{Query: allowed, Body: m.instance(small)}); ok {
		m.until(run.Created, "get-instance", guid, never)
	}
}

// retries are a pause that is shorter than the interval, and one that is longer, in whole seconds.
func retries(interval time.Duration) (shorter, longer time.Duration) {
	return (interval / 2).Truncate(time.Second), (interval*3/2 + time.Second - 1).Truncate(time.Second)
}

func retryAfter(answer scenario.Answer, pause time.Duration) scenario.Answer {
	answer.Header = map[string]string{"Retry-After": strconv.Itoa(int(pause / time.Second))}
	return answer
}
