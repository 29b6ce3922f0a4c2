// Package services holds the faults of the reference for the API that creates services.
package services

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"conformance/mocks"
	reference "conformance/reference/services"
)

// Mutants returns the faults that break requirements.
func Mutants() []mocks.Mutant {
	return slices.Concat(authenticationMutants(), createMutants(), volumeMutants(), lenientMutants(), sizeMutants(), droppedMutants(),
		conditionMutants(), shapeMutants(), entityMutants(), urlMutants(), connectionMutants(), externalMutants(), commandMutants(), errorMutants(), lifecycleMutants())
}

func mutant(id, title string, breaks, also []string, rules ...mocks.Rule) mocks.Mutant {
	return mocks.Mutant{Fault: mocks.Fault{ID: id, Title: title, Rules: rules}, Breaks: breaks, Also: also}
}

// blocking is mutant for a fault that keeps whole scenarios from going on.
func blocking(id, title string, breaks, also []string, rules ...mocks.Rule) mocks.Mutant {
	m := mutant(id, title, breaks, also, rules...)
	m.Blocks = true
	return m
}

func ids(all ...string) []string { return all }

// Conditions on requests.

func lacks(member string) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool {
		body := s.Object()
		_, has := body[member]
		return body != nil && !has
	}
}

// outside holds when the body has the member with another value than the legal ones.
func outside(member string, legal ...any) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool {
		value, has := s.Object()[member]
		if _, composed := value.(map[string]any); composed {
			return true
		}
		return has && !slices.Contains(legal, value)
	}
}

// isText holds when the body has the member as a text.
func isText(member string) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool {
		_, text := s.Object()[member].(string)
		return text
	}
}

// is holds when the body has all pairs of member and value.
func is(pairs ...any) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool {
		body := s.Object()
		for pair := range slices.Chunk(pairs, 2) {
			if name, _ := pair[0].(string); body[name] != pair[1] {
				return false
			}
		}
		return true
	}
}

func both(conditions ...func(*mocks.Seen) bool) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool {
		return !slices.ContainsFunc(conditions, func(holds func(*mocks.Seen) bool) bool { return !holds(s) })
	}
}

func authorization(holds func(string) bool) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool { return holds(s.Header.Get("Authorization")) }
}

func isReplica(s *mocks.Seen) bool { return s.Object()["creation_mode"] == reference.ExternalReplica }

func isDatabase(s *mocks.Seen) bool { return s.Object()["service_type"] == reference.Postgres }

func isVolume(s *mocks.Seen) bool { return s.Object()["service_type"] == reference.SharedStorage }

func refusal(text string) map[string]any { return map[string]any{"error": text} }

// create begins a rule for creations.
func create() mocks.Rule { return mocks.On("create") }

// lenient is a mutant whose server takes a value of its own for one that it has to refuse.
func lenient(id, breaks string, when func(*mocks.Seen) bool, member string, value any) mocks.Mutant {
	return mutant("takes-"+id, "creates a service although "+strings.ReplaceAll(id, "-", " "), ids(breaks), nil,
		create().When(when).SetSent("/"+member, value))
}

// shows is a rule that changes a member of the services that the operations show.
func shows(pointer string, change func(any) any, operations ...string) mocks.Rule {
	return mocks.On(operations...).Answered(http.StatusOK, http.StatusCreated).Map(pointer, change)
}

// text makes a change of texts out of a change of one; what is no text stays.
func text(change func(string) string) func(any) any {
	return func(old any) any {
		if before, ok := old.(string); ok {
			return change(before)
		}
		return old
	}
}

func decode(a *mocks.Answer) map[string]any {
	var object map[string]any
	_ = json.Unmarshal(a.Body, &object) // what is no object has no members
	return object
}
