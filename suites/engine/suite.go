// Package engine runs a suite: plan, record, judge. Recording talks to the target, scenario beside scenario; judging
// is pure and reads only the recording, which by then holds no secret any more, so that a live run and a saved file
// cannot come to different verdicts. The Ginkgo tree replays the verdicts; see Specs.
package engine

import (
	"context"
	"net/http"
	"time"

	// The usual one; Go has no UUIDs of its own.
	"github.com/google/uuid"

	"conformance/specs"
	"conformance/suites/check"
	"conformance/suites/record"
	"conformance/suites/scenario"
)

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

// Config says what to run against what.
type Config struct {
	Suite Suite
	// Target is the base URL. Version is empty when the engine is to find it.
	Target      string
	Version     specs.Version
	Credentials scenario.Credentials
	// Refresh fetches a new token; nil when the credentials are fixed.
	Refresh func(context.Context) (string, error)
	// Transport is the way to the target; nil is HTTP with bounded connection set-up.
	Transport http.RoundTripper
	// Timeout bounds one request, MaxBody (bytes) one response body, PollLimit one operation of the target, CleanUp
	// the removal of what one scenario left. Settle is how long a wait for "no request arrives" lasts.
	Timeout, PollLimit, CleanUp, Settle time.Duration
	MaxBody                             int64
	// Parallel is how many scenarios run side by side; MaxInstances bounds what a run creates (0: no bound); ReadOnly
	// creates nothing.
	Parallel, MaxInstances int
	ReadOnly               bool
	// AllPlans records a scenario that can run on several subjects on each of them.
	AllPlans bool
	// Parameters and BindParameters are the owner's valid parameters as JSON; nil sends none. Plans are those for certain
	// plans; see scenario.Site.
	Parameters, BindParameters []byte
	Plans                      []scenario.PlanParameters
	Fixtures                   map[string]string
	// Select chooses requirements; nil chooses all.
	Select func(*specs.Requirement) bool
	// Ledger receives what is created; nil keeps none.
	Ledger      *scenario.Ledger
	Counterpart scenario.Counterpart
	// Prober opens credentials that the target hands out; nil opens none.
	Prober scenario.Prober
	// Run identifies this run, Tool is the program's version.
	Run, Tool string
	NewID     func() string
	Now       func() time.Time
	Sleep     func(context.Context, time.Duration) error
	// Unredacted sees the recording before its secrets are taken out, and may not keep it. It is for the proof that
	// redaction changes no verdict, and nil otherwise.
	Unredacted func(*record.Recording)
	// Progress is told what happens; may be nil. It is called from several goroutines.
	Progress func(Event)
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

func (c *Config) complete() {
	if c.NewID == nil {
		c.NewID = uuid.NewString
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Sleep == nil {
		c.Sleep = scenario.Sleep
	}
	if c.Run == "" {
		c.Run = c.NewID()
	}
	c.Parallel = max(c.Parallel, 1)
	for value, fallback := range map[*time.Duration]time.Duration{
		&c.Timeout: time.Minute, &c.PollLimit: 10 * time.Minute, &c.CleanUp: 2 * time.Minute, &c.Settle: 500 * time.Millisecond,
	} {
		if *value == 0 {
			*value = fallback
		}
	}
	if c.MaxBody == 0 {
		c.MaxBody = 16 << 20
	}
	if c.Transport == nil {
		c.Transport = &http.Transport{
			Proxy:               http.ProxyFromEnvironment,
			TLSHandshakeTimeout: 10 * time.Second,
			MaxIdleConnsPerHost: c.Parallel,
			IdleConnTimeout:     30 * time.Second,
		}
	}
}
