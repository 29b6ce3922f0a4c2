package verdict

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"conformance/suites/record"
)

// onPlans is a recording of flow on five plans, of which the last was left out, with an exchange of each of the others,
// and of a scenario that has one subject.
func onPlans() *record.Recording {
	r := &record.Recording{}
	for _, plan := range []string{"a", "b", "c", "d"} {
		r.Scenarios = append(r.Scenarios, record.Scenario{Name: "flow " + plan, Of: "flow", Subject: map[string]string{"plan_id": "identity-of-" + plan}})
		r.Exchanges = append(r.Exchanges, &record.Exchange{Number: len(r.Exchanges) + 1, Scenario: "flow " + plan, Step: "s"})
	}
	r.Scenarios = append(r.Scenarios, record.Scenario{Name: "flow e", Of: "flow", NotApplicable: "no room"}, record.Scenario{Name: "alone"})
	r.Exchanges = append(r.Exchanges, &record.Exchange{Number: 5, Scenario: "alone", Step: "s"})
	return r
}

func TestGroup(t *testing.T) {
	const one, two = "0f8fad5b-d9cb-469f-a165-70867728950e", "7c9e6679-7425-40de-944b-e07fc1f90ae7"
	f := func(message string, exchange int, plans ...string) Finding {
		return Finding{Message: message, Exchange: exchange, Plans: plans}
	}
	for name, c := range map[string]struct{ before, after []Finding }{
		"nothing":         {nil, nil},
		"no plan":         {[]Finding{f("x", 0), f("x", 5), f("x", 99)}, []Finding{f("x", 0), f("x", 5), f("x", 99)}},
		"one plan":        {[]Finding{f("x", 2)}, []Finding{f("in 1 of 4 plans (b): x", 2, "b")}},
		"all plans":       {[]Finding{f("x", 1), f("x", 2), f("x", 3), f("x", 4)}, []Finding{f("in all 4 plans: x", 1, "a", "b", "c", "d")}},
		"some and others": {[]Finding{f("x", 1), f("y", 1), f("x", 3), f("x", 5)}, []Finding{f("in 2 of 4 plans (a, c): x", 1, "a", "c"), f("in 1 of 4 plans (a): y", 1, "a"), f("x", 5)}},
		"equal but for ids": {[]Finding{f("PUT /"+one+" of identity-of-a: got 1", 1), f("PUT /"+two+" of identity-of-b: got 1", 2)},
			[]Finding{f("in 2 of 4 plans (a, b): PUT /"+one+" of identity-of-a: got 1", 1, "a", "b")}},
	} {
		if diff := cmp.Diff(c.after, Result{Findings: c.before}.Group(onPlans()).Findings); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestAcross(t *testing.T) {
	cause := func(message string, exchange int) Cause { return Cause{message, exchange} }
	blocked := func(message string, exchange int) Result {
		c := cause(message, exchange)
		return Result{Verdict: Blocked, Reason: message, CausedBy: &c}
	}
	pass := Result{Verdict: Pass, Evidence: []int{1}}
	several := blocked("in 2 of 4 plans (b, c): x", 2)
	several.AlsoCausedBy = []Cause{cause("in 1 of 4 plans (d): y", 4)}
	several.Evidence = []int{1}
	for name, c := range map[string]struct {
		parts []Result
		want  Result
	}{
		"one":               {[]Result{pass}, pass},
		"two that pass":     {[]Result{pass, {Verdict: Pass, Evidence: []int{3}}}, Result{Verdict: Pass, Evidence: []int{1, 3}}},
		"one does not know": {[]Result{{Verdict: NotApplicable, Reason: "no"}, pass}, pass},
		"some are blocked":  {[]Result{pass, blocked("x", 2), blocked("x", 3), blocked("y", 4)}, several},
		"one fails": {[]Result{blocked("x", 2), {Verdict: Fail, Findings: []Finding{{Message: "z", Exchange: 3}}}},
			Result{Verdict: Fail, Findings: []Finding{{Message: "in 1 of 4 plans (c): z", Exchange: 3, Plans: []string{"c"}}}}},
	} {
		if diff := cmp.Diff(c.want, Across(c.parts).Group(onPlans())); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
