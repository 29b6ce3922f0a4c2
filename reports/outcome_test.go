package reports

import (
	"bytes"
	"flag"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"conformance/specs"
	"conformance/suites/record"
	"conformance/suites/verdict"
)

var update = flag.Bool("update", false, "write the golden files anew")

const base = "https://broker.example"

// sample is an exchange with the usual headers; its number is set by outcome.
func sample(scenario, step, method, path, body string, status int, answer string) *record.Exchange {
	x := &record.Exchange{
		Scenario: scenario, Step: step, Operation: "provision", Side: record.Target, Duration: 12 * time.Millisecond,
		Request: record.Request{Method: method, URL: base + path, Body: record.Body(body), Header: http.Header{
			"Accept": {"application/json"}, "Authorization": {"Basic redacted-0123456789ab"}, "User-Agent": {"conformance/1.2.0"},
			"X-Broker-Api-Version": {"2.17"},
		}},
		Response: &record.Response{Status: status, Header: http.Header{"Content-Type": {"application/json"}}, Body: record.Body(answer)},
	}
	if body != "" {
		x.Request.Header.Set("Content-Type", "application/json")
	}
	return x
}

func outcome(results []verdict.Result, exchanges ...*record.Exchange) *verdict.Outcome {
	for i, x := range exchanges {
		x.Number = i + 1
		x.Start = time.Duration(i) * 20 * time.Millisecond
	}
	o := &verdict.Outcome{
		Tool: "1.2.0", Title: "Open Service Broker API", Results: results,
		Recording: &record.Recording{
			Format: 1, Run: "run-1", API: "osb", Version: "2.17", Target: base,
			Started: time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC), Duration: 2345 * time.Millisecond, Exchanges: exchanges,
		},
	}
	for _, r := range results {
		o.Coverage.Add(r.Verdict)
	}
	o.Coverage.InForce = len(results) + 9
	o.Coverage.Unobservable, o.Coverage.Pending = 7, 2
	return o
}

func rule(id string, level specs.Level, chapter, title string, v verdict.Verdict, evidence ...int) verdict.Result {
	return verdict.Result{
		Rule:    &specs.Requirement{ID: id, Level: level, Chapter: chapter, Title: title, Statement: "What " + id + " demands, in a sentence."},
		Verdict: v, Evidence: evidence,
	}
}

func found(r verdict.Result, findings ...verdict.Finding) verdict.Result {
	r.Findings = findings
	return r
}

func because(r verdict.Result, reasons ...verdict.Reason) verdict.Result {
	r.Reasons = reasons
	return r
}

// warnsOnly is a MUST that only warns.
func warnsOnly(r verdict.Result) verdict.Result {
	r.Rule.ReportedAs, r.Rule.Notes = "warn", "It was never enforced."
	return r
}

func why(text string) verdict.Reason { return verdict.Reason{Reason: record.Reason{Text: text}} }

func known(r verdict.Result) verdict.Result {
	r.Known = &verdict.Known{ID: r.Rule.ID, Reason: "it is being mended", Place: "known.txt:7"}
	return r
}

// onPlans is a run on every plan: a rule that some break, and one that is blocked on two for two reasons.
func onPlans() *verdict.Outcome {
	blocked := because(rule("OSB-BIND-001", specs.Must, "Binding", "Binding answers with credentials", verdict.Blocked),
		verdict.Reason{Reason: record.Reason{Text: "it was refused"}, Exchange: 4, Plans: []string{"a/b", "c/d"}, Recorded: 20},
		verdict.Reason{Reason: record.Reason{Text: "it did not end"}, Exchange: 5, Plans: []string{"e/f"}, Recorded: 20})
	return outcome([]verdict.Result{blocked,
		found(rule("OSB-PROV-024", specs.Must, "Provisioning", "Identical provision must give 200", verdict.Fail, 2, 3),
			verdict.Finding{Want: "200", Exchange: 3, Plans: []string{"a/b", "g/h"}, Recorded: 20}),
	}, exchanges()...)
}

const (
	instance = "/v2/service_instances/7f3a0c1e-5a7d-4d11-9a53-9d2f6f0c1b7e"
	binding  = instance + "/service_bindings/0a61b9a4-1c58-4f0e-8a3e-6a0c2be1b5d9"
)

func exchanges() []*record.Exchange {
	wrong := sample("provision-negative", "no-plan", "PUT", instance, `{"service_id":"s-1"}`, 201, `{}`)
	wrong.Invalid = "plan_id is missing"
	dropped := sample("lifecycle", "unbind", "DELETE", binding+"?service_id=s-1&plan_id=p-1", "", 0, "")
	dropped.Response, dropped.Failure = nil, "the target closed the connection"
	return []*record.Exchange{
		sample("catalog", "catalog", "GET", "/v2/catalog", "", 200, `{"services":[]}`),
		sample("lifecycle", "provision", "PUT", instance+"?accepts_incomplete=true", `{"service_id":"s-1","plan_id":"p-1"}`, 201, `{}`),
		sample("lifecycle", "provision-again", "PUT", instance, `{"service_id":"s-1","plan_id":"it's"}`, 201, `{"dashboard_url":null}`),
		sample("lifecycle", "bind", "PUT", binding, `{"service_id":"s-1","plan_id":"p-1"}`, 500, "\xff\x00binary"),
		dropped,
		wrong,
	}
}

