package record

import (
	"fmt"
	"strings"
)

// Reason is why something was not seen: in prose, or for want of fixtures, or both.
type Reason struct {
	Text string `json:"text,omitempty"`
	// Fixtures are the keys of what only the target's owner could have told, and did not.
	Fixtures []string `json:"fixtures,omitempty"`
}

// Text is a reason in prose.
func Text(format string, args ...any) Reason { return Reason{Text: fmt.Sprintf(format, args...)} }

// Lacking is the reason of what needs fixtures that nobody told.
func Lacking(fixtures ...string) Reason { return Reason{Fixtures: fixtures} }

// For says in prose what the fixtures would be for.
func (r Reason) For(format string, args ...any) Reason {
	r.Text = fmt.Sprintf(format, args...)
	return r
}

// None reports that there is no reason.
func (r Reason) None() bool { return r.Text == "" && len(r.Fixtures) == 0 }

// String is the whole reason in words.
func (r Reason) String() string {
	switch n := len(r.Fixtures); {
	case n == 0:
		return r.Text
	case r.Text == "":
		return "it needs --fixture " + listed(r.Fixtures)
	}
	return r.Text + "; see --fixture " + listed(r.Fixtures)
}

// listed are words as a list in words.
func listed(words []string) string {
	last := len(words) - 1
	if last == 0 {
		return words[0]
	}
	return strings.Join(words[:last], ", ") + " and " + words[last]
}
