// Package ibmosb is the suite for brokers on IBM Cloud: the Open Service Broker API 2.12 with IBM's own rules, and its two state
// calls. Its flows say what is sent, its rules how that is judged.
package ibmosb

import (
	"conformance/suites/engine"
	"conformance/suites/ibmosb/flows"
	"conformance/suites/ibmosb/rules"
	"conformance/suites/scenario"
)

// Suite returns the suite.
func Suite() engine.Suite {
	return engine.Suite{
		API:       "ibm-osb",
		Preflight: flows.Preflight.Scenario,
		Contact:   flows.Contact,
		Scenarios: []scenario.Scenario{
			flows.Catalog.Scenario, flows.Lifecycle.Scenario, flows.Use.Scenario, flows.Asynchronous.Scenario, flows.Refusals.Scenario,
			flows.Example.Scenario, flows.Identifiers.Scenario, flows.FixedPlan.Scenario, flows.Permissions.Scenario,
		},
		Checks: rules.Checks(),
		Header: flows.Header,
		Remove: flows.Remove,
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
