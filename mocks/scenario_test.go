package mocks

import (
	"net/http"
	"testing"
)

// TestInScenario: a fault that is narrowed to a scenario of the suite stays at work for every other client.
func TestInScenario(t *testing.T) {
	for agent, want := range map[string]bool{
		"conformance/devel (run 1; scenario lifecycle)":    true,
		"conformance/devel (run 1; scenario asynchronous)": false,
		"conformance/devel (run 1; scenario catalog)":      false,
		"a platform": true,
		"":           true,
	} {
		if got := InScenario("lifecycle")(&Seen{Header: http.Header{"User-Agent": {agent}}}); got != want {
			t.Errorf("%q: got %t, want %t", agent, got, want)
		}
	}
}