// everything has each verdict, two root causes and each thing that a report can tell.
func everything() *verdict.Outcome {
	bind := verdict.Reason{Reason: record.Reason{Text: "bind was refused: got 500, want 201 or 202"}, Exchange: 4}
	o := outcome([]verdict.Result{
		because(rule("OSB-BIND-001", specs.Must, "Binding", "Binding answers with credentials", verdict.Blocked), bind),
		because(rule("OSB-BIND-002", specs.Must, "Binding", "Identical bind gives 200", verdict.Blocked), bind),
		because(rule("OSB-BIND-003", specs.MustNot, "Binding", "Route services need a route", verdict.Blocked), why("the counterpart could not be reached")),
		known(because(rule("OSB-BIND-004", specs.Must, "Binding", "Unbinding twice gives 410", verdict.Blocked), bind)),
		rule("OSB-CAT-001", specs.Must, "Catalog", "The catalog is an object", verdict.Pass, 1),
		because(rule("OSB-CAT-002", specs.Must, "Catalog", "Dashboard clients are unique", verdict.NotApplicable, 1), why("the catalog has no dashboard_client")),
		because(rule("OSB-CAT-003", specs.Must, "Catalog", "Plans stay when the catalog is read again", verdict.NotExercised), why("no exchange of this recording shows it")),
		found(rule("OSB-CAT-004", specs.Should, "Catalog", "Every service has a plan that costs nothing or says what it costs", verdict.Warn, 1),
			verdict.Finding{Got: "no /services/0/plans/0/free", Want: "a boolean", Exchange: 1},
			verdict.Finding{Got: "no /services/0/plans/1/free", Want: "a boolean", Exchange: 1}),
		because(rule("OSB-ERR-001", specs.Must, "Errors", "Error bodies are objects", verdict.Error, 5), why("the check panicked: index out of range\nsuites/osb/errors.go:42")),
		found(rule("OSB-PROV-024", specs.Must, "Provisioning", "Identical provision must give 200", verdict.Fail, 2, 3),
			verdict.Finding{Want: "200", Exchange: 3}),
		found(rule("OSB-PROV-025", specs.Must, "Provisioning", "Malformed requests must give 400", verdict.Fail, 2, 3, 5, 6),
			verdict.Finding{Want: "400", Exchange: 6},
			verdict.Finding{Want: "400", Exchange: 5},
			verdict.Finding{Note: "differs", Place: "body", Exchange: 6, Control: 2},
			verdict.Finding{Note: "and once more", Exchange: 2}),
		known(found(rule("OSB-PROV-026", specs.Must, "Provisioning", "The answer names the operation", verdict.Fail, 2),
			verdict.Finding{Got: "no /operation", Want: "a string", Exchange: 2})),
	}, exchanges()...)
	o.Recording.VersionNote = "assumed, the header was not refused"
	o.Recording.Interrupted = "interrupt"
	o.Recording.Left = []record.Left{{Kind: "instance", ID: "7f3a0c1e", Why: "got 500, want 200 or 410"}}
	o.Recording.Troubles = []string{"scenario catalog: panic: nil map\n\tsuites/osb/catalog.go:7"}
	o.Advice = []string{"every failed rule is newer than 2.14; if the target speaks 2.14, say so with --version 2.14"}
	o.Stale = []string{"known.txt:3: OSB-CAT-001 is listed and passes"}
	return o
}

func conformant() *verdict.Outcome {
	return outcome([]verdict.Result{
		rule("OSB-CAT-001", specs.Must, "Catalog", "The catalog is an object", verdict.Pass, 1),
		found(warnsOnly(rule("OSB-CAT-004", specs.Must, "Catalog", "Plans say what they cost", verdict.Warn, 1)),
			verdict.Finding{Got: "no /free", Want: "a boolean", Exchange: 1}),
	}, exchanges()...)
}

func failing() *verdict.Outcome {
	o := everything()
	o.Recording.Interrupted, o.Recording.Troubles, o.Stale, o.Recording.Left = "", nil, nil, nil
	o.Results = append(o.Results[:8:8], o.Results[9:]...)
	return o
}

func strict() *verdict.Outcome {
	o := conformant()
	o.Strict = true
	o.Results = append(o.Results, known(found(rule("OSB-CAT-005", specs.Should, "Catalog", "Tags are short", verdict.Warn, 1),
		verdict.Finding{Note: "a tag has 300 characters"})))
	return o
}

func left() *verdict.Outcome {
	o := conformant()
	o.Recording.Left = []record.Left{{Kind: "instance", ID: "7f3a0c1e", Why: "got 500, want 200 or 410"},
		{Kind: "binding", ID: "0a61b9a4", Why: "no response (the target closed the connection)"}}
	return o
}

func nothing() *verdict.Outcome {
	return outcome([]verdict.Result{
		because(rule("OSB-CAT-002", specs.Must, "Catalog", "Dashboard clients are unique", verdict.NotApplicable, 1), why("the catalog has no dashboard_client")),
	}, exchanges()[:1]...)
}

