package selftest

import (
	"testing"
	"time"

	"conformance/mocks"
	mocksosb "conformance/mocks/osb"
	"conformance/reference/broker"
	"conformance/specs"
	"conformance/suites/osb"
	"conformance/suites/scenario"
)

func osbSubject() subject {
	const password = "planted-S3cret/of the?suite"
	return subject{
		suite: osb.Suite(), mutants: mocksosb.Faults(), equivalents: mocksosb.Equivalents(),
		secrets: []string{password},
		serve: func(t *testing.T, version specs.Version, fault mocks.Mutant) target {
			t.Helper()
			accounts := newAccounts()
			server, err := broker.New(broker.Config{Version: version, Username: "suite", Password: password, AsyncDelay: time.Second, Store: accounts, Strict: true})
			if err != nil {
				t.Fatal(err)
			}
			armed := arm(t, "osb", version, fault.Rules, server)
			return target{
				transport:   mocks.Transport(armed),
				credentials: scenario.Credentials{Username: "suite", Password: password},
				fixtures:    mocksosb.Fixtures(),
				prober:      accounts,
				fired:       armed.Fired,
				close:       func() {},
			}
		},
	}
}
