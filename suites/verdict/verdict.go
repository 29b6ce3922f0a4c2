// Package verdict says what came of each requirement: the words, how several judgements of one requirement fold into
// one, and which exit code a whole run has. It has no opinion about targets.
package verdict

import (
	"slices"

	"conformance/specs"
	"conformance/suites/record"
)

// Verdict is what came of one requirement.
type Verdict string

// The verdicts, worst first as a reader ranks them.
const (
	Error         Verdict = "error"          // our own trouble
	Fail          Verdict = "fail"           // a MUST broken
	Blocked       Verdict = "blocked"        // a step that it needs was never reached
	Warn          Verdict = "warn"           // a SHOULD broken
	NotExercised  Verdict = "not-exercised"  // nothing in the recording shows it
	NotApplicable Verdict = "not-applicable" // something rules it out, and is quoted
	Pass          Verdict = "pass"           // an exchange shows it kept
)

// All returns the verdicts, worst first.
func All() []Verdict {
	return []Verdict{Error, Fail, Blocked, Warn, NotExercised, NotApplicable, Pass}
}

// Finding is one way in which the target departs from a requirement, at one exchange (0: none in particular). What it
// says in words is made by reports.
type Finding struct {
	Exchange int
	// Control is the exchange with which that was compared.
	Control int
	// Place is where in the exchange, Got and Want compare; without Got it is the answer as a whole. Note is a finding
	// that is no comparison.
	Place, Got, Want, Note string
	// Plans are those that it concerns, of so many on which its scenario was recorded, when there were several.
	Plans    []string
	Recorded int
}

// Reason is why a requirement was not judged: what was in the way, as one exchange shows (0: none in particular).
type Reason struct {
	record.Reason
	Exchange int
	// Plans and Recorded are those of a finding.
	Plans    []string
	Recorded int
}

// is reports whether both are one reason, at one exchange.
func (r Reason) is(other Reason) bool {
	return r.Text == other.Text && slices.Equal(r.Fixtures, other.Fixtures) && r.Exchange == other.Exchange
}

// Result is the verdict on one requirement, with what it rests on.
type Result struct {
	Rule    *specs.Requirement
	Verdict Verdict
	// Known is the line of a list of known failures that names it, if any does.
	Known    *Known
	Findings []Finding
	// Evidence are the numbers of the exchanges that were looked at.
	Evidence []int
	// Reasons say why the verdict is none of pass, fail and warn. There are several when the rule is blocked on several
	// plans for several reasons.
	Reasons []Reason
}

// Reason is the first of the reasons; without any it is empty.
func (r Result) Reason() Reason {
	if len(r.Reasons) == 0 {
		return Reason{}
	}
	return r.Reasons[0]
}

// precedence is the order in which judgements of one requirement by several scenarios win.
var precedence = []Verdict{Fail, Error, Warn, Pass, Blocked, NotExercised, NotApplicable}

// Fold makes one result out of several judgements of the same requirement: fail before error before warn and pass
// before blocked before the rest. Findings and evidence of the same weight are kept together.
func Fold(parts []Result) Result { return fold(parts, precedence) }

// Across makes one result out of the judgements of one check on several subjects. Unlike another scenario, another
// subject is no substitute for one that is blocked: blocked goes before warn and pass, and all reasons are kept.
func Across(parts []Result) Result {
	result := fold(parts, []Verdict{Fail, Error, Blocked, Warn, Pass, NotExercised, NotApplicable})
	if result.Verdict != Blocked {
		return result
	}
	result.Reasons = nil
	for _, part := range parts {
		if reason := part.Reason(); part.Verdict == Blocked && !slices.ContainsFunc(result.Reasons, reason.is) {
			result.Reasons = append(result.Reasons, reason)
		}
	}
	return result
}

func fold(parts []Result, precedence []Verdict) Result {
	best := parts[0]
	for _, part := range parts[1:] {
		switch a, b := slices.Index(precedence, part.Verdict), slices.Index(precedence, best.Verdict); {
		case a < b:
			part.Evidence = union(part.Evidence, best.Evidence)
			best = part
		default:
			best.Evidence = union(best.Evidence, part.Evidence)
			if a == b {
				best.Findings = slices.Concat(best.Findings, part.Findings)
			}
		}
	}
	return best
}

func union(a, b []int) []int {
	all := slices.Concat(a, b)
	slices.Sort(all)
	return slices.Compact(all)
}