// evil is what a hostile target might plant: terminal sequences, a forged line, markup, overrides, broken UTF-8.
const evil = "\x1b[2J\x1b]0;own\x07\u009b31m\r\nPASS forged </failure>]]>&\"'<!-- \u202eesrever\u2066 \u200b\ufeff\x00\x7f\xff\xfe \ufffe\U000e0041 $(reboot) `id` 'x'"

func nasty() *verdict.Outcome {
	x := sample(evil, evil, "PUT", "/v2/"+evil, evil, 200, evil)
	x.Failure, x.Invalid, x.Slip = evil, evil, evil
	x.Request.Header[evil] = []string{evil}
	x.Request.Header["Authorization"] = []string{evil}
	silent := sample(evil, evil, evil, "/v2/catalog", "", 0, "")
	silent.Response, silent.Failure, silent.Side = nil, evil, record.Broker
	finding := verdict.Finding{Place: evil, Got: evil, Want: evil, Exchange: 1, Control: 2}
	all := []verdict.Result{
		found(rule("OSB-X-001", specs.Must, evil, evil, verdict.Fail, 1, 2, 99), finding, verdict.Finding{Note: evil, Exchange: 2}, verdict.Finding{Note: evil, Exchange: 99}),
		because(rule("OSB-X-002", specs.Must, evil, evil, verdict.Error), why(evil)),
		because(rule("OSB-X-003", specs.Must, evil, evil, verdict.Blocked), verdict.Reason{Reason: record.Reason{Text: evil}, Exchange: 1}),
		found(rule("OSB-X-004", specs.Should, evil, evil, verdict.Warn), finding),
		because(rule("OSB-X-005", specs.Must, evil, evil, verdict.NotApplicable), why(evil)),
		known(found(rule("OSB-X-006", specs.Must, evil, evil, verdict.Fail), finding)),
	}
	o := outcome(all, x, silent)
	o.Tool, o.Title = evil, evil
	o.Recording.Target, o.Recording.VersionNote, o.Recording.Interrupted, o.Recording.Run = evil, evil, evil, evil
	o.Recording.Left = []record.Left{{Kind: evil, ID: evil, Why: evil}}
	o.Recording.Troubles, o.Advice, o.Stale = []string{evil}, []string{evil}, []string{evil}
	return o
}

// samples are outcomes with the exit code that each must have.
var samples = []struct {
	name    string
	outcome func() *verdict.Outcome
	code    int
}{
	{"conformant", conformant, verdict.Conformant},
	{"failing", failing, verdict.NotConformant},
	{"strict", strict, verdict.NotConformant},
	{"everything", everything, verdict.NoVerdict},
	{"plans", onPlans, verdict.NotConformant},
	{"nothing", nothing, verdict.NoVerdict},
	{"left", left, verdict.LeftBehind},
	{"nasty", nasty, verdict.NoVerdict},
}

func render(t testing.TB, write func(io.Writer) error) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestGolden(t *testing.T) {
	for _, s := range samples {
		o := s.outcome()
		if o.Code() != s.code {
			t.Errorf("%s: exit code is %d, want %d", s.name, o.Code(), s.code)
		}
		golden(t, s.name+".txt", render(t, func(w io.Writer) error { return Console(w, o, ConsoleOptions{}) }))
		golden(t, s.name+".xml", render(t, func(w io.Writer) error { return JUnit(w, o) }))
		golden(t, s.name+".json", render(t, func(w io.Writer) error { return JSON(w, o) }))
	}
	golden(t, "failing.color.txt", render(t, func(w io.Writer) error { return Console(w, failing(), ConsoleOptions{Width: 60, Color: true}) }))
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s differs (-want +got); -update writes it anew:\n%s", name, diff)
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestWriteErrorsAreReturned(t *testing.T) {
	for name, err := range map[string]error{
		"console": Console(brokenWriter{}, failing(), ConsoleOptions{}),
		"junit":   JUnit(brokenWriter{}, failing()),
		"json":    JSON(brokenWriter{}, failing()),
		"html":    HTML(brokenWriter{}, failing()),
	} {
		if err == nil {
			t.Errorf("%s: got no error from a writer that fails", name)
		}
	}
}

func TestCovered(t *testing.T) {
	o := &verdict.Outcome{Recording: &record.Recording{Version: "2.17"},
		Coverage: verdict.Coverage{InForce: 10, Judged: 3, NotApplicable: 1, NotExercised: 1, Blocked: 1, Error: 1, Unobservable: 1, Pending: 1, Unselected: 1}}
	text := "judged 3 of 10 rules in force in 2.17; 1 not applicable; 1 not exercised; 1 blocked; 1 in error; 1 not observable; 1 without a check yet; 1 not selected"
	if got := covered(o); got != text {
		t.Error(got)
	}
	o.Coverage = verdict.Coverage{InForce: 2, Judged: 2}
	if got := covered(o); got != "judged 2 of 2 rules in force in 2.17" {
		t.Error(got)
	}
}
