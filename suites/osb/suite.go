// Package osb is the suite for brokers of the Open Service Broker API, versions 2.11 to 2.17: the flows that it records
// and the checks that judge them, one file per chapter.
package osb

import (
	"net/http"
	"slices"

	"conformance/suites/engine"
	"conformance/suites/scenario"
)

// Suite returns the suite.
func Suite() engine.Suite {
	return engine.Suite{
		API:       "osb",
		Preflight: Preflight.Scenario,
		Contact:   contact,
		Scenarios: []scenario.Scenario{Catalog.Scenario, Lifecycle.Scenario, Asynchronous.Scenario, Application.Scenario, Permissions.Scenario, Updating.Scenario, Parameters.Scenario, Interruption.Scenario, Parallel.Scenario, Failure.Scenario, Credentials.Scenario, Identifiers.Scenario,
			Rotation.Scenario, Unbindable.Scenario},
		Checks: slices.Concat(updatingChecks(), parameterChecks(),
			catalogChecks(), headerChecks(), schemaChecks(), provisionChecks(), provisionLaterChecks(), pollingChecks(), fetchChecks(),
			updateChecks(), bindChecks(), permissionChecks(), unbindChecks(), probeChecks(), deprovisionChecks(), asynchronousChecks(),
			concurrencyChecks(), errorChecks(), transportChecks(), evolutionChecks(), identifierChecks(),
			boundChecks(), bindParameterChecks(), endpointChecks(), expiryChecks(), neighbourChecks(), rotationChecks(), unbindableChecks()),
		Header: header,
		Remove: remove,
		Fixtures: []scenario.Fixture{
			{Key: "service_id", Help: "the offering to work with; by default the first that fits, free plans first"},
			{Key: "plan_id", Help: "the plan to work with"},
			{Key: "organization_guid", Help: "the organization that instances are created for; a made-up one by default"},
			{Key: "space_guid", Help: "the space that instances are created for; a made-up one by default"},
			{Key: "app_guid", Help: "the application that bindings are made for; a made-up one by default"},
			{Key: "route", Help: "the route that bindings of route services are made for; conformance.example.com by default"},
			{Key: updateParameters, Help: "valid parameters of an update, as JSON; by default made from the plan's schema, or --parameters"},
			{Key: otherPlan, Help: "the id of the plan that instances move to; by default the free plans of the offering, one after the other"},
			{Key: failingPlan, Help: "the id of the plan with which operations are made to fail; that of the lifecycle by default"},
			{Key: failingCreate, Help: "parameters, as JSON, with which a provision of that plan fails"},
			{Key: failingUpdate, Help: "parameters, as JSON, with which an update fails"},
			{Key: failingBind, Help: "parameters, as JSON, with which a bind fails"},
			{Key: impossible, Help: "members of an update, as JSON, that the state of the instance rules out, such as {\"plan_id\": …} of a plan that it has outgrown"},
			{Key: filledWith, Help: "parameters, as JSON, of the instance on which these updates and binds fail; --parameters by default"},
			{Key: proxiedPlan, Help: "the plan of a route service to which the platform forwards requests"},
			{Key: outsidePlan, Help: "the plan of a route service to which requests come without the platform"},
			{Key: otherBindParameters, Help: "valid parameters of a bind, as JSON, that differ from --bind-parameters; by default made from the plan's schema"},
			{Key: givesCredentials, Help: "true when bindings of the plan have credentials: then their absence is a failure"},
		},
	}
}

// header is what a platform sends with every request.
func header(site *scenario.Site, newID func() string) http.Header {
	h := http.Header{"X-Broker-Api-Version": {string(site.Version)}}
	if !site.Version.Before("2.15") {
		h.Set("X-Broker-API-Request-Identity", newID())
	}
	return h
}
