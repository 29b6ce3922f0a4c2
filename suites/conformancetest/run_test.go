package conformancetest

import (
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"conformance/specs"
	"conformance/suites/record"
	"conformance/suites/verdict"
)

func outcome(verdicts ...verdict.Verdict) *verdict.Outcome {
	o := &verdict.Outcome{Title: "A title", Recording: &record.Recording{API: "osb", Version: "2.17", Exchanges: []*record.Exchange{
		{Number: 1, Request: record.Request{Method: "GET", URL: "http://h/v2/catalog"}, Response: &record.Response{Status: 200}}}}}
	for i, v := range verdicts {
		r := verdict.Result{Rule: &specs.Requirement{ID: fmt.Sprintf("T-%d", i+1), Level: specs.Must, Title: "A rule"}, Verdict: v}
		switch v {
		case verdict.Fail, verdict.Warn:
			r.Findings = []verdict.Finding{{Exchange: 1, Want: "something else"}}
		case verdict.Pass:
			r.Evidence = []int{1}
		default:
			r.Reasons = []verdict.Reason{{Reason: record.Reason{Text: "of a reason"}, Exchange: 1}}
		}
		o.Results = append(o.Results, r)
	}
	return o
}

func changed(o *verdict.Outcome, change func(*verdict.Outcome)) *verdict.Outcome {
	change(o)
	return o
}

// cases are outcomes of all kinds, with what go test says of them.
func cases() []struct {
	name    string
	outcome *verdict.Outcome
	says    []string
} {
	const pass, fail, warn, blocked, trouble = verdict.Pass, verdict.Fail, verdict.Warn, verdict.Blocked, verdict.Error
	known := func(o *verdict.Outcome) {
		o.Results[0].Known = &verdict.Known{Reason: "it is being mended", Place: "known.txt:1"}
	}
	return []struct {
		name    string
		outcome *verdict.Outcome
		says    []string
	}{
		{"kept", outcome(pass, verdict.NotApplicable, verdict.NotExercised), []string{"--- PASS: TestTold/T-1", "--- SKIP: TestTold/T-2", "not applicable: of a reason", "--- SKIP: TestTold/T-3", "conformant: 1 rule kept"}},
		{"broken", outcome(pass, fail), []string{"--- FAIL: TestTold/T-2", "MUST T-2: A rule", "GET /v2/catalog: got 200, want something else", "curl -i 'http://h/v2/catalog'"}},
		{"known", changed(outcome(fail), known), []string{"--- SKIP: TestTold/T-1", "known failure: it is being mended (known.txt:1): GET /v2/catalog"}},
		{"a warning", outcome(pass, warn), []string{"--- PASS: TestTold/T-2", "GET /v2/catalog: got 200, want something else"}},
		{"a strict warning", changed(outcome(pass, warn), func(o *verdict.Outcome) { o.Strict = true }), []string{"--- FAIL: TestTold/T-2"}},
		{"blocked", outcome(pass, blocked, blocked), []string{"--- FAIL: TestTold/T-2", "this root cause blocks T-2, T-3", "--- SKIP: TestTold/T-3", "blocked, as is T-2, which tells more: of a reason"}},
		{"known to be blocked", changed(outcome(blocked, pass), known), []string{"--- SKIP: TestTold/T-1"}},
		{"an error", outcome(pass, trouble), []string{"--- FAIL: TestTold/T-2", "of a reason"}},
		{"a known error", changed(outcome(trouble, pass), known), []string{"--- FAIL: TestTold/T-1"}},
		{"nothing judged", outcome(verdict.NotApplicable), []string{"nothing was judged; T-1 for one: of a reason"}},
		{"interrupted", changed(outcome(pass), func(o *verdict.Outcome) { o.Recording.Interrupted = "interrupt" }), []string{"the run was interrupted: interrupt"}},
		{"trouble", changed(outcome(pass), func(o *verdict.Outcome) { o.Recording.Troubles = []string{"a panic"} }), []string{"a panic"}},
		{"a stale list", changed(outcome(pass), func(o *verdict.Outcome) { o.Stale = []string{"T-9 passes now"} }), []string{"T-9 passes now"}},
		{"left behind", changed(outcome(pass), func(o *verdict.Outcome) { o.Recording.Left = []record.Left{{Kind: "instance", ID: "1"}} }), []string{"left behind, please remove: instance 1"}},
	}
}

const env = "CONFORMANCETEST_CASE"

// TestTold is what the process runs that TestAgreement starts.
func TestTold(t *testing.T) {
	i, err := strconv.Atoi(os.Getenv(env))
	if err != nil {
		t.Skip("it is for TestAgreement")
	}
	Tell(t, cases()[i].outcome)
}

// TestAgreement: go test fails exactly when the exit code is 1 or 4, and says why.
func TestAgreement(t *testing.T) {
	for i, c := range cases() {
		cmd := exec.Command(os.Args[0], "-test.v", "-test.run", "^TestTold$")
		cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%d", env, i))
		out, err := cmd.CombinedOutput()
		code := c.outcome.Code()
		if failed, want := err != nil, code == verdict.NotConformant || code == verdict.NoVerdict; failed != want {
			t.Errorf("%s: exit code %d, failed: %t\n%s", c.name, code, failed, out)
		}
		for _, want := range c.says {
			if !strings.Contains(string(out), want) {
				t.Errorf("%s: %q is not in it:\n%s", c.name, want, out)
			}
		}
	}
}
