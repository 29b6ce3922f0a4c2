// Package conformancetest runs the suites in an ordinary go test:
//
//	func TestBroker(t *testing.T) {
//		conformancetest.Run(t, "osb", engine.Config{Target: url, Credentials: scenario.Credentials{Username: "u", Password: "p"}})
//	}
package conformancetest

import (
	"os"
	"os/signal"
	"syscall"
	"testing"

	"conformance/reports"
	"conformance/suites/apis"
	"conformance/suites/engine"
	"conformance/suites/verdict"
)

// Run records and judges a target with the suite of an API (osb, ibm-osb, cf-v2 or services), and gives each rule a subtest
// named by its id. A rule that is broken fails, a root cause fails at the first of its rules and skips the others, and what
// says nothing against the target is skipped with its reason. The test fails exactly when the exit code of the command line
// would be 1, 3 or 4; what is left on the target (5) is logged. An interrupt ends the recording, and removes what it made.
func Run(t *testing.T, api string, config engine.Config) {
	t.Helper()
	found, err := apis.Find(api)
	if err != nil {
		t.Fatal(err)
	}
	config.Suite = found.Suite
	ctx, stop := signal.NotifyContext(t.Context(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	outcome, err := engine.Outcome(ctx, config)
	if err != nil {
		t.Fatal(err)
	}
	Tell(t, outcome)
}

// Tell is Run for a run that was judged.
func Tell(t *testing.T, outcome *verdict.Outcome) {
	t.Helper()
	tests := reports.NewTests(outcome)
	if run := tests.Run(); run.Failed {
		t.Error(run.Text)
	} else {
		t.Log(run.Text)
	}
	for _, r := range outcome.Results {
		t.Run(r.Rule.ID, func(t *testing.T) {
			switch told, _ := tests.Rule(r.Rule); {
			case told.Failed:
				t.Error(told.Text)
			case told.Skipped:
				t.Skip(told.Text)
			default:
				t.Log(told.Text)
			}
		})
	}
}
