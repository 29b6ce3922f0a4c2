package selftest

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"text/tabwriter"

	"conformance/specs"
	"conformance/suites/check"
	"conformance/suites/engine"
)

// TestCoverage holds how far the rules in force are judged, version by version. What is judged once stays judged: -update
// does not lower it.
func TestCoverage(t *testing.T) {
	each(t, func(t *testing.T, s subject, api *specs.API) {
		file := filepath.Join("testdata", "coverage", api.Name+".txt")
		before := judgedBefore(t, file)
		var table strings.Builder
		w := tabwriter.NewWriter(&table, 0, 0, 2, ' ', tabwriter.AlignRight)
		fmt.Fprintln(w, "version\tjudged\tin force\tunobservable\tpending\t")
		for _, version := range api.Versions {
			judged, inForce, unobservable, pending := covered(t, s.suite, api, version)
			if judged < before[string(version)] {
				t.Fatalf("version %s: %d rules are judged, and %d were: a rule lost its check", version, judged, before[string(version)])
			}
			fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%d\t\n", version, judged, inForce, unobservable, len(pending))
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		golden(t, file, table.String())
	})
}

// TestNothingPending: each rule in force has a check, or says why no client can see it kept or broken.
func TestNothingPending(t *testing.T) {
	each(t, func(t *testing.T, s subject, api *specs.API) {
		for _, version := range api.Versions {
			if _, _, _, pending := covered(t, s.suite, api, version); len(pending) > 0 {
				t.Errorf("version %s: no check and no reason for %s", version, strings.Join(pending, ", "))
			}
		}
	})
}

func covered(t *testing.T, suite engine.Suite, api *specs.API, version specs.Version) (judged, inForce, unobservable int, pending []string) {
	t.Helper()
	document, err := api.Document(version)
	if err != nil {
		t.Fatal(err)
	}
	checks := map[string]bool{}
	for _, k := range slices.Concat(suite.Checks, check.Shapes(document)) {
		checks[k.ID] = true
	}
	for _, r := range api.Requirements {
		if !api.Judges(r, version) {
			continue
		}
		inForce++
		switch {
		case checks[r.ID]:
			judged++
		case !r.Visible():
			unobservable++
		default:
			pending = append(pending, r.ID)
		}
	}
	return judged, inForce, unobservable, pending
}

// judgedBefore reads how many rules of each version were judged when the file was written; none, when there is no file.
func judgedBefore(t *testing.T, file string) map[string]int {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	before := map[string]int{}
	for i, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		if fields := strings.Fields(line); i > 0 && len(fields) > 1 {
			if before[fields[0]], err = strconv.Atoi(fields[1]); err != nil {
				t.Fatalf("%s, line %d: %v", file, i+1, err)
			}
		}
	}
	return before
}
