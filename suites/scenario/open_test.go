package scenario

import (
	"context"
	"net/http"
	"testing"

	"conformance/suites/record"
)

// doorman opens credentials that have a name.
type doorman struct{}

func (doorman) Where(map[string]any) string { return "postgres://h:5432/d" }

func (doorman) Open(_ context.Context, credentials map[string]any) record.Opening {
	if credentials["name"] == nil {
		return record.Opening{Outcome: record.Refused, Reason: "no name"}
	}
	return record.Opening{Outcome: record.Opened, Login: 1}
}

// TestOpen: an opening is an exchange of its own side; nothing is opened when nobody allowed it, or after an interrupt.
func TestOpen(t *testing.T) {
	run := setup(t, func(http.ResponseWriter, *http.Request) { t.Error("the target was asked") })
	s := run.start(t.Context())
	if x := s.Open("one", nil); !x.Came(record.Untried) {
		t.Errorf("without a prober: %s", x.Got())
	}
	run.Prober = doorman{}
	ctx, cancel := context.WithCancel(t.Context())
	s = run.start(ctx)
	if x := s.Open("one", map[string]any{"name": "n"}); x.Got() != "opened" || x.Side != record.Probed || x.Request.URL != "postgres://h:5432/d" {
		t.Errorf("%s: %s", x, x.Got())
	}
	if x := s.Open("two", nil); x.Got() != "refused (no name)" {
		t.Errorf("%s: %s", x, x.Got())
	}
	cancel()
	if x := s.Open("three", map[string]any{"name": "n"}); x.Opening != nil || x.Failure == "" {
		t.Errorf("after an interrupt: %s", x.Got())
	}
	absent, _, _ := s.Close()
	if absent["three"].Class != record.Blocked || len(absent) != 1 {
		t.Errorf("absent: %+v", absent)
	}
	recording := &record.Recording{Scenarios: []record.Scenario{{Name: "flow"}}}
	run.Recorder.Finish(recording)
	if len(recording.Exchanges) != 3 {
		t.Errorf("%d exchanges, want 3", len(recording.Exchanges))
	}
}
