package selftest

import (
	"slices"
	"testing"
	"testing/synctest"

	"conformance/mocks"
	"conformance/mocks/apis"
	reference "conformance/reference/services"
	"conformance/specs"
	"conformance/suites/verdict"
)

// TestServicesFixtures: what the owner does not tell makes rules not applicable, and each names what it lacks.
func TestServicesFixtures(t *testing.T) {
	creating := []string{"project_id", "resource_id"}
	for _, c := range []struct {
		name string
		keep []string
		// lacks are rules that are not applicable, and the fixture that their reasons name.
		lacks map[string]string
	}{
		{"none", nil, map[string]string{"SVC-CREATE-001": "project_id", "SVC-CONN-006": "project_id", "SVC-COND-001": "resource_id"}},
		{"project only", creating[:1], map[string]string{"SVC-CREATE-004": "resource_id"}},
		{"what creating needs", creating, map[string]string{"SVC-AUTH-007": "second_workspace_id", "SVC-AUTH-009": "read_only_token",
			"SVC-AUTH-010": "foreign_token", "SVC-CREATE-014": "closed_resource_id", "SVC-COND-014": "archive_server_field",
			"SVC-COND-019": "archive_server_field"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := subjects()["services"]
				serve := s.serve
				s.serve = func(t *testing.T, version specs.Version, fault mocks.Mutant) target {
					all := serve(t, version, fault)
					told := map[string]string{}
					for _, key := range c.keep {
						told[key] = all.fixtures[key]
					}
					all.fixtures = told
					return all
				}
				outcome, _ := s.run(t, "", mocks.Mutant{}, 4)
				for _, r := range outcome.Results {
					// Where nothing is created, no exchange shows the members of a service.
					unseen := r.Verdict == verdict.NotExercised && len(c.keep) < len(creating)
					if r.Verdict != verdict.Pass && r.Verdict != verdict.NotApplicable && !unseen {
						t.Errorf("%s: %s %s %v", r.Rule.ID, r.Verdict, r.Reason().Text, r.Findings)
					}
					if key, lacks := c.lacks[r.Rule.ID]; lacks && (r.Verdict != verdict.NotApplicable || !slices.Contains(r.Reason().Fixtures, key)) {
						t.Errorf("%s: %s %q, want not-applicable and the fixture %s named", r.Rule.ID, r.Verdict, r.Reason().Text, key)
					}
				}
			})
		})
	}
}

// TestServicesCleanUp: nothing is left behind, whatever the target says about what it made.
func TestServicesCleanUp(t *testing.T) {
	refused := func(a *mocks.Answer) { a.Status, a.Body = 422, []byte(`{"error":"no"}`) }
	for _, c := range []struct {
		name  string
		rules []mocks.Rule
	}{
		{"plain", nil},
		{"connection lost after each creation", []mocks.Rule{mocks.On("create").Drop()}},
		{"no uuid in the answer", []mocks.Rule{mocks.On("create").Answered(201).Remove("/uuid")}},
		{"said no and did it", []mocks.Rule{mocks.On("create").Answered(201).Change(func(_ *mocks.Seen, a *mocks.Answer) { refused(a) })}},
		{"labels not listed", []mocks.Rule{mocks.On("create").Drop(), mocks.On("list").Answered(200).Remove("/*/label")}},
		{"busy in the beginning", []mocks.Rule{mocks.On("delete").Nth(1).Instead(409, map[string]any{"error": "busy"})}},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				store := reference.NewMemory()
				s := subjects()["services"]
				s.serve = func(t *testing.T, version specs.Version, fault mocks.Mutant) target {
					api, err := apis.Find("services")
					if err != nil {
						t.Fatal(err)
					}
					return serve(t, api, version, fault, func(o *apis.Options) { o.Services = store })
				}
				recording, _ := s.record(t, "", mocks.Mutant{Rules: c.rules}, 4)
				left, err := store.List()
				if err != nil || len(left) > 0 || len(recording.Left) > 0 || len(recording.Troubles) > 0 {
					t.Errorf("left %v, recorded as %v; faults %v, error %v", left, recording.Left, recording.Troubles, err)
				}
			})
		})
	}
}
