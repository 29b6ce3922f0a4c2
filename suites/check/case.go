package check

import (
	"fmt"
	"slices"
	"time"

	"github.com/onsi/gomega/types"

	"conformance/specs"
	"conformance/suites/record"
	"conformance/suites/verdict"
)

// Case is one judgement while it is made. It collects every finding; an exchange that is used becomes evidence.
type Case struct {
	// Version is the API version under test.
	Version specs.Version
	// Subject is what the planner chose for the scenario that is judged; nil when every exchange is.
	Subject map[string]string

	reading *Reading
	// run is the name in the recording of what is judged, on its subject when the scenario has several.
	run, on  string
	findings []verdict.Finding
	// told are the findings that were made, evidence is sorted.
	told     map[told]bool
	evidence []int
	absence  *record.Absence
	// trouble is our own, which ended the judgement.
	trouble *verdict.Reason
	// unfilled is an exchange that could have shown the rule, but left the place empty.
	unfilled *record.Exchange
}

// Trail is everything that the scenario saw on this subject, in order, whatever the step: also what a target sent to the
// scripted broker under a step that the run does not declare. It is nil when every exchange is judged.
func (c *Case) Trail() []*record.Exchange {
	return c.reading.trail(c.run)
}

// When is the time, by our clock, at which the exchange had been answered.
func (c *Case) When(x *record.Exchange) time.Time {
	return c.reading.recording.Started.Add(x.Start + x.Duration)
}

// Use returns the last exchange of a step and makes it evidence. When the step has none, the judgement ends here, for
// the reason that the recording gives. It also ends when the exchange was cut short by a limit or a slip of ours.
func (c *Case) Use(step record.Step) *record.Exchange {
	return c.UseAll(step)[len(step.Exchanges)-1]
}

// UseAll is Use for all exchanges of a step.
func (c *Case) UseAll(step record.Step) []*record.Exchange {
	if !step.Present() {
		if c.absence == nil {
			c.absence = step.Absence
		}
		if c.absence == nil {
			c.troubled(0, "the check read a step that its scenario does not have")
		}
		panic(stop{})
	}
	for _, x := range step.Exchanges {
		c.Look(x)
	}
	return step.Exchanges
}

// Look makes one exchange evidence.
func (c *Case) Look(x *record.Exchange) {
	switch {
	case x.Limit:
		c.troubled(x.Number, "exchange %d: %s", x.Number, x.Failure)
		panic(stop{})
	case x.Slip != "":
		c.troubled(x.Number, "exchange %d: our own request is not valid: %s", x.Number, x.Slip)
		panic(stop{})
	}
	c.witness(x.Number)
}

func (c *Case) troubled(exchange int, format string, args ...any) {
	c.trouble = &verdict.Reason{Reason: record.Text(format, args...), Exchange: exchange}
}

func (c *Case) witness(number int) {
	if i, there := slices.BinarySearch(c.evidence, number); !there {
		c.evidence = slices.Insert(c.evidence, i, number)
	}
}

// NotApplicable ends the judgement: what the exchange shows rules the requirement out. Findings made before stand.
func (c *Case) NotApplicable(x *record.Exchange, format string, args ...any) {
	c.notApplicable(x, record.Text(format, args...))
}

// NeedsFixture is NotApplicable for want of a fixture, which would be for what the text says.
func (c *Case) NeedsFixture(x *record.Exchange, key, format string, args ...any) {
	c.notApplicable(x, record.Lacking(key).For(format, args...))
}

func (c *Case) notApplicable(x *record.Exchange, why record.Reason) {
	c.absence = &record.Absence{Class: record.NotApplicable, Reason: why, Exchange: x.Number}
	panic(stop{})
}

// Expect begins an assertion about a step (each of its exchanges) or one exchange.
func (c *Case) Expect(subject any) Assertion {
	switch subject := subject.(type) {
	case record.Step:
		return Assertion{c, c.UseAll(subject)}
	case *record.Exchange:
		c.Look(subject)
		return Assertion{c, []*record.Exchange{subject}}
	}
	panic(fmt.Sprintf("Expect takes a record.Step or a *record.Exchange, got %T", subject))
}

// Assertion compares exchanges with Gomega matchers; see HaveStatus, HaveMember, HaveHeader.
type Assertion struct {
	c         *Case
	exchanges []*record.Exchange
}

// To demands that every exchange matches, and adds a finding for each that does not. It reports whether all matched.
func (a Assertion) To(matcher types.GomegaMatcher) bool {
	return a.compare(matcher, true)
}

// NotTo demands that no exchange matches.
func (a Assertion) NotTo(matcher types.GomegaMatcher) bool {
	return a.compare(matcher, false)
}

func (a Assertion) compare(matcher types.GomegaMatcher, want bool) bool {
	ok := true
	for _, x := range a.exchanges {
		matched, err := matcher.Match(x)
		switch {
		case err != nil:
			a.c.Fail(x, Note("%v", err))
		case matched != want:
			a.c.Fail(x, mismatch(matcher, x, want))
		}
		ok = ok && matched == want && err == nil
	}
	return ok
}
