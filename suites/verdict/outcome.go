package verdict

import (
	"conformance/suites/record"
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

// Count returns how many results have each verdict.
func (o *Outcome) Count() map[Verdict]int {
	counts := map[Verdict]int{}
	for _, r := range o.Results {
		counts[r.Verdict]++
	}
	return counts
}
