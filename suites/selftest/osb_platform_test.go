package selftest

import (
	"testing"
	"testing/synctest"

	"conformance/mocks"
	"conformance/reference/broker"
	"conformance/specs"
	"conformance/suites/record"
)

// TestSuiteSpeaksAsAPlatform: a broker may refuse what no platform may send, so what the suite sends as valid keeps the
// rules for platforms.
func TestSuiteSpeaksAsAPlatform(t *testing.T) {
	api, err := specs.Load("osb")
	if err != nil {
		t.Fatal(err)
	}
	for _, version := range api.Versions {
		for _, offering := range []string{"bindable: true", "bindable: true, allow_context_updates: true"} {
			t.Run(string(version)+"/"+offering, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					outcome, _ := serving(offer(offering, "free: true"), broker.Config{}).run(t, version, mocks.Mutant{}, 4)
					for _, x := range outcome.Recording.Exchanges {
						if x.Invalid == "" {
							speaksAsAPlatform(t, version, x, offering != "bindable: true")
						}
					}
				})
			})
		}
	}
}

func speaksAsAPlatform(t *testing.T, version specs.Version, x *record.Exchange, contextUpdates bool) {
	t.Helper()
	value, _ := x.Request.Body.JSON()
	body, _ := value.(map[string]any)
	context, _ := body["context"].(map[string]any)
	var wanted []string
	for _, rule := range []struct {
		operation string
		since     specs.Version
		members   []string
	}{
		{"provision", "2.12", []string{"platform", "organization_guid", "space_guid"}},      // OSB-CTX-003, -008, -009
		{"provision", "2.15", []string{"organization_name", "space_name", "instance_name"}}, // OSB-CTX-010 to -012
		{"update", "2.12", []string{"platform", "organization_guid", "space_guid"}},         // OSB-CTX-013
		{"update", "2.15", []string{"organization_name", "space_name", "instance_name"}},    // OSB-CTX-014
		{"bind", "2.13", []string{"platform", "organization_guid", "space_guid"}},           // OSB-CTX-015
		{"bind", "2.15", []string{"organization_name", "space_name"}},                       // OSB-CTX-016
	} {
		if foreign, ok := context["platform"].(string); ok && foreign != "cloudfoundry" {
			break // the rules of another platform
		}
		if rule.operation == x.Operation && !version.Before(rule.since) {
			wanted = append(wanted, rule.members...)
		}
	}
	for _, member := range wanted {
		if text, _ := context[member].(string); text == "" {
			t.Errorf("%s (step %s): context lacks %s", x, x.Step, member)
		}
	}
	if x.Operation != "update" || contextUpdates || context == nil {
		return
	}
	// OSB-UPD-003: a context goes along with another change.
	for _, member := range []string{"plan_id", "parameters", "maintenance_info"} {
		if body[member] != nil {
			return
		}
	}
	t.Errorf("%s (step %s): the update carries a context alone, which the offering does not allow", x, x.Step)
}
