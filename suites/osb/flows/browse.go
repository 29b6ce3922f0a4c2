package flows

import (
	"conformance/specs"
	"conformance/suites/record"
	"conformance/suites/scenario"
	"net/http"
	"strings"
)

// CatalogRun is what can be asked of a broker without creating anything.
type CatalogRun struct {
	Catalog           record.Step `step:"catalog"`
	Again             record.Step `step:"catalog again"`
	NoCredentials     record.Step `step:"no credentials"`
	WrongPassword     record.Step `step:"wrong password"`
	OldVersion        record.Step `step:"version 1.0"`
	NoVersion         record.Step `step:"no version"`
	NoIdentity        record.Step `step:"no request identity"`
	BadOrigin         record.Step `step:"malformed originating identity"`
	LowerCase         record.Step `step:"header names in lower case"`
	UpperCase         record.Step `step:"header names in upper case"`
	Oldest            record.Step `step:"oldest version"`
	PollMalformed     record.Step `step:"malformed poll"`
	PollBindMalformed record.Step `step:"malformed poll of a binding"`
	FetchUnknown      record.Step `step:"fetch unknown"`
	PollUnknown       record.Step `step:"poll unknown"`
	DeprovisionAbsent record.Step `step:"deprovision unknown"`
}

// Catalog reads, and asks for what does not exist.
var Catalog = scenario.New[CatalogRun](scenario.Scenario{
	Name: "catalog", Title: "the catalog, who may read it, and instances that do not exist",
	Operations: []string{"catalog", "fetch-instance", "instance-last-operation", "binding-last-operation", "deprovision"},
	Record: func(s *scenario.Session) {
		catalog := scenario.Call{Operation: "catalog"}
		x := s.Send("catalog", catalog)
		s.Send("catalog again", catalog)
		strangers(s, x)
		s.Send("version 1.0", with(catalog, VersionHeader, "1.0"))
		s.Send("no version", with(catalog, VersionHeader))
		if s.Since("2.15") {
			s.Send("no request identity", with(catalog, "X-Broker-API-Request-Identity"))
		}
		if s.Since("2.13") {
			call := with(catalog, "X-Broker-API-Originating-Identity", "nobody")
			call.Invalid = "the originating identity has no value after the platform"
			s.Send("malformed originating identity", call)
		}
		respelled(s, catalog)
		older(s, x)
		malformedPolls(s)
		strangeInstance(s, x)
	},
})

// respelled reads the catalog with header names in other cases than ours, which is that of the oldest versions.
func respelled(s *scenario.Session, catalog scenario.Call) {
	catalog.Spell = strings.ToLower
	s.Send("header names in lower case", catalog)
	catalog.Spell = strings.ToUpper
	s.Send("header names in upper case", catalog)
}

// older reads the catalog as a platform of the oldest version does.
func older(s *scenario.Session, catalog *record.Exchange) {
	const step = "oldest version"
	oldest := s.Site.API.Versions[0]
	if oldest == s.Version() {
		s.Skip(catalog, "there is no older version", step)
		return
	}
	s.Send(step, with(scenario.Call{Operation: "catalog"}, VersionHeader, string(oldest)))
}

// malformedPolls asks for operations in a query that no percent-encoding yields.
func malformedPolls(s *scenario.Session) {
	for _, poll := range []struct{ since, step, operation string }{
		{"2.13", "malformed poll", "instance-last-operation"},
		{"2.14", "malformed poll of a binding", "binding-last-operation"},
	} {
		if s.Since(specs.Version(poll.since)) {
			path := s.Site.Document.Operation(poll.operation).EscapedPath(map[string]string{"instance_id": s.NewID(), "binding_id": s.NewID()})
			s.Send(poll.step, scenario.Call{Operation: poll.operation, Path: path + "?operation=%zz", Invalid: BrokenQuery})
		}
	}
}

// BrokenQuery is what is wrong with an address that no server can read.
const BrokenQuery = "the query has a percent sign that encodes nothing"

// with replaces a header of the call; no value removes it.
func with(call scenario.Call, name string, values ...string) scenario.Call {
	call.Header = http.Header{http.CanonicalHeaderKey(name): values}
	return call
}

// guarded reports whether the run has credentials, and so expects the broker to ask for them.
func guarded(s *scenario.Session) bool {
	return s.Client.Credentials != scenario.Credentials{} || s.Client.Refresh != nil
}

const open = "the run has no credentials, so the broker is taken as open; see --username, --password and --token"

// strangers reads the catalog without credentials and with wrong ones.
func strangers(s *scenario.Session, catalog *record.Exchange) {
	if !guarded(s) {
		s.Skip(catalog, open, "no credentials", "wrong password")
		return
	}
	s.Send("no credentials", scenario.Call{Operation: "catalog", Credentials: scenario.NoCredentials()})
	wrong := scenario.Credentials{Username: s.Client.Credentials.Username, Password: "wrong-" + s.NewID()}
	if s.Client.Credentials.Username == "" {
		wrong = scenario.Credentials{Token: "wrong-" + s.NewID()}
	}
	s.Send("wrong password", scenario.Call{Operation: "catalog", Credentials: &wrong})
}

// strangeInstance asks for an instance that nobody created, of a plan for which that is harmless and answered.
func strangeInstance(s *scenario.Session, catalog *record.Exchange) {
	if s.Since("2.16") {
		s.Send("poll unknown", scenario.Call{Operation: "instance-last-operation", Params: map[string]string{"instance_id": s.NewID()}})
	}
	all := plans(s.Site)
	if len(all) == 0 {
		s.Skip(catalog, noPlan(s.Site), "fetch unknown", "deprovision unknown")
		return
	}
	s.Send("deprovision unknown", newInstance(s, all[0]).deprovision(true))
	if !s.Since("2.14") {
		return
	}
	for _, p := range all {
		if p.retrievable {
			s.Send("fetch unknown", newInstance(s, p).fetch())
			return
		}
	}
	s.Skip(catalog, "no offering declares instances_retrievable", "fetch unknown")
}
