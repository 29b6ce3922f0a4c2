// Package cfv2 is the suite for Cloud Foundry controllers, API version 2: brokers, instances and bindings as a client
// sees them, and what the controller sends to a broker meanwhile. The broker is the suite's own: it answers as a
// scenario tells it, and what it was asked is part of the recording.
package cfv2

import (
	"conformance/suites/cfv2/flows"
	"conformance/suites/cfv2/rules"
	"conformance/suites/engine"
	"conformance/suites/scenario"
)

// Suite returns the suite.
func Suite() engine.Suite {
	return engine.Suite{
		API:       "cf-v2",
		Preflight: flows.Preflight.Scenario,
		Contact:   flows.Contact,
		Scenarios: []scenario.Scenario{
			flows.Brokers.Scenario, flows.Catalogs.Scenario, flows.Lifecycle.Scenario, flows.Asynchronous.Scenario, flows.Failures.Scenario,
			flows.Scoped.Scenario, flows.Queries.Scenario, flows.Renewal.Scenario,
			flows.Views.Scenario, flows.Roles.Scenario, flows.Places.Scenario,
			flows.Maintenance.Scenario, flows.Unbindings.Scenario, flows.Overlap.Scenario,
			flows.Pace.Scenario, flows.Endless.Scenario, flows.Silence.Scenario, flows.Repeats.Scenario, flows.Absence.Scenario, flows.Untrusted.Scenario,
		},
		Checks:   rules.Checks(),
		Remove:   flows.Remove,
		Fixtures: append(flows.Fixtures(), flows.TimeFixtures()...),
	}
}
