package flows

import (
	"encoding/base64"
	"maps"
	"net/http"

	"conformance/suites/record"
	"conformance/suites/scenario"
)

// IdentifiersRun is two instances beside each other, asked for with as little as a platform may send, one of them and a
// binding under ids that have to be percent-encoded.
type IdentifiersRun struct {
	Provision        record.Step `step:"provision"`
	ProvisionFull    record.Step `step:"provision in full"`
	ProvisionPolls   record.Step `step:"poll provision"`
	ProvisionText    record.Step `step:"provision again as text"`
	ProvisionBytes   record.Step `step:"provision again with bytes that are no text"`
	Update           record.Step `step:"update"`
	UpdateFull       record.Step `step:"update in full"`
	UpdatePolls      record.Step `step:"poll update"`
	UpdateText       record.Step `step:"update as text"`
	UpdateBroken     record.Step `step:"update with broken JSON"`
	BindOdd          record.Step `step:"bind with an odd id"`
	Bind             record.Step `step:"bind"`
	BindFull         record.Step `step:"bind in full"`
	BindPolls        record.Step `step:"poll bind"`
	BindText         record.Step `step:"bind again as text"`
	FetchBinding     record.Step `step:"fetch binding"`
	Unbind           record.Step `step:"unbind"`
	UnbindPolls      record.Step `step:"poll unbind"`
	Odd              record.Step `step:"provision with an odd id"`
	Other            record.Step `step:"provision another"`
	OtherPolls       record.Step `step:"poll provision of another"`
	FetchBefore      record.Step `step:"fetch the other"`
	FetchCase        record.Step `step:"fetch in the other case of hexadecimal digits"`
	FetchTwice       record.Step `step:"fetch what the id is when decoded twice"`
	Deprovision      record.Step `step:"deprovision"`
	DeprovisionPolls record.Step `step:"poll deprovision"`
	FetchAfter       record.Step `step:"fetch the other after the first is gone"`
	DeprovisionCase  record.Step `step:"deprovision in the other case of hexadecimal digits"`
	DeprovisionOther record.Step `step:"deprovision the other"`
	OtherGonePolls   record.Step `step:"poll deprovision of the other"`
	Originated       record.Step `step:"with originating identity"`
}

// Identifiers asks with as little as a platform may send, and under ids that have to be percent-encoded. The first instance
// has a usual id, so that a broker which takes no odd ones still shows what it does with little; its binding and the second
// instance have odd ids.
var Identifiers = scenario.New(scenario.Scenario{
	Name: "identifiers", Title: "two instances, asked for with little, and ids that have to be percent-encoded",
	Operations: []string{"provision", "update", "bind", "unbind", "deprovision", "fetch-instance", "fetch-binding",
		"instance-last-operation", "binding-last-operation"},
	Instances: 2, Bindings: 1,
	Needs: onPrincipal,
}, recordIdentifiers)

func recordIdentifiers(s *scenario.Session, run *IdentifiersRun) {
	p, _ := principal(s.Site)
	m := &minimal{s: s, run: run, first: newInstance(s, p)}
	if !m.provision() {
		return
	}
	m.asText(run.ProvisionText, m.first.provision(true))
	m.bytes()
	if !m.update() || !m.bind() || !m.another() || !m.lookAt() {
		return
	}
	m.deprovision()
}

// minimal sends requests with little, and finds out with how much more the broker serves them when it refuses.
type minimal struct {
	s            *scenario.Session
	run          *IdentifiersRun
	first, other *instance
	created      *record.Exchange // the first
	// full and identified say what the broker has turned out to want.
	full, identified bool
}

// try sends a request. While it is refused it sends it, if there is a step for that, with the members that came with later
// versions, and then with an
// originating identity, which nobody has to send.
func (m *minimal) try(step record.Step, call scenario.Call, full ...record.Step) *record.Exchange {
	x := m.send(step, m.sized(call))
	if refusedAsFaulty(x) && len(full) > 0 && !m.full {
		x = m.send(full[0], call)
		m.full = Worked(x)
	}
	if refusedAsFaulty(x) && !Unavailable(x) && !m.identified && m.s.Since("2.13") {
		m.identified = true
		if y := m.send(m.run.Originated, call); Worked(y) {
			return y
		}
		m.identified = false
	}
	return x
}

func (m *minimal) send(step record.Step, call scenario.Call) *record.Exchange {
	if m.identified {
		header := maps.Clone(call.Header)
		if header == nil {
			header = http.Header{}
		}
		header.Set("X-Broker-API-Originating-Identity", "cloudfoundry "+base64.StdEncoding.EncodeToString([]byte(`{"user_id":"683ea748-3092-4ff4-b656-39cacc4d5360"}`)))
		call.Header = header
	}
	return m.s.Send(step, call)
}

func (m *minimal) provision() bool {
	m.s.Hold(m.first.resource())
	x := m.try(m.run.Provision, m.first.provision(true), m.run.ProvisionFull)
	if !Worked(x) {
		m.s.Block(x, refused, x, x.Got(), "--parameters and --plans")
		return false
	}
	m.created = x
	return settle(m.s, m.run.ProvisionPolls, x, m.first.poll(x))
}

// asText sends a request whose body says that it is text.
func (m *minimal) asText(step record.Step, call scenario.Call) {
	if !m.s.Since("2.14") {
		return
	}
	call = with(m.sized(call), "Content-Type", "text/plain")
	call.Invalid = "the body says that it is text"
	x := m.send(step, call)
	drain(m.s, x, m.first.poll(x))
}

