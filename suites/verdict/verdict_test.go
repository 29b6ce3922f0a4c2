package verdict

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"conformance/specs"
	"conformance/suites/record"
)

func TestFold(t *testing.T) {
	part := func(v Verdict, evidence ...int) Result {
		return Result{Rule: &specs.Requirement{ID: "T-1"}, Verdict: v, Evidence: evidence}
	}
	found := func(message string, evidence ...int) Result {
		r := part(Fail, evidence...)
		r.Findings = []Finding{{Note: message, Exchange: evidence[0]}}
		return r
	}
	because := func(v Verdict, reason string) Result {
		r := part(v)
		r.Reasons = []Reason{{Reason: record.Reason{Text: reason}}}
		return r
	}
	both := found("a", 1, 2, 3)
	both.Findings = append(both.Findings, Finding{Note: "b", Exchange: 3})
	for name, c := range map[string]struct {
		parts []Result
		want  Result
	}{
		"one":                       {[]Result{part(Pass, 2)}, part(Pass, 2)},
		"two that pass":             {[]Result{part(Pass, 4, 2), part(Pass, 2, 3)}, part(Pass, 2, 3, 4)},
		"two that fail":             {[]Result{found("a", 1, 2), found("b", 3)}, both},
		"fail before error":         {[]Result{because(Error, "x"), found("a", 1)}, found("a", 1)},
		"error before warn":         {[]Result{part(Warn), because(Error, "x")}, because(Error, "x")},
		"warn before pass":          {[]Result{part(Pass, 1), part(Warn, 2)}, part(Warn, 1, 2)},
		"pass before blocked":       {[]Result{because(Blocked, "x"), part(Pass, 1)}, part(Pass, 1)},
		"blocked before the rest":   {[]Result{because(NotExercised, "x"), because(Blocked, "y"), because(NotApplicable, "z")}, because(Blocked, "y")},
		"seen nowhere, once ruled":  {[]Result{because(NotApplicable, "x"), because(NotExercised, "y")}, because(NotExercised, "y")},
		"the first reason":          {[]Result{because(Blocked, "x"), because(Blocked, "y")}, because(Blocked, "x")},
		"evidence of all is kept":   {[]Result{part(NotApplicable, 9), found("a", 1), part(Pass, 5)}, found("a", 1, 5, 9)},
		"the order does not matter": {[]Result{part(Pass, 5), found("a", 1), part(NotApplicable, 9)}, found("a", 1, 5, 9)},
	} {
		t.Run(name, func(t *testing.T) {
			before := make([]Result, len(c.parts))
			for i, p := range c.parts {
				before[i] = p
				before[i].Evidence, before[i].Findings = slices.Clone(p.Evidence), slices.Clone(p.Findings)
			}
			if diff := cmp.Diff(c.want, Fold(c.parts)); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(before, c.parts); diff != "" {
				t.Errorf("it changed its parts: %s", diff)
			}
		})
	}
	if len(precedence) != len(All()) {
		t.Errorf("%d verdicts have a place, there are %d", len(precedence), len(All()))
	}
}

func TestCode(t *testing.T) {
	one := func(v Verdict, known bool) Result {
		r := Result{Verdict: v}
		if known {
			r.Known = &Known{}
		}
		return r
	}
	pass, fail := one(Pass, false), one(Fail, false)
	for name, c := range map[string]struct {
		results []Result
		change  func(*Outcome)
		want    int
	}{
		"nothing":                         {nil, nil, NoVerdict},
		"all passes":                      {[]Result{pass, pass}, nil, Conformant},
		"only what does not apply":        {[]Result{one(NotApplicable, false), one(NotExercised, false)}, nil, NoVerdict},
		"something judged":                {[]Result{one(NotApplicable, false), one(NotExercised, false), pass}, nil, Conformant},
		"a failure":                       {[]Result{pass, fail}, nil, NotConformant},
		"a known failure":                 {[]Result{pass, one(Fail, true)}, nil, Conformant},
		"only a known failure":            {[]Result{one(Fail, true)}, nil, Conformant},
		"blocked":                         {[]Result{pass, one(Blocked, false)}, nil, NotConformant},
		"known to be blocked":             {[]Result{pass, one(Blocked, true)}, nil, Conformant},
		"a warning":                       {[]Result{one(Warn, false)}, nil, Conformant},
		"a warning, strict":               {[]Result{one(Warn, false)}, func(o *Outcome) { o.Strict = true }, NotConformant},
		"a known warning, strict":         {[]Result{one(Warn, true)}, func(o *Outcome) { o.Strict = true }, Conformant},
		"a stale list":                    {[]Result{pass}, func(o *Outcome) { o.Stale = []string{"x"} }, NotConformant},
		"an error":                        {[]Result{pass, one(Error, false)}, nil, NoVerdict},
		"a known error":                   {[]Result{pass, one(Error, true)}, nil, NoVerdict},
		"an error outranks a failure":     {[]Result{fail, one(Error, false)}, nil, NoVerdict},
		"interrupted":                     {[]Result{pass}, func(o *Outcome) { o.Recording.Interrupted = "x" }, NoVerdict},
		"interrupted outranks a failure":  {[]Result{fail}, func(o *Outcome) { o.Recording.Interrupted = "x" }, NoVerdict},
		"a fault outranks a failure":      {[]Result{fail}, func(o *Outcome) { o.Recording.Troubles = []string{"x"} }, NoVerdict},
		"left behind":                     {[]Result{pass}, func(o *Outcome) { o.Recording.Left = []record.Left{{}} }, LeftBehind},
		"a failure outranks what is left": {[]Result{fail}, func(o *Outcome) { o.Recording.Left = []record.Left{{}} }, NotConformant},
		"a fault outranks what is left": {[]Result{pass}, func(o *Outcome) {
			o.Recording.Left, o.Recording.Troubles = []record.Left{{}}, []string{"y"}
		}, NoVerdict},
		"nothing judged outranks stale": {nil, func(o *Outcome) { o.Stale = []string{"x"} }, NoVerdict},
	} {
		t.Run(name, func(t *testing.T) {
			o := &Outcome{Recording: &record.Recording{}, Results: c.results}
			if c.change != nil {
				c.change(o)
			}
			if got := o.Code(); got != c.want {
				t.Errorf("got %d, want %d", got, c.want)
			}
		})
	}
}

func TestCounts(t *testing.T) {
	o := &Outcome{}
	var c Coverage
	for _, v := range All() {
		o.Results = append(o.Results, Result{Verdict: v})
		c.Add(v)
	}
	o.Results = append(o.Results, Result{Verdict: Pass})
	if count := o.Count(); count[Pass] != 2 || count[Fail] != 1 || len(count) != len(All()) {
		t.Errorf("counts %v", count)
	}
	want := Coverage{Judged: 3, NotApplicable: 1, NotExercised: 1, Blocked: 1, Error: 1}
	if c != want {
		t.Errorf("coverage %+v", c)
	}
}
