// Package engine runs a suite: plan, record, judge. Recording talks to the target, scenario beside scenario; judging
// is pure and reads only the recording, which by then holds no secret any more, so that a live run and a saved file
// cannot come to different verdicts.
package engine

import (
	"context"
	"net/http"
	"time"

	"conformance/suites/check"
	"conformance/suites/scenario"
	"conformance/suites/verdict"
)

// Outcome records and judges a run. It returns a *Refusal when there is nothing to test.
func Outcome(ctx context.Context, config Config) (*verdict.Outcome, error) {
	config.complete()
	run, err := Prepare(ctx, config)
	if err != nil {
		return nil, err
	}
	outcome, err := Judge(config.Suite, run.Record(ctx), config.Tool)
	if err != nil {
		return nil, err
	}
	outcome.Strict = config.Strict
	outcome.Excuse(config.Known, config.Now())
	return outcome, nil
}

// Suite is the content for one API: what to send and how to judge it.
type Suite struct {
	// API names the specification; see specs.Load.
	API string
	// Preflight is the scenario of the first, harmless request. Its Record is not used; Contact sends it, completes
	// the site (version, catalog), and returns a *Refusal when there is nothing to test.
	Preflight scenario.Scenario
	Contact   func(*scenario.Session) error
	// Scenarios are the flows, Checks the judges besides those that the document's x-requirement members give.
	Scenarios []scenario.Scenario
	Checks    check.List
	// Header returns the headers that callers of this API send with every request.
	Header func(*scenario.Site, func() string) http.Header
	// Remove removes a resource that a scenario created, or may have created, and waits until it is gone. A resource
	// that is not there is no error.
	Remove func(*scenario.Session, scenario.Resource) error
	// Fixtures are the keys that --fixture takes.
	Fixtures []scenario.Fixture
}

// Event is one thing that happens while a run records.
type Event struct {
	scenario.Event
	// Done is set when the scenario has ended.
	Done bool
	// Took is how long the ended scenario took, Note what there is to say about it.
	Took time.Duration
	Note string
}

// Refusal says in one sentence why there is nothing to test: the target cannot be reached, is no such API, or refuses
// our credentials.
type Refusal struct{ Sentence string }

func (r *Refusal) Error() string { return r.Sentence }

// Misfit says in one sentence which setting fits nothing that the target has.
type Misfit struct{ Sentence string }

func (m *Misfit) Error() string { return m.Sentence }
