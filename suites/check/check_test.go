package check

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"conformance/specs"
	"conformance/suites/record"
	"conformance/suites/scenario"
	"conformance/suites/verdict"
)

type flowRun struct {
	One   record.Step `step:"one"`
	Polls record.Step `step:"polls"`
	Two   record.Step `step:"two"`
	Three record.Step `step:"three"`
}

var flow = scenario.New[flowRun](scenario.Scenario{Name: "flow"})

// exchange is the answer to a GET of /v2/catalog, or with status 0 none.
func exchange(step string, status int, body string) *record.Exchange {
	x := &record.Exchange{Scenario: "flow", Step: step, Operation: "catalog", Side: record.Target, Request: record.Request{Method: "GET", URL: "http://h/v2/catalog"}}
	if status == 0 {
		x.Failure = "closed"
		return x
	}
	x.Response = &record.Response{Status: status, Header: http.Header{"Content-Type": {"application/json"}}, Body: record.Body(body)}
	return x
}

// recorded is a recording of flow: step one, two polls, no step two (blocked by exchange 1), no step three.
func recorded(more ...*record.Exchange) *record.Recording {
	r := &record.Recording{Version: "2.17", Scenarios: []record.Scenario{
		{Name: "flow", Subject: map[string]string{"plan_id": "p"}, Absent: map[string]record.Absence{
			"two":   {Class: record.Blocked, Reason: record.Reason{Text: "it went wrong"}, Exchange: 1},
			"three": {Class: record.NotApplicable, Reason: record.Reason{Text: "no such plan"}, Exchange: 2},
		}},
	}}
	r.Exchanges = append([]*record.Exchange{exchange("one", 201, `{"a":1}`), exchange("polls", 200, `{}`), exchange("polls", 202, `{}`)}, more...)
	for i, x := range r.Exchanges {
		x.Number = i + 1
	}
	return r
}

var must = &specs.Requirement{ID: "T-1", Title: "title", Level: specs.Must, Chapter: "chapter", Topic: "topic"}

func judged(t *testing.T, k Check, requirement *specs.Requirement, r *record.Recording) verdict.Result {
	t.Helper()
	api, err := specs.Load("osb")
	if err != nil {
		t.Fatal(err)
	}
	document, err := api.Document("2.17")
	if err != nil {
		t.Fatal(err)
	}
	return k.Judge(requirement, Read(document, r))
}

func result(v verdict.Verdict, change func(*verdict.Result)) verdict.Result {
	r := verdict.Result{Rule: must, Verdict: v}
	if change != nil {
		change(&r)
	}
	return r
}

func evidence(numbers ...int) func(*verdict.Result) {
	return func(r *verdict.Result) { r.Evidence = numbers }
}

