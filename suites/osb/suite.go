// Package osb is the suite for brokers of the Open Service Broker API, versions 2.11 to 2.17. Its flows say what is sent, one
// file a scenario; its rules say how that is judged, one file a chapter of the rows.
package osb

import (
	"conformance/suites/engine"
	"conformance/suites/osb/flows"
	"conformance/suites/osb/rules"
	"conformance/suites/scenario"
)

// Suite returns the suite.
func Suite() engine.Suite {
	return engine.Suite{
		API:       "osb",
		Preflight: flows.Preflight.Scenario,
		Contact:   flows.Contact,
		Scenarios: []scenario.Scenario{flows.Catalog.Scenario, flows.Lifecycle.Scenario, flows.Asynchronous.Scenario, flows.Application.Scenario, flows.Permissions.Scenario, flows.Updating.Scenario, flows.Parameters.Scenario, flows.Interruption.Scenario, flows.Parallel.Scenario, flows.Failure.Scenario, flows.Credentials.Scenario, flows.Identifiers.Scenario,
			flows.Rotation.Scenario, flows.Unbindable.Scenario},
		Checks: rules.Checks(),
		Header: flows.Header,
		Remove: flows.Remove,
		Fixtures: []scenario.Fixture{
			{Key: "service_id", Help: "the offering to work with; by default the first that fits, free plans first"},
			{Key: "plan_id", Help: "the plan to work with"},
			{Key: "organization_guid", Help: "the organization that instances are created for; a made-up one by default"},
			{Key: "space_guid", Help: "the space that instances are created for; a made-up one by default"},
			{Key: "app_guid", Help: "the application that bindings are made for; a made-up one by default"},
			{Key: "route", Help: "the route that bindings of route services are made for; conformance.example.com by default"},
			{Key: flows.UpdateParameters, Help: "valid parameters of an update, as JSON; by default made from the plan's schema, or --parameters"},
			{Key: flows.OtherPlan, Help: "the id of the plan that instances move to; by default the free plans of the offering, one after the other"},
			{Key: flows.FailingPlan, Help: "the id of the plan with which operations are made to fail; that of the lifecycle by default"},
			{Key: flows.FailingCreate, Help: "parameters, as JSON, with which a provision of that plan fails"},
			{Key: flows.FailingUpdate, Help: "parameters, as JSON, with which an update fails"},
			{Key: flows.FailingBind, Help: "parameters, as JSON, with which a bind fails"},
			{Key: flows.Impossible, Help: "members of an update, as JSON, that the state of the instance rules out, such as {\"plan_id\": …} of a plan that it has outgrown"},
			{Key: flows.FilledWith, Help: "parameters, as JSON, of the instance on which these updates and binds fail; --parameters by default"},
			{Key: flows.ProxiedPlan, Help: "the plan of a route service to which the platform forwards requests"},
			{Key: flows.OutsidePlan, Help: "the plan of a route service to which requests come without the platform"},
			{Key: flows.OtherBindParameters, Help: "valid parameters of a bind, as JSON, that differ from --bind-parameters; by default made from the plan's schema"},
			{Key: flows.GivesCredentials, Help: "true when bindings of the plan have credentials: then their absence is a failure"},
		},
	}
}
