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
			Scoped.Scenario, Queries.Scenario, Renewal.Scenario,
			Views.Scenario, Roles.Scenario, Places.Scenario,
			Maintenance.Scenario, Unbindings.Scenario, Overlap.Scenario,
			Pace.Scenario, Endless.Scenario, Silence.Scenario, Repeats.Scenario, Absence.Scenario, Untrusted.Scenario,
		},
		Checks: slices.Concat(
			brokerRefusals(), brokerChecks(), catalogChecks(), listRefusals(), listChecks(), marketChecks(), visibilityChecks(),
			instanceRefusals(), instanceChecks(), instanceRemovalChecks(), updateChecks(),
			bindingRefusals(), bindingChecks(), bindingEntityChecks(), keyChecks(),
			asynchronousChecks(), laterDeletionChecks(), laterBindingChecks(), jobChecks(), lockChecks(), pollChecks(),
			failureRefusals(), failureChecks(), orphanChecks(),
			scopedChecks(), queryChecks(), renewalChecks(),
			maintenanceChecks(), unbindingChecks(), secretChecks(), overlapChecks(),
			paceChecks(), endlessChecks(), silenceChecks(), repeatChecks(), absenceChecks(),
			sentChecks(), bodyChecks(), creationChecks(), permissionChecks(), headerChecks(), errorChecks(),
			viewChecks(), tokenChecks(), upgradeChecks(), flagChecks(), roleChecks(), placeChecks(),
		),
		Remove:   remove,
		Fixtures: append(fixtures(), timeFixtures()...),
	}
}
