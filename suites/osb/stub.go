package osb

import (
	. "conformance/suites/check"
	"conformance/suites/record"
	"conformance/suites/scenario"
)

func catalogChecks() List      { return nil }
func headerChecks() List       { return nil }
func pollingChecks() List      { return nil }
func fetchChecks() List        { return nil }
func updateChecks() List       { return nil }
func bindChecks() List         { return nil }
func unbindChecks() List       { return nil }
func deprovisionChecks() List  { return nil }
func asynchronousChecks() List { return nil }
func errorChecks() List        { return nil }

type CatalogRun struct {
	Again record.Step `step:"again"`
}

var Catalog = scenario.New[CatalogRun](scenario.Scenario{Name: "catalog", Title: "x", Operations: []string{"catalog"}, Record: func(s *scenario.Session) { s.Send("again", scenario.Call{Operation: "catalog"}) }})
var Asynchronous = scenario.New[CatalogRun](scenario.Scenario{Name: "asynchronous", Title: "x", Record: func(s *scenario.Session) {}})
var Application = scenario.New[CatalogRun](scenario.Scenario{Name: "application", Title: "x", Record: func(s *scenario.Session) {}})
