// Package services is the suite for a platform's API that creates standalone services, PostgreSQL databases and shared
// volumes: the flows that it records and the checks that judge them, one file per scenario and per chapter.
package services

import (
	"net/http"
	"slices"
	"strings"

	"conformance/suites/engine"
	"conformance/suites/scenario"
)

// Suite returns the suite.
func Suite() engine.Suite {
	return engine.Suite{
		API:       "services",
		Preflight: Preflight.Scenario,
		Contact:   contact,
		Scenarios: []scenario.Scenario{Access.Scenario, Database.Scenario, Validation.Scenario, Storage.Scenario, Replica.Scenario},
		Checks: slices.Concat(authenticationChecks(), createChecks(), storageChecks(), conditionChecks(), entityChecks(),
			connectionChecks(), detailsChecks(), externalChecks(), commandChecks(), errorChecks(), lifecycleChecks()),
		Header: header,
		Remove: remove,
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

// header chooses the workspace, where the owner named one.
func header(site *scenario.Site, _ func() string) http.Header {
	if id := site.Fixtures["workspace_id"]; id != "" {
		return http.Header{workspaceHeader: {id}}
	}
	return nil
}

const workspaceHeader = "X-Workspace-Id"

// place picks where services are created, or says which fixtures are missing.
func place(site *scenario.Site) (scenario.Subject, string) {
	subject := scenario.Subject{}
	var missing []string
	for _, key := range []string{"project_id", "resource_id"} {
		if subject[key] = site.Fixtures[key]; subject[key] == "" {
			missing = append(missing, key)
		}
	}
	if len(missing) > 0 {
		return nil, "nothing can be created without --fixture " + strings.Join(missing, " and ")
	}
	return subject, ""
}
