// Package services is the suite for a platform's API that creates standalone services, PostgreSQL databases and shared
// volumes. Its flows say what is sent, its rules how that is judged.
package services

import (
	"conformance/suites/engine"
	"conformance/suites/scenario"
	"conformance/suites/services/flows"
	"conformance/suites/services/rules"
)

// Suite returns the suite.
func Suite() engine.Suite {
	return engine.Suite{
		API:       "services",
		Preflight: flows.Preflight.Scenario,
		Contact:   flows.Contact,
		Scenarios: []scenario.Scenario{flows.Access.Scenario, flows.Database.Scenario, flows.Validation.Scenario, flows.Storage.Scenario, flows.Replica.Scenario},
		Checks:    rules.Checks(),
		Header:    flows.Header,
		Remove:    flows.Remove,
		Fixtures: []scenario.Fixture{
			{Key: "project_id", Help: "UUID of the project to create services in; without it nothing is created"},
			{Key: "resource_id", Help: "UUID of the compute resource to create services on; without it nothing is created"},
			{Key: "postgres_version", Help: "the PostgreSQL version to create; 16 by default"},
			{Key: "workspace_id", Help: "the workspace to work in, sent as X-Workspace-Id; by default the token's own"},
			{Key: "default_workspace_id", Help: "the token's default workspace (SVC-AUTH-006)"},
			{Key: "second_workspace_id", Help: "another workspace that the token may use (SVC-AUTH-007)"},
			{Key: "closed_resource_id", Help: "a compute resource that is assigned to other projects (SVC-CREATE-014)"},
			{Key: "read_only_token", Help: "a token that may read and not create (SVC-AUTH-009)"},
			{Key: "foreign_token", Help: "a token that is valid and cannot reach the project (SVC-AUTH-010)"},
			{Key: "archive_server_field", Help: "the request member for the archive's server name, which is not published (SVC-COND-014 to 019)"},
		},
	}
}
