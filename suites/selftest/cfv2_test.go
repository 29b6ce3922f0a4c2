package selftest

import (
	"context"
	"net/http"
	"testing"
	"time"

	"conformance/mocks"
	mockscfv2 "conformance/mocks/cfv2"
	"conformance/mocks/scripted"
	"conformance/reference/controller"
	"conformance/specs"
	"conformance/suites/cfv2"
	"conformance/suites/scenario"
)

// cfv2Subject is the reference controller with the scripted broker behind it. Rules can stand in front of the
// controller, and between it and the broker.
func cfv2Subject() subject {
	const password = "planted-S3cret/of the?administrator"
	return subject{
		suite: cfv2.Suite(), mutants: mockscfv2.Mutants(), equivalents: mockscfv2.Equivalents(),
		secrets: []string{password},
		serve: func(t *testing.T, version specs.Version, fault mocks.Fault) target {
			t.Helper()
			brokers, err := scripted.New("http://scripted.example.com")
			if err != nil {
				t.Fatal(err)
			}
			way, sent := armClient(t, fault.Sent, mocks.Transport(brokers))
			server, err := controller.New(controller.Config{
				Username: "suite", Password: password, Broker: way, PollInterval: time.Second, AsyncDelay: time.Second, Strict: true,
			})
			if err != nil {
				t.Fatal(err)
			}
			armed := arm(t, "cf-v2", version, fault.Rules, server)
			return target{
				transport:   mocks.Transport(armed),
				credentials: scenario.Credentials{Username: "suite", Password: password},
				fixtures:    map[string]string{"space_guid": controller.SpaceGUID, "app_guid": controller.AppGUID},
				counterpart: brokers,
				fired:       func() bool { return armed.Fired() && sent.Fired() },
				close: func() {
					brokers.Close()
					if err := server.Close(context.Background()); err != nil {
						t.Error(err)
					}
				},
			}
		},
	}
}

// armClient puts the rules of a fault between a controller and the brokers that it calls.
func armClient(t *testing.T, rules []mocks.Rule, way http.RoundTripper) (http.RoundTripper, *mocks.Armed) {
	t.Helper()
	api, err := specs.Load("osb")
	if err != nil {
		t.Fatal(err)
	}
	document, err := api.Document(api.Latest())
	if err != nil {
		t.Fatal(err)
	}
	return mocks.ArmClient(document, rules, way)
}
