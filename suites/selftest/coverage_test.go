package selftest

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"conformance/specs"
	"conformance/suites/check"
	"conformance/suites/engine"
)

// TestCoverage holds how far the rules in force are judged, version by version. What is judged once stays judged: -update
// does not lower it.
func TestCoverage(t *testing.T) {
	each(t, func(t *testing.T, s subject, api *specs.API) {
		for _, version := range api.Versions {
			file := filepath.Join("testdata", "coverage", api.Name+"-"+string(version)+".txt")
			judged, inForce, unobservable, pending := covered(t, s.suite, api, version)
			if before := judgedBefore(t, file); judged < before {
				t.Errorf("version %s: %d rules are judged, and %d were: a rule lost its check", version, judged, before)
				continue
			}
			golden(t, file, fmt.Sprintf("%d judged\n%d in force\n%d unobservable\n%d pending\n", judged, inForce, unobservable, len(pending)))
		}
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

// judgedBefore reads how many rules were judged when the file was written; none, when there is no file.
func judgedBefore(t *testing.T, file string) int {
	t.Helper()
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return 0
	}
	var judged int
	if _, scanned := fmt.Sscanf(string(data), "%d judged", &judged); err != nil || scanned != nil {
		t.Fatalf("%s does not begin with the number of judged rules: %v", file, errors.Join(err, scanned))
	}
	return judged
}
