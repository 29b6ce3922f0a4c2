package apis

import (
	"time"

	"conformance/reference/services"
	"conformance/suites/scenario"
)

// Tokens of those who may only read, and of those who belong to another workspace, follow from that of the owner.
func readOnly(token string) string { return "reader-" + token }

func foreign(token string) string { return "stranger-" + token }

func serveServices(o Options) (*Reference, error) {
	server, err := services.New(services.Config{
		Token: o.Token, ReadOnlyToken: readOnly(o.Token), ForeignToken: foreign(o.Token), AsyncDelay: o.AsyncDelay, Strict: o.Strict, Store: o.Services,
	})
	if err != nil {
		return nil, err
	}
	return o.reference("services", server, scenario.Credentials{Token: o.Token}, map[string]string{
		"project_id":           services.DefaultProjectID,
		"resource_id":          services.DefaultResourceID,
		"default_workspace_id": services.DefaultWorkspaceID,
		"second_workspace_id":  services.DefaultSecondWorkspaceID,
		"closed_resource_id":   services.DefaultClosedResourceID,
		"archive_server_field": "s3_server_name",
		"read_only_token":      readOnly(o.Token),
		"foreign_token":        foreign(o.Token),
	})
}

func plantedServices() (Options, []string) {
	const token = "planted-T0ken-of-the-suite"
	return Options{
		Token: token, AsyncDelay: time.Second, Strict: true, Fixtures: map[string]string{"workspace_id": services.DefaultWorkspaceID},
	}, []string{token, readOnly(token), foreign(token)}
}
