package flows

import (
	"net/http"
	"strings"

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
