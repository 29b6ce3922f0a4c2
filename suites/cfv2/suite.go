// Package cfv2 is the suite for Cloud Foundry controllers, API version 2: brokers, instances and bindings as a client
// sees them, and what the controller sends to a broker meanwhile. The broker is the suite's own: it answers as a
// scenario tells it, and what it was asked is part of the recording.
package cfv2

import (
	"slices"

	"conformance/suites/engine"
	"conformance/suites/scenario"
)

// Suite returns the suite.
func Suite() engine.Suite {
	return engine.Suite{
		API:       "cf-v2",
		Preflight: Preflight.Scenario,
		Contact:   contact,
		Scenarios: []scenario.Scenario{
			Brokers.Scenario, Catalogs.Scenario, Lifecycle.Scenario, Asynchronous.Scenario, Failures.Scenario,
		},
		Checks: slices.Concat(
			brokerRefusals(), brokerChecks(), catalogChecks(), listRefusals(), listChecks(), marketChecks(), visibilityChecks(),
			instanceRefusals(), instanceChecks(), instanceRemovalChecks(), updateChecks(),
			bindingRefusals(), bindingChecks(), bindingEntityChecks(), keyChecks(),
			asynchronousChecks(), laterDeletionChecks(), laterBindingChecks(), jobChecks(), lockChecks(), pollChecks(),
			failureRefusals(), failureChecks(), orphanChecks(),
			sentChecks(), bodyChecks(), creationChecks(), permissionChecks(), headerChecks(), errorChecks(),
		),
		Remove: remove,
		Fixtures: []scenario.Fixture{
			{Key: "space_guid", Help: "the space in which instances are created; without it all rules about instances and bindings are left out"},
			{Key: "app_guid", Help: "an app of that space, which instances are bound to; it is needed together with space_guid"},
		},
	}
}

// inSpace demands the fixtures that every scenario with instances needs.
func inSpace(site *scenario.Site) (scenario.Subject, string) {
	subject := scenario.Subject{}
	for _, key := range []string{"space_guid", "app_guid"} {
		if site.Fixtures[key] == "" {
			return nil, "it creates instances in a space and binds them to an app of it; name them with --fixture space_guid and app_guid"
		}
		subject[key] = site.Fixtures[key]
	}
	return subject, ""
}
