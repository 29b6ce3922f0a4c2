package reports

import (
	"fmt"
	"slices"
	"strings"

	"conformance/suites/verdict"
)

// shownFindings is how many findings of one rule the page shows.
const shownFindings = 20

// knownFailure is the group of the results that would count, were they not on the list of known failures.
const knownFailure = verdict.Verdict("known")

// webGroup is the rules with one outcome, a section of the page and a filter.
type webGroup struct {
	Key   verdict.Verdict
	Name  string
	Rules []webRule
	// Before is how many rules stand in the groups before it.
	Before int
}

type webRule struct {
	ID, Title, Chapter, Level string
	Verdict                   verdict.Verdict
	Known, Open               bool
	Statement, Reason, Cause  string
	Findings                  []webFinding
	// More says how many findings are left out.
	More string
	Curl string
	// Cited are the exchanges that show the verdict, Others those that were looked at as well; see ranges.
	Cited, Others string
}

// webFinding is a finding in its parts: what it is about, and what was wanted and came instead; or only as a message when
// it is no comparison.
type webFinding struct {
	Message, Want, Verb, Got string
	// Exchange and Control are numbers of exchanges of the recording, or 0.
	Exchange, Control int
}

// webGroups sorts the results by what a reader wants to see first, within a group by id.
func webGroups(o *verdict.Outcome) []webGroup {
	groups := []webGroup{
		{Key: verdict.Fail, Name: "Failed"}, {Key: verdict.Error, Name: "In error"}, {Key: verdict.Blocked, Name: "Blocked"},
		{Key: verdict.Warn, Name: "Warnings"}, {Key: knownFailure, Name: "Known failures"},
		{Key: verdict.NotExercised, Name: "Not exercised"}, {Key: verdict.NotApplicable, Name: "Not applicable"},
		{Key: verdict.Pass, Name: "Passed"},
	}
	for _, r := range o.Results {
		key := r.Verdict
		if o.Standing(r) == verdict.Excused {
			key = knownFailure
		}
		if i := slices.IndexFunc(groups, func(g webGroup) bool { return g.Key == key }); i >= 0 {
			groups[i].Rules = append(groups[i].Rules, newRule(o, r))
		}
	}
	groups = slices.DeleteFunc(groups, func(g webGroup) bool { return len(g.Rules) == 0 })
	before := 0
	for i := range groups {
		groups[i].Before = before
		before += len(groups[i].Rules)
	}
	return groups
}

func newRule(o *verdict.Outcome, r verdict.Result) webRule {
	standing := o.Standing(r)
	rule := webRule{
		ID: line(r.Rule.ID), Title: line(r.Rule.Title), Chapter: line(r.Rule.Chapter), Level: line(string(r.Rule.Level)), Verdict: r.Verdict, Known: r.Known != nil,
		Open: standing == verdict.Counts || standing == verdict.Troubled, Statement: line(r.Rule.Statement),
	}
	var cited []int
	cite := func(exchange int) int {
		if o.Recording.Exchange(exchange) == nil {
			return 0
		}
		if !slices.Contains(cited, exchange) {
			cited = append(cited, exchange)
		}
		return exchange
	}
	for i, f := range r.Findings {
		if i == shownFindings {
			rule.More = fmt.Sprintf("and %s; the JSON report has all", amount(len(r.Findings)-i, "more finding", "more findings"))
			break
		}
		shown := newFinding(o, f)
		shown.Exchange = cite(f.Exchange)
		rule.Findings = append(rule.Findings, shown)
	}
	if r.Verdict != verdict.Blocked {
		rule.Reason = block(reason(r))
	} else {
		rule.Cause = block(strings.Join(causes(r), "\n"))
		for _, why := range r.Reasons {
			cite(why.Exchange)
		}
	}
	if len(cited) > 0 {
		rule.Curl = reproduce(o.Recording.Exchange(cited[0]))
	}
	rule.Cited = ranges(cited)
	rule.Others = ranges(slices.DeleteFunc(slices.Clone(r.Evidence), func(n int) bool {
		return o.Recording.Exchange(n) == nil || slices.Contains(cited, n)
	}))
	return rule
}

// newFinding takes a finding apart.
func newFinding(o *verdict.Outcome, f verdict.Finding) webFinding {
	shown := webFinding{Message: block(Sentence(o, f))}
	if f.Want != "" {
		x := o.Recording.Exchange(f.Exchange)
		verb, got := compared(x, f)
		shown = webFinding{Message: where(f.Plans, f.Recorded), Want: block(f.Want), Verb: verb, Got: block(got)}
		if x != nil {
			shown.Message += x.String()
		}
		shown.Message = block(shown.Message)
	}
	if o.Recording.Exchange(f.Control) != nil {
		shown.Control = f.Control
	}
	return shown
}

// ranges writes numbers in their order, neighbours as one range: "6 1-3 9". A rule that looks at every exchange would
// make the page heavy otherwise.
func ranges(numbers []int) string {
	var parts []string
	for i := 0; i < len(numbers); {
		last := i
		for last+1 < len(numbers) && numbers[last+1] == numbers[last]+1 {
			last++
		}
		part := fmt.Sprint(numbers[i])
		if last > i {
			part += fmt.Sprintf("-%d", numbers[last])
		}
		parts = append(parts, part)
		i = last + 1
	}
	return strings.Join(parts, " ")
}
