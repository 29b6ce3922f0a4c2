package ibmosb

import (
	"maps"
	"net/http"

	"conformance/mocks"
)

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

// setting changes the instance behind the back of an update.
func setting(changes map[string]any) func(*mocks.Seen) {
	return func(s *mocks.Seen) {
		body := maps.Clone(changes)
		body["service_id"] = s.Object()["service_id"]
		s.Send("update", s.Params, s.Query, body)
	}
}
