package record

import "slices"

// Outcome is what came of opening credentials that a target handed out.
type Outcome string

// The outcomes of an opening.
const (
	// Opened: they let us in.
	Opened Outcome = "opened"
	// Refused: the service says that they are wrong.
	Refused Outcome = "refused"
	// Denied: the service did not let us in, and the reason may be another than the credentials.
	Denied Outcome = "denied"
	// Unclear: the service cannot be reached from here, or did not say.
	Unclear Outcome = "unclear"
	// Untried: they are of another kind, or of a host that nobody allowed. Nothing was sent.
	Untried Outcome = "untried"
)

func outcomes() []Outcome { return []Outcome{Opened, Refused, Denied, Unclear, Untried} }

// Opening is what came of opening credentials. It tells nothing of the credentials themselves.
type Opening struct {
	Outcome Outcome `json:"outcome"`
	// Reason says why, in words of our own: what a service says may quote credentials.
	Reason string `json:"reason,omitempty"`
	// Login tells the logins of a run apart: equal user names and passwords have the same number, from 1. It is 0 when
	// there are none.
	Login int `json:"login,omitempty"`
}

// String says in a few words what came of it.
func (o *Opening) String() string {
	if o.Reason == "" {
		return string(o.Outcome)
	}
	return string(o.Outcome) + " (" + o.Reason + ")"
}

// Came reports whether the exchange is an opening with one of the outcomes.
func (x *Exchange) Came(to ...Outcome) bool {
	return x != nil && x.Opening != nil && slices.Contains(to, x.Opening.Outcome)
}
