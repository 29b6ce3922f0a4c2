package selftest

import (
	"cmp"
	"slices"
	"testing"
	"testing/synctest"

	gocmp "github.com/google/go-cmp/cmp"

	"conformance/mocks"
	"conformance/specs"
	"conformance/suites/verdict"
)

// TestTwentyRuns: a broker and some that are broken, also under requests that race each other, are judged alike in twenty
// runs, however many scenarios run side by side.
func TestTwentyRuns(t *testing.T) {
	const runs = 20
	api, err := specs.Load("osb")
	if err != nil {
		t.Fatal(err)
	}
	s := subjects()["osb"]
	faults := []mocks.Mutant{{}}
	for _, id := range []string{"parallel-all-new", "parallel-bind-uncoded", "instance-comes-late"} {
		i := slices.IndexFunc(s.mutants, func(m mocks.Mutant) bool { return m.ID == id })
		if i < 0 {
			t.Fatalf("there is no mutant %s", id)
		}
		faults = append(faults, s.mutants[i])
	}
	for _, fault := range faults {
		t.Run(cmp.Or(fault.ID, "the reference"), func(t *testing.T) {
			t.Parallel()
			var first map[string]verdict.Verdict
			for n := range runs {
				synctest.Test(t, func(t *testing.T) {
					outcome, _ := s.run(t, api.Latest(), fault, 1+n%8)
					if first == nil {
						first = verdicts(outcome)
					}
					if diff := gocmp.Diff(first, verdicts(outcome)); diff != "" {
						t.Errorf("run %d, %d scenarios side by side (-first +this):\n%s", n+1, 1+n%8, diff)
					}
				})
			}
		})
	}
}
