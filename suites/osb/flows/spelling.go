package flows

import (
	"bytes"
	"encoding/json"
	"net/url"
	"regexp"
	"strings"

	"conformance/suites/record"
	"conformance/suites/scenario"
)

// lookAt fetches the second instance in several spellings of its id.
func (m *minimal) lookAt() bool {
	steps := m.lookSteps()
	if m.other == nil {
		return true
	}
	if !m.s.Since("2.14") || !m.other.plan.retrievable {
		m.s.Skip(m.created, "the offering does not declare instances_retrievable", steps)
		return true
	}
	m.send(steps[0], m.other.fetch())
	if call, differs := m.respelt(m.other.fetch()); differs {
		m.send(steps[1], call)
	}
	if twice, err := url.PathUnescape(m.other.id); err == nil && twice != m.other.id {
		i := *m.other
		i.id = twice
		m.send(steps[2], i.fetch())
	}
	return true
}

// respelt writes the percent-encoded parts of the path with lower-case digits.
func (m *minimal) respelt(call scenario.Call) (respelt scenario.Call, differs bool) {
	path := m.s.Site.Document.Operation(call.Operation).EscapedPath(call.Params)
	call.Path = hexadecimal.ReplaceAllStringFunc(path, strings.ToLower)
	return call, call.Path != path
}

// deprovision deletes the first instance, looks whether the second is still there, and deletes it.
func (m *minimal) deprovision() {
	if !m.gone(m.run.Deprovision, m.run.DeprovisionPolls, m.first, m.first.deprovision(true)) {
		return
	}
	if m.other == nil {
		return
	}
	if m.s.Since("2.14") && m.other.plan.retrievable {
		m.send(m.run.FetchAfter, m.other.fetch())
	}
	step, polls := m.run.DeprovisionCase, m.run.OtherGonePolls
	if call, differs := m.respelt(m.other.deprovision(true)); differs {
		if m.gone(step, polls, m.other, call) {
			return
		}
	}
	m.gone(m.run.DeprovisionOther, polls, m.other, m.other.deprovision(true))
}

// gone deletes an instance, and reports whether the broker did so.
func (m *minimal) gone(step, polls record.Step, i *instance, call scenario.Call) bool {
	x := m.try(step, call)
	if !x.Is(200, 202) {
		return false
	}
	if !settle(m.s, polls, x, i.poll(x)) {
		return false
	}
	m.s.Release(i.resource())
	return true
}

// lookSteps are the steps that look at the second instance.
func (m *minimal) lookSteps() []record.Step {
	return []record.Step{m.run.FetchBefore, m.run.FetchCase, m.run.FetchTwice, m.run.FetchAfter}
}

var hexadecimal = regexp.MustCompile(`%[0-9A-F]{2}`)

// spoilt is a body whose text BYTES is one that is no UTF-8.
func spoilt(body any) []byte {
	data, err := json.Marshal(body)
	if err != nil {
		return nil
	}
	return bytes.Replace(data, []byte("BYTES"), []byte("\xff\xfe"), 1)
}
