// Package flows records brokers on IBM Cloud: one file a scenario, and beside them what scenarios share.
package flows

import (
	"conformance/suites/engine"
	"conformance/suites/record"
	"conformance/suites/scenario"
)

// PreflightRun is the first request of a run: the catalog.
type PreflightRun struct {
	Catalog record.Step `step:"catalog"`
}

// Preflight fetches the catalog.
var Preflight = scenario.New[PreflightRun](scenario.Scenario{
	Name: "preflight", Title: "fetch the catalog", Operations: []string{"catalog"},
})

// Contact reads the catalog and finds out whether the target is a broker.
func Contact(s *scenario.Session) error {
	x := s.Send("catalog", scenario.Call{Operation: "catalog"})
	if err := engine.Contacted(x, "a service broker"); err != nil {
		return err
	}
	s.Site.Catalog = x.Object()
	return nil
}
