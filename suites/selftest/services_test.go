package selftest

import (
	"testing"
	"time"

	"conformance/mocks"
	mocksservices "conformance/mocks/services"
	reference "conformance/reference/services"
	"conformance/specs"
	"conformance/suites/scenario"
	"conformance/suites/services"
)

func servicesSubject() subject {
	const token, reader, stranger = "planted-T0ken-of-the-suite", "planted-reader-T0ken", "planted-stranger-T0ken"
	return subject{
		suite: services.Suite(), mutants: mocksservices.Mutants(), equivalents: mocksservices.Equivalents(),
		secrets: []string{token, reader, stranger},
		serve: func(t *testing.T, version specs.Version, fault mocks.Fault) target {
			t.Helper()
			server, err := reference.New(reference.Config{Token: token, ReadOnlyToken: reader, ForeignToken: stranger,
				AsyncDelay: time.Second, Strict: true})
			if err != nil {
				t.Fatal(err)
			}
			armed := arm(t, "services", version, fault.Rules, server)
			return target{
				transport:   mocks.Transport(armed),
				credentials: scenario.Credentials{Token: token},
				fixtures: map[string]string{
					"project_id":           reference.DefaultProjectID,
					"resource_id":          reference.DefaultResourceID,
					"workspace_id":         reference.DefaultWorkspaceID,
					"default_workspace_id": reference.DefaultWorkspaceID,
					"second_workspace_id":  reference.DefaultSecondWorkspaceID,
					"closed_resource_id":   reference.DefaultClosedResourceID,
					"read_only_token":      reader,
					"foreign_token":        stranger,
					"archive_server_field": "s3_server_name",
				},
				fired: armed.Fired,
				close: func() {},
			}
		},
	}
}
