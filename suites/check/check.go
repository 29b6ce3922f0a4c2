// Package check judges. A check is a pure function for one requirement: it reads a recording, never the network, and
// says what departs from the rule. On judges the run of one scenario, Each every exchange by itself.
package check

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"conformance/specs"
	"conformance/suites/record"
	"conformance/suites/scenario"
	"conformance/suites/verdict"
)

// Check is one judge.
type Check struct {
	// ID is the requirement.
	ID string
	// Scenario is the name of the scenario whose run is judged; empty when every exchange is.
	Scenario string
	// Location is where the check stands in the source, as file:line; for a rule of pure shape it is the document.
	Location string

	judge func(*Case, *record.Recording)
}

// List is the checks of a chapter or an API.
type List []Check

// On judges a requirement by the run of one scenario.
func On[R any](id string, kind scenario.Kind[R], judge func(*Case, *R)) Check {
	return Check{ID: id, Scenario: kind.Name, Location: location(), judge: func(c *Case, r *record.Recording) {
		judge(c, kind.View(r))
	}}
}

// Each judges a requirement by every exchange that the target answered, of whatever scenario.
func Each(id string, judge func(*Case, *record.Exchange)) Check {
	return each(id, location(), record.Target, judge)
}

// EachSent judges a requirement by every request that the target sent to the scripted broker.
func EachSent(id string, judge func(*Case, *record.Exchange)) Check {
	return each(id, location(), record.Broker, judge)
}

func each(id, at string, side record.Side, judge func(*Case, *record.Exchange)) Check {
	return Check{ID: id, Location: at, judge: func(c *Case, r *record.Recording) {
		for _, x := range r.Exchanges {
			if x.Side == side {
				judge(c, x)
			}
		}
	}}
}

func location() string {
	_, file, line, _ := runtime.Caller(2)
	if i := strings.LastIndex(file, "/suites/"); i >= 0 {
		file = file[i+1:]
	}
	return fmt.Sprintf("%s:%d", file, line)
}

// Judge runs the check over a recording and returns its judgement of the requirement. A panic in the check becomes an
// error that names it.
func (k Check) Judge(requirement *specs.Requirement, reading *Reading) verdict.Result {
	r := reading.recording
	c := &Case{Version: r.Version, reading: reading}
	if k.Scenario != "" {
		s := r.Scenario(k.Scenario)
		switch {
		case s == nil:
			c.absence = &record.Absence{Class: record.NotExercised, Reason: "scenario " + k.Scenario + " is not part of this recording"}
		case s.NotApplicable != "":
			c.absence = &record.Absence{Class: record.NotApplicable, Reason: s.NotApplicable}
		}
	}
	if c.absence == nil {
		c.run(func() { k.judge(c, r) })
	}
	result := c.result(requirement)
	result.ID, result.Title, result.Level = requirement.ID, requirement.Title, requirement.Level
	result.Chapter, result.Topic = requirement.Chapter, requirement.Topic
	return result
}

// stop unwinds a check that cannot go on.
type stop struct{}

func (c *Case) run(judge func()) {
	defer func() {
		switch recovered := recover().(type) {
		case nil, stop:
		default:
			c.trouble = fmt.Sprintf("the check panicked: %v\n%s", recovered, trim(debug.Stack()))
		}
	}()
	judge()
}

// trim keeps the lines of a stack that name our own code.
func trim(stack []byte) string {
	var own []string
	for _, line := range strings.Split(string(stack), "\n") {
		if i := strings.Index(line, "suites/"); i >= 0 && strings.HasPrefix(line, "\t") && !strings.Contains(line, "suites/check/check.go") {
			own = append(own, strings.TrimSpace(line[i:]))
		}
	}
	return strings.Join(own, "\n")
}

func (c *Case) result(requirement *specs.Requirement) verdict.Result {
	result := verdict.Result{Findings: c.findings, Evidence: c.evidence}
	switch {
	case len(c.findings) > 0 && requirement.Fails():
		result.Verdict = verdict.Fail
	case c.trouble != "":
		result.Verdict, result.Reason = verdict.Error, c.trouble
	case len(c.findings) > 0:
		result.Verdict = verdict.Warn
	case c.absence != nil:
		c.excuse(&result)
	case len(c.evidence) == 0 && c.unfilled != nil:
		result.Verdict, result.Evidence = verdict.NotApplicable, []int{c.unfilled.Number}
		result.Reason = "the member is optional, and no response had it"
	case len(c.evidence) == 0:
		result.Verdict, result.Reason = verdict.NotExercised, "no exchange of this recording shows it"
	default:
		result.Verdict = verdict.Pass
	}
	return result
}

func (c *Case) excuse(result *verdict.Result) {
	result.Reason = c.absence.Reason
	switch c.absence.Class {
	case record.Blocked:
		result.Verdict = verdict.Blocked
		result.CausedBy = &verdict.Cause{Message: c.absence.Reason, Exchange: c.absence.Exchange}
	case record.NotApplicable:
		result.Verdict = verdict.NotApplicable
		if c.absence.Exchange > 0 {
			result.Evidence = append(result.Evidence, c.absence.Exchange)
		}
	default:
		result.Verdict = verdict.NotExercised
	}
}
