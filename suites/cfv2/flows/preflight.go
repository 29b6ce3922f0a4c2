// Package flows records Cloud Foundry controllers: one file a scenario, and beside them what scenarios share.
package flows

import (
	"net/url"

	"conformance/suites/engine"
	"conformance/suites/record"
	"conformance/suites/scenario"
)

// PreflightRun is how a run begins: the description of the controller, then a list that takes a token.
type PreflightRun struct {
	Info    record.Step `step:"info"`
	Brokers record.Step `step:"list brokers"`
}

// Preflight creates nothing.
var Preflight = scenario.New[PreflightRun](scenario.Scenario{
	Name: "preflight", Title: "read the description of the controller and list the brokers", Operations: []string{"get-info", "list-brokers"},
})

// Contact reads the description of the controller, logs in as it says, and lists one broker: whoever may not do that can
// check nothing.
func Contact(s *scenario.Session) error {
	info := s.Send("info", scenario.Call{Operation: "get-info", Credentials: scenario.NoCredentials()})
	if err := engine.Contacted(info, "a Cloud Foundry controller"); err != nil {
		return err
	}
	if err := logIn(s, info); err != nil {
		return err
	}
	list := s.Send("list brokers", scenario.Call{Operation: "list-brokers", Query: url.Values{"results-per-page": {"1"}}})
	return engine.Contacted(list, "a Cloud Foundry controller")
}
