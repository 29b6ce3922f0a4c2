package verdict

import (
	"slices"
	"strings"

	"conformance/suites/record"
)

// RootCause is why some rules are blocked.
type RootCause struct {
	Reason
	// Blocks are the rules.
	Blocks []string
	// Known is set when every one of them is a known failure.
	Known bool
}

// Causes groups the blocked results by what their reasons mean, in order of the first.
func (o *Outcome) Causes() []RootCause {
	var causes []RootCause
	index := map[meaning]int{}
	for _, r := range o.Results {
		if r.Verdict != Blocked {
			continue
		}
		reasons := r.Reasons
		if len(reasons) == 0 {
			reasons = []Reason{{Reason: record.Text("no reason was recorded")}}
		}
		for _, reason := range reasons {
			means := reason.means(o.Recording)
			i, seen := index[means]
			if !seen {
				i, index[means] = len(causes), len(causes)
				causes = append(causes, RootCause{Reason: reason, Known: true})
			}
			if !slices.Contains(causes[i].Blocks, r.Rule.ID) {
				causes[i].Blocks = append(causes[i].Blocks, r.Rule.ID)
			}
			causes[i].Known = causes[i].Known && r.Known != nil
		}
	}
	return causes
}

// meaning is what reasons of one root cause have in common.
type meaning struct{ method, operation, said, plans string }

// means is what a reason says of what was asked, whatever the resource that it was asked of: scenarios that end at equal
// requests, answered alike, have one root cause.
func (r Reason) means(recording *record.Recording) meaning {
	plans := strings.Join(r.Plans, "\x00")
	x := recording.Exchange(r.Exchange)
	if x == nil {
		return meaning{said: r.String(), plans: plans}
	}
	v := values{}
	if x.Operation != "" { // else its path is all that tells what it was
		v.address(&x.Request)
	}
	return meaning{x.Request.Method, x.Operation, v.masked(r.String(), string(x.Request.Body)), plans}
}
