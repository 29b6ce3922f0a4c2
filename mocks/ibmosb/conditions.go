package ibmosb

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"sync"

	"conformance/mocks"
)

const (
	version  = "X-Broker-Api-Version"
	identity = "X-Broker-API-Originating-Identity"
	accepts  = "accepts_incomplete"
	poll     = "instance-last-operation"
)

// on begins a rule for requests of one scenario. It keeps a fault small.
func on(scenario string, operations ...string) mocks.Rule {
	return mocks.On(operations...).During(scenario)
}

func lacksHeader(name string) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool { return s.Header.Get(name) == "" }
}

// respelled recognises requests that spell the header in another case than usual.
func respelled(name string) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool { return s.Respelled(name) }
}

func authorizedBy(scheme string) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool { return strings.HasPrefix(s.Header.Get("Authorization"), scheme) }
}

// lacks recognises JSON bodies without the member.
func lacks(member string) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool {
		object := s.Object()
		_, found := object[member]
		return object != nil && !found
	}
}

func not(condition func(*mocks.Seen) bool) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool { return !condition(s) }
}

func noJSON(s *mocks.Seen) bool { return len(s.Body) > 0 && !json.Valid(s.Body) }

// inside returns an object member of a body, nil when there is none.
func inside(s *mocks.Seen, member string) map[string]any {
	object, _ := s.Object()[member].(map[string]any)
	return object
}

// user decodes the originating identity; nil when it is no JSON object.
func user(s *mocks.Seen) map[string]any {
	_, encoded, _ := strings.Cut(s.Header.Get(identity), " ")
	decoded, _ := base64.StdEncoding.DecodeString(encoded)
	var object map[string]any
	_ = json.Unmarshal(decoded, &object) // what is no object has no members
	return object
}

func encodedSlash(s *mocks.Seen) bool { return strings.Contains(s.Path, "%2F") }

// disabled asks the server whether the instance is disabled.
func disabled(s *mocks.Seen) bool {
	answer := s.Send("state-get", map[string]string{"instance_id": s.Params["instance_id"]}, nil, nil)
	return says("enabled", false)(answer)
}

// says recognises answers whose body has the member with that value.
func says(member string, value any) func(*mocks.Answer) bool {
	return func(a *mocks.Answer) bool {
		var object map[string]any
		_ = json.Unmarshal(a.Body, &object) // what is no object has no members
		return object[member] == value
	}
}

func mentions(text string) func(*mocks.Answer) bool {
	return func(a *mocks.Answer) bool { return strings.Contains(string(a.Body), text) }
}

// refusing turns an answer into a refusal with a description.
func refusing(r mocks.Rule, status int) mocks.Rule {
	return r.Status(status).Body(`{"description": "The broker does not want this."}`).Header("Content-Type", "application/json")
}

// refuse refuses what the server would do.
func refuse(r mocks.Rule, status int) mocks.Rule {
	return r.Instead(status, map[string]any{"description": "The broker does not want this."})
}

// refuseDone refuses afterwards what the server has done, and leaves alone what it refused itself.
func refuseDone(r mocks.Rule, status int) mocks.Rule {
	return refusing(r.Answered(http.StatusOK, http.StatusCreated, http.StatusAccepted), status)
}

// memory remembers requests to an operation and path. Ids are fresh in every run, so that runs do not disturb each other.
type memory struct {
	mu   sync.Mutex
	seen map[string]bool
}

// known reports whether the request was marked before, and marks it.
func (m *memory) known(s *mocks.Seen) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	known := m.seen[s.Path]
	if m.seen == nil {
		m.seen = map[string]bool{}
	}
	m.seen[s.Path] = true
	return known
}

// has reports whether the request was marked before.
func (m *memory) has(s *mocks.Seen) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.seen[s.Path]
}
