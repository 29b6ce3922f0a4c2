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
					outcome, _ := s.run(t, version, mocks.Mutant{}, 4)
					var excused strings.Builder
					for _, r := range outcome.Results {
						switch r.Verdict {
						case verdict.Pass:
						case verdict.NotApplicable:
							fmt.Fprintf(&excused, "%s  %s\n", r.Rule.ID, r.Reason())
						default:
							t.Errorf("%s: %s %s %v", r.Rule.ID, r.Verdict, r.Reason(), r.Findings)
						}
					}
					if outcome.Code() != verdict.Conformant {
						t.Errorf("exit code %d, want 0; faults %v, left %v", outcome.Code(), outcome.Recording.Troubles, outcome.Recording.Left)
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
			outcome, _ := s.run(t, version, mocks.Mutant{}, 1)
			all[version] = verdicts(outcome)
		})
	}
	return all
}

func verdicts(outcome *verdict.Outcome) map[string]verdict.Verdict {
	all := map[string]verdict.Verdict{}
	for _, r := range outcome.Results {
		all[r.Rule.ID] = r.Verdict
	}
	return all
}

// TestMutants: each fault is found by the checks of the requirements that it breaks, and by no other.
func TestMutants(t *testing.T) {
	each(t, func(t *testing.T, s subject, api *specs.API) {
		before := s.baselines(t, api.Versions)
		for _, fault := range s.mutants {
			t.Run(fault.ID, func(t *testing.T) {
				t.Parallel()
				version := cmp.Or(fault.Version, api.Latest())
				synctest.Test(t, func(t *testing.T) { kill(t, s, version, before[version], fault) })
			})
		}
	})
}

func kill(t *testing.T, s subject, version specs.Version, before map[string]verdict.Verdict, fault mocks.Mutant) {
	outcome, fired := s.run(t, version, fault, 1) // that scenarios side by side change nothing is another test's affair
	if !fired {
		t.Error("the fault was armed and did not fire")
	}
	for _, trouble := range outcome.Recording.Troubles {
		t.Errorf("our own trouble: %s", trouble)
	}
	blocked := false
	for _, r := range outcome.Results {
		turned := worse(before[r.Rule.ID], r.Verdict)
		broken := r.Verdict == verdict.Fail || r.Verdict == verdict.Warn
		blocked = blocked || turned && r.Verdict == verdict.Blocked
		switch {
		case slices.Contains(fault.Breaks, r.Rule.ID) && !broken:
			t.Errorf("%s: %s %s, want it broken", r.Rule.ID, r.Verdict, r.Reason())
		case slices.Contains(fault.Also, r.Rule.ID) && !turned:
			t.Errorf("%s: %s, was %s: the fault says that it is touched as well", r.Rule.ID, r.Verdict, before[r.Rule.ID])
		case turned && !slices.Contains(fault.Breaks, r.Rule.ID) && !slices.Contains(fault.Also, r.Rule.ID) && (r.Verdict != verdict.Blocked || !fault.Blocks):
			t.Errorf("%s: %s, was %s, and the fault does not say so: %s %v", r.Rule.ID, r.Verdict, before[r.Rule.ID], r.Reason(), r.Findings)
		}
	}
	if fault.Blocks && !blocked {
		t.Error("the fault says that it blocks, and nothing is blocked")
	}
}

// worse reports whether a verdict has turned to one that counts against somebody. What is not applicable or not exercised
// any more has only lost what it looked at.
func worse(before, after verdict.Verdict) bool {
	return after != before && slices.Contains([]verdict.Verdict{verdict.Fail, verdict.Warn, verdict.Blocked, verdict.Error}, after)
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

func spare(t *testing.T, s subject, version specs.Version, before map[string]verdict.Verdict, equivalent mocks.Mutant) {
	outcome, fired := s.run(t, version, equivalent, 4)
	if !fired {
		t.Error("the oddity was armed and did not fire")
	}
	for _, r := range outcome.Results {
		if worse(before[r.Rule.ID], r.Verdict) {
			t.Errorf("%s: %s, was %s: %s %v", r.Rule.ID, r.Verdict, before[r.Rule.ID], r.Reason(), r.Findings)
		}
	}
	if code := outcome.Code(); code != verdict.Conformant {
		t.Errorf("exit code %d, want 0; faults %v, left %v", code, outcome.Recording.Troubles, outcome.Recording.Left)
	}
}

// TestDeclarations: ids of mutants are unique, each says which rules it breaks or what makes it legal, and rules that it
// names exist.
func TestDeclarations(t *testing.T) {
	each(t, func(t *testing.T, s subject, api *specs.API) {
		known := map[string]bool{}
		for _, m := range slices.Concat(s.mutants, s.equivalents) {
			if known[m.ID] {
				t.Errorf("%s is listed twice", m.ID)
			}
			known[m.ID] = true
			named := slices.Concat(m.Breaks, m.Also)
			for i, id := range named {
				if api.Requirements.Find(id) == nil || slices.Contains(named[:i], id) {
					t.Errorf("%s names %s, which is no requirement, or twice", m.ID, id)
				}
			}
		}
		for _, m := range s.mutants {
			if len(m.Breaks) == 0 || m.Allows != "" {
				t.Errorf("%s is a fault and breaks %v, allowed by %q", m.ID, m.Breaks, m.Allows)
			}
		}
		for _, m := range s.equivalents {
			if len(m.Breaks)+len(m.Also) > 0 || m.Blocks || m.Allows == "" {
				t.Errorf("%s is legal because of %q, and breaks %v and %v", m.ID, m.Allows, m.Breaks, m.Also)
			}
		}
	})
}

// TestEveryCheckHasAMutant: a check that no mutant proves may be unable to fail.
func TestEveryCheckHasAMutant(t *testing.T) {
	each(t, func(t *testing.T, s subject, api *specs.API) {
		primary := map[string]bool{}
		for _, fault := range s.mutants {
			primary[fault.Breaks[0]] = true
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
