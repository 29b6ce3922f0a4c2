package mocks

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Seen is a request that a rule looks at, before the server sees it.
type Seen struct {
	Operation string
	// Path is the path as sent, still percent-encoded; Params are its parameters, decoded once.
	Path   string
	Params map[string]string
	// Server is what stands before /v2/ in what a client sends, see ArmClient: the server's own path, such as /failures.
	Server string
	Query  url.Values
	// MalformedQuery is set when the query cannot be read whole.
	MalformedQuery bool
	Header         http.Header
	Body           []byte
	// Run, Scenario and Step say which request of the suite it is; they are empty in requests of anybody else.
	Run, Scenario, Step string
	// Nth counts the requests to this operation and path, from 1: those of one step of the suite, or all of anybody else.
	Nth int
	// Send sends another request to the server first: operation, parameters and query as given, headers as in the
	// request at hand.
	Send func(operation string, params map[string]string, query url.Values, body any) *Answer

	spelled http.Header
}

// Respelled reports whether the request has the header under a name that is not in the usual case. That shows only in
// memory: a real server has forgotten it.
func (s *Seen) Respelled(header string) bool {
	header = http.CanonicalHeaderKey(header)
	return s.spelled != nil && s.spelled[header] == nil && s.Header[header] != nil
}

// At reports whether the suite sends the request in that scenario, and under one of the steps if any are named. The name of
// a series stands for each of its steps. Requests of anybody else are at every place: they are whom a served fault is for.
func (s *Seen) At(scenario string, steps ...string) bool {
	switch {
	case s.Scenario == "":
		return true
	case s.Scenario != scenario || len(steps) == 0:
		return s.Scenario == scenario
	}
	return slices.ContainsFunc(steps, func(step string) bool { return s.Step == step || strings.HasPrefix(s.Step, step+" / ") })
}

// Object returns the request's body as a JSON object, or nil.
func (s *Seen) Object() map[string]any {
	var object map[string]any
	_ = json.Unmarshal(s.Body, &object) // what is no object has no members
	return object
}

// Text returns the member of the request's body when it is a text, or "".
func (s *Seen) Text(member string) string {
	text, _ := s.Object()[member].(string)
	return text
}

// Answer is a response on its way back.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
}
