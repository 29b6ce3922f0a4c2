package selftest

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	gocmp "github.com/google/go-cmp/cmp"

	"conformance/mocks"
	"conformance/specs"
	"conformance/suites/check"
	"conformance/suites/verdict"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// each runs f for every API, or for those that -run chooses.
func each(t *testing.T, f func(t *testing.T, s subject, api *specs.API)) {
	for name, s := range subjects() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api, err := specs.Load(name)
			if err != nil {
				t.Fatal(err)
			}
			f(t, s, api)
		})
	}
}

// TestReference: the reference passes every version; what does not apply to it stands in a golden list, so that a run in
// which nothing was judged cannot be green.
func TestReference(t *testing.T) {
	each(t, func(t *testing.T, s subject, api *specs.API) {
		for _, version := range api.Versions {
			t.Run(string(version), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					outcome, _ := s.run(t, version, mocks.Fault{}, 4)
					var excused strings.Builder
					for _, r := range outcome.Results {
						switch r.Verdict {
						case verdict.Pass:
						case verdict.NotApplicable:
							fmt.Fprintf(&excused, "%s  %s\n", r.ID, r.Reason)
						default:
							t.Errorf("%s: %s %s %v", r.ID, r.Verdict, r.Reason, r.Findings)
						}
					}
					if outcome.Code() != verdict.Conformant {
						t.Errorf("exit code %d, want 0; faults %v, left %v", outcome.Code(), outcome.Recording.Faults, outcome.Recording.Left)
					}
					golden(t, filepath.Join("testdata", "not-applicable", api.Name+"-"+string(version)+".txt"), excused.String())
				})
			})
		}
	})
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatalf("%v; run the test with -update", err)
	}
	if diff := gocmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

// baselines judges the reference as it is, in each of the versions once.
func (s subject) baselines(t *testing.T, versions []specs.Version) map[specs.Version]map[string]verdict.Verdict {
	all := map[specs.Version]map[string]verdict.Verdict{}
	for _, version := range versions {
		synctest.Test(t, func(t *testing.T) {
			outcome, _ := s.run(t, version, mocks.Fault{}, 1)
			all[version] = verdicts(outcome)
		})
	}
	return all
}

func verdicts(outcome *verdict.Outcome) map[string]verdict.Verdict {
	all := map[string]verdict.Verdict{}
	for _, r := range outcome.Results {
		all[r.ID] = r.Verdict
	}
	return all
}

// TestMutants: each mutant is found by the checks of the requirements that it breaks, and by no other.
func TestMutants(t *testing.T) {
	each(t, func(t *testing.T, s subject, api *specs.API) {
		before := s.baselines(t, api.Versions)
		for _, mutant := range s.mutants {
			t.Run(mutant.ID, func(t *testing.T) {
				t.Parallel()
				version := cmp.Or(mutant.Version, api.Latest())
				synctest.Test(t, func(t *testing.T) { kill(t, s, version, before[version], mutant) })
			})
		}
	})
}

func kill(t *testing.T, s subject, version specs.Version, before map[string]verdict.Verdict, mutant mocks.Mutant) {
	outcome, fired := s.run(t, version, mutant.Fault, 1) // that scenarios side by side change nothing is another test's affair
	if !fired {
		t.Error("the fault was armed and did not fire")
	}
	for _, fault := range outcome.Recording.Faults {
		t.Errorf("our own trouble: %s", fault)
	}
	after := verdicts(outcome)
	for _, id := range mutant.Breaks {
		if v := after[id]; v != verdict.Fail && v != verdict.Warn {
			t.Errorf("%s: %s, want it broken", id, cmp.Or(v, "not judged"))
		}
	}
	for _, r := range outcome.Results {
		expected := r.Verdict == before[r.ID] || r.Verdict == verdict.Pass ||
			slices.Contains(mutant.Breaks, r.ID) || slices.Contains(mutant.Also, r.ID) ||
			mutant.Blocks && slices.Contains([]verdict.Verdict{verdict.Blocked, verdict.NotExercised, verdict.NotApplicable}, r.Verdict)
		if !expected {
			t.Errorf("%s: %s, was %s: %s %v", r.ID, r.Verdict, before[r.ID], r.Reason, r.Findings)
		}
	}
}

// TestEquivalents: what is odd but legal changes no verdict for the worse.
func TestEquivalents(t *testing.T) {
	each(t, func(t *testing.T, s subject, api *specs.API) {
		before := s.baselines(t, api.Versions)
		for _, equivalent := range s.equivalents {
			t.Run(equivalent.ID, func(t *testing.T) {
				t.Parallel()
				version := cmp.Or(equivalent.Version, api.Latest())
				synctest.Test(t, func(t *testing.T) { spare(t, s, version, before[version], equivalent) })
			})
		}
	})
}

func spare(t *testing.T, s subject, version specs.Version, before map[string]verdict.Verdict, equivalent mocks.Equivalent) {
	outcome, fired := s.run(t, version, equivalent.Fault, 4)
	if !fired {
		t.Error("the oddity was armed and did not fire")
	}
	for _, r := range outcome.Results {
		excused := slices.Contains(equivalent.Also, r.ID) && (r.Verdict == verdict.NotApplicable || r.Verdict == verdict.NotExercised)
		if r.Verdict != before[r.ID] && r.Verdict != verdict.Pass && !excused {
			t.Errorf("%s: %s, was %s: %s %v", r.ID, r.Verdict, before[r.ID], r.Reason, r.Findings)
		}
	}
	if code := outcome.Code(); code != verdict.Conformant {
		t.Errorf("exit code %d, want 0; faults %v, left %v", code, outcome.Recording.Faults, outcome.Recording.Left)
	}
}

// TestEveryCheckHasAMutant: a check that no mutant proves may be unable to fail.
func TestEveryCheckHasAMutant(t *testing.T) {
	each(t, func(t *testing.T, s subject, api *specs.API) {
		primary := map[string]bool{}
		names := map[string]bool{}
		for _, mutant := range s.mutants {
			if names[mutant.ID] {
				t.Errorf("mutant %s is listed twice", mutant.ID)
			}
			names[mutant.ID] = true
			for _, id := range slices.Concat(mutant.Breaks, mutant.Also) {
				if api.Requirements.Find(id) == nil {
					t.Errorf("mutant %s names %s, which is no requirement", mutant.ID, id)
				}
			}
			primary[mutant.Breaks[0]] = true
		}
		for _, id := range checked(t, s, api) {
			if !primary[id] {
				t.Errorf("%s has a check and no mutant whose primary requirement it is", id)
			}
		}
	})
}

// checked returns the ids that have a check in some version.
func checked(t *testing.T, s subject, api *specs.API) []string {
	var ids []string
	for _, k := range s.suite.Checks {
		ids = append(ids, k.ID)
	}
	for _, version := range api.Versions {
		document, err := api.Document(version)
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range check.Shapes(document) {
			if r := api.Requirements.Find(k.ID); r != nil && api.Judges(r, version) {
				ids = append(ids, k.ID)
			}
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}
