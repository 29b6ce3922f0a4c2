package flows

import (
	"net/http"

	"conformance/suites/record"
	"conformance/suites/scenario"
)

// AccessRun is who may list the services, and what a service that does not exist looks like.
type AccessRun struct {
	List             record.Step `step:"list"`
	WithoutToken     record.Step `step:"list without a token"`
	WrongToken       record.Step `step:"list with a wrong token"`
	Basic            record.Step `step:"list with basic authentication"`
	BareToken        record.Step `step:"list with the bare token"`
	WithoutWorkspace record.Step `step:"list without naming a workspace"`
	ForeignWorkspace record.Step `step:"list in an unknown workspace"`
	Unknown          record.Step `step:"get an unknown service"`
	NoUUID           record.Step `step:"get what is no uuid"`
}

// Access only reads.
var Access = scenario.New[AccessRun](scenario.Scenario{
	Name: "access", Title: "list the services with and without a token", Operations: []string{"list", "get"},
	Record: func(s *scenario.Session) {
		list := func(step, fault string, credentials *scenario.Credentials, header http.Header) {
			s.Send(step, scenario.Call{Operation: "list", Credentials: credentials, Header: header, Invalid: fault})
		}
		list("list", "", nil, nil)
		list("list without a token", "the token is missing", scenario.NoCredentials(), nil)
		list("list with a wrong token", "the token is invented", &scenario.Credentials{Token: "invented-" + s.NewID()}, nil)
		list("list with basic authentication", "the scheme is Basic",
			&scenario.Credentials{Username: "conformance", Password: "invented-" + s.NewID()}, nil)
		if token := s.Client.Credentials.Token; token != "" {
			list("list with the bare token", "the word Bearer is missing", nil, http.Header{"Authorization": {token}})
		} else {
			s.Skip(nil, "the run was not given a token of its own; see --token", "list with the bare token")
		}
		list("list without naming a workspace", "", nil, http.Header{workspaceHeader: {}})
		list("list in an unknown workspace", "the workspace is invented", nil, http.Header{workspaceHeader: {s.NewID()}})
		unknown := func(step, fault, id string) {
			call := get(id)
			call.Invalid = fault
			s.Send(step, call)
		}
		unknown("get an unknown service", "the uuid is invented", s.NewID())
		unknown("get what is no uuid", "the id is no uuid", "not-a-uuid")
	},
})
