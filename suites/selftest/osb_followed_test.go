package selftest

import (
	"net/http"
	"testing"
	"testing/synctest"

	"conformance/mocks"
	"conformance/suites/verdict"
)

// TestWorkThatCannotBeFollowed: a broker that answers 202 about bindings, in a version that has nothing to poll that
// with, is at fault. The suite is not, and leaves nothing.
func TestWorkThatCannotBeFollowed(t *testing.T) {
	for _, c := range []struct {
		operation string
		status    int
	}{{"bind", http.StatusCreated}, {"unbind", http.StatusOK}} {
		t.Run(c.operation, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				fault := mocks.Mutant{Rules: []mocks.Rule{mocks.On(c.operation).Answered(c.status).Status(http.StatusAccepted)}}
				outcome, fired := subjects()["osb"].run(t, "2.13", fault, 4)
				if !fired || outcome.Code() != verdict.NotConformant || len(outcome.Recording.Troubles)+len(outcome.Recording.Left) > 0 {
					t.Errorf("exit code %d, want 1; faults %v, left %v", outcome.Code(), outcome.Recording.Troubles, outcome.Recording.Left)
				}
			})
		})
	}
}
