// Package selftest proves that the suites are right: the reference passes, each mutant is found and nothing else, each
// oddity that is legal is left alone. Everything runs in memory and in fake time.
package selftest

import (
	"context"
	"net/http"
	"testing"
	"time"

	"conformance/mocks"
	"conformance/mocks/apis"
	"conformance/mocks/scripted"
	"conformance/specs"
	"conformance/suites/engine"
	"conformance/suites/record"
	"conformance/suites/scenario"
	"conformance/suites/verdict"
)

// subject is one API with its suite, its reference, and what the reference can be made to do wrong.
type subject struct {
	suite       engine.Suite
	mutants     []mocks.Mutant
	equivalents []mocks.Mutant
	// serve starts the reference with the fault in front of it.
	serve func(t *testing.T, version specs.Version, fault mocks.Mutant) target
	// secrets are strings that the reference is told and that no artefact may hold.
	secrets []string
}

// target is a running reference.
type target struct {
	transport   http.RoundTripper
	credentials scenario.Credentials
	fixtures    map[string]string
	counterpart scenario.Counterpart
	prober      scenario.Prober
	// fired reports whether the fault fired.
	fired func() bool
	close func()
}

func subjects() map[string]subject {
	all := map[string]subject{}
	for _, api := range apis.All() {
		_, secrets := api.Planted()
		all[api.Name] = subject{
			suite: api.Suite, mutants: api.Faults(), equivalents: api.Equivalents(), secrets: secrets,
			serve: func(t *testing.T, version specs.Version, fault mocks.Mutant) target {
				return serve(t, api, version, fault)
			},
		}
	}
	return all
}

// serve starts a reference with what stands around it: the scripted broker behind a controller, and what the credentials
// of a broker open.
func serve(t *testing.T, api apis.API, version specs.Version, fault mocks.Mutant, choose ...func(*apis.Options)) target {
	t.Helper()
	o, _ := api.Planted()
	o.Version, o.Mutants = version, []mocks.Mutant{fault}
	var around target
	finish := func() {}
	if api.Name == "osb" {
		accounts := newAccounts()
		o.Store, around.prober = accounts, accounts
	}
	if api.Calls != "" {
		brokers, err := scripted.New("http://scripted.example.com")
		if err != nil {
			t.Fatal(err)
		}
		o.Brokers, around.counterpart, finish = mocks.Transport(brokers), brokers, brokers.Close
	}
	for _, c := range choose {
		c(&o)
	}
	r, err := api.Serve(o)
	if err != nil {
		t.Fatal(err)
	}
	around.transport, around.credentials, around.fixtures, around.fired = mocks.Transport(r.Handler), r.Credentials, r.Fixtures, r.Fired
	around.close = func() {
		finish()
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
	return around
}

// run records and judges one run against the reference with the fault. Call it in a synctest bubble.
func (s subject) run(t *testing.T, version specs.Version, fault mocks.Mutant, parallel int) (*verdict.Outcome, bool) {
	t.Helper()
	recording, fired := s.record(t, version, fault, parallel)
	outcome, err := engine.Judge(s.suite, recording, "test")
	if err != nil {
		t.Fatal(err)
	}
	return outcome, fired
}

func (s subject) record(t *testing.T, version specs.Version, fault mocks.Mutant, parallel int) (*record.Recording, bool) {
	t.Helper()
	target := s.serve(t, version, fault)
	defer target.close()
	run, err := engine.Prepare(context.Background(), engine.Config{
		Suite: s.suite, Target: fault.Base(), Version: version, Tool: "test",
		Transport: target.transport, Credentials: target.credentials, Fixtures: target.fixtures,
		Counterpart: target.counterpart, Prober: target.prober, Parallel: parallel, PollLimit: time.Minute, CleanUp: time.Minute,
	})
	if err != nil {
		t.Fatalf("prepare: %v", err)
	}
	recording := run.Record(context.Background())
	return recording, target.fired()
}

// arm puts the rules of a fault in front of a server.
func arm(t *testing.T, api string, version specs.Version, rules []mocks.Rule, server http.Handler) *mocks.Armed {
	t.Helper()
	loaded, err := specs.Load(api)
	if err != nil {
		t.Fatal(err)
	}
	document, err := loaded.Document(version)
	if err != nil {
		t.Fatal(err)
	}
	return mocks.Arm(document, rules, server)
}
