// Package flows records APIs that create standalone services: one file a scenario, and beside them what scenarios share.
package flows

import (
	"conformance/suites/engine"
	"conformance/suites/record"
	"conformance/suites/scenario"
)

// PreflightRun is the first request of a run: the list of services.
type PreflightRun struct {
	List record.Step `step:"list"`
}

// Preflight lists the services.
var Preflight = scenario.New[PreflightRun](scenario.Scenario{
	Name: "preflight", Title: "list the services", Operations: []string{"list"},
})

// Contact lists the services and finds out whether the target serves that API.
func Contact(s *scenario.Session) error {
	x := s.Send("list", scenario.Call{Operation: "list"})
	if _, ok := Entries(x); ok {
		return nil
	}
	if err := engine.Contacted(x, "an API for services"); err != nil {
		return err
	}
	return &engine.Refusal{Sentence: "the target does not look like an API for services: " + x.String() +
		" was answered with an object that holds no list"}
}
