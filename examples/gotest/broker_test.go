// Package notes_test judges a broker in an ordinary go test.
package notes_test

import (
	"net/http/httptest"
	"os"
	"testing"

	"conformance/suites/conformancetest"
	"conformance/suites/engine"
	"conformance/suites/scenario"

	"example.com/broker"
)

func TestBroker(t *testing.T) {
	server := httptest.NewServer((&broker.Broker{Fault: os.Getenv("BROKER_FAULT")}).Handler())
	t.Cleanup(server.Close)
	conformancetest.Run(t, "osb", engine.Config{
		Target:      server.URL,
		Credentials: scenario.Credentials{Username: broker.Username, Password: broker.Password},
		Parallel:    4,
	})
}
