package reports

import (
	"fmt"
	"slices"
	"strings"

	"conformance/specs"
	"conformance/suites/verdict"
)

// Tests tells a test framework, rule by rule, what came of a run: some test fails exactly when the exit code is 1 or 4.
// A root cause fails once, at the first of its rules that is asked for; the others are skipped. It belongs to one
// goroutine.
type Tests struct {
	outcome *verdict.Outcome
	results map[string]verdict.Result
	causes  []verdict.RootCause
	// tellers are the rules that told the root causes.
	tellers map[int]string
}

// Told is what became of one test. A test that neither failed nor was skipped has passed.
type Told struct {
	Failed, Skipped bool
	// Text says why, or what the test looked at. Warning is set when one should read it though the test has passed.
	Text    string
	Warning bool
}

// NewTests prepares an outcome to be told.
func NewTests(o *verdict.Outcome) *Tests {
	t := &Tests{outcome: o, results: map[string]verdict.Result{}, causes: o.Causes(), tellers: map[int]string{}}
	for _, r := range o.Results {
		t.results[r.Rule.ID] = r
	}
	return t
}

// Rule tells of one rule. selected is false when it is in force, and the run left it out.
func (t *Tests) Rule(rule *specs.Requirement) (told Told, selected bool) {
	r, judged := t.results[rule.ID]
	version := t.outcome.Recording.Version
	switch {
	case judged:
		return t.judged(r), true
	case rule.Contains(version):
		return Told{Skipped: true, Text: "not selected"}, false
	}
	return Told{Skipped: true, Text: fmt.Sprintf("not in force in version %s, but %s", version, rule.Window)}, true
}

func (t *Tests) judged(r verdict.Result) Told {
	switch t.outcome.Standing(r) {
	case verdict.Troubled, verdict.Counts:
		return Told{Failed: true, Text: evidence(t.outcome, r)}
	case verdict.Blocks:
		return t.blocked(r)
	case verdict.Excused:
		return Told{Skipped: true, Text: line(fmt.Sprintf("known failure: %s (%s): %s", r.Known.Reason, r.Known.Place, headline(t.outcome, r)))}
	case verdict.Unseen:
		return Told{Skipped: true, Text: line(unseen(r))}
	case verdict.Noted:
		return Told{Text: evidence(t.outcome, r), Warning: true}
	}
	return Told{Text: evidence(t.outcome, r)}
}

// blocked tells of a blocked rule: it fails with the root causes that no other rule told before.
func (t *Tests) blocked(r verdict.Result) Told {
	var texts []string
	teller := ""
	for i, cause := range t.causes {
		if !slices.Contains(cause.Blocks, r.Rule.ID) {
			continue
		}
		if t.tellers[i] == "" {
			t.tellers[i] = r.Rule.ID
		}
		if teller = t.tellers[i]; teller == r.Rule.ID {
			texts = append(texts, t.cause(cause))
		}
	}
	if len(texts) == 0 {
		return Told{Skipped: true, Text: line(fmt.Sprintf("blocked, as is %s, which tells more: %s", teller, headline(t.outcome, r)))}
	}
	return Told{Failed: true, Text: fmt.Sprintf("%s %s: %s\n", r.Rule.Level, r.Rule.ID, line(r.Rule.Title)) + strings.Join(texts, "")}
}

func (t *Tests) cause(cause verdict.RootCause) string {
	text := paragraph("blocked: " + Because(cause.Reason))
	if len(cause.Blocks) > 1 {
		text += paragraph("this root cause blocks " + strings.Join(cause.Blocks, ", "))
	}
	if x := t.outcome.Recording.Exchange(cause.Exchange); x != nil {
		text += paragraph(about(x)) + command(t.outcome, cause.Exchange)
	}
	return text
}

// Run tells of the run as a whole: it fails when it was interrupted, when there was trouble of our own, when nothing was
// judged, and for complaints about the list of known failures.
func (t *Tests) Run() Told {
	o := t.outcome
	failures := append(troubles(o), o.Stale...)
	result, detail := conclusion(o)
	told := append(failures, result+": "+detail, covered(o))
	for _, advice := range o.Advice {
		told = append(told, "advice: "+advice)
	}
	for _, left := range o.Recording.Left {
		told = append(told, "left behind, please remove: "+left.String())
	}
	return Told{Failed: len(failures) > 0, Warning: len(o.Recording.Left) > 0, Text: paragraph(told...)}
}
