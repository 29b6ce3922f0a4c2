package selftest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"conformance/mocks"
	"conformance/specs"
	"conformance/suites/scenario"
)

// TestPlacesAreDeclared: a mutant strikes at scenarios and steps that there are. What is derived from a series has a step
// of its own, whose name begins with that of the series.
func TestPlacesAreDeclared(t *testing.T) {
	each(t, func(t *testing.T, s subject, api *specs.API) {
		for _, m := range slices.Concat(s.mutants, s.equivalents) {
			for _, rule := range m.Rules {
				for _, place := range rule.Places() {
					declared(t, s, m.ID, place)
				}
			}
		}
		dir := filepath.Join("../../mocks", strings.ReplaceAll(api.Name, "-", ""))
		for _, name := range goFiles(t, dir, ".go") {
			for _, place := range written(t, filepath.Join(dir, name+".go")) {
				declared(t, s, name+".go", place)
			}
		}
	})
}

func declared(t *testing.T, s subject, where string, place mocks.Place) {
	t.Helper()
	all := append([]scenario.Scenario{s.suite.Preflight}, s.suite.Scenarios...)
	at := slices.IndexFunc(all, func(sc scenario.Scenario) bool { return sc.Name == place.Scenario })
	if at < 0 {
		t.Errorf("%s: there is no scenario %q", where, place.Scenario)
		return
	}
	for _, step := range place.Steps {
		if !slices.ContainsFunc(all[at].Steps, func(known string) bool {
			return step == known || strings.HasPrefix(step, strings.TrimSuffix(known, " / ")+" / ")
		}) {
			t.Errorf("%s: scenario %s has no step %q", where, place.Scenario, step)
		}
	}
}

// written are the places that a file names in calls of At, also in those that stand inside conditions.
func written(t *testing.T, name string) []mocks.Place {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var places []mocks.Place
	ast.Inspect(file, func(n ast.Node) bool {
		call, is := n.(*ast.CallExpr)
		if !is {
			return true
		}
		if f, selected := call.Fun.(*ast.SelectorExpr); !selected || f.Sel.Name != "At" {
			return true
		}
		var texts []string
		for _, argument := range call.Args {
			if literal, is := argument.(*ast.BasicLit); is && literal.Kind == token.STRING {
				text, _ := strconv.Unquote(literal.Value) // the parser has read it
				texts = append(texts, text)
			}
		}
		// Answers have places, too, which are JSON pointers.
		if len(texts) > 0 && !strings.HasPrefix(texts[0], "/") {
			places = append(places, mocks.Place{Scenario: texts[0], Steps: texts[1:]})
		}
		return true
	})
	return places
}
