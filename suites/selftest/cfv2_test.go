package selftest

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"conformance/mocks"
	mockscfv2 "conformance/mocks/cfv2"
	"conformance/mocks/scripted"
	"conformance/reference/controller"
	"conformance/specs"
	"conformance/suites/cfv2"
	"conformance/suites/record"
	"conformance/suites/scenario"
	"conformance/suites/verdict"
)

// cfv2Subject is the reference controller with the scripted broker behind it. Rules can stand in front of the
// controller, and between it and the broker.
func cfv2Subject() subject {
	const password, variable = "planted-S3cret/of the?administrator", "planted-variable/of the?app"
	times := controller.Config{PollInterval: time.Second, BrokerTimeout: 30 * time.Second, CleanupPause: 5 * time.Second}
	users, fixtures := cfv2Users(times)
	users.Apps[0].Environment = map[string]any{"MAIL": variable}
	return subject{
		suite: cfv2.Suite(), mutants: mockscfv2.Faults(), equivalents: mockscfv2.Equivalents(),
		secrets: append(plantedTokens(fixtures), password, variable),
		serve: func(t *testing.T, version specs.Version, fault mocks.Mutant) target {
			t.Helper()
			brokers, err := scripted.New("http://scripted.example.com")
			if err != nil {
				t.Fatal(err)
			}
			way, sent := armClient(t, fault.Sent, mocks.Transport(brokers))
			server, err := controller.New(controller.Config{
				Username: "suite", Password: password, Broker: way, AsyncDelay: time.Second, Strict: true,
				PollInterval: times.PollInterval, BrokerTimeout: times.BrokerTimeout, CleanupPause: times.CleanupPause,
				Fixtures: users,
			})
			if err != nil {
				t.Fatal(err)
			}
			armed := arm(t, "cf-v2", version, fault.Rules, server)
			return target{
				transport:   mocks.Transport(armed),
				credentials: scenario.Credentials{Username: "suite", Password: password},
				fixtures:    fixtures,
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

// cfv2Users are the users of the reference, each with a token of his own that can be told from every other text, and what
// the suite is told of them.
func cfv2Users(times controller.Config) (*controller.Fixtures, map[string]string) {
	users, fixtures := controller.DefaultFixtures(), mockscfv2.Fixtures(times)
	for i, user := range users.Users {
		planted := "planted-T0ken/of+the-" + user.Name
		for key, value := range fixtures {
			if value == user.Token {
				fixtures[key] = planted
			}
		}
		users.Users[i].Token = planted
	}
	return users, fixtures
}

// plantedTokens are the fixtures that are secrets.
func plantedTokens(fixtures map[string]string) []string {
	var tokens []string
	for key, value := range fixtures {
		if record.Secret(key) {
			tokens = append(tokens, value)
		}
	}
	return tokens
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

// TestControllerWithoutFixtures: who knows no space is still told about brokers, and which fixture the rest needs.
func TestControllerWithoutFixtures(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := cfv2Subject()
		serve := s.serve
		s.serve = func(t *testing.T, version specs.Version, fault mocks.Mutant) target {
			started := serve(t, version, fault)
			started.fixtures = nil
			return started
		}
		outcome, _ := s.run(t, "2", mocks.Mutant{}, 4)
		named := 0
		for _, r := range outcome.Results {
			switch r.Verdict {
			case verdict.NotApplicable:
				if strings.Contains(r.Reason().Text, "space_guid") {
					named++
				}
			case verdict.Pass, verdict.NotExercised:
			default:
				t.Errorf("%s: %s %s", r.Rule.ID, r.Verdict, r.Reason().Text)
			}
		}
		if outcome.Code() != verdict.Conformant || named == 0 || outcome.Count()[verdict.Pass] == 0 {
			t.Errorf("got exit code %d, %d rules that name the fixture, and %v; want some of each", outcome.Code(), named, outcome.Count())
		}
	})
}

// TestControllerOneByOne: the verdicts do not depend on how many scenarios run side by side.
func TestControllerOneByOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := cfv2Subject()
		one, _ := s.run(t, "2", mocks.Mutant{}, 1)
		many, _ := s.run(t, "2", mocks.Mutant{}, 16)
		if diff := gocmp.Diff(verdicts(one), verdicts(many)); diff != "" {
			t.Errorf("one scenario at a time (-), sixteen (+):\n%s", diff)
		}
	})
}
