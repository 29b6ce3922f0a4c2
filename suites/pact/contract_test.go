//go:build pact

package pact

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pact-foundation/pact-go/v2/consumer"
	"github.com/pact-foundation/pact-go/v2/log"
	"github.com/pact-foundation/pact-go/v2/matchers"
)

var update = flag.Bool("update", false, "rewrite the contract")

// contract is the file that the platform's side writes and brokers are held to.
const contract = "pacts/platform-broker.json"

// Examples stand in the contract where a broker under verification has values of its own.
const (
	exampleOffering = "offering-1"
	examplePlan     = "plan-1"
	otherPlan       = "plan-2"
	exampleInstance = "instance-1"
	exampleBinding  = "binding-1"
)

// Provider states of the contract.
const (
	stateCatalog  = "a broker with its catalog"
	statePlan     = "a plan of the catalog is chosen"
	stateInstance = "an instance exists"
)

// interaction is a request of the platform with the answer that it can go on with.
type interaction struct {
	description, state string
	method             consumer.Method
	path               matchers.Matcher
	body               any // nil sends none
	status             int
	answer             any
	// use lets the platform send the request and understand the answer.
	use func(platform) error
}

func interactions() []interaction {
	service := fromState("${service_id}", exampleOffering, "^.+$")
	ordered := order{ServiceID: exampleOffering, PlanID: examplePlan}
	wanted := func(plan matchers.Matcher) matchers.Map {
		return matchers.Map{
			"service_id": service, "plan_id": plan,
			"organization_guid": matchers.S("an-organization"), "space_guid": matchers.S("a-space"),
		}
	}
	firstPlan := fromState("${plan_id}", examplePlan, "^.+$")
	secondPlan := fromState("${other_plan_id}", otherPlan, "^.+$")
	instance := fromState("/v2/service_instances/${instance_id}", instancePath(exampleInstance),
		"^/v2/service_instances/[^/]+$")
	binding := fromState("/v2/service_instances/${instance_id}/service_bindings/${binding_id}",
		bindingPath(exampleInstance, exampleBinding), "^/v2/service_instances/[^/]+/service_bindings/[^/]+$")
	return []interaction{
		{
			description: "a request for the catalog", state: stateCatalog,
			method: http.MethodGet, path: matchers.S("/v2/catalog"),
			status: http.StatusOK, answer: catalogAnswer(), use: readCatalog,
		},
		{
			description: "a request for a new instance", state: statePlan,
			method: http.MethodPut, path: instance, body: wanted(firstPlan),
			status: http.StatusCreated, answer: matchers.Like(map[string]any{}),
			use: func(p platform) error { return p.provision(exampleInstance, ordered) },
		},
		{
			description: "a request for an instance whose id is taken by another plan", state: stateInstance,
			method: http.MethodPut, path: instance, body: wanted(secondPlan),
			status: http.StatusConflict, answer: matchers.Like(map[string]any{}), use: orderOtherPlan,
		},
		{
			description: "a request for a new binding", state: stateInstance,
			method: http.MethodPut, path: binding, body: matchers.Map{"service_id": service, "plan_id": firstPlan},
			status: http.StatusCreated,
			// What credentials hold is between the offering and its applications: the platform hands on any object.
			answer: matchers.Map{"credentials": matchers.Like(map[string]any{})},
			use: func(p platform) error {
				credentials, err := p.bind(exampleInstance, exampleBinding, ordered)
				if err == nil && credentials == nil {
					return errors.New("bind: got no credentials, want an object")
				}
				return err
			},
		},
	}
}

// fromState is a string that matches the pattern while the platform writes the contract, and that the provider state
// fills in when a broker is verified.
func fromState(expression, example, pattern string) matchers.Matcher {
	return matchers.StructMatcher{
		"pact:matcher:type": "regex", "regex": pattern, "value": example,
		"pact:generator:type": "ProviderState", "expression": expression,
	}
}

// catalogAnswer is what the platform needs of a catalog: one offering with one plan, each with id, name and description.
func catalogAnswer() matchers.Matcher {
	named := func(id, name, description string) matchers.StructMatcher {
		return matchers.StructMatcher{
			"id":          matchers.Regex(id, "^.+$"),
			"name":        matchers.Regex(name, "^.+$"),
			"description": matchers.Like(description),
		}
	}
	service := named(exampleOffering, "documents", "A store for documents.")
	service["bindable"] = matchers.Like(true)
	service["plans"] = matchers.EachLike(named(examplePlan, "small", "Room for ten documents."), 1)
	return matchers.StructMatcher{"services": matchers.EachLike(service, 1)}
}

func readCatalog(p platform) error {
	got, err := p.catalog()
	want := []offering{{
		ID: exampleOffering, Name: "documents", Bindable: true,
		Plans: []plan{{ID: examplePlan, Name: "small"}},
	}}
	if diff := cmp.Diff(want, got); err == nil && diff != "" {
		return fmt.Errorf("read the catalog (-want +got):\n%s", diff)
	}
	return err
}

func orderOtherPlan(p platform) error {
	err := p.provision(exampleInstance, order{ServiceID: exampleOffering, PlanID: otherPlan})
	if got, ok := errors.AsType[refusal](err); !ok || got.status != http.StatusConflict {
		return fmt.Errorf("order another plan: got %v, want a refusal with %d", err, http.StatusConflict)
	}
	return nil
}

func TestMain(m *testing.M) {
	// The verifier reports its use to its makers unless it is told not to.
	if err := errors.Join(os.Setenv("PACT_DO_NOT_TRACK", "true"), log.SetLogLevel("ERROR")); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// TestPlatformWritesTheContract runs the platform against a server that answers as the contract says, which writes the
// contract, and compares the result with the file.
func TestPlatformWritesTheContract(t *testing.T) {
	folder := t.TempDir()
	provider, err := consumer.NewV3Pact(consumer.MockHTTPProviderConfig{
		Consumer: "platform", Provider: "broker", PactDir: folder, LogDir: folder,
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range interactions() {
		if err := i.write(t, provider); err != nil {
			t.Fatalf("%s: %v", i.description, err)
		}
	}
	got, err := os.ReadFile(filepath.Join(folder, filepath.Base(contract)))
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(contract, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(contract)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, got) {
		t.Errorf("the contract is not what the platform needs; if that is meant, run with -update (-want +got):\n%s",
			cmp.Diff(string(want), string(got)))
	}
}

// write adds the interaction to the pact and lets the platform go through it.
func (i interaction) write(t *testing.T, provider *consumer.V3HTTPMockProvider) error {
	t.Helper()
	p := platform{username: "platform", password: "example"}
	credentials, err := http.NewRequest(http.MethodGet, "/", nil)
	if err != nil {
		return err
	}
	credentials.SetBasicAuth(p.username, p.password)
	headers := matchers.HeadersMatcher{
		"X-Broker-Api-Version": {matchers.S(apiVersion)},
		"Authorization":        {matchers.Regex(credentials.Header.Get("Authorization"), "^Basic .+$")},
	}
	return provider.AddInteraction().Given(i.state).UponReceiving(i.description).
		WithRequestPathMatcher(i.method, i.path, func(request *consumer.V3RequestBuilder) {
			request.Headers(headers)
			if i.body != nil {
				request.JSONBody(i.body)
			}
		}).
		WillRespondWith(i.status, func(response *consumer.V3ResponseBuilder) { response.JSONBody(i.answer) }).
		ExecuteTest(t, func(server consumer.MockServerConfig) error {
			p.broker = fmt.Sprintf("http://%s:%d", server.Host, server.Port)
			return i.use(p)
		})
}
