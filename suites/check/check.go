// Package check judges. A check is a pure function for one requirement: it reads a recording, never the network, and
// says what departs from the rule. On judges the run of one scenario, Each every exchange by itself.
package check

import (
	"runtime"
	"runtime/debug"
	"slices"
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

	// place is where the check stands in the source; a rule of pure shape stands in the document.
	place    specs.Place
	document *specs.Document
	judge    func(*Case, *record.Recording)
}

// Place is where the check stands: in the source, or for a rule of pure shape in the OpenAPI document.
func (k Check) Place() specs.Place {
	if k.document != nil {
		return k.document.ShapePlace(k.ID)
	}
	return k.place
}

// List is the checks of a chapter or an API.
type List []Check

// On judges a requirement by the run of one scenario.
func On[R any](id string, kind scenario.Kind[R], judge func(*Case, *R)) Check {
	return Check{ID: id, Scenario: kind.Name, place: caller(), judge: func(c *Case, r *record.Recording) {
		run, known := c.reading.runs[c.run].(*R)
		if !known {
			run = kind.View(r, c.run)
			c.reading.runs[c.run] = run
		}
		copied := *run // no check can disturb another
		judge(c, &copied)
	}}
}

// Each judges a requirement by every exchange that the target answered, of whatever scenario.
func Each(id string, judge func(*Case, *record.Exchange)) Check {
	return each(id, caller(), record.Target, judge)
}

// EachSent judges a requirement by every request that the target sent to the scripted broker.
func EachSent(id string, judge func(*Case, *record.Exchange)) Check {
	return each(id, caller(), record.Broker, judge)
}

func each(id string, at specs.Place, side record.Side, judge func(*Case, *record.Exchange)) Check {
	return Check{ID: id, place: at, judge: func(c *Case, r *record.Recording) {
		for _, x := range r.Exchanges {
			if x.Side == side {
				c.one(x, judge)
			}
		}
		if len(c.evidence) > 0 {
			c.absence = nil // what does not apply to one exchange may apply to another
		}
	}}
}

// one judges one exchange of many: what ends this judgement leaves the others alone.
func (c *Case) one(x *record.Exchange, judge func(*Case, *record.Exchange)) {
	before, absence := c.evidence, c.absence
	c.evidence, c.absence = nil, nil
	c.until(func() { judge(c, x) })
	looked := c.evidence
	c.evidence = before
	if c.absence == nil {
		for _, number := range looked {
			c.witness(number)
		}
	}
	if absence != nil || c.absence == nil {
		c.absence = absence // the first reason stands
	}
}

// caller is where the function was called that calls it.
func caller() specs.Place {
	_, file, line, _ := runtime.Caller(2)
	return specs.Place{File: short(file), Line: line}
}

// Judge runs the check over a recording and returns its judgement of the requirement, of all subjects when its scenario
// was recorded on several. A panic in the check becomes an error that names it.
func (k Check) Judge(requirement *specs.Requirement, reading *Reading) verdict.Result {
	var parts []verdict.Result
	if k.Scenario == "" {
		c := &Case{Version: reading.recording.Version, reading: reading}
		parts = append(parts, k.conclude(c, requirement))
	} else {
		for _, s := range reading.recording.Runs(k.Scenario) {
			parts = append(parts, k.conclude(reading.open(s), requirement))
		}
	}
	if len(parts) == 0 {
		absence := &record.Absence{Class: record.NotExercised, Reason: record.Text("scenario %s is not part of this recording", k.Scenario)}
		parts = append(parts, (&Case{absence: absence}).result(requirement))
	}
	return verdict.Across(parts)
}

// open begins the judgement of what came of a scenario on one subject.
func (r *Reading) open(s *record.Scenario) *Case {
	c := &Case{Version: r.recording.Version, Subject: s.Subject, reading: r, run: s.Name, on: s.On()}
	if s.NotApplicable != nil {
		c.absence = &record.Absence{Class: record.NotApplicable, Reason: *s.NotApplicable}
	}
	return c
}

func (k Check) conclude(c *Case, requirement *specs.Requirement) verdict.Result {
	if c.absence == nil {
		c.guard(func() { k.judge(c, c.reading.recording) })
	}
	return c.result(requirement)
}

// stop unwinds a check that cannot go on.
type stop struct{}

// guard judges; a panic is our own trouble.
func (c *Case) guard(judge func()) {
	defer func() {
		if recovered := recover(); recovered != nil {
			c.troubled(0, "the check panicked: %v\n%s", recovered, Trim(debug.Stack()))
		}
	}()
	c.until(judge)
}

// until judges until the judgement stops itself.
func (c *Case) until(judge func()) {
	defer func() {
		if recovered := recover(); recovered != nil && recovered != (stop{}) {
			panic(recovered)
		}
	}()
	judge()
}

// Trim reduces the stack of a panic that was recovered to the places that led to it, innermost first, as file:line
// without the directories of this machine. It ends where the kernel called the content.
func Trim(stack []byte) string {
	var places []string
	panicked := false
	for _, line := range strings.Split(string(stack), "\n") {
		file, isPlace := strings.CutPrefix(line, "\t")
		switch {
		case strings.HasPrefix(line, "panic("):
			panicked, places = true, nil
		case !isPlace || !panicked || strings.Contains(file, "/src/runtime/"):
		case strings.Contains(file, "suites/check/check.go:") || strings.Contains(file, "suites/engine/run.go:"):
			if len(places) > 0 {
				return strings.Join(places, "\n")
			}
		default:
			file, _, _ = strings.Cut(file, " ")
			places = append(places, short(file))
		}
	}
	return strings.Join(places, "\n")
}

// short is a file of the suites from there on, and any other with its directory.
func short(file string) string {
	if i := strings.LastIndex(file, "/suites/"); i >= 0 {
		return file[i+1:]
	}
	parts := strings.Split(file, "/")
	return strings.Join(parts[max(0, len(parts)-2):], "/")
}

func (c *Case) result(requirement *specs.Requirement) verdict.Result {
	result := verdict.Result{Rule: requirement, Findings: c.findings, Evidence: c.evidence}
	because := func(v verdict.Verdict, why verdict.Reason) {
		result.Verdict, result.Reasons = v, []verdict.Reason{why}
	}
	switch {
	case len(c.findings) > 0 && requirement.Fails():
		result.Verdict = verdict.Fail
	case c.trouble != nil:
		why := *c.trouble
		if c.on != "" {
			why.Plans = []string{c.on}
		}
		because(verdict.Error, why)
	case len(c.findings) > 0:
		result.Verdict = verdict.Warn
	case c.absence != nil:
		c.excuse(&result)
	case len(c.evidence) == 0 && c.unfilled != nil:
		result.Evidence = []int{c.unfilled.Number}
		because(verdict.NotApplicable, verdict.Reason{Reason: record.Text("the member is optional, and no response had it")})
	case len(c.evidence) == 0:
		because(verdict.NotExercised, verdict.Reason{Reason: record.Text("no exchange of this recording shows it")})
	default:
		result.Verdict = verdict.Pass
	}
	return result
}

func (c *Case) excuse(result *verdict.Result) {
	result.Reasons = []verdict.Reason{{Reason: c.absence.Reason, Exchange: c.absence.Exchange}}
	switch c.absence.Class {
	case record.Blocked:
		result.Verdict = verdict.Blocked
	case record.NotApplicable:
		result.Verdict = verdict.NotApplicable
		if n := c.absence.Exchange; n > 0 && !slices.Contains(result.Evidence, n) {
			result.Evidence = append(result.Evidence, n)
		}
	default:
		result.Verdict = verdict.NotExercised
	}
}
