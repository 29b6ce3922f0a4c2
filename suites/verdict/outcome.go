package verdict

import (
	"fmt"

	"conformance/suites/record"
)

// Exit codes of a run.
const (
	Conformant    = 0 // something was judged, and nothing failed
	NotConformant = 1 // fail or blocked, a stale list of known failures, or a warning with --strict
	Usage         = 2 // found before anything was sent
	Unreachable   = 3 // no target, or it refuses our credentials
	NoVerdict     = 4 // interrupted, or an error of our own
	LeftBehind    = 5 // conformant, but something created could not be removed
)

// Outcome is a judged run: everything that a report tells.
type Outcome struct {
	// Tool is the version of this program, Title the API in words.
	Tool  string
	Title string
	// Recording is what was judged, redacted.
	Recording *record.Recording
	// Results are the verdicts, sorted by id.
	Results []Result
	// Coverage counts the rules in force.
	Coverage Coverage
	// Advice are hints to the reader, such as a version that may fit better.
	Advice []string
	// Stale are complaints about the list of known failures: a listed pass, an unknown id, an expired line.
	Stale []string
	// Strict makes warnings count.
	Strict bool
}

// Coverage counts the binding rules for the target that are in force in the version under test.
type Coverage struct {
	InForce       int `json:"in_force"`
	Judged        int `json:"judged"`
	NotApplicable int `json:"not_applicable"`
	NotExercised  int `json:"not_exercised"`
	Blocked       int `json:"blocked"`
	Error         int `json:"error"`
	// Unobservable rules cannot be seen from outside; Pending ones have no check yet; Unselected ones were left out
	// by the selection of this run.
	Unobservable int `json:"unobservable"`
	Pending      int `json:"pending"`
	Unselected   int `json:"unselected"`
}

// Add counts one verdict.
func (c *Coverage) Add(v Verdict) {
	switch v {
	case NotApplicable:
		c.NotApplicable++
	case NotExercised:
		c.NotExercised++
	case Blocked:
		c.Blocked++
	case Error:
		c.Error++
	default:
		c.Judged++
	}
}

// Covered is the coverage as one sentence, without full stop.
func (o *Outcome) Covered() string {
	c := o.Coverage
	text := fmt.Sprintf("judged %d of %d rules in force in %s", c.Judged, c.InForce, o.Recording.Version)
	for _, part := range []struct {
		n    int
		text string
	}{
		{c.NotApplicable, "not applicable"}, {c.NotExercised, "not exercised"}, {c.Blocked, "blocked"}, {c.Error, "in error"},
		{c.Unobservable, "not observable"}, {c.Pending, "without a check yet"}, {c.Unselected, "not selected"},
	} {
		if part.n > 0 {
			text += fmt.Sprintf("; %d %s", part.n, part.text)
		}
	}
	return text
}

// Count returns how many results have each verdict.
func (o *Outcome) Count() map[Verdict]int {
	counts := map[Verdict]int{}
	for _, r := range o.Results {
		counts[r.Verdict]++
	}
	return counts
}

// Code is the exit code: 4 outranks 1, 1 outranks 5.
func (o *Outcome) Code() int {
	judged, broken := 0, len(o.Stale) > 0
	for _, r := range o.Results {
		switch r.Verdict {
		case Error:
			return NoVerdict
		case Fail, Blocked:
			broken = broken || !r.Known
			judged++
		case Warn:
			broken = broken || o.Strict && !r.Known
			judged++
		case Pass:
			judged++
		}
	}
	switch {
	case o.Recording.Interrupted != "" || len(o.Recording.Faults) > 0 || judged == 0:
		return NoVerdict
	case broken:
		return NotConformant
	case len(o.Recording.Left) > 0:
		return LeftBehind
	}
	return Conformant
}
