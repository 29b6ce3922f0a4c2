// Package apis adds to each API of suites/apis what it is proven with: a reference, and the mutants of that. An API is one
// line here, and one function that serves its reference.
package apis

import (
	"maps"
	"net/http"
	"slices"
	"time"

	"conformance/mocks"
	mockscfv2 "conformance/mocks/cfv2"
	mocksibmosb "conformance/mocks/ibmosb"
	mocksosb "conformance/mocks/osb"
	mocksservices "conformance/mocks/services"
	"conformance/reference/broker"
	"conformance/reference/controller"
	"conformance/reference/services"
	"conformance/specs"
	"conformance/suites/apis"
	"conformance/suites/scenario"
)

// API is an API with its reference.
type API struct {
	apis.API
	// Server is the name under which conformance serve offers the reference.
	Server string
	// Calls is the API of the servers that the reference itself calls; empty when it calls nobody.
	Calls string
	// Faults are the mutants that the suite has to find, Equivalents those that it has to leave alone.
	Faults, Equivalents func() []mocks.Mutant
	// Serve builds the reference with the mutants of the options in front of it.
	Serve func(Options) (*Reference, error)
	// Planted are options for the self-test: whatever is secret can be told from every other text, and is listed.
	Planted func() (options Options, secrets []string)
}

// Options are what can be chosen about a reference. Each takes those that mean something to it.
type Options struct {
	// Version is the API version that it speaks; empty means the newest.
	Version specs.Version
	// Mutants are armed in front of it, and towards the brokers that it calls.
	Mutants []mocks.Mutant
	// Username and Password, or Token, are what it demands.
	Username, Password, Token string
	// AsyncDelay is how long an asynchronous operation takes.
	AsyncDelay time.Duration
	// Strict makes it check its own answers by the document.
	Strict bool
	// Catalog is the catalog of a broker as YAML, Store keeps its instances, and Values makes the credentials of its
	// bindings; nil are those of the reference.
	Catalog []byte
	Store   broker.Store
	Values  func(instance, binding, password string) map[string]string
	// Services keeps the services of the API that creates them; nil means in memory.
	Services services.Store
	// Brokers is how a controller reaches brokers; nil means over the network.
	Brokers http.RoundTripper
	// PollInterval, CleanupPause and BrokerTimeout are the times of a controller; 0 measures them by AsyncDelay. Users are
	// those that it knows; nil are its own.
	PollInterval, CleanupPause, BrokerTimeout time.Duration
	Users                                     *controller.Fixtures
	// Fixtures are told besides those that the reference itself knows, or instead of them.
	Fixtures map[string]string
}

// Reference is a reference that is ready to serve, and what its clients have to know.
type Reference struct {
	Handler     http.Handler
	Credentials scenario.Credentials
	// Fixtures are what only its owner knows, by the keys of --fixture.
	Fixtures map[string]string
	// Fired reports whether every rule of the mutants fired.
	Fired func() bool
	// Close stops what it does in the background.
	Close func() error
}

// All returns the APIs, the default one first.
func All() []API {
	return []API{
		{named("osb"), "broker", "", mocksosb.Faults, mocksosb.Equivalents, serveBroker, plantedBroker},
		{named("ibm-osb"), "ibm-broker", "", mocksibmosb.Faults, mocksibmosb.Equivalents, serveIBMBroker, plantedIBMBroker},
		{named("cf-v2"), "controller", "osb", mockscfv2.Faults, mockscfv2.Equivalents, serveController, plantedController},
		{named("services"), "services", "", mocksservices.Faults, mocksservices.Equivalents, serveServices, plantedServices},
	}
}

// Find returns the API of that name, or an error that names those that there are.
func Find(name string) (API, error) {
	for _, api := range All() {
		if api.Name == name {
			return api, nil
		}
	}
	_, err := specs.Load(name)
	return API{}, err
}

func named(name string) apis.API {
	api, err := apis.Find(name)
	if err != nil {
		panic(err) // a defect of the list above
	}
	return api
}

// Mutants returns the faults and the equivalents.
func (a API) Mutants() []mocks.Mutant { return append(a.Faults(), a.Equivalents()...) }

// reference is a server with the mutants of the options in front of it, each before the one that was named earlier.
func (o Options) reference(api string, server http.Handler, credentials scenario.Credentials, fixtures map[string]string) (*Reference, error) {
	document, err := document(api, o.Version)
	if err != nil {
		return nil, err
	}
	r := &Reference{Handler: server, Credentials: credentials, Fixtures: maps.Clone(fixtures), Close: func() error { return nil }}
	if r.Fixtures == nil {
		r.Fixtures = map[string]string{}
	}
	maps.Copy(r.Fixtures, o.Fixtures)
	var layers []*mocks.Armed
	for _, m := range o.Mutants {
		armed := mocks.Arm(document, m.Rules, r.Handler)
		r.Handler, layers = armed, append(layers, armed)
	}
	r.Fired = func() bool { return fired(layers) }
	return r, nil
}

func fired(layers []*mocks.Armed) bool {
	return !slices.ContainsFunc(layers, func(a *mocks.Armed) bool { return !a.Fired() })
}

func document(name string, version specs.Version) (*specs.Document, error) {
	api, err := specs.Load(name)
	if err != nil {
		return nil, err
	}
	if version, err = api.Version(string(version)); err != nil {
		return nil, err
	}
	return api.Document(version)
}
