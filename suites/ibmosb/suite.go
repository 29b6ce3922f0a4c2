// Package ibmosb is the suite for brokers of IBM Cloud: version 2.12 of the Open Service Broker API with IBM's rules and
// its two state calls. It holds the flows that are recorded and the checks that judge them, one file per chapter.
package ibmosb

import (
	"net/http"
	"slices"

	"conformance/suites/engine"
	"conformance/suites/scenario"
)

// Suite returns the suite.
func Suite() engine.Suite {
	return engine.Suite{
		API:       "ibm-osb",
		Preflight: Preflight.Scenario,
		Contact:   contact,
		Scenarios: []scenario.Scenario{
			Catalog.Scenario, Lifecycle.Scenario, Use.Scenario, Asynchronous.Scenario, Refusals.Scenario,
			Example.Scenario, Identifiers.Scenario, FixedPlan.Scenario, Permissions.Scenario,
		},
		Checks: slices.Concat(authenticationChecks(), catalogChecks(), headerChecks(), contextChecks(), pathChecks(),
			provisionChecks(), validationChecks(), dashboardChecks(), updateChecks(), deprovisionChecks(),
			asynchronousChecks(), pollingChecks(), bindChecks(), unbindChecks(), stateChecks(), reclamationChecks(), errorChecks()),
		Header: header,
		Remove: remove,
		Fixtures: []scenario.Fixture{
			{Key: "service_id", Help: "the service to work with; by default the first that fits, free plans first"},
			{Key: "plan_id", Help: "the plan to work with"},
			{Key: "async_plan_id", Help: "a plan that works asynchronously only; without it the first plan is tried, and the rules of asynchronous work do not apply when it works at once"},
			{Key: "location", Help: "the location that instances are asked for in, us-south by default"},
			{Key: "account_id", Help: "the account that instances belong to, invented by default"},
			{Key: "resource_group_crn", Help: "the resource group in the context, invented by default"},
			{Key: "target_crn", Help: "the deployment target in the context, invented by default"},
			{Key: "app_guid", Help: "the application that bindings are made for where a service needs one, invented by default"},
			{Key: "update_parameters", Help: "parameters as JSON that an update may set; without them updates change nothing, and IBM-UPD-007 does not apply"},
			{Key: "refused_parameters", Help: "parameters as JSON that the plan refuses; without them IBM-PROV-010 and IBM-PROV-018 do not apply"},
			{Key: "failing_parameters", Help: "parameters as JSON with which asynchronous provisioning begins and fails; without them IBM-LOP-011 does not apply"},
		},
	}
}

const (
	versionHeader  = "X-Broker-Api-Version"
	identityHeader = "X-Broker-API-Originating-Identity"
	// The identity is the one that IBM's page shows encoded and decoded.
	identityJSON = `{"iam_id":"IBMid-50GNR717YE"}`
)

// header is what the platform sends with every request that a user caused.
func header(site *scenario.Site, _ func() string) http.Header {
	return http.Header{versionHeader: {string(site.Version)}, identityHeader: {identity(identityJSON)}}
}
