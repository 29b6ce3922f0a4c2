package selftest

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/onsi/ginkgo/v2/types"

	"conformance/mocks"
	"conformance/specs"
	suites "conformance/suites/apis"
	"conformance/suites/engine"
	"conformance/suites/scenario"
)

// loadAll loads every registry.
func loadAll(t *testing.T) map[string]*specs.API {
	t.Helper()
	all := map[string]*specs.API{}
	for _, name := range specs.Names() {
		api, err := specs.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		all[name] = api
	}
	return all
}

// TestEveryAPIIsListed: an API that the specs know is one that the registries list, and the self-test proves.
func TestEveryAPIIsListed(t *testing.T) {
	proven := subjects()
	for name := range loadAll(t) {
		if s, there := proven[name]; !there || s.suite.API != name {
			t.Errorf("%s is not in mocks/apis", name)
		}
		if _, err := suites.Find(name); err != nil {
			t.Errorf("%s is not in suites/apis: %v", name, err)
		}
	}
	if _, err := suites.Find("none"); err == nil || !strings.Contains(err.Error(), "osb") {
		t.Errorf("an unknown API gives %v, want the names of those there are", err)
	}
}

// TestIDs: an id names one rule of one API, for ever. testdata/ids.txt lists every id that ever was; one that is missing
// from the registries was removed or renamed.
func TestIDs(t *testing.T) {
	owner := map[string]string{}
	for name, api := range loadAll(t) {
		for _, r := range api.Requirements {
			if other := owner[r.ID]; other != "" {
				t.Errorf("%s is a rule of %s and of %s", r.ID, other, name)
			}
			owner[r.ID] = name
		}
	}
	file := filepath.Join("testdata", "ids.txt")
	data, err := os.ReadFile(file)
	if err != nil && !*update {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	var lines []string
	for _, line := range strings.Fields(string(data)) {
		listed[line] = true
		lines = append(lines, line)
		if owner[line] == "" {
			t.Errorf("%s was removed or renamed: an id stays, and is never used for another rule", line)
		}
	}
	for id := range owner {
		if listed[id] {
			continue
		}
		if lines = append(lines, id); !*update {
			t.Errorf("%s is new; run the test with -update", id)
		}
	}
	if *update {
		slices.Sort(lines)
		if err := os.WriteFile(file, []byte(strings.Join(lines, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestReuse: a row that reuses or overrides a rule of the base API names one that is in force there.
func TestReuse(t *testing.T) {
	all := loadAll(t)
	base := all["osb"]
	for name, api := range all {
		for _, r := range api.Requirements {
			for what, id := range map[string]string{"same_as": r.SameAs, "replaces": r.Replaces} {
				if id == "" {
					continue
				}
				if name != "ibm-osb" {
					t.Errorf("%s: %s %s: only ibm-osb builds on another API", r.ID, what, id)
				}
				if of := base.Requirements.Find(id); of == nil || !of.Contains("2.12") {
					t.Errorf("%s: %s %s, which is no rule of osb 2.12", r.ID, what, id)
				}
			}
		}
	}
}

// TestChecks: each check judges a rule that exists, binds the target, and is in force in some version.
func TestChecks(t *testing.T) {
	each(t, func(t *testing.T, s subject, api *specs.API) {
		for _, k := range s.suite.Checks {
			r := api.Requirements.Find(k.ID)
			switch {
			case r == nil:
				t.Errorf("%s: a check for %s, which is no rule of %s", k.Place(), k.ID, api.Name)
			case !slices.ContainsFunc(api.Versions, func(v specs.Version) bool { return api.Judges(r, v) }):
				t.Errorf("%s: a check for %s (%s, %s, %s), which is judged in no version", k.Place(), k.ID, r.Level, r.Party, r.Window)
			}
			if k.Place().Line == 0 || strings.HasPrefix(k.Place().File, "/") {
				t.Errorf("the check for %s has the place %s", k.ID, k.Place())
			}
		}
		for _, id := range checked(t, s, api) {
			if api.Requirements.Find(id) == nil {
				t.Errorf("the document names %s, which is no rule of %s", id, api.Name)
			}
		}
	})
}

// TestScenarios: names are unique, the operations that a scenario declares exist, and some check reads its run.
func TestScenarios(t *testing.T) {
	each(t, func(t *testing.T, s subject, api *specs.API) {
		document, err := api.Document(api.Latest())
		if err != nil {
			t.Fatal(err)
		}
		names := map[string]bool{}
		for _, sc := range append([]scenario.Scenario{s.suite.Preflight}, s.suite.Scenarios...) {
			if names[sc.Name] || sc.Name == "" || sc.Name == "clean-up" {
				t.Errorf("scenario %q: the name is not unique", sc.Name)
			}
			names[sc.Name] = true
			for i, step := range sc.Steps {
				if step == "" || step == "clean-up" || slices.Contains(sc.Steps[:i], step) {
					t.Errorf("scenario %s: step %q is not unique", sc.Name, step)
				}
			}
			for _, operation := range sc.Operations {
				if document.Operation(operation) == nil && !sent(api, operation) {
					t.Errorf("scenario %s: operation %s is neither in the document nor one that rules name", sc.Name, operation)
				}
			}
			if sc.Title == "" {
				t.Errorf("scenario %s has no title", sc.Name)
			}
		}
		for _, sc := range s.suite.Scenarios {
			if !used(s.suite, sc.Name) {
				t.Errorf("scenario %s: no check reads its run", sc.Name)
			}
		}
		for _, k := range s.suite.Checks {
			if k.Scenario != "" && !names[k.Scenario] {
				t.Errorf("%s: %s reads scenario %s, which is not in the suite", k.Place(), k.ID, k.Scenario)
			}
		}
	})
}

// sent reports whether an operation is one that the target calls at its brokers, and that some rule is about.
func sent(api *specs.API, operation string) bool {
	return strings.HasPrefix(operation, "broker-") && slices.ContainsFunc(api.Requirements, func(r *specs.Requirement) bool {
		return slices.Contains(r.Operations, operation)
	})
}

func used(suite engine.Suite, name string) bool {
	for _, k := range suite.Checks {
		if k.Scenario == name {
			return true
		}
	}
	return false
}

// TestLabels: every rule can be selected by Ginkgo's labels, and no filter finds what it should not.
func TestLabels(t *testing.T) {
	for _, api := range loadAll(t) {
		for _, r := range api.Requirements {
			for _, label := range engine.Labels(r) {
				if _, err := types.ValidateAndCleanupLabel(label, types.CodeLocation{}); err != nil {
					t.Errorf("%s: label %q: %v", r.ID, label, err)
				}
			}
			if filter, err := engine.ParseFilter(fmt.Sprintf("%s && level: containsAny {%s}", r.ID, r.Level)); err != nil || !filter(r) {
				t.Errorf("%s is not found by its id and level: %v", r.ID, err)
			}
		}
	}
}

// TestFixturesAreListed: a rule that lacks a fixture names one that --fixture takes.
func TestFixturesAreListed(t *testing.T) {
	each(t, func(t *testing.T, s subject, _ *specs.API) {
		synctest.Test(t, func(t *testing.T) {
			serve := s.serve
			s.serve = func(t *testing.T, version specs.Version, fault mocks.Mutant) target {
				bare := serve(t, version, fault)
				bare.fixtures = nil
				return bare
			}
			outcome, _ := s.run(t, "", mocks.Mutant{}, 4)
			named := 0
			for _, r := range outcome.Results {
				for _, key := range r.Reason().Fixtures {
					named++
					if !slices.ContainsFunc(s.suite.Fixtures, func(f scenario.Fixture) bool { return f.Key == key }) {
						t.Errorf("%s names the fixture %q, which is none: %s", r.Rule.ID, key, r.Reason())
					}
				}
			}
			if named == 0 {
				t.Error("no rule lacks a fixture")
			}
		})
	})
}
