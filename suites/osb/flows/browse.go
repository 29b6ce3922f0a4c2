package flows

import (
	"net/http"
	"strings"

	"conformance/specs"
	"conformance/suites/record"
	"conformance/suites/scenario"
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

// Catalog reads the catalog, with the headers of a platform and with wrong ones, and asks for what does not exist. The plain
// catalog comes first, for it is what every other answer is compared with; the requests for an unknown instance come last.
var Catalog = scenario.New(scenario.Scenario{
	Name: "catalog", Title: "the catalog, who may read it, and instances that do not exist",
	Operations: []string{"catalog", "fetch-instance", "instance-last-operation", "binding-last-operation", "deprovision"},
}, recordCatalog)

func recordCatalog(s *scenario.Session, run *CatalogRun) {
	catalog := scenario.Call{Operation: "catalog"}
	x := s.Send(run.Catalog, catalog)
	s.Send(run.Again, catalog)
	unauthorised(s, run, x)
	s.Send(run.OldVersion, with(catalog, VersionHeader, "1.0"))
	s.Send(run.NoVersion, with(catalog, VersionHeader))
	if s.Since("2.15") {
		s.Send(run.NoIdentity, with(catalog, "X-Broker-API-Request-Identity"))
	}
	if s.Since("2.13") {
		call := with(catalog, "X-Broker-API-Originating-Identity", "nobody")
		call.Invalid = "the originating identity has no value after the platform"
		s.Send(run.BadOrigin, call)
	}
	respelled(s, run, catalog)
	older(s, run, x)
	malformedPolls(s, run)
	absentInstance(s, run, x)
}

// respelled reads the catalog with header names in other cases than ours, which is that of the oldest versions.
func respelled(s *scenario.Session, run *CatalogRun, catalog scenario.Call) {
	catalog.Spell = strings.ToLower
	s.Send(run.LowerCase, catalog)
	catalog.Spell = strings.ToUpper
	s.Send(run.UpperCase, catalog)
}

// older reads the catalog as a platform of the oldest version does.
func older(s *scenario.Session, run *CatalogRun, catalog *record.Exchange) {
	oldest := s.Site.API.Versions[0]
	if oldest == s.Version() {
		s.Skip(catalog, "there is no older version", run.Oldest)
		return
	}
	s.Send(run.Oldest, with(scenario.Call{Operation: "catalog"}, VersionHeader, string(oldest)))
}

// malformedPolls asks for operations in a query that no percent-encoding yields.
func malformedPolls(s *scenario.Session, run *CatalogRun) {
	for _, poll := range []struct {
		since     specs.Version
		step      record.Step
		operation string
	}{
		{"2.13", run.PollMalformed, "instance-last-operation"},
		{"2.14", run.PollBindMalformed, "binding-last-operation"},
	} {
		if s.Since(poll.since) {
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

const unguarded = "the run has no credentials, so the broker is taken as open; see --username, --password and --token"

// unauthorised reads the catalog without credentials and with wrong ones.
func unauthorised(s *scenario.Session, run *CatalogRun, catalog *record.Exchange) {
	if !guarded(s) {
		s.Skip(catalog, unguarded, run.NoCredentials, run.WrongPassword)
		return
	}
	s.Send(run.NoCredentials, scenario.Call{Operation: "catalog", Credentials: scenario.NoCredentials()})
	wrong := scenario.Credentials{Username: s.Client.Credentials.Username, Password: "wrong-" + s.NewID()}
	if s.Client.Credentials.Username == "" {
		wrong = scenario.Credentials{Token: "wrong-" + s.NewID()}
	}
	s.Send(run.WrongPassword, scenario.Call{Operation: "catalog", Credentials: &wrong})
}

// absentInstance asks for an instance that nobody created, of a plan for which that is harmless and answered.
func absentInstance(s *scenario.Session, run *CatalogRun, catalog *record.Exchange) {
	if s.Since("2.16") {
		s.Send(run.PollUnknown, scenario.Call{Operation: "instance-last-operation", Params: map[string]string{"instance_id": s.NewID()}})
	}
	all := plans(s.Site)
	if len(all) == 0 {
		s.Skip(catalog, noPlan(s.Site), run.FetchUnknown, run.DeprovisionAbsent)
		return
	}
	s.Send(run.DeprovisionAbsent, newInstance(s, all[0]).deprovision(true))
	if !s.Since("2.14") {
		return
	}
	for _, p := range all {
		if p.retrievable {
			s.Send(run.FetchUnknown, newInstance(s, p).fetch())
			return
		}
	}
	s.Skip(catalog, "no offering declares instances_retrievable", run.FetchUnknown)
}
