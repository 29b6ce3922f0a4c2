package reports

import (
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"conformance/suites/record"
	"conformance/suites/verdict"
)

// The structure as a reader of JUnit declares it, independent of the writer.
type junitCounts struct {
	Tests    int     `xml:"tests,attr"`
	Failures int     `xml:"failures,attr"`
	Errors   int     `xml:"errors,attr"`
	Skipped  int     `xml:"skipped,attr"`
	Time     float64 `xml:"time,attr"`
}

type junitElement struct {
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

type junitCase struct {
	Name     string         `xml:"name,attr"`
	Class    string         `xml:"classname,attr"`
	Time     float64        `xml:"time,attr"`
	Failures []junitElement `xml:"failure"`
	Errors   []junitElement `xml:"error"`
	Skipped  []junitElement `xml:"skipped"`
	Output   string         `xml:"system-out"`
}

type junitSuite struct {
	Name string `xml:"name,attr"`
	junitCounts
	Cases []junitCase `xml:"testcase"`
}

type junitReport struct {
	XMLName xml.Name `xml:"testsuites"`
	junitCounts
	Suites []junitSuite `xml:"testsuite"`
}

func (c junitCase) counts() junitCounts {
	return junitCounts{1, len(c.Failures), len(c.Errors), len(c.Skipped), c.Time}
}

func (c junitCounts) plus(d junitCounts) junitCounts {
	return junitCounts{c.Tests + d.Tests, c.Failures + d.Failures, c.Errors + d.Errors, c.Skipped + d.Skipped, c.Time + d.Time}
}

// wantJUnit parses the report and holds it to its own counts and to the exit code.
func wantJUnit(t testing.TB, o *verdict.Outcome) junitReport {
	t.Helper()
	var report junitReport
	text := render(t, func(w io.Writer) error { return JUnit(w, o) })
	if err := xml.Unmarshal(text, &report); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	for _, r := range string(text) {
		if r != '\n' && !unicode.IsPrint(r) {
			t.Errorf("the report holds %q", r)
		}
	}
	var all junitCounts
	for _, suite := range report.Suites {
		var sum junitCounts
		for _, c := range suite.Cases {
			sum = sum.plus(c.counts())
			if n := c.counts(); n.Failures+n.Errors+n.Skipped > 1 {
				t.Errorf("case %s has more than one result: %+v", c.Name, n)
			}
			if want := o.Recording.API + "." + suite.Name; c.Class != want {
				t.Errorf("case %s has class %q, want %q", c.Name, c.Class, want)
			}
		}
		if sum != suite.junitCounts {
			t.Errorf("suite %s says %+v, holds %+v", suite.Name, suite.junitCounts, sum)
		}
		all = all.plus(sum)
	}
	if all != report.junitCounts {
		t.Errorf("the report says %+v, holds %+v", report.junitCounts, all)
	}
	if int64(math.Round(all.Time*1000)) != o.Recording.Duration.Milliseconds() {
		t.Errorf("time is %v, want %v", all.Time, o.Recording.Duration)
	}
	if red, code := all.Failures+all.Errors > 0, o.Code(); red != (code == verdict.NotConformant || code == verdict.NoVerdict) {
		t.Errorf("exit code %d with %d failures and %d errors", code, all.Failures, all.Errors)
	}
	return report
}

func TestJUnitAgreesWithItself(t *testing.T) {
	for _, s := range samples {
		t.Run(s.name, func(t *testing.T) { wantJUnit(t, s.outcome()) })
	}
}

// TestJUnitIsRedExactlyWithTheExitCode tries mixtures of everything that has a say in the exit code.
func TestJUnitIsRedExactlyWithTheExitCode(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 2))
	codes := map[int]int{}
	for range 2000 {
		o := outcome(nil, exchanges()...)
		for i := range dice.IntN(4) {
			r := rule(fmt.Sprintf("OSB-X-%03d", i), "MUST", fmt.Sprintf("Chapter %d", dice.IntN(2)), "A rule", verdict.All()[dice.IntN(len(verdict.All()))])
			if dice.IntN(2) == 0 && r.Verdict == verdict.Error {
				r.Verdict = verdict.Pass // or hardly any code but 4 would come up
			}
			if r.Verdict == verdict.Blocked && dice.IntN(2) == 0 {
				r.Reasons = []verdict.Reason{{Reason: record.Reason{Text: "cause"}, Exchange: dice.IntN(3)}}
			}
			if dice.IntN(2) == 0 {
				r = known(r)
			}
			o.Results = append(o.Results, r)
		}
		o.Strict = dice.IntN(2) == 0
		for _, texts := range []*[]string{&o.Stale, &o.Recording.Troubles} {
			if dice.IntN(8) == 0 {
				*texts = []string{"text"}
			}
		}
		if dice.IntN(8) == 0 {
			o.Recording.Left = []record.Left{{Kind: "instance", ID: "1"}}
		}
		if dice.IntN(8) == 0 {
			o.Recording.Interrupted = "interrupt"
		}
		wantJUnit(t, o)
		wantConsole(t, o)
		codes[o.Code()]++
	}
	for _, code := range []int{verdict.Conformant, verdict.NotConformant, verdict.NoVerdict, verdict.LeftBehind} {
		if codes[code] < 10 {
			t.Errorf("exit code %d came up %d times: this test proves little", code, codes[code])
		}
	}
}

