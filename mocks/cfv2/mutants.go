// Package cfv2 holds the faults of the reference controller for the Cloud Foundry API, version 2. Some stand in front of
// the controller, others between it and the broker that it calls.
package cfv2

import (
	"encoding/json"
	"slices"
	"strings"

	"conformance/mocks"
)

// Mutants returns the faults that break requirements.
func Mutants() []mocks.Mutant {
	return slices.Concat(statusMutants(), shapeMutants(), catalogMutants(), brokerMutants(), listMutants(), instanceMutants(),
		bindingMutants(), asynchronousMutants(), errorMutants(), sentMutants(), outcomeMutants(), pollMutants(),
		scopedMutants(), catalogErrorMutants(), queryMutants(), renewalMutants(),
		maintenanceMutants(), unbindingMutants(), secretMutants(), timeMutants(), overlapMutants(), absenceMutants(),
		viewMutants(), upgradeMutants(), roleMutants(),
	)
}

// fault is a mutant of one rule in front of the controller.
func fault(id, title string, rule mocks.Rule, breaks ...string) mocks.Mutant {
	return mocks.Mutant{Fault: mocks.Fault{ID: id, Title: title, Rules: []mocks.Rule{rule}}, Breaks: breaks}
}

// sent is a mutant of one rule between the controller and its broker.
func sent(id, title string, rule mocks.Rule, breaks ...string) mocks.Mutant {
	return mocks.Mutant{Fault: mocks.Fault{ID: id, Title: title, Sent: []mocks.Rule{rule}}, Breaks: breaks}
}

// also names requirements that the mutant may touch besides.
func also(m mocks.Mutant, ids ...string) mocks.Mutant {
	m.Also = ids
	return m
}

// says tells answers whose body has that value at the path, with dots between the members.
func says(path string, want any) func(*mocks.Answer) bool {
	return func(a *mocks.Answer) bool { return at(a.Body, path) == want }
}

// code tells errors of that code.
func code(n int) func(*mocks.Answer) bool { return says("code", float64(n)) }

// named tells errors of that name.
func named(name string) func(*mocks.Answer) bool { return says("error_code", "CF-"+name) }

// because tells errors that stem from a broker's answer with that status.
func because(status int) func(*mocks.Answer) bool { return says("http.status", float64(status)) }

// operation tells answers that show that last operation in that state.
func operation(kind, state string) func(*mocks.Answer) bool {
	return func(a *mocks.Answer) bool {
		return at(a.Body, "entity.last_operation.type") == kind && at(a.Body, "entity.last_operation.state") == state
	}
}

// malformed tells answers that are no JSON.
func malformed(n int) func(*mocks.Answer) bool {
	return func(a *mocks.Answer) bool { return a.Status == n && !json.Valid(a.Body) }
}

func at(body []byte, path string) any {
	var value any
	if json.Unmarshal(body, &value) != nil {
		return nil
	}
	for _, member := range strings.Split(path, ".") {
		object, _ := value.(map[string]any)
		value = object[member]
	}
	return value
}

// filters tells requests whose first filter begins so.
func filters(prefix string) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool { return strings.HasPrefix(s.Query.Get("q"), prefix) }
}

// listed are the resources of a list, guidIn is the guid of one.
func listed(body []byte) []any {
	resources, _ := at(body, "resources").([]any)
	return resources
}

func guidIn(resource any) string {
	data, _ := json.Marshal(resource) // it was JSON before
	guid, _ := at(data, "metadata.guid").(string)
	return guid
}

// lacks tells requests without a member, null tells those whose member is null, and text those whose member is text.
func lacks(member string) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool {
		object := s.Object()
		_, found := object[member]
		return object != nil && !found
	}
}

func null(member string) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool {
		value, found := s.Object()[member]
		return found && value == nil
	}
}

func text(member string) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool { _, ok := s.Object()[member].(string); return ok }
}

// empty tells requests whose member is an empty text.
func empty(member string) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool { return s.Object()[member] == "" }
}

// both joins two conditions.
func both[T any](a, b func(T) bool) func(T) bool {
	return func(subject T) bool { return a(subject) && b(subject) }
}

// not turns a condition round.
func not[T any](condition func(T) bool) func(T) bool {
	return func(subject T) bool { return !condition(subject) }
}

// labelled tells requests by their Content-Type.
func labelled(contentType string) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool { return s.Header.Get("Content-Type") == contentType }
}

const form = "application/x-www-form-urlencoded"
