package selftest

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"conformance/mocks"
	"conformance/specs"
	"conformance/suites/record"
	"conformance/suites/verdict"
)

// TestControllerFixtures: what the owner does not tell, or tells wrongly, makes rules not applicable, and nothing else.
func TestControllerFixtures(t *testing.T) {
	alone := map[string]string{
		"CFV2-INST-027": "other_space_guid", "CFV2-INST-036": "full_space_guid", "CFV2-ERR-038": "suspended_space_guid", "CFV2-ERR-013": "scopeless_token",
		"CFV2-INST-034": "developer_token", "CFV2-INST-041": "reader_token", "CFV2-INST-040": "stranger_token",
	}
	for _, c := range []struct {
		name string
		tell func(fixtures map[string]string)
		// lacks are rules that are not applicable, and the fixture that their reasons name.
		lacks map[string]string
	}{
		{"space and app alone", func(fixtures map[string]string) {
			maps.DeleteFunc(fixtures, func(key, _ string) bool { return key != "space_guid" && key != "app_guid" })
		}, alone},
		{"one token and one space", func(fixtures map[string]string) {
			maps.DeleteFunc(fixtures, func(key, _ string) bool {
				return (record.Secret(key) || strings.HasSuffix(key, "_space_guid")) && key != "reader_token" && key != "other_space_guid"
			})
		}, map[string]string{"CFV2-INST-036": "full_space_guid", "CFV2-ERR-038": "suspended_space_guid", "CFV2-INST-034": "developer_token", "CFV2-INST-040": "stranger_token"}},
		{"tokens that have expired", func(fixtures map[string]string) {
			for key := range fixtures {
				if record.Secret(key) {
					fixtures[key] = "expired-" + key
				}
			}
		}, map[string]string{"CFV2-INST-034": "developer_token", "CFV2-INST-041": "reader_token", "CFV2-BIND-034": "reader_token", "CFV2-INST-040": "stranger_token",
			"CFV2-ERR-038": "suspended_developer_token", "CFV2-ERR-013": "scopeless_token"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := subjects()["cf-v2"]
				serve := s.serve
				s.serve = func(t *testing.T, version specs.Version, fault mocks.Mutant) target {
					started := serve(t, version, fault)
					started.fixtures = maps.Clone(started.fixtures)
					c.tell(started.fixtures)
					return started
				}
				outcome, _ := s.run(t, "2", mocks.Mutant{}, 4)
				for _, r := range outcome.Results {
					switch fixture := c.lacks[r.Rule.ID]; {
					case fixture != "" && (r.Verdict != verdict.NotApplicable || !slices.Contains(r.Reason().Fixtures, fixture)):
						t.Errorf("%s: %s %q, want it not applicable for lack of %s", r.Rule.ID, r.Verdict, r.Reason().Text, fixture)
					case r.Verdict != verdict.Pass && r.Verdict != verdict.NotApplicable:
						t.Errorf("%s: %s %s %v", r.Rule.ID, r.Verdict, r.Reason().Text, r.Findings)
					}
				}
				if outcome.Code() != verdict.Conformant {
					t.Errorf("exit code %d, left %v", outcome.Code(), outcome.Recording.Left)
				}
			})
		})
	}
}
