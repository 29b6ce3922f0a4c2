// Package verdict says what came of each requirement: the words, how several judgements of one requirement fold into
// one, and which exit code a whole run has. It has no opinion about targets.
package verdict

import (
	"slices"

	"conformance/specs"
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

// Finding is one way in which the target departs from a requirement, at one exchange (0: none in particular).
type Finding struct {
	Message  string `json:"message"`
	Exchange int    `json:"exchange,omitempty"`
	// Control is the exchange with which that was compared.
	Control int `json:"control,omitempty"`
	// Place is where in the answer, Got and Want compare; Note is a finding that is no comparison.
	Place string `json:"place,omitempty"`
	Got   string `json:"got,omitempty"`
	Want  string `json:"want,omitempty"`
	Note  string `json:"note,omitempty"`
	// Plans are those that it concerns, when a scenario was recorded on several.
	Plans []string `json:"plans,omitempty"`
}

// Result is the verdict on one requirement, with what it rests on.
type Result struct {
	ID      string      `json:"id"`
	Title   string      `json:"title"`
	Level   specs.Level `json:"level"`
	Chapter string      `json:"chapter"`
	Topic   string      `json:"topic,omitempty"`
	Verdict Verdict     `json:"verdict"`
	// Known marks a result that a list of known failures names.
	Known    bool      `json:"known"`
	Findings []Finding `json:"findings,omitempty"`
	// Evidence are the numbers of the exchanges that were looked at.
	Evidence []int `json:"evidence,omitempty"`
	// Reason says why a verdict other than pass and fail was reached; a broken SHOULD needs none.
	Reason   string `json:"reason,omitempty"`
	CausedBy *Cause `json:"caused_by,omitempty"`
	// AlsoCausedBy are the other causes, when a scenario was blocked on several plans for several reasons.
	AlsoCausedBy []Cause `json:"also_caused_by,omitempty"`
}

// precedence is the order in which judgements of one requirement by several scenarios win.
var precedence = []Verdict{Fail, Error, Warn, Pass, Blocked, NotExercised, NotApplicable}

// Fold makes one result out of several judgements of the same requirement: fail before error before warn and pass
// before blocked before the rest. Findings and evidence of the same weight are kept together.
func Fold(parts []Result) Result { return fold(parts, precedence) }

// Across makes one result out of the judgements of one check on several subjects. Unlike another scenario, another
// subject is no substitute for one that is blocked: blocked goes before warn and pass, and all causes are kept.
func Across(parts []Result) Result {
	result := fold(parts, []Verdict{Fail, Error, Blocked, Warn, Pass, NotExercised, NotApplicable})
	if result.Verdict != Blocked {
		return result
	}
	for _, part := range parts {
		if part.Verdict == Blocked && part.CausedBy != nil && *part.CausedBy != *result.CausedBy {
			result.AlsoCausedBy = append(result.AlsoCausedBy, *part.CausedBy)
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