func TestOn(t *testing.T) {
	limited, slipped := exchange("one", 0, ""), exchange("one", 200, "{}")
	limited.Limit, limited.Failure = true, "too long"
	slipped.Slip = "plan_id is missing"
	found := verdict.Finding{Got: "201", Want: "200", Exchange: 1}
	for name, c := range map[string]struct {
		judge func(*Case, *flowRun)
		more  []*record.Exchange
		want  verdict.Result
	}{
		"pass":            {func(c *Case, run *flowRun) { c.Expect(run.One).To(HaveStatus(201)) }, nil, result(verdict.Pass, evidence(1))},
		"pass, all":       {func(c *Case, run *flowRun) { c.Expect(run.Polls).To(HaveStatus(200, 202)) }, nil, result(verdict.Pass, evidence(2, 3))},
		"pass, the last":  {func(c *Case, run *flowRun) { c.Expect(c.Use(run.Polls)).To(HaveStatus(202)) }, nil, result(verdict.Pass, evidence(2, 3))},
		"pass, only last": {func(c *Case, run *flowRun) { c.Expect(run.Polls.Last()).To(HaveStatus(202)) }, nil, result(verdict.Pass, evidence(3))},
		"fail": {func(c *Case, run *flowRun) { c.Expect(run.One).To(HaveStatus(200)) }, nil, result(verdict.Fail, func(r *verdict.Result) {
			r.Findings, r.Evidence = []verdict.Finding{found}, []int{1}
		})},
		"every finding": {func(c *Case, run *flowRun) {
			c.Expect(run.Polls).NotTo(HaveStatus(200, 202))
			c.Fail(c.Use(run.One), Note("odd: %d", 7))
		}, nil, result(verdict.Fail, func(r *verdict.Result) {
			r.Evidence = []int{1, 2, 3}
			r.Findings = []verdict.Finding{
				{Got: "200", Want: "anything but 200 or 202", Exchange: 2},
				{Got: "202", Want: "anything but 200 or 202", Exchange: 3},
				{Note: "odd: 7", Exchange: 1},
			}
		})},
		"blocked": {func(c *Case, run *flowRun) { c.Expect(run.Two).To(HaveStatus(200)) }, nil, result(verdict.Blocked, func(r *verdict.Result) {
			r.Reasons = []verdict.Reason{{Reason: record.Reason{Text: "it went wrong"}, Exchange: 1}}
		})},
		"not applicable": {func(c *Case, run *flowRun) { c.Use(run.Three) }, nil, result(verdict.NotApplicable, func(r *verdict.Result) {
			r.Reasons, r.Evidence = []verdict.Reason{{Reason: record.Reason{Text: "no such plan"}, Exchange: 2}}, []int{2}
		})},
		"ruled out by what came": {func(c *Case, run *flowRun) { c.NotApplicable(c.Use(run.One), "it is %s", "asynchronous") }, nil, result(verdict.NotApplicable, func(r *verdict.Result) {
			r.Reasons, r.Evidence = []verdict.Reason{{Reason: record.Reason{Text: "it is asynchronous"}, Exchange: 1}}, []int{1}
		})},
		"not exercised": {func(*Case, *flowRun) {}, nil, result(verdict.NotExercised, func(r *verdict.Result) {
			r.Reasons = []verdict.Reason{{Reason: record.Reason{Text: "no exchange of this recording shows it"}}}
		})},
		"findings outrank absence": {func(c *Case, run *flowRun) {
			c.Expect(run.One).To(HaveStatus(200))
			c.Use(run.Two)
		}, nil, result(verdict.Fail, func(r *verdict.Result) { r.Findings, r.Evidence = []verdict.Finding{found}, []int{1} })},
		"a limit of ours": {func(c *Case, run *flowRun) { c.Use(run.One) }, []*record.Exchange{limited}, result(verdict.Error, func(r *verdict.Result) {
			r.Reasons, r.Evidence = []verdict.Reason{{Reason: record.Reason{Text: "exchange 4: too long"}, Exchange: 4}}, []int{1}
		})},
		"a slip of ours": {func(c *Case, run *flowRun) { c.Fail(c.Use(run.One), Note("never said")) }, []*record.Exchange{slipped}, result(verdict.Error, func(r *verdict.Result) {
			r.Reasons, r.Evidence = []verdict.Reason{{Reason: record.Reason{Text: "exchange 4: our own request is not valid: plan_id is missing"}, Exchange: 4}}, []int{1}
		})},
		"a foreign step": {func(c *Case, _ *flowRun) { c.Use(record.Step{}) }, nil, result(verdict.Error, func(r *verdict.Result) {
			r.Reasons = []verdict.Reason{{Reason: record.Reason{Text: "the check read a step that its scenario does not have"}}}
		})},
		"the subject": {func(c *Case, run *flowRun) {
			if c.Use(run.One); c.Subject["plan_id"] != "p" || c.Version != "2.17" {
				c.Fail(c.Use(run.One), Note("subject %v, version %s", c.Subject, c.Version))
			}
		}, nil, result(verdict.Pass, evidence(1))},
	} {
		t.Run(name, func(t *testing.T) {
			got := judged(t, On("T-1", flow, c.judge), must, recorded(c.more...))
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestScenarioWithoutRun(t *testing.T) {
	k := On("T-1", flow, func(_ *Case, _ *flowRun) { t.Error("it was judged") })
	for _, c := range []struct {
		scenarios []record.Scenario
		verdict   verdict.Verdict
		reason    string
	}{
		{nil, verdict.NotExercised, "scenario flow is not part of this recording"},
		{[]record.Scenario{{Name: "flow", NotApplicable: &record.Reason{Text: "no bindable plan"}}}, verdict.NotApplicable, "no bindable plan"},
	} {
		got := judged(t, k, must, &record.Recording{Version: "2.17", Scenarios: c.scenarios})
		if got.Verdict != c.verdict || got.Reason().Text != c.reason {
			t.Errorf("%s: %s", got.Verdict, got.Reason().Text)
		}
	}
}

// TestLevels: what a finding makes of rules of different weight.
func TestLevels(t *testing.T) {
	fails := On("T-1", flow, func(c *Case, run *flowRun) { c.Expect(run.One).To(HaveStatus(200)) })
	for level, want := range map[specs.Level]verdict.Verdict{specs.Must: verdict.Fail, specs.MustNot: verdict.Fail, specs.Should: verdict.Warn, specs.ShouldNot: verdict.Warn} {
		if got := judged(t, fails, &specs.Requirement{ID: "T-1", Level: level}, recorded()); got.Verdict != want {
			t.Errorf("%s: %s, want %s", level, got.Verdict, want)
		}
	}
	if got := judged(t, fails, &specs.Requirement{ID: "T-1", Level: specs.Must, ReportedAs: "warn", Notes: "It is disputed."}, recorded()); got.Verdict != verdict.Warn {
		t.Errorf("reported as warn: %s", got.Verdict)
	}
	both := On("T-1", flow, func(c *Case, run *flowRun) {
		c.Expect(run.One).To(HaveStatus(200))
		panic("oops")
	})
	for level, want := range map[specs.Level]verdict.Verdict{specs.Must: verdict.Fail, specs.Should: verdict.Error} {
		if got := judged(t, both, &specs.Requirement{ID: "T-1", Level: level}, recorded()); got.Verdict != want || len(got.Findings) != 1 {
			t.Errorf("%s with a panic: %s, want %s", level, got.Verdict, want)
		}
	}
}

func broken(c *Case, run *flowRun) {
	var list []int
	_ = list[c.Use(run.One).Status()]
}

func TestPanic(t *testing.T) {
	for name, k := range map[string]Check{
		"on":     On("T-1", flow, broken),
		"each":   Each("T-1", func(_ *Case, x *record.Exchange) { panic(x.Step) }),
		"expect": On("T-1", flow, func(c *Case, _ *flowRun) { c.Expect(7) }),
		"nobody": On("T-1", flow, func(c *Case, _ *flowRun) { c.Expect((*record.Exchange)(nil)) }),
	} {
		got := judged(t, k, must, recorded())
		if got.Verdict != verdict.Error || got.Rule != must || !strings.HasPrefix(got.Reason().Text, "the check panicked: ") || !strings.Contains(got.Reason().Text, "\nsuites/check/check_test.go:") {
			t.Errorf("%s: %s: %s", name, got.Verdict, got.Reason().Text)
		}
		for _, bad := range []string{"\nsuites/check/check.go", "\n/", "goroutine", "+0x"} {
			if strings.Contains(got.Reason().Text, bad) {
				t.Errorf("%s: the reason has %q: %s", name, bad, got.Reason().Text)
			}
		}
		if k.Place().File != "suites/check/check_test.go" || k.Place().Line == 0 {
			t.Errorf("%s: it stands at %s", name, k.Place())
		}
	}
}

func TestTrim(t *testing.T) {
	const stack = "goroutine 1 [running]:\nruntime/debug.Stack()\n\t/go/src/runtime/debug/stack.go:26 +0x5e\nconformance/suites/engine.capture.func1()\n\t/home/me/x/suites/engine/run.go:9 +0x1\npanic({0x1?, 0x2?})\n\t/go/src/runtime/panic.go:783 +0x132\n" +
		"example.com/own.check(...)\n\t/home/me/own/check.go:5\nconformance/suites/osb.init(0x1)\n\t/home/me/suites/x/suites/osb/lifecycle.go:7 +0x2f\nconformance/suites/engine.capture(0x1)\n\t/home/me/x/suites/engine/run.go:12 +0x1\nmain.main()\n\t/home/me/main.go:1\n"
	if got, want := Trim([]byte(stack)), "own/check.go:5\nsuites/osb/lifecycle.go:7"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := Trim(nil); got != "" {
		t.Errorf("of nothing: %q", got)
	}
}

func TestEach(t *testing.T) {
	sent := exchange("broker-provision", 201, "{}")
	sent.Side = record.Broker
	limited := exchange("one", 0, "")
	limited.Limit, limited.Failure = true, "too long"
	ok := func(c *Case, x *record.Exchange) { c.Expect(x).To(HaveStatus(200, 201, 202)) }
	for name, c := range map[string]struct {
		check Check
		more  []*record.Exchange
		want  verdict.Result
	}{
		"every answer of the target":  {Each("T-1", ok), []*record.Exchange{sent}, result(verdict.Pass, evidence(1, 2, 3))},
		"every request of the target": {EachSent("T-1", ok), []*record.Exchange{sent}, result(verdict.Pass, evidence(4))},
		"none": {EachSent("T-1", ok), nil, result(verdict.NotExercised, func(r *verdict.Result) {
			r.Reasons = []verdict.Reason{{Reason: record.Reason{Text: "no exchange of this recording shows it"}}}
		})},
		"one does not apply":             {Each("T-1", func(c *Case, x *record.Exchange) { not(c, x, 1); ok(c, x) }), nil, result(verdict.Pass, evidence(2, 3))},
		"the last does not apply":        {Each("T-1", func(c *Case, x *record.Exchange) { not(c, x, 3); ok(c, x) }), nil, result(verdict.Pass, evidence(1, 2))},
		"looked at, then does not apply": {Each("T-1", func(c *Case, x *record.Exchange) { c.Look(x); not(c, x, 1); not(c, x, 2) }), nil, result(verdict.Pass, evidence(3))},
		"none applies": {Each("T-1", func(c *Case, x *record.Exchange) { c.Look(x); c.NotApplicable(x, "not %d", x.Number) }), nil, result(verdict.NotApplicable, func(r *verdict.Result) {
			r.Reasons, r.Evidence = []verdict.Reason{{Reason: record.Reason{Text: "not 1"}, Exchange: 1}}, []int{1}
		})},
		"a failure after one that does not apply": {Each("T-1", func(c *Case, x *record.Exchange) { not(c, x, 1); c.Expect(x).To(HaveStatus(200)) }), nil, result(verdict.Fail, func(r *verdict.Result) {
			r.Evidence, r.Findings = []int{2, 3}, []verdict.Finding{{Got: "202", Want: "200", Exchange: 3}}
		})},
		"trouble with one, a failure of another": {Each("T-1", func(c *Case, x *record.Exchange) { c.Expect(x).To(HaveStatus(200, 201)) }), []*record.Exchange{limited, exchange("one", 500, "")}, result(verdict.Fail, func(r *verdict.Result) {
			r.Evidence = []int{1, 2, 3, 5}
			r.Findings = []verdict.Finding{{Got: "202", Want: "200 or 201", Exchange: 3}, {Got: "500", Want: "200 or 201", Exchange: 5}}
		})},
		"trouble with one": {Each("T-1", ok), []*record.Exchange{limited}, result(verdict.Error, func(r *verdict.Result) {
			r.Reasons, r.Evidence = []verdict.Reason{{Reason: record.Reason{Text: "exchange 4: too long"}, Exchange: 4}}, []int{1, 2, 3}
		})},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, judged(t, c.check, must, recorded(c.more...))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func not(c *Case, x *record.Exchange, number int) {
	if x.Number == number {
		c.NotApplicable(x, "not %d", number)
	}
}

const shaped = `{openapi: 3.0.3, info: {title: t, version: "1"}, paths: {/v2/catalog: {get: {operationId: catalog, responses: {"200": {description: ok, content: {application/json: {schema: {
  type: object, required: [name], properties: {
    name: {type: string, x-requirement: {required: T-1, type: T-2}},
    note: {type: string, x-requirement: T-3}}}}}}}}}}}`

func TestShapes(t *testing.T) {
	document, err := specs.ParseDocument([]byte(shaped), "1")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		status int
		body   string
		want   string // verdicts of T-1, T-2, T-3
		reason string // of T-3
	}{
		"whole":            {200, `{"name":"a","note":"b"}`, "pass pass pass", ""},
		"optional missing": {200, `{"name":"a"}`, "pass pass not-applicable", "the member is optional, and no response had it"},
		"required missing": {200, `{"note":"b"}`, "fail not-applicable pass", ""},
		"wrong type":       {200, `{"name":1,"note":2}`, "pass fail fail", ""},
		"another status":   {404, `{"name":1}`, "not-exercised not-exercised not-exercised", "no exchange of this recording shows it"},
		"no JSON":          {200, `<p>`, "not-exercised not-exercised not-exercised", ""},
		"no answer":        {0, ``, "not-exercised not-exercised not-exercised", ""},
	} {
		t.Run(name, func(t *testing.T) {
			x := exchange("one", c.status, c.body)
			x.Number = 1
			reading := Read(document, &record.Recording{Version: "1", Exchanges: []*record.Exchange{x}})
			var got []string
			var last verdict.Result
			for _, k := range Shapes(document) {
				last = k.Judge(&specs.Requirement{ID: k.ID, Level: specs.Must}, reading)
				got = append(got, string(last.Verdict))
			}
			if strings.Join(got, " ") != c.want || c.reason != "" && last.Reason().Text != c.reason {
				t.Errorf("got %s (%s %v), want %s", got, last.Reason().Text, last.Findings, c.want)
			}
		})
	}
}

// TestSubjects: a scenario that was recorded on several subjects is judged on each, with its own steps and subject.
func TestSubjects(t *testing.T) {
	r := &record.Recording{Version: "2.17"}
	for i, c := range []struct {
		plan   string
		status int
	}{{"a", 201}, {"b", 200}, {"c", 202}} {
		name := "flow " + c.plan
		r.Scenarios = append(r.Scenarios, record.Scenario{Name: name, Of: "flow", Subject: map[string]string{"plan_id": c.plan}})
		x := exchange("one", c.status, `{}`)
		x.Scenario, x.Number = name, i+1
		r.Exchanges = append(r.Exchanges, x)
	}
	var seen []string
	got := judged(t, On("T-1", flow, func(c *Case, run *flowRun) {
		seen = append(seen, c.Subject["plan_id"]+" "+c.Use(run.One).Got())
		c.Expect(run.One).To(HaveStatus(201, 202))
	}), must, r)
	if text := strings.Join(seen, ", "); text != "a 201, b 200, c 202" {
		t.Errorf("judged %s", text)
	}
	want := result(verdict.Fail, func(r *verdict.Result) {
		r.Evidence = []int{1, 2, 3}
		r.Findings = []verdict.Finding{{Got: "200", Want: "201 or 202", Exchange: 2}}
	})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	trouble := judged(t, On("T-1", flow, func(c *Case, _ *flowRun) {
		if c.Subject["plan_id"] == "b" {
			panic("oops")
		}
	}), must, r)
	if why := trouble.Reason(); !strings.HasPrefix(why.Text, "the check panicked: oops") || !slices.Equal(why.Plans, []string{"b"}) {
		t.Errorf("%s: %v", trouble.Verdict, why)
	}
}

// TestManyFindings: a target can be wrong in more places than a report can hold, and the report says so.
func TestManyFindings(t *testing.T) {
	wrong := On("T-1", flow, func(c *Case, run *flowRun) {
		x := c.Use(run.One)
		for i := range 3 * mostFindings {
			c.Fail(x, Note("place %d", i/2))
		}
	})
	findings := judged(t, wrong, &specs.Requirement{ID: "T-1", Level: specs.Must}, recorded()).Findings
	if n := len(findings); n != mostFindings || findings[n-1].Note != "and more, which are not listed" {
		t.Errorf("%d findings, the last %v", n, findings[n-1])
	}
}
