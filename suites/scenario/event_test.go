package scenario

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"conformance/suites/record"
)

// TestEvents: each request and each wait is told, with what the scenario holds by then.
func TestEvents(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := 0
		s := against(t, "http://target.example.com", answer(func(*http.Request) (*http.Response, error) {
			if n++; n == 2 {
				return reply(200, http.Header{"Retry-After": {"7"}}, "{}")
			}
			return reply(200, nil, "{}")
		}))
		var told []Event
		s.Progress = func(e Event) { told = append(told, e) }
		session := s.start(t.Context())
		session.Hold(Resource{Kind: "instance", ID: "one"})
		session.Send("one", catalog())
		session.Inherit([]Resource{{Kind: "instance", ID: "two"}})
		session.Poll("two", catalog(), 8*time.Second, func(*record.Exchange) bool { return n == 4 })
		session.Release(Resource{Kind: "instance", ID: "two"})
		session.Poll("three", catalog(), 20*time.Millisecond, never)
		want := []Event{
			{Scenario: "flow", Step: "one", Held: 1},
			{Scenario: "flow", Step: "two", Held: 2},
			{Scenario: "flow", Step: "two", Held: 2, Polls: 1, Wait: 7 * time.Second, Why: ByRetryAfter},
			{Scenario: "flow", Step: "two", Held: 2, Polls: 1},
			{Scenario: "flow", Step: "two", Held: 2, Polls: 2, Wait: time.Second, Why: ByLimit},
			{Scenario: "flow", Step: "two", Held: 2, Polls: 2},
			{Scenario: "flow", Step: "three", Held: 1},
			{Scenario: "flow", Step: "three", Held: 1, Polls: 1, Wait: 20 * time.Millisecond, Why: ByLimit},
			{Scenario: "flow", Step: "three", Held: 1, Polls: 1},
		}
		if diff := cmp.Diff(want, told); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	})
}
