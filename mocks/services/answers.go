package services

import (
	"net/http"
	"strings"

	"conformance/mocks"
)

func refusal(text string) map[string]any { return map[string]any{"error": text} }

// creation begins a rule for creations.
func creation() mocks.Rule { return mocks.On("create") }

// refuse is a rule that refuses creations, with a text that says what it objects to.
func refuse(when func(*mocks.Seen) bool, status int, text string) mocks.Rule {
	return creation().When(when).Instead(status, refusal(text))
}

// shows is a rule that changes a member of the services that the operations show.
func shows(pointer string, change func(any) any, operations ...string) mocks.Rule {
	return mocks.On(operations...).Answered(http.StatusOK, http.StatusCreated).Map(pointer, change)
}

// reaches holds for answers that have the parent of the place: a change elsewhere would add what was not there.
func reaches(pointer string) func(*mocks.Answer) bool {
	return func(a *mocks.Answer) bool {
		if !strings.HasPrefix(pointer, "/connection_details/") {
			return true
		}
		part := strings.Split(pointer, "/")[2]
		details, _ := a.Object()["connection_details"].(map[string]any)
		_, has := details[part]
		return has
	}
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
