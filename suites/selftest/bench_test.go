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

// bounded reports a number beside its limit, and fails when that is broken.
func bounded(b *testing.B, name string, value, limit float64) {
	b.Helper()
	b.ReportMetric(value, name)
	b.ReportMetric(limit, name+"-limit")
	if value > limit {
		b.Errorf("%s is %.3g, and may be %.3g", name, value, limit)
	}
}

// BenchmarkRunTwoSeconds is a whole run against a broker whose asynchronous operations take two seconds. The time may
// be 1.25 times what the longest chain of operations takes, and a second.
func BenchmarkRunTwoSeconds(b *testing.B) {
	const operation = 2 * time.Second
	for b.Loop() {
		recording, elapsed := wholeRun(b, broker.Config{AsyncDelay: operation}, false)
		chain := longestChain(recording)
		limit := time.Duration(1.25*float64(chain)*float64(operation)) + time.Second
		b.ReportMetric(float64(chain), "operations-in-chain")
		bounded(b, "s", elapsed.Seconds(), limit.Seconds())
	}
}

// BenchmarkRunAllPlans is a run with all of 20 plans that take half a second for everything: at most four times as long
// as one with the first of them.
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
		bounded(b, "times-one-plan", all.Seconds()/one.Seconds(), 4)
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
