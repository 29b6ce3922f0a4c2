package main

import (
	mocksservices "conformance/mocks/services"
	server "conformance/reference/services"
	"conformance/suites/services"
)

func servicesContent() content {
	return content{
		api: "services", suite: services.Suite(), mutants: mocksservices.Faults(), equivalents: mocksservices.Equivalents(), server: "services",
		start: func(o serveOptions) (*reference, error) {
			credentials := o.bearer()
			reader, stranger := "reader-"+credentials.Token, "stranger-"+credentials.Token
			api, err := server.New(server.Config{
				Token: credentials.Token, ReadOnlyToken: reader, ForeignToken: stranger, AsyncDelay: o.asyncDelay,
			})
			if err != nil {
				return nil, err
			}
			handler, err := armed("services", o.version, o.fault, api)
			return &reference{handler: handler, client: credentials, stop: func() {}, fixtures: map[string]string{
				"project_id":           server.DefaultProjectID,
				"resource_id":          server.DefaultResourceID,
				"default_workspace_id": server.DefaultWorkspaceID,
				"second_workspace_id":  server.DefaultSecondWorkspaceID,
				"closed_resource_id":   server.DefaultClosedResourceID,
				"archive_server_field": "s3_server_name",
				"read_only_token":      reader,
				"foreign_token":        stranger,
			}}, err
		},
	}
}
