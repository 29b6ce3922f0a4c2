package flows

import (
	"net/http"

	"conformance/suites/scenario"
)

// Header chooses the workspace, where the owner named one.
func Header(site *scenario.Site, _ func() string) http.Header {
	if id := site.Fixtures["workspace_id"]; id != "" {
		return http.Header{workspaceHeader: {id}}
	}
	return nil
}

const workspaceHeader = "X-Workspace-Id"

// projectAndResource are the fixtures without which nothing can be created.
func projectAndResource() []scenario.Told {
	return []scenario.Told{{For: "nothing can be created", Keys: []string{"project_id", "resource_id"}}}
}

// place is where services are created.
func place(site *scenario.Site) (scenario.Subject, string) {
	return scenario.Subject{"project_id": site.Fixtures["project_id"], "resource_id": site.Fixtures["resource_id"]}, ""
}