func TestJUnitCases(t *testing.T) {
	report := wantJUnit(t, everything())
	got := map[string]string{}
	for _, suite := range report.Suites {
		for _, c := range suite.Cases {
			kind := "pass"
			for name, elements := range map[string][]junitElement{"failure": c.Failures, "error": c.Errors, "skipped": c.Skipped} {
				if len(elements) > 0 {
					kind = name + ": " + elements[0].Message
				}
			}
			id, _, _ := strings.Cut(c.Name, " ")
			got[suite.Name+"/"+id] = kind
		}
	}
	put := "PUT " + instance + ": got "
	want := map[string]string{
		"run/recorded":                "error: the run was interrupted: interrupt",
		"Binding/OSB-BIND-001":        "skipped: blocked: bind was refused: got 500, want 201 or 202",
		"Binding/OSB-BIND-002":        "skipped: blocked: bind was refused: got 500, want 201 or 202",
		"Binding/OSB-BIND-003":        "skipped: blocked: the counterpart could not be reached",
		"Binding/OSB-BIND-004":        "skipped: known failure: bind was refused: got 500, want 201 or 202",
		"Catalog/OSB-CAT-001":         "pass",
		"Catalog/OSB-CAT-002":         "skipped: not applicable: the catalog has no dashboard_client",
		"Catalog/OSB-CAT-003":         "skipped: not exercised: no exchange of this recording shows it",
		"Catalog/OSB-CAT-004":         "pass",
		"Errors/OSB-ERR-001":          "error: the check panicked: index out of range suites/osb/errors.go:42",
		"Provisioning/OSB-PROV-024":   "failure: " + put + "201, want 200",
		"Provisioning/OSB-PROV-025":   "failure: " + put + "201, want 400 (and 3 more)",
		"Provisioning/OSB-PROV-026":   "skipped: known failure: PUT " + instance + "?accepts_incomplete=true: got no /operation, want a string",
		"root causes/bind":            "failure: bind was refused: got 500, want 201 or 202; this blocks 3 rules",
		"root causes/the":             "failure: the counterpart could not be reached; this blocks 1 rule",
		"known failures/known.txt:3:": "failure: known.txt:3: OSB-CAT-001 is listed and passes",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("cases differ (-want +got):\n%s", diff)
	}
}

func TestJUnitTexts(t *testing.T) {
	report := wantJUnit(t, everything())
	find := func(prefix string) junitCase {
		for _, suite := range report.Suites {
			for _, c := range suite.Cases {
				if strings.HasPrefix(c.Name, prefix) {
					return c
				}
			}
		}
		t.Fatalf("no case begins with %s", prefix)
		return junitCase{}
	}
	failed, warned, run := find("OSB-PROV-025").Failures[0].Text, find("OSB-CAT-004").Output, find("recorded").Output
	for _, c := range []struct{ where, text, want string }{
		{"failure", failed, "got 201, want 400"},
		{"failure", failed, "and once more"},
		{"failure", failed, "exchange 6 (provision-negative: no-plan): got 201 in 12 ms; wrong on purpose: plan_id is missing"},
		{"failure", failed, "\ncurl -i -X DELETE -u \"$USERNAME:$PASSWORD\""},
		{"failure", failed, "evidence: exchanges 2, 3, 5, 6"},
		{"warning", warned, "/services/0/plans/1/free"},
		{"run", run, "left behind: instance 7f3a0c1e"},
		{"run", run, "advice: every failed rule"},
		{"run", run, "judged 5 of 21 rules in force"},
		{"run", find("recorded").Errors[0].Text, "suites/osb/catalog.go:7"},
		{"cause", find("bind was refused").Failures[0].Text, "blocks OSB-BIND-001, OSB-BIND-002, OSB-BIND-004"},
	} {
		if !strings.Contains(c.text, c.want) {
			t.Errorf("%s: got\n%s\nwant it to have %q", c.where, c.text, c.want)
		}
	}
}
