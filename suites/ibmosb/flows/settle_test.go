package flows

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"conformance/suites/record"
	"conformance/suites/scenario"
)

// TestRemovalThatIsRefused: what may pass is asked for again, for a minute at most; any other refusal is taken at its word.
func TestRemovalThatIsRefused(t *testing.T) {
	for _, c := range []struct {
		status int
		again  bool
	}{
		{http.StatusBadRequest, false}, {http.StatusForbidden, false}, {http.StatusConflict, false},
		{http.StatusUnprocessableEntity, true}, {http.StatusInternalServerError, true}, {http.StatusServiceUnavailable, true},
	} {
		requests := 0
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			requests++
			w.WriteHeader(c.status)
		}))
		defer server.Close()
		now := time.Unix(0, 0)
		clock := func() time.Time { return now }
		began := now
		s := scenario.Setup{
			Site:     site(t, nil, nil),
			Client:   &scenario.Client{Target: server.URL, Transport: &http.Transport{DisableKeepAlives: true}, Timeout: 5 * time.Second, MaxBody: 1 << 16},
			Recorder: record.NewRecorder(clock),
			Header:   func(site *scenario.Site) http.Header { return Header(site, nil) },
			Now:      clock, PollLimit: time.Hour,
			Sleep: func(_ context.Context, wait time.Duration) error {
				now = now.Add(wait)
				return nil
			},
		}.Start(t.Context(), scenario.Scenario{Name: "flow"}, nil)
		err := Remove(s, scenario.Resource{Kind: "instance", ID: "one", Attributes: map[string]string{"service_id": "s", "plan_id": "p"}})
		if again := requests > 1; err == nil || again != c.again || now.Sub(began) > time.Minute {
			t.Errorf("status %d: %d requests in %s, error %v, want an error, and more than one request: %t", c.status, requests, now.Sub(began), err, c.again)
		}
	}
}
