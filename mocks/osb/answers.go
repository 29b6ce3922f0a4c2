package osb

import (
	"encoding/json"
	"net/http"
	"net/url"

	"conformance/mocks"
)

// failure is the body of a refusal.
func failure() map[string]any { return map[string]any{"description": "no"} }

// refuse answers with a description alone, coded with a code of the API as well.
func refuse(status int) func(*mocks.Seen) *mocks.Answer { return reply(status, failure()) }

func coded(status int, code string) func(*mocks.Seen) *mocks.Answer {
	return reply(status, map[string]any{"error": code, "description": "no"})
}

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

// instead replaces an answer.
func instead(status int, body map[string]any) func(*mocks.Seen, *mocks.Answer) {
	return func(s *mocks.Seen, a *mocks.Answer) { *a = *reply(status, body)(s) }
}

// leniently serves a request without its parameters.
func leniently(s *mocks.Seen, a *mocks.Answer) {
	body := s.Object()
	delete(body, "parameters")
	*a = *s.Send(s.Operation, s.Params, s.Query, body)
}

// provisioned makes the instance after it was refused.
func provisioned(s *mocks.Seen, _ *mocks.Answer) {
	body := s.Object()
	delete(body, "maintenance_info")
	s.Send("provision", s.Params, url.Values{flag: {"true"}}, body)
}
