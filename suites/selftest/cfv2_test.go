package selftest

import (
	"slices"
	"testing"
	"testing/synctest"

	gocmp "github.com/google/go-cmp/cmp"

	"conformance/mocks"
	"conformance/specs"
	"conformance/suites/verdict"
)

// TestControllerWithoutFixtures: who knows no space is still told about brokers, and which fixture the rest needs.
func TestControllerWithoutFixtures(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := subjects()["cf-v2"]
		serve := s.serve
		s.serve = func(t *testing.T, version specs.Version, fault mocks.Mutant) target {
			started := serve(t, version, fault)
			started.fixtures = nil
			return started
		}
		outcome, _ := s.run(t, "2", mocks.Mutant{}, 4)
		named := 0
		for _, r := range outcome.Results {
			switch r.Verdict {
			case verdict.NotApplicable:
				if slices.Contains(r.Reason().Fixtures, "space_guid") {
					named++
				}
			case verdict.Pass, verdict.NotExercised:
			default:
				t.Errorf("%s: %s %s %v", r.Rule.ID, r.Verdict, r.Reason(), r.Findings)
			}
		}
		if outcome.Code() != verdict.Conformant || named == 0 || outcome.Count()[verdict.Pass] == 0 {
			t.Errorf("got exit code %d, %d rules that name the fixture, and %v; want some of each", outcome.Code(), named, outcome.Count())
		}
	})
}

// TestControllerOneByOne: the verdicts do not depend on how many scenarios run side by side.
func TestControllerOneByOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := subjects()["cf-v2"]
		one, _ := s.run(t, "2", mocks.Mutant{}, 1)
		many, _ := s.run(t, "2", mocks.Mutant{}, 16)
		if diff := gocmp.Diff(verdicts(one), verdicts(many)); diff != "" {
			t.Errorf("one scenario at a time (-), sixteen (+):\n%s", diff)
		}
	})
}
