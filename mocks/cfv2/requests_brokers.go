package cfv2

import (
	"encoding/json"
	"net/url"
	"strings"

	"conformance/mocks"
)

// brokerOf holds for requests to the scripted broker of one scenario. The controller does not say at which step it is.
func brokerOf(scenario string) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool { return strings.HasSuffix(s.Server, "/"+scenario) }
}

// background holds for requests that no user waits for.
func background(s *mocks.Seen) bool { return s.Header.Get("X-Broker-Api-Originating-Identity") == "" }

// changesPlan holds for updates to another plan.
func changesPlan(s *mocks.Seen) bool {
	previous, _ := s.Object()["previous_values"].(map[string]any)
	return s.Object()["plan_id"] != nil && s.Object()["plan_id"] != previous["plan_id"]
}

// putsOff holds for answers that ask for patience.
func putsOff(a *mocks.Answer) bool { return a.Header.Get("Retry-After") > "0" }

// malformed holds for answers that are no JSON.
func malformed(status int) func(*mocks.Answer) bool {
	return func(a *mocks.Answer) bool { return a.Status == status && !json.Valid(a.Body) }
}

// removing sends a request to remove what the request at hand is about.
func removing(operation string) func(*mocks.Seen, *mocks.Answer) {
	return func(s *mocks.Seen, _ *mocks.Answer) {
		query := url.Values{"accepts_incomplete": {"true"}}
		for _, member := range []string{"service_id", "plan_id"} {
			query.Set(member, s.Query.Get(member))
			if value, ok := s.Object()[member].(string); ok {
				query.Set(member, value)
			}
		}
		s.Send(operation, s.Params, query, nil)
	}
}