// bytes repeats the request with a member whose value is no UTF-8.
func (m *minimal) bytes() {
	if !m.s.Since("2.14") {
		return
	}
	call := changed(m.sized(m.first.provision(true)), func(body map[string]any) { body["conformance_unknown"] = "BYTES" })
	call.Body, call.Invalid = spoilt(call.Body), "a text holds bytes that are no UTF-8"
	x := m.send(m.run.ProvisionBytes, call)
	drain(m.s, x, m.first.poll(x))
}

func (m *minimal) update() bool {
	// The plan that it has is named, so that the update does not become one of nothing without its context.
	x := m.try(m.run.Update, m.first.update(true, map[string]any{"plan_id": m.first.plan.id}), m.run.UpdateFull)
	if !settle(m.s, m.run.UpdatePolls, x, m.first.poll(x)) {
		return false
	}
	m.asText(m.run.UpdateText, m.first.update(true, nil))
	if m.s.Since("2.14") {
		call := m.first.update(true, nil)
		call.Body, call.Invalid = []byte(`{"service_id":`), "the body breaks off"
		x := m.send(m.run.UpdateBroken, call)
		drain(m.s, x, m.first.poll(x))
	}
	return true
}

// bind makes a binding under an odd id or, where that is refused, under a usual one.
func (m *minimal) bind() bool {
	steps := []record.Step{m.run.BindOdd, m.run.Bind, m.run.BindFull, m.run.BindPolls, m.run.BindText, m.run.FetchBinding, m.run.Unbind, m.run.UnbindPolls}
	if !m.first.plan.bindable {
		m.s.Skip(m.created, "the plan is not bindable", steps)
		return true
	}
	b, x := m.first.newBinding(), (*record.Exchange)(nil)
	for _, strange := range strangeness(m.s) {
		odd := m.first.newBinding()
		odd.id += strange
		m.s.Hold(odd.resource())
		if x = m.send(m.run.BindOdd, m.sized(odd.bind(true, app(m.s)))); Worked(x) {
			m.s.Skip(x, "the binding was made under an odd id", m.run.Bind, m.run.BindFull)
			b = odd
			break
		}
	}
	if x == nil || !Worked(x) {
		m.s.Hold(b.resource())
		x = m.try(m.run.Bind, b.bind(true, app(m.s)), m.run.BindFull)
	}
	if !Worked(x) {
		// That a binding needs more than is known is for the lifecycle to tell.
		m.s.Skip(x, "no binding was made: "+x.String()+" was answered "+x.Got(), steps)
		return true
	}
	return settle(m.s, m.run.BindPolls, x, b.poll(x)) && m.unbind(b)
}

// sized is the request in the size that the broker has turned out to want.
func (m *minimal) sized(call scenario.Call) scenario.Call {
	if m.full || call.Body == nil {
		return call
	}
	return sparse(call)
}

func (m *minimal) unbind(b *binding) bool {
	m.asText(m.run.BindText, b.bind(true, app(m.s)))
	if m.s.Since("2.14") && b.plan.bindingsRetrievable {
		m.send(m.run.FetchBinding, b.fetch())
	}
	x := m.try(m.run.Unbind, b.unbind(true))
	if !settle(m.s, m.run.UnbindPolls, x, b.poll(x)) {
		return false
	}
	if x.Is(200, 202) {
		m.s.Release(b.resource())
	}
	return true
}

// another makes a second instance of the plan, under an odd id where the broker takes one. Nothing says that there can be
// two.
func (m *minimal) another() bool {
	var x *record.Exchange
	for _, strange := range append(strangeness(m.s), "") {
		step := m.run.Odd
		if strange == "" {
			step = m.run.Other
		}
		m.other = newInstance(m.s, m.first.plan)
		m.other.id += strange
		m.s.Hold(m.other.resource())
		if x = m.send(step, m.sized(m.other.provision(true))); Worked(x) {
			if strange != "" {
				m.s.Skip(x, "the instance was made under an odd id", m.run.Other)
			}
			return settle(m.s, m.run.OtherPolls, x, m.other.poll(x))
		}
	}
	m.other = nil
	m.s.Skip(x, "the broker makes no second instance of the plan: "+x.String()+" was answered "+x.Got(), append(m.lookSteps(), m.run.OtherPolls,
		m.run.DeprovisionCase, m.run.DeprovisionOther, m.run.OtherGonePolls))
	return true
}

// refusedAsFaulty holds for refusals that something which is missing may be the reason for.
func refusedAsFaulty(x *record.Exchange) bool {
	return !Worked(x) && !x.Is(http.StatusNotFound, http.StatusGone)
}

// sparse leaves out what came after the oldest version.
func sparse(call scenario.Call) scenario.Call {
	call = changed(call, func(body map[string]any) {
		delete(body, "context")
		delete(body, "maintenance_info")
	})
	call.Invalid = "context and maintenance_info are missing" + Optional
	return call
}

// strangeness is what an id has besides letters and digits, with the strangest first: a percent sign, which some servers
// refuse wherever it stands, and then what is harmless.
func strangeness(s *scenario.Session) []string {
	if !s.Since("2.13") {
		return nil
	}
	return []string{" ü~_.%41", " ü~_."}
}
