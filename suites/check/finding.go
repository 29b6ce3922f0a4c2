package check

import (
	"cmp"
	"fmt"
	"strings"

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
	if f.control != nil {
		c.Look(f.control)
	}
	message := f.sentence(x)
	if c.told[message] || len(c.findings) == mostFindings {
		return
	}
	if len(c.findings) == mostFindings-1 {
		f = Note("and more, which are not listed")
		message = f.note
	}
	if c.told == nil {
		c.told = map[string]bool{}
	}
	c.told[message] = true
	found := verdict.Finding{Message: message, Exchange: x.Number, Place: f.place, Got: f.got, Want: f.want, Note: f.note}
	if f.control != nil {
		found.Control = f.control.Number
	}
	c.findings = append(c.findings, found)
}

// sentence is the finding in words.
func (f Finding) sentence(x *record.Exchange) string {
	var text strings.Builder
	text.WriteString(x.String() + ": ")
	if f.place != "" && f.want == "" {
		text.WriteString(f.place + ": ")
	}
	text.WriteString(f.note)
	if f.want != "" {
		verb := "got "
		if x.Side == record.Broker && f.got != "" {
			verb = "sent "
		}
		if f.place != "" {
			verb += f.place + " "
		}
		text.WriteString(verb + cmp.Or(f.got, x.Got()) + ", want " + f.want)
	}
	if f.control != nil {
		fmt.Fprintf(&text, " (exchange %d)", f.control.Number)
	}
	return text.String()
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
