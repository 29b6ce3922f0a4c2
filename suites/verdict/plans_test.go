package verdict

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"conformance/suites/record"
)

const (
	instanceOfA = "0f8fad5b-d9cb-469f-a165-70867728950e"
	instanceOfB = "7c9e6679-7425-40de-944b-e07fc1f90ae7"
)

// onPlans is a recording of flow on five plans, of which the last was left out, with an exchange of each of the others,
// and of a scenario that has one subject. The exchanges carry what differs from plan to plan.
func onPlans() *record.Recording {
	r := &record.Recording{}
	for i, plan := range []string{"a", "b", "c", "d"} {
		r.Scenarios = append(r.Scenarios, record.Scenario{Name: "flow " + plan, Of: "flow", Subject: map[string]string{"plan_id": "identity-of-" + plan}})
		id := []string{instanceOfA, instanceOfB, "the-third-instance", "the-fourth-instance"}[i]
		r.Exchanges = append(r.Exchanges, &record.Exchange{Number: i + 1, Scenario: "flow " + plan, Step: "s", Operation: "provision",
			Request: record.Request{Method: "PUT", URL: "http://h/v2/service_instances/" + id + "?token=tokens-of-" + plan,
				Header: http.Header{"X-Identity": {"request-of-" + plan}}, Body: record.Body(fmt.Sprintf(`{"label":"label-of-%s"}`, plan))},
			Response: &record.Response{Status: []int{200, 200, 200, 500}[i], Header: http.Header{},
				Body: record.Body(fmt.Sprintf(`{"secret":"redacted-%06d","text":"textual-%s","operation":"%s"}`, i, plan, []string{instanceOfB, instanceOfA, "x", "y"}[i]))}})
	}
	r.Scenarios = append(r.Scenarios, record.Scenario{Name: "flow e", Of: "flow", NotApplicable: &record.Reason{Text: "no room"}}, record.Scenario{Name: "alone"})
	r.Exchanges = append(r.Exchanges, &record.Exchange{Number: 5, Scenario: "alone", Step: "s"})
	return r
}

func TestGroup(t *testing.T) {
	note := func(note string, exchange int, plans ...string) Finding {
		f := Finding{Note: note, Exchange: exchange, Plans: plans}
		if len(plans) > 0 {
			f.Recorded = 4
		}
		return f
	}
	want := func(got string, exchange int, plans ...string) Finding {
		f := note("", exchange, plans...)
		f.Want, f.Got = "anything else", got
		return f
	}
	for name, c := range map[string]struct{ before, after []Finding }{
		"nothing":         {nil, nil},
		"no plan":         {[]Finding{note("x", 0), note("x", 5), note("x", 99)}, []Finding{note("x", 0), note("x", 5), note("x", 99)}},
		"one plan":        {[]Finding{note("x", 2)}, []Finding{note("x", 2, "b")}},
		"all plans":       {[]Finding{note("x", 1), note("x", 2), note("x", 3), note("x", 4)}, []Finding{note("x", 1, "a", "b", "c", "d")}},
		"some and others": {[]Finding{note("x", 1), note("y", 1), note("x", 3), note("x", 5)}, []Finding{note("x", 1, "a", "c"), note("y", 1, "a"), note("x", 5)}},
		"equal answers":   {[]Finding{want("", 1), want("", 2), want("", 4)}, []Finding{want("", 1, "a", "b"), want("", 4, "d")}},
		"other words":     {[]Finding{want("this", 1), want("that", 2), want("this", 4)}, []Finding{want("this", 1, "a", "d"), want("that", 2, "b")}},
		"the subject":     {[]Finding{note("of identity-of-a", 1), note("of identity-of-b", 2)}, []Finding{note("of identity-of-a", 1, "a", "b")}},
		"the resource":    {[]Finding{note("of "+instanceOfA, 1), note("of "+instanceOfB, 2), note("of the-third-instance", 3)}, []Finding{note("of "+instanceOfA, 1, "a", "b", "c")}},
		"another resource": {[]Finding{note("of "+instanceOfA, 1), note("of "+instanceOfA, 3)},
			[]Finding{note("of "+instanceOfA, 1, "a"), note("of "+instanceOfA, 3, "c")}},
		"the query":              {[]Finding{note("tokens-of-a", 1), note("tokens-of-b", 2)}, []Finding{note("tokens-of-a", 1, "a", "b")}},
		"a header":               {[]Finding{note("request-of-a", 1), note("request-of-b", 2)}, []Finding{note("request-of-a", 1, "a", "b")}},
		"a member that was sent": {[]Finding{want(`"label-of-a"`, 1), want(`"label-of-b"`, 2)}, []Finding{want(`"label-of-a"`, 1, "a", "b")}},
		"an id that came":        {[]Finding{want(instanceOfB, 1), want(instanceOfA, 2)}, []Finding{want(instanceOfB, 1, "a", "b")}},
		"a secret that came":     {[]Finding{want("redacted-000000", 1), want("redacted-000001", 2)}, []Finding{want("redacted-000000", 1, "a", "b")}},
		"a text that came":       {[]Finding{want("textual-a", 1), want("textual-b", 2)}, []Finding{want("textual-a", 1, "a"), want("textual-b", 2, "b")}},
	} {
		if diff := cmp.Diff(c.after, Result{Findings: c.before}.Group(onPlans()).Findings); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestAcross(t *testing.T) {
	why := func(text string, exchange int, plans ...string) Reason {
		r := Reason{Reason: record.Reason{Text: text}, Exchange: exchange, Plans: plans}
		if len(plans) > 0 {
			r.Recorded = 4
		}
		return r
	}
	blocked := func(reasons ...Reason) Result { return Result{Verdict: Blocked, Reasons: reasons} }
	pass := Result{Verdict: Pass, Evidence: []int{1}}
	several := blocked(why("x", 2, "b", "c"), why("y", 4, "d"), why("interrupted", 0))
	several.Evidence = []int{1}
	for name, c := range map[string]struct {
		parts []Result
		want  Result
	}{
		"one":               {[]Result{pass}, pass},
		"two that pass":     {[]Result{pass, {Verdict: Pass, Evidence: []int{3}}}, Result{Verdict: Pass, Evidence: []int{1, 3}}},
		"one does not know": {[]Result{{Verdict: NotApplicable, Reasons: []Reason{{Reason: record.Reason{Text: "no"}}}}, pass}, pass},
		"some are blocked": {[]Result{pass, blocked(why("x", 2)), blocked(why("x", 3)), blocked(why("y", 4)),
			blocked(why("interrupted", 0)), blocked(why("interrupted", 0))}, several},
		"one fails": {[]Result{blocked(why("x", 2)), {Verdict: Fail, Findings: []Finding{{Note: "z", Exchange: 3}}}},
			Result{Verdict: Fail, Findings: []Finding{{Note: "z", Exchange: 3, Plans: []string{"c"}, Recorded: 4}}}},
		"trouble stays with its plan": {[]Result{pass, {Verdict: Error, Reasons: []Reason{{Reason: record.Reason{Text: "panic"}, Plans: []string{"b"}}}}},
			Result{Verdict: Error, Evidence: []int{1}, Reasons: []Reason{{Reason: record.Reason{Text: "panic"}, Plans: []string{"b"}}}}},
	} {
		if diff := cmp.Diff(c.want, Across(c.parts).Group(onPlans())); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
