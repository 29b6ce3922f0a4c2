package check

import (
	"fmt"

	"github.com/onsi/gomega/types"

	"conformance/suites/record"
	"conformance/suites/verdict"
)

// Finding is one way in which an exchange departs from a rule, while a check says it: Want("a JSON object"), and where it
// helps At, Got and Against. Case.Fail adds it.
type Finding struct {
	place, got, want, note string
	control                *record.Exchange
}

// Want begins a finding that is a comparison, with what the rule demands. What was got is the status of the exchange,
// unless Got says another.
func Want(format string, args ...any) Finding {
	return Finding{want: fmt.Sprintf(format, args...)}
}

// Note begins a finding that is no comparison.
func Note(format string, args ...any) Finding {
	return Finding{note: fmt.Sprintf(format, args...)}
}

// Got says what was found instead.
func (f Finding) Got(format string, args ...any) Finding {
	f.got = fmt.Sprintf(format, args...)
	return f
}

// At says where: a JSON pointer into the body, or header and the name of one.
func (f Finding) At(place string) Finding {
	f.place = place
	return f
}

// Against names the exchange with which this one was compared, its control.
func (f Finding) Against(control *record.Exchange) Finding {
	f.control = control
	return f
}

// mostFindings is how many findings a judgement has at most: a target can be wrong in more places than anybody reads.
const mostFindings = 1000

// Fail adds a finding at an exchange. A finding that was made before, at an equal request, is only more evidence.
func (c *Case) Fail(x *record.Exchange, f Finding) {
	c.Look(x)
	found := verdict.Finding{Exchange: x.Number, Place: f.place, Got: f.got, Want: f.want, Note: f.note}
	if f.control != nil {
		c.Look(f.control)
		found.Control = f.control.Number
	}
	same := told{request: x.String(), finding: f}
	if f.want != "" && f.got == "" {
		same.answer = x.Got()
	}
	if c.told[same] || len(c.findings) == mostFindings {
		return
	}
	if len(c.findings) == mostFindings-1 {
		found = verdict.Finding{Exchange: x.Number, Note: "and more, which are not listed"}
	}
	if c.told == nil {
		c.told = map[told]bool{}
	}
	c.told[same] = true
	c.findings = append(c.findings, found)
}

// told is a finding that was made, at which request, and where it compares the answer as a whole, of which answer.
type told struct {
	request, answer string
	finding         Finding
}

// mismatch is what a matcher says of an exchange that it does not match or, where it should not, matches.
func mismatch(matcher types.GomegaMatcher, x *record.Exchange, want bool) Finding {
	e, ours := matcher.(expectation)
	switch {
	case ours && want:
		found, _ := e.got(x)
		return Want("%s", e.want).Got("%s", found)
	case ours:
		found, _ := e.got(x)
		return Want("anything but %s", e.want).Got("%s", found)
	case want:
		return Note("%s", matcher.FailureMessage(x))
	}
	return Note("%s", matcher.NegatedFailureMessage(x))
}
