package osb

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"

	"conformance/mocks"
)

const (
	documents = "296022e7-bb65-427b-957b-888fa1b71306"
	routes    = "5283ead2-f300-4142-8444-6fb8b9516687"
	syncPlan  = "49735305-65a1-4199-93e8-7969b619ef13"

	identity = "X-Broker-API-Request-Identity"
	flag     = "accepts_incomplete"
)

// browsing holds for the scenario that looks at the catalog: what the others work with stays as it is.
func browsing(s *mocks.Seen) bool { return mocks.InScenario("catalog")(s) }

// lives and waits begin rules for requests of the lifecycle and of the asynchronous scenario.
func lives(operations ...string) mocks.Rule { return mocks.On(operations...).During("lifecycle") }
func waits(operations ...string) mocks.Rule {
	return mocks.On(operations...).During("asynchronous")
}

// lacks holds for requests whose body is an object without the member.
func lacks(member string) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool {
		object := s.Object()
		_, present := object[member]
		return object != nil && !present
	}
}

// without holds for requests that lack the header.
func without(header string) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool { return s.Header.Get(header) == "" }
}

// respelled holds for requests that spell the header in another case than usual.
func respelled(header string) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool { return s.Respelled(header) }
}

// following holds for polls of an operation of the reference's kind: create, update, delete.
func following(kind string) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool { return strings.HasPrefix(s.Query.Get("operation"), kind) }
}

// says holds for answers whose body has the text.
func says(text string) func(*mocks.Answer) bool {
	return func(a *mocks.Answer) bool { return bytes.Contains(a.Body, []byte(text)) }
}

// failure is the body of a refusal.
func failure() map[string]any { return map[string]any{"description": "no"} }

// reply answers without asking the server, and repeats the identity of the request as the server does.
func reply(status int, body map[string]any) func(*mocks.Seen) *mocks.Answer {
	return func(s *mocks.Seen) *mocks.Answer {
		header := http.Header{"Content-Type": {"application/json"}}
		if value := s.Header.Get(identity); value != "" {
			header.Set(identity, value)
		}
		data, _ := json.Marshal(body) // tables hold what can be marshalled
		return &mocks.Answer{Status: status, Header: header, Body: data}
	}
}
