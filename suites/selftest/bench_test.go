package selftest

import (
	"context"
	"net/http/httptest"
	"testing"
	"time"

	"conformance/reference/broker"
	"conformance/suites/engine"
	"conformance/suites/osb"
	"conformance/suites/record"
	"conformance/suites/scenario"
)

// BenchmarkRunInstant is a whole run over HTTP against a broker that answers at once: it has to stay under a second.
func BenchmarkRunInstant(b *testing.B) {
	for b.Loop() {
		wholeRun(b, 0)
	}
}

// BenchmarkRunTwoSeconds is a whole run against a broker whose asynchronous operations take two seconds. The time may
// be 1.25 times what the longest chain of operations takes, and a second; share-of-limit has to stay below 1.
func BenchmarkRunTwoSeconds(b *testing.B) {
	const operation = 2 * time.Second
	for b.Loop() {
		start := time.Now()
		recording := wholeRun(b, operation)
		elapsed, chain := time.Since(start), longestChain(recording)
		limit := time.Duration(1.25*float64(chain)*float64(operation)) + time.Second
		b.ReportMetric(float64(chain), "operations-in-chain")
		b.ReportMetric(elapsed.Seconds()/limit.Seconds(), "share-of-limit")
	}
}

func wholeRun(b *testing.B, delay time.Duration) *record.Recording {
	b.Helper()
	server, err := broker.New(broker.Config{Username: "suite", Password: "secret", AsyncDelay: delay})
	if err != nil {
		b.Fatal(err)
	}
	listening := httptest.NewServer(server)
	defer listening.Close()
	run, err := engine.Prepare(context.Background(), engine.Config{
		Suite: osb.Suite(), Target: listening.URL, Credentials: scenario.Credentials{Username: "suite", Password: "secret"}, Parallel: 8,
	})
	if err != nil {
		b.Fatal(err)
	}
	recording := run.Record(context.Background())
	if _, err := engine.Judge(osb.Suite(), recording, "bench"); err != nil {
		b.Fatal(err)
	}
	return recording
}

// longestChain is the largest number of operations that one scenario waited for, one after the other.
func longestChain(recording *record.Recording) int {
	waited := map[string]map[string]bool{}
	longest := 0
	for _, x := range recording.Exchanges {
		if x.Operation != "instance-last-operation" && x.Operation != "binding-last-operation" || x.Object()["state"] != "succeeded" && x.Status() != 410 {
			continue
		}
		if waited[x.Scenario] == nil {
			waited[x.Scenario] = map[string]bool{}
		}
		waited[x.Scenario][x.Step+x.Request.Path()] = true
		longest = max(longest, len(waited[x.Scenario]))
	}
	return longest
}
