package flows

import (
	"context"
	"time"

	"conformance/suites/record"
	"conformance/suites/scenario"
)

// asked waits until the broker is asked, whether or not it has answered.
func (m *market) asked(operation string) bool {
	ctx, cancel := context.WithTimeout(m.s.Context(), min(longestWait, m.s.PollLimit))
	defer cancel()
	return m.broker.Asked(ctx, operation, 1)
}

// OverlapRun is what happens while something else is under way: two requests at once, an answer that comes too late,
// a password that changes.
type OverlapRun struct {
	Stock

	Create     record.Step `step:"create instance"`
	Updates    record.Step `step:"update instance twice at once"`
	Deletes    record.Step `step:"delete instance twice at once"`
	Cancelled  record.Step `step:"create instance to delete meanwhile"`
	Cancel     record.Step `step:"delete instance while its creation is polled"`
	Deleting   record.Step `step:"get instance after the late answer"`
	Deleted    record.Step `step:"get instance until deleted"`
	CreateLong record.Step `step:"create instance while the password changes"`
	Rotate     record.Step `step:"update broker with another password"`
	Created    record.Step `step:"get instance until created"`
	Remove     record.Step `step:"delete instance after the password changed"`

	SentCatalog     record.Step `step:"broker-catalog"`
	SentProvision   record.Step `step:"broker-provision"`
	SentUpdate      record.Step `step:"broker-update"`
	SentDeprovision record.Step `step:"broker-deprovision"`
	Polls           record.Step `step:"broker-instance-last-operation"`
}

// Overlap holds answers of the broker back.
var Overlap = scenario.New(scenario.Scenario{
	Name: "overlap", Title: "two requests at once, an answer that comes too late, and a password that changes meanwhile",
	Operations: []string{"create-instance", "get-instance", "update-instance", "delete-instance", "update-broker",
		"broker-catalog", "broker-provision", "broker-update", "broker-deprovision", "broker-last-operation"},
	Instances: 3, Fixtures: []scenario.Told{spaceAndApp()}, Needs: inSpace,
}, recordOverlap)

func recordOverlap(s *scenario.Session, run *OverlapRun) {
	m, ok := stock(s, run.Stock, small, Large)
	if !ok {
		return
	}
	defer m.broker.Close()
	instance, ok := m.created(run.Create, scenario.Call{Body: m.instance(small)})
	if !ok {
		return
	}
	race(m, run, instance)
	answerLate(m, run)
	rotate(m, run)
}

// held is how long the broker holds back what it answers to two requests at once.
const held = time.Second

// race sends two requests that exclude each other. The broker lets the first wait until the second must have come.
func race(m *market, run *OverlapRun, instance string) {
	both := func(step record.Step, operation, sent string, change func(*scenario.Call, int)) {
		gate := make(chan struct{})
		m.broker.Answer(sent, scenario.Answer{Status: 200, Until: gate})
		var calls []scenario.Call
		for i := range 2 {
			call := by(operation, instance)
			change(&call, i)
			calls = append(calls, call)
		}
		timer := time.AfterFunc(held, func() { close(gate) })
		defer timer.Stop()
		m.s.SendAll(step, calls...)
		m.broker.Answer(sent)
	}
	both(run.Updates, "update-instance", "update", func(call *scenario.Call, i int) {
		call.Body = map[string]any{"parameters": map[string]any{"request": i + 1}}
	})
	both(run.Deletes, "delete-instance", "deprovision", func(*scenario.Call, int) {})
}

// answerLate holds back what the broker says of a creation until the instance is being deleted.
func answerLate(m *market, run *OverlapRun) {
	rest := []record.Step{run.Cancel, run.Deleting, run.Deleted}
	gate := make(chan struct{})
	m.broker.Answer("provision", accepted(operation))
	m.broker.Answer("deprovision", accepted(operation))
	m.broker.Answer(poll["instance"], scenario.Answer{Status: 200, Body: map[string]any{"state": "succeeded"}, Until: gate}, state("in progress", Working))
	x := m.create(run.Cancelled, scenario.Call{Query: allowed, Body: m.instance(small)})
	guid := GuidOf(x)
	if guid == "" || !m.asked(poll["instance"]) {
		close(gate)
		m.s.Skip(x, "the target did not poll the creation while the run waited", rest)
		return
	}
	y := m.drop(run.Cancel, "delete-instance", guid, allowed)
	close(gate)
	if !y.Is(202) {
		m.s.Skip(y, "the creation was not cancelled: "+y.Got(), rest)
		return
	}
	_ = m.s.Sleep(m.s.Context(), m.s.Settle) // what comes late is on its way to the target
	m.s.Send(run.Deleting, by("get-instance", guid))
	m.broker.Answer(poll["instance"], state("succeeded", "done"))
	m.until(run.Deleted, "get-instance", guid, never)
	m.broker.Answer("deprovision")
}

// rotate changes the broker's password while an instance is created. Two polls follow: the first may have been on its
// way already.
func rotate(m *market, run *OverlapRun) {
	m.broker.Answer("provision", accepted(operation))
	m.broker.Answer(poll["instance"], state("in progress", Working))
	guid, ok := m.created(run.CreateLong, scenario.Call{Query: allowed, Body: m.instance(small)})
	if !ok {
		return
	}
	m.broker.Rotate()
	m.reread(run.Rotate)
	m.broker.Answer(poll["instance"], state("in progress", Working), state("succeeded", "done"))
	m.until(run.Created, "get-instance", guid, never)
	m.drop(run.Remove, "delete-instance", guid, allowed)
}
