package selftest

import (
	"testing"
	"time"

	"conformance/mocks"
	mocksibmosb "conformance/mocks/ibmosb"
	"conformance/reference/ibmbroker"
	"conformance/specs"
	"conformance/suites/ibmosb"
	"conformance/suites/scenario"
)

func ibmosbSubject() subject {
	const password = "planted-S3cret/of the?suite"
	return subject{
		suite: ibmosb.Suite(), mutants: mocksibmosb.Faults(), equivalents: mocksibmosb.Equivalents(),
		secrets: []string{password},
		serve: func(t *testing.T, version specs.Version, fault mocks.Mutant) target {
			t.Helper()
			// Work that takes less than ten seconds ought to be synchronous.
			server, err := ibmbroker.New(ibmbroker.Config{Username: "suite", Password: password, AsyncDelay: 12 * time.Second, Strict: true})
			if err != nil {
				t.Fatal(err)
			}
			armed := arm(t, "ibm-osb", version, fault.Rules, server)
			return target{
				transport:   mocks.Transport(armed),
				credentials: scenario.Credentials{Username: "suite", Password: password},
				fixtures: map[string]string{
					"async_plan_id":      "a1d5e5f0-21f7-4b7c-8c58-0a6c3c9e2b64",
					"update_parameters":  `{"memory_mb": 512}`,
					"refused_parameters": `{"memory_mb": 0}`,
					"failing_parameters": `{"location": "` + ibmbroker.LocationUnavailable + `"}`,
				},
				fired: armed.Fired,
				close: func() {},
			}
		},
	}
}
