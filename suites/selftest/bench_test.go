package selftest

import (
	"context"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"conformance/reference/broker"
	"conformance/suites/engine"
	"conformance/suites/osb"
	"conformance/suites/record"
	"conformance/suites/scenario"
	"conformance/suites/verdict"
)

// BenchmarkRunInstant is a whole run over HTTP against a broker that answers at once: it has to stay under a second.
func BenchmarkRunInstant(b *testing.B) {
	for b.Loop() {
		wholeRun(b, broker.Config{}, false)
	}
}

// BenchmarkRunTwoSeconds is a whole run against a broker whose asynchronous operations take two seconds. The time may
// be 1.25 times what the longest chain of operations takes, and a second; share-of-limit has to stay below 1.
func BenchmarkRunTwoSeconds(b *testing.B) {
	const operation = 2 * time.Second
	for b.Loop() {
		recording, elapsed := wholeRun(b, broker.Config{AsyncDelay: operation}, false)
		chain := longestChain(recording)
		limit := time.Duration(1.25*float64(chain)*float64(operation)) + time.Second
		b.ReportMetric(float64(chain), "operations-in-chain")
		b.ReportMetric(elapsed.Seconds()/limit.Seconds(), "share-of-limit")
	}
}

// BenchmarkRunAllPlans is a run with all of 20 plans that take half a second for everything, beside one with the first of
// them: share-of-limit has to stay below 1, which stands for four times as long.
func BenchmarkRunAllPlans(b *testing.B) {
	var plans strings.Builder
	for i := range 20 {
		fmt.Fprintf(&plans, "\n    - {id: plan-%[1]d, name: plan-%[1]d, description: One of many., reference: {instances: async, bindings: async}}", i)
	}
	config := broker.Config{AsyncDelay: time.Second / 2, Catalog: []byte("services:\n  - id: service\n    name: many\n    description: Many plans.\n" +
		"    bindable: true\n    instances_retrievable: true\n    bindings_retrievable: true\n    plans:" + plans.String())}
	for b.Loop() {
		_, one := wholeRun(b, config, false)
		recording, all := wholeRun(b, config, true)
		if n := len(recording.Runs("lifecycle")); n != 20 {
			b.Fatalf("the lifecycle was recorded with %d plans, want 20", n)
		}
		b.ReportMetric(all.Seconds()/one.Seconds(), "times-one-plan")
		b.ReportMetric(all.Seconds()/one.Seconds()/4, "share-of-limit")
	}
}

// wholeRun records and judges a run, and says how long that took.
func wholeRun(b *testing.B, config broker.Config, allPlans bool) (*record.Recording, time.Duration) {
	b.Helper()
	config.Username, config.Password = "suite", "secret"
	server, err := broker.New(config)
	if err != nil {
		b.Fatal(err)
	}
	listening := httptest.NewServer(server)
	defer listening.Close()
	start := time.Now()
	run, err := engine.Prepare(context.Background(), engine.Config{
		Suite: osb.Suite(), Target: listening.URL, Credentials: scenario.Credentials{Username: "suite", Password: "secret"}, Parallel: 8, AllPlans: allPlans,
	})
	if err != nil {
		b.Fatal(err)
	}
	recording := run.Record(context.Background())
	outcome, err := engine.Judge(osb.Suite(), recording, "bench")
	if err != nil {
		b.Fatal(err)
	}
	if outcome.Code() != verdict.Conformant {
		b.Fatalf("exit code %d", outcome.Code())
	}
	return recording, time.Since(start)
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
