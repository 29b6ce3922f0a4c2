//go:build pact

package pact

import (
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"sync/atomic"
	"testing"

	"github.com/pact-foundation/pact-go/v2/provider"

	"conformance/mocks"
	"conformance/reference/broker"
	"conformance/specs"
)

var (
	verified = flag.String("contract", contract, "the contract that the broker is held to")
	fault    = flag.String("fault", "", "what the broker does wrong")
)

// promise is what the verifier has to be told of an interaction to check it alone.
type promise struct {
	Description string `json:"description"`
	States      []struct {
		Name string `json:"name"`
	} `json:"providerStates"`
}

// TestBrokerKeepsTheContract holds the reference broker to the contract, one interaction at a time, each against a
// broker of its own.
func TestBrokerKeepsTheContract(t *testing.T) {
	for _, p := range promises(t, *verified) {
		t.Run(p.Description, func(t *testing.T) { p.verify(t, *verified, newBroker(t, *fault)) })
	}
}

// promises reads the interactions of a contract.
func promises(t *testing.T, file string) []promise {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var pact struct {
		Interactions []promise `json:"interactions"`
		Metadata     struct {
			Specification struct {
				Version string `json:"version"`
			} `json:"pactSpecification"`
		} `json:"metadata"`
	}
	if err := json.Unmarshal(data, &pact); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	// Other versions write provider states differently, and what is not read is not checked.
	if got := pact.Metadata.Specification.Version; got != "3.0.0" {
		t.Fatalf("%s: got a pact of specification version %q, want 3.0.0", file, got)
	}
	if len(pact.Interactions) == 0 {
		t.Fatalf("%s: found no interaction, want at least one", file)
	}
	return pact.Interactions
}

// verify lets the verifier check this interaction. The verifier is content when its filter matches nothing, and goes
// on without a provider state that it has no handler for; both fail here.
func (p promise) verify(t *testing.T, file string, serving platform) {
	t.Helper()
	states := serving.states()
	for _, state := range p.States {
		if states[state.Name] == nil {
			t.Fatalf("nothing makes the provider state %q", state.Name)
		}
	}
	var requests atomic.Int64
	request := provider.VerifyRequest{
		Provider:          "broker",
		ProviderBaseURL:   serving.broker,
		PactFiles:         []string{file},
		FilterDescription: "^" + regexp.QuoteMeta(p.Description) + "$",
		StateHandlers:     states,
		// The contract holds no credentials of a real broker.
		RequestFilter: func(next http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				requests.Add(1)
				r.SetBasicAuth(serving.username, serving.password)
				next.ServeHTTP(w, r)
			})
		},
		DisableColoredOutput: true,
	}
	err := provider.NewVerifier().VerifyProvider(t, request) // an error has failed the test already
	if got := requests.Load(); err == nil && got != 1 {
		t.Errorf("%s: the verifier sent %d requests, want 1", p.Description, got)
	}
}

// newBroker serves a reference broker that has the named fault; none means that it has none.
func newBroker(t *testing.T, fault string) platform {
	t.Helper()
	p := platform{username: "verifier", password: "not-in-the-contract"}
	server, err := broker.New(broker.Config{Username: p.username, Password: p.password, Strict: true})
	if err != nil {
		t.Fatal(err)
	}
	var handler http.Handler = server
	if fault != "" {
		rules, err := rulesOf(fault)
		if err != nil {
			t.Fatal(err)
		}
		api, err := specs.Load("osb")
		if err != nil {
			t.Fatal(err)
		}
		document, err := api.Document(api.Latest())
		if err != nil {
			t.Fatal(err)
		}
		handler = mocks.Arm(document, rules, server)
	}
	listening := httptest.NewServer(handler)
	t.Cleanup(listening.Close)
	p.broker = listening.URL
	return p
}

// rulesOf returns the rules of a fault by its name.
func rulesOf(name string) ([]mocks.Rule, error) {
	for _, known := range faults() {
		if known.ID == name {
			return known.Rules, nil
		}
	}
	return nil, fmt.Errorf("there is no fault %q", name)
}
