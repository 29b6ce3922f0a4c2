// Package scenario records flows against a target. A scenario is one flow; its steps are named, and dozens of checks
// later read them from the recording. A scenario never judges: it sends, waits, and stops where it cannot go on.
package scenario

import (
	"context"
	"maps"
	"slices"
	"sync"

	"conformance/specs"
	"conformance/suites/record"
)

// Scenario is one flow against the target.
type Scenario struct {
	// Name identifies it in recordings, Title says in a few words what it does.
	Name, Title string
	// Of is the name of the scenario of which this is the run on one of several subjects; empty otherwise. It is what
	// the target reads in User-Agent.
	Of string
	// Operations are the operationIds that it calls; rules that judge every exchange choose scenarios by them.
	Operations []string
	// Instances and Bindings are the most that it creates. A scenario that creates nothing is harmless, unless Writes
	// says that it changes the target in another way.
	Instances, Bindings int
	Writes              bool
	// Creates says how many it creates at most on this very target, where that is less than Instances and Bindings.
	// Nil means that it does not depend on the target.
	Creates func(*Site) (instances, bindings int)
	// Fixtures are what it works with that only the target's owner can tell.
	Fixtures []Told
	// Needs picks what the scenario works on, or says why the target has nothing for it, quoting what rules it out.
	// Nil means that it needs nothing.
	Needs func(*Site) (Subject, string)
	// Each returns every subject that it can run on, that of Needs first and none twice. Nil means that one is enough
	// to know the target.
	Each func(*Site) []Subject
	// Record sends the requests. What it returns early leaves its other steps absent, for the reason given to Block.
	Record func(*Session)

	// Steps are the names of its steps in order, read from the tags of its run; see New. "update / *" stands for those of
	// a series.
	Steps []string
}

// Subject is what the planner chose for a scenario, such as service_id and plan_id. It is saved with the recording.
type Subject map[string]string

// Site is what is known of the target once it has answered the first, harmless request.
type Site struct {
	API      *specs.API
	Version  specs.Version
	Document *specs.Document
	// Catalog is the decoded body of the preflight's answer, where the API has a catalog.
	Catalog map[string]any
	// Fixtures are what only the target's owner knows, from --fixture and the configuration.
	Fixtures map[string]string
	// Parameters and BindParameters are the owner's valid parameters, as JSON; nil sends none.
	Parameters, BindParameters []byte
	// Plans are the owner's parameters for certain plans; the first that fits a plan goes before Parameters.
	Plans []PlanParameters
	// Probing is set when the owner allows that credentials are opened.
	Probing bool
	// VersionChosen is set when the owner chose the version; VersionNote says how it was found when nobody did.
	VersionChosen bool
	VersionNote   string

	derived sync.Map
}

// PlanParameters are the owner's valid parameters, as JSON, for the plans that Offering and Plan name, each by name or
// id; an empty one names all. Nil parameters leave those of the site.
type PlanParameters struct {
	Offering, Plan             string
	Parameters, BindParameters []byte
}

// Derive returns what derive makes of the site, which is made once under that name: what a target offers is read often,
// and there may be thousands. It must not be changed.
func (s *Site) Derive(name string, derive func() any) any {
	once, _ := s.derived.LoadOrStore(name, sync.OnceValue(derive))
	return once.(func() any)()
}

// Resource is something that a scenario created, or may have created, on the target.
type Resource struct {
	// Kind says what it is, in the API's words; ID identifies it, or the name by which it can be found.
	Kind string `json:"kind"`
	ID   string `json:"id"`
	// Attributes are what its removal needs besides, such as service_id and plan_id.
	Attributes map[string]string `json:"attributes,omitempty"`
}

// String names the resource for a reader.
func (r Resource) String() string { return r.Kind + " " + r.ID }

// without takes the resource out of a list: the one that is equal or, as attributes change, the first of its name. The
// same name may stand for several, such as one binding id below two instances.
func (r Resource) without(all []Resource) []Resource {
	named := func(other Resource) bool { return other.Kind == r.Kind && other.ID == r.ID }
	at := slices.IndexFunc(all, func(other Resource) bool { return named(other) && maps.Equal(other.Attributes, r.Attributes) })
	if at < 0 {
		at = slices.IndexFunc(all, named)
	}
	if at < 0 {
		return all
	}
	return slices.Delete(all, at, at+1)
}

// Told is fixtures that a scenario needs.
type Told struct {
	// For says what they are for, Keys which they are. With Any one of them is enough.
	For  string
	Keys []string
	Any  bool
}

// Lacking is the reason of what the owner did not tell; there is none when that is enough.
func (t Told) Lacking(site *Site) record.Reason {
	missing := slices.DeleteFunc(slices.Clone(t.Keys), func(key string) bool { return site.Fixtures[key] != "" })
	if len(missing) == 0 || t.Any && len(missing) < len(t.Keys) {
		return record.Reason{}
	}
	return record.Reason{Text: t.For, Fixtures: missing}
}

// Fixture is a key of --fixture: something that only the target's owner knows.
type Fixture struct {
	Key, Help string
}

// Prober opens credentials that a target handed out, as an application would.
type Prober interface {
	// Where says where credentials lead, as a URL that holds none of them.
	Where(credentials map[string]any) string
	// Open opens them, when their owner allowed it, and says what came of it.
	Open(ctx context.Context, credentials map[string]any) record.Opening
}

// Counterpart opens brokers for scenarios whose target calls brokers itself.
type Counterpart interface {
	// Open starts a broker for one scenario. Its requests are added to the recorder under that scenario.
	Open(ctx context.Context, scenario string, recorder *record.Recorder) (Broker, error)
	// OpenApart is Open for a broker with an address of its own. With untrusted it speaks TLS, with a certificate that
	// nobody has signed.
	OpenApart(ctx context.Context, scenario string, recorder *record.Recorder, untrusted bool) (ApartBroker, error)
}

// ApartBroker is a scripted broker that can refuse connections.
type ApartBroker interface {
	Broker
	// Leave makes it refuse connections; Return makes it take them again.
	Leave()
	Return() error
}

// Broker is a scripted broker that the target calls.
type Broker interface {
	// URL is how the target reaches it; Username and Password are what it demands.
	URL() string
	Username() string
	Password() string
	// Rotate changes the password to another. The old one is still taken, so that nothing is refused meanwhile.
	Rotate()
	// Answer sets the coming answers to an operation (an OSB operationId), in order; the last one repeats. With no
	// answers the operation behaves well again.
	Answer(operation string, answers ...Answer)
	// Wait blocks until the operation was called n times, or the time-out or the context ends. It reports whether
	// that many calls came.
	Wait(ctx context.Context, operation string, n int) bool
	// Asked is Wait for requests that have arrived, whether or not they are answered yet.
	Asked(ctx context.Context, operation string, n int) bool
	// Close stops it.
	Close()
}

// Answer is one scripted response.
type Answer struct {
	Status int
	Header map[string]string
	// Body is marshalled as JSON; []byte is sent as it is, nil sends {}.
	Body any
	// Until, when set, holds the answer back until the channel is closed.
	Until <-chan struct{}
	// Hang never answers: the request stays open until the caller gives up.
	Hang bool
}
