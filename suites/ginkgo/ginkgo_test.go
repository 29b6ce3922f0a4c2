package ginkgo

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/ginkgo/v2/extensions/globals"
	"github.com/onsi/ginkgo/v2/formatter"
	"github.com/onsi/ginkgo/v2/types"

	"conformance/specs"
	"conformance/suites/engine"
	"conformance/suites/osb"
	"conformance/suites/record"
	"conformance/suites/verdict"
)

// rules are some that the suite for brokers judges.
func rules(t testing.TB, n int) []engine.Rule {
	t.Helper()
	all, err := osb.Suite().Rules("2.17")
	if err != nil {
		t.Fatal(err)
	}
	return all[:n]
}

// outcome has one result for each verdict given, and no trouble.
func outcome(rules []engine.Rule, verdicts ...verdict.Verdict) *verdict.Outcome {
	o := &verdict.Outcome{Title: "A title", Recording: &record.Recording{API: "osb", Version: "2.17", Exchanges: []*record.Exchange{
		{Number: 1, Request: record.Request{Method: "GET", URL: "http://h/v2/catalog"}, Response: &record.Response{Status: 200}}}}}
	for i, v := range verdicts {
		r := verdict.Result{Rule: rules[i].Requirement, Verdict: v}
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

func known(o *verdict.Outcome, i int) {
	o.Results[i].Known = &verdict.Known{ID: o.Results[i].Rule.ID, Reason: "it is being mended", Place: "known.txt:1"}
}

// TestAgreement: whatever came of a run, Ginkgo fails exactly when the exit code is 1 or 4.
func TestAgreement(t *testing.T) {
	some := rules(t, 4)
	dice := rand.New(rand.NewPCG(1, 2))
	codes := map[int]int{}
	for range 300 {
		var verdicts []verdict.Verdict
		for range dice.IntN(5) {
			v := verdict.All()[dice.IntN(len(verdict.All()))]
			if v == verdict.Error && dice.IntN(2) == 0 {
				v = verdict.Pass // or hardly any code but 4 would come up
			}
			verdicts = append(verdicts, v)
		}
		o := outcome(some, verdicts...)
		for i := range o.Results {
			if dice.IntN(2) == 0 {
				known(o, i)
			}
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
		if err := Show(osb.Suite(), o, &bytes.Buffer{}); err != nil {
			t.Errorf("%v, code %d, %+v: %v", verdicts, o.Code(), o.Recording, err)
		}
		codes[o.Code()]++
	}
	for _, code := range []int{verdict.Conformant, verdict.NotConformant, verdict.NoVerdict, verdict.LeftBehind} {
		if codes[code] < 5 {
			t.Errorf("exit code %d came up %d times: this test proves little", code, codes[code])
		}
	}
}

// TestShow: each verdict is shown at its check, and can be shown again in the same process.
func TestShow(t *testing.T) {
	o := outcome(rules(t, 8), append(verdict.All(), verdict.Fail)...)
	known(o, 7)
	o.Recording.Left = []record.Left{{Kind: "instance", ID: "1", Why: "it was answered 500"}}
	for range 2 {
		var out bytes.Buffer
		if err := Show(osb.Suite(), o, &out); err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{
			"3 Passed | 3 Failed | 0 Pending | 3 Skipped", "left behind, please remove: instance 1", "\n" + rules(t, 1)[0].Place.String() + "\n",
			"[FAILED] SHOULD OSB-ASYNC-001: Broker responds promptly\n  of a reason", "GET /v2/catalog: got 200, want something else", "curl -i 'http://h/v2/catalog'",
			"blocked: of a reason", "[SKIPPED] not applicable: of a reason", "[SKIPPED] known failure: it is being mended (known.txt:1): GET /v2/catalog: got 200",
			"evidence: exchange 1",
		} {
			if !strings.Contains(out.String(), want) {
				t.Errorf("%q is not in it:\n%s", want, &out)
			}
		}
		if strings.Contains(out.String(), "\x1b") {
			t.Error("there is colour in it")
		}
	}
}

// spec is what Ginkgo reports of one of our specs that it ran.
type spec struct{ name, state, message string }

// play runs a tree with a configuration of Ginkgo and returns the specs that ran.
func play(t *testing.T, rules []engine.Rule, configure func(*types.SuiteConfig), judge func(func(*specs.Requirement) bool) *verdict.Outcome) (passed bool, ran []spec) {
	t.Helper()
	stdout := formatter.ColorableStdOut
	formatter.ColorableStdOut = &bytes.Buffer{}
	defer func() { formatter.ColorableStdOut = stdout }()
	globals.Reset()
	defer globals.Reset()
	suite, reporter := types.NewDefaultSuiteConfig(), types.NewDefaultReporterConfig()
	configure(&suite)
	tree := &tree{rules: rules}
	tree.declare("A title", []any{ginkgo.Label("outer")}, func(_ ginkgo.SpecContext, choose func(*specs.Requirement) bool) *verdict.Outcome {
		return judge(choose)
	})
	ginkgo.ReportAfterEach(func(r ginkgo.SpecReport) {
		if r.NumAttempts > 0 {
			name, _, _ := strings.Cut(r.LeafNodeText, " ")
			ran = append(ran, spec{name, r.State.String(), r.Failure.Message})
		}
	})
	passed = ginkgo.RunSpecs(ignored{}, "A suite", suite, reporter)
	return passed, ran
}

// TestRootCauses: each fails once, at the first of its rules, and the others say where.
func TestRootCauses(t *testing.T) {
	some := rules(t, 5)
	o := outcome(some, verdict.Blocked, verdict.Blocked, verdict.Pass, verdict.Blocked, verdict.Blocked)
	o.Results[1].Reasons = []verdict.Reason{{Reason: record.Reason{Text: "of a reason"}, Exchange: 1}, {Reason: record.Reason{Text: "and another"}}}
	o.Results[4].Reasons = []verdict.Reason{{Reason: record.Reason{Text: "and another"}}}
	known(o, 3)
	passed, ran := play(t, some, func(*types.SuiteConfig) {}, func(func(*specs.Requirement) bool) *verdict.Outcome { return o })
	var states []string
	for _, s := range ran {
		states = append(states, s.state)
	}
	if got := strings.Join(states, " "); passed || got != "passed failed failed passed skipped skipped" {
		t.Errorf("passed: %t, specs %s", passed, got)
	}
	for i, wants := range [][]string{1: {some[0].ID + ":", "blocked: of a reason\nthis root cause blocks " + some[0].ID + ", " + some[1].ID, "curl"}, 2: {"blocked: and another"},
		4: {"known failure: it is being mended"}, 5: {"blocked, as is " + some[1].ID + ", which tells more: and another"}} {
		for _, want := range wants {
			if !strings.Contains(ran[i].message, want) {
				t.Errorf("spec %d says %q, want %q in it", i, ran[i].message, want)
			}
		}
	}
}

// TestSelection: what the command line of Ginkgo asks for is recorded, and nothing else where that can be known; what
// runs is judged in any case, and trouble with the run as a whole is told once.
func TestSelection(t *testing.T) {
	some := rules(t, 6)
	for name, c := range map[string]struct {
		configure func(*types.SuiteConfig)
		// ran are the specs that run, recorded what is recorded for them, time after time.
		ran, recorded string
	}{
		"all":                  {func(*types.SuiteConfig) {}, "the 001 002 003 005 010 011", "001 002 003 005 010 011"},
		"nothing":              {func(c *types.SuiteConfig) { c.DryRun = true }, "", ""},
		"an id":                {func(c *types.SuiteConfig) { c.LabelFilter = some[2].ID }, "003", "003"},
		"a level":              {func(c *types.SuiteConfig) { c.LabelFilter = "level: containsAny MUST" }, "005 010 011", "005 010 011"},
		"none of it":           {func(c *types.SuiteConfig) { c.LabelFilter = "other" }, "", ""},
		"what is outside":      {func(c *types.SuiteConfig) { c.LabelFilter = "outer && " + some[2].ID }, "003", "003"},
		"all that is outside":  {func(c *types.SuiteConfig) { c.LabelFilter = "outer" }, "the 001 002 003 005 010 011", "001 002 003 005 010 011"},
		"not a level":          {func(c *types.SuiteConfig) { c.LabelFilter = "!(level: containsAny MUST)" }, "the 001 002 003", "001 002 003"},
		"by text":              {func(c *types.SuiteConfig) { c.FocusStrings = []string{some[0].ID, some[3].ID} }, "001 005", "001 005"},
		"by text of the suite": {func(c *types.SuiteConfig) { c.FocusStrings = []string{"A suite A title Async.*" + some[0].ID} }, "001", "001 002 003 005 010 011"},
		"by chapter":           {func(c *types.SuiteConfig) { c.FocusStrings = []string{"A title Async"} }, "001 002 003 005 010 011", "001 002 003 005 010 011"},
		"not by text":          {func(c *types.SuiteConfig) { c.SkipStrings = []string{"the run", some[0].ID} }, "002 003 005 010 011", "002 003 005 010 011"},
		"text and label": {func(c *types.SuiteConfig) { c.LabelFilter, c.SkipStrings = "outer", []string{some[0].ID} },
			"the 002 003 005 010 011", "002 003 005 010 011"},
		"what is not foreseen": {func(c *types.SuiteConfig) { c.FocusStrings = []string{some[0].ID, "A suite.*" + some[1].ID} }, "001 002", "001, 001 002 003 005 010 011"},
	} {
		t.Run(name, func(t *testing.T) {
			var recorded []string
			passed, ran := play(t, some, c.configure, func(choose func(*specs.Requirement) bool) *verdict.Outcome {
				o := outcome(some, slices.Repeat([]verdict.Verdict{verdict.Pass}, len(some))...)
				o.Results = slices.DeleteFunc(o.Results, func(r verdict.Result) bool { return choose != nil && !choose(r.Rule) })
				var ids []string
				for _, r := range o.Results {
					ids = append(ids, strings.TrimPrefix(r.Rule.ID, "OSB-ASYNC-"))
				}
				recorded = append(recorded, strings.Join(ids, " "))
				o.Recording.Interrupted = "interrupt"
				return o
			})
			var names []string
			failed := 0
			for _, s := range ran {
				names = append(names, strings.TrimPrefix(s.name, "OSB-ASYNC-"))
				if s.state == "failed" {
					failed++
				}
			}
			if got := strings.Join(names, " "); got != c.ran || strings.Join(recorded, ", ") != c.recorded {
				t.Errorf("ran %q, recorded %q; want %q and %q", got, recorded, c.ran, c.recorded)
			}
			if passed != (len(ran) == 0) || len(ran) > 0 && failed != 1 {
				t.Errorf("passed: %t, %d failures, want the interruption told once", passed, failed)
			}
		})
	}
}

// TestNothingToTest: a target that is not there fails once, with its sentence.
func TestNothingToTest(t *testing.T) {
	some := rules(t, 3)
	passed, ran := play(t, some, func(*types.SuiteConfig) {}, func(func(*specs.Requirement) bool) *verdict.Outcome {
		ginkgo.Fail("the target cannot be reached")
		return nil
	})
	if passed || len(ran) != 1 || ran[0].message != "the target cannot be reached" {
		t.Errorf("passed: %t, %v", passed, ran)
	}
}
