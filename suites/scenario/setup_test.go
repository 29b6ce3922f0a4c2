package scenario

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"conformance/specs"
	"conformance/suites/record"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// setup is a run against a target that answers as the handler does.
func setup(t *testing.T, handler http.HandlerFunc) Setup {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return against(t, server.URL, transport)
}

// against is a run against a target behind a transport.
func against(t *testing.T, target string, transport http.RoundTripper) Setup {
	t.Helper()
	api, err := specs.Load("osb")
	if err != nil {
		t.Fatal(err)
	}
	document, err := api.Document("2.17")
	if err != nil {
		t.Fatal(err)
	}
	var ids atomic.Int64
	return Setup{
		Site:     &Site{API: api, Version: "2.17", Document: document},
		Client:   &Client{Target: target, Run: "run-1", Tool: "test", Transport: transport, Timeout: 5 * time.Second, MaxBody: 1 << 16},
		Recorder: record.NewRecorder(time.Now),
		Header:   func(*Site) http.Header { return http.Header{"X-Broker-Api-Version": {"2.17"}} },
		NewID:    func() string { return "id-" + strconv.FormatInt(ids.Add(1), 10) },
		Now:      time.Now, Sleep: Sleep, PollLimit: time.Minute,
	}
}

var flow = Scenario{Name: "flow", Steps: []string{"one", "two", "three"}}

func catalog() Call { return Call{Operation: "catalog"} }

// start opens a session of flow.
func (s Setup) start(ctx context.Context) *Session { return s.Start(ctx, flow, nil) }
