package engine

import (
	"cmp"
	"context"
	"net/http"
	"time"

	// The usual one; Go has no UUIDs of its own.
	"github.com/google/uuid"

	"conformance/specs"
	"conformance/suites/record"
	"conformance/suites/scenario"
	"conformance/suites/verdict"
)

// Config says what to run against what. Whoever embeds a suite sets Target and, unless the target takes requests without
// them, Credentials; each other field has a default.
type Config struct {
	// Suite is the content that is run. The command line and the packages ginkgo and conformancetest set it from the
	// registry in suites/apis.
	Suite Suite

	// Target is the base URL of what is under test, without trailing path of the API.
	Target string
	// Version of the API to judge by. Default: the newest that the target does not refuse.
	Version specs.Version
	// Credentials are sent with every request that is not without them on purpose.
	Credentials scenario.Credentials
	// Refresh fetches a new token when the target answers 401. Default: the credentials are fixed.
	Refresh func(context.Context) (string, error)
	// Transport is the way to the target; it follows no redirects. Default: HTTP by the proxy settings of the environment.
	Transport http.RoundTripper

	// Timeout bounds one request. Default: a minute, which is what platforms grant.
	Timeout time.Duration
	// PollLimit bounds one asynchronous operation of the target. Default: ten minutes.
	PollLimit time.Duration
	// CleanUp bounds the removal of what one scenario left. Default: two minutes.
	CleanUp time.Duration
	// Settle is how long to wait before saying that no request arrived. Default: half a second.
	Settle time.Duration
	// MaxBody bounds a response body, in bytes after decompression. Default: 16 MiB.
	MaxBody int64

	// Parallel is how many scenarios run side by side. Default: one.
	Parallel int
	// MaxInstances bounds what a run creates; what needs more is not applicable. Default: no bound.
	MaxInstances int
	// ReadOnly creates nothing on the target.
	ReadOnly bool
	// AllPlans records a scenario that can run on several plans on each of them. Default: on the first that fits.
	AllPlans bool

	// Parameters and BindParameters are valid parameters as JSON, which only the target's owner knows. Default: the
	// schemas of the plan tell, or none are sent.
	Parameters, BindParameters []byte
	// Plans are the owner's parameters for certain plans; see scenario.Site.
	Plans []scenario.PlanParameters
	// Fixtures are what else only the owner knows, by the keys of Suite.Fixtures. A rule without its fixture is not
	// applicable.
	Fixtures map[string]string

	// Select chooses rules; only the scenarios that they need are recorded. Default: all.
	Select func(*specs.Requirement) bool
	// Strict makes warnings count against the target.
	Strict bool
	// Known are rules that may be broken for now; see verdict.ParseKnown. One that passes counts against the target.
	Known []verdict.Known

	// Ledger receives what is created, before it is, so that a killed run can be cleaned up; the caller closes it.
	// Default: none.
	Ledger *scenario.Ledger
	// Counterpart opens the brokers that a controller under test calls; cf-v2 needs one. The caller closes it.
	// Default: none, which blocks the scenarios that need one.
	Counterpart scenario.Counterpart
	// Prober opens credentials that the target hands out. Default: none are opened.
	Prober scenario.Prober

	// Run identifies this run to the target. Default: a random id.
	Run string
	// Tool is the version of the program that embeds the engine, for User-Agent and reports. Default: library.
	Tool string
	// Progress is told what happens, from several goroutines. Default: nobody is.
	Progress func(Event)

	// NewID, Now and Sleep are chance and time, which tests replace. Default: random ids, and the clock of the system.
	NewID func() string
	Now   func() time.Time
	Sleep func(context.Context, time.Duration) error
	// Unredacted sees the recording before its secrets are taken out, and may not keep it. It is for the proof that
	// redaction changes no verdict, and nil otherwise.
	Unredacted func(*record.Recording)
}

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
	c.Run, c.Tool = cmp.Or(c.Run, c.NewID()), cmp.Or(c.Tool, "library")
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
