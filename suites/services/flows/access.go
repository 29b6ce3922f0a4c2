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
var Access = scenario.New(scenario.Scenario{
	Name: "access", Title: "list the services with and without a token", Operations: []string{"list", "get"},
}, recordAccess)

func recordAccess(s *scenario.Session, run *AccessRun) {
	list := func(step record.Step, fault string, credentials *scenario.Credentials, header http.Header) {
		s.Send(step, scenario.Call{Operation: "list", Credentials: credentials, Header: header, Invalid: fault})
	}
	list(run.List, "", nil, nil)
	list(run.WithoutToken, "the token is missing", scenario.NoCredentials(), nil)
	list(run.WrongToken, "the token is invented", &scenario.Credentials{Token: "invented-" + s.NewID()}, nil)
	list(run.Basic, "the scheme is Basic",
		&scenario.Credentials{Username: "conformance", Password: "invented-" + s.NewID()}, nil)
	if token := s.Client.Credentials.Token; token != "" {
		list(run.BareToken, "the word Bearer is missing", nil, http.Header{"Authorization": {token}})
	} else {
		s.Skip(nil, "the run was not given a token of its own; see --token", run.BareToken)
	}
	list(run.WithoutWorkspace, "", nil, http.Header{workspaceHeader: {}})
	list(run.ForeignWorkspace, "the workspace is invented", nil, http.Header{workspaceHeader: {s.NewID()}})
	unknown := func(step record.Step, fault, id string) {
		call := get(id)
		call.Invalid = fault
		s.Send(step, call)
	}
	unknown(run.Unknown, "the uuid is invented", s.NewID())
	unknown(run.NoUUID, "the id is no uuid", "not-a-uuid")
}
