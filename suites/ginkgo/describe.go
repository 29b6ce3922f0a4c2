// Package ginkgo shows the suites as Ginkgo containers, in anybody's Ginkgo suite. It is the only package that knows
// Ginkgo, which keeps its tree in package state.
//
// The tree is built from the rows alone: a container for each chapter, a spec for each rule, at the place where its check
// stands. An ordered container records and judges before its first spec, so that the target can be started in BeforeSuite:
//
//	var _ = ginkgo.Describe("osb", func() engine.Config {
//		return engine.Config{Target: broker.URL, Credentials: scenario.Credentials{Username: "u", Password: "p"}}
//	})
package ginkgo

import (
	"cmp"
	"fmt"
	"runtime"
	"slices"
	"time"

	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/ginkgo/v2/types"

	"conformance/reports"
	"conformance/specs"
	"conformance/suites/apis"
	"conformance/suites/engine"
	"conformance/suites/verdict"
)

// Version is an argument of Describe: the version of the API to judge by. Without it the tree has the rules of all
// versions, of which those that are not in force are skipped.
type Version specs.Version

// grace is how long Ginkgo waits after an interrupt until what was created is removed.
const grace = 5 * time.Minute

// Describe declares the suite of an API (osb, ibm-osb, cf-v2 or services). config is called when the first spec is about to
// run; its Suite is set. What else is given are decorators of the container, such as Label and Serial, or a Version.
//
// Labels are those of engine.Labels, and a label filter or focus on the command line is known before anything is sent: only
// the scenarios that it needs are recorded. A rule that is broken fails, a root cause fails at the first of its rules and
// skips the others, and what says nothing against the target is skipped with its reason. Ginkgo's result is that of the exit
// code of the command line: it fails for 1 and 4; what is left on the target (5) is a report entry.
func Describe(api string, config func() engine.Config, args ...any) bool {
	_, file, line, _ := runtime.Caller(1)
	t := tree{place: types.CodeLocation{FileName: file, LineNumber: line}}
	var version specs.Version
	args = slices.DeleteFunc(slices.Clone(args), func(arg any) bool {
		given, ok := arg.(Version)
		if ok {
			version = specs.Version(given)
		}
		return ok
	})
	found, err := apis.Find(api)
	if err == nil {
		t.rules, err = found.Suite.Rules(version)
	}
	if err != nil {
		return ginkgo.Describe(api, t.place, func() {
			ginkgo.It("can be judged", t.place, func() { ginkgo.Fail(err.Error()) })
		})
	}
	spec, _ := found.Spec() // whose rules have been read
	return t.declare(spec.Title, args, func(ctx ginkgo.SpecContext, choose func(*specs.Requirement) bool) *verdict.Outcome {
		return outcomeOf(ctx, found.Suite, version, config(), choose)
	})
}

// outcomeOf records and judges; where there is nothing to judge it fails.
func outcomeOf(ctx ginkgo.SpecContext, suite engine.Suite, version specs.Version, config engine.Config, choose func(*specs.Requirement) bool) *verdict.Outcome {
	config.Suite = suite
	switch {
	case config.Version == "":
		config.Version = version
	case version != "" && config.Version != version:
		ginkgo.Fail(fmt.Sprintf("the configuration says version %s, and the tree is of version %s", config.Version, version))
	}
	config.Select = both(config.Select, choose)
	if config.Progress == nil {
		config.Progress = progress
	}
	outcome, err := engine.Outcome(ctx, config)
	if err != nil {
		ginkgo.Fail(err.Error())
	}
	return outcome
}

// both chooses what both choose; nil chooses all.
func both(a, b func(*specs.Requirement) bool) func(*specs.Requirement) bool {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	return func(r *specs.Requirement) bool { return a(r) && b(r) }
}

// progress tells in the timeline which scenarios have ended.
func progress(e engine.Event) {
	if e.Done {
		fmt.Fprintf(ginkgo.GinkgoWriter, "%s: recorded in %s %s\n", e.Scenario, e.Took.Round(time.Millisecond), e.Note)
	}
}

// tree is the containers and specs of one API.
type tree struct {
	place types.CodeLocation
	rules []engine.Rule
	// tests are what came of the run, once it was judged; narrow is set when some rules were left out because Ginkgo seemed
	// not to ask for them.
	tests  *reports.Tests
	narrow bool
	// teller is the spec that told of the run as a whole.
	teller string
}

// declare declares the tree. judge is called before the first spec, with the choice of the command line.
func (t *tree) declare(title string, args []any, judge func(ginkgo.SpecContext, func(*specs.Requirement) bool) *verdict.Outcome) bool {
	return ginkgo.Describe(title, append(args, t.place, ginkgo.Ordered, ginkgo.ContinueOnFailure, func() {
		all := func(*specs.Requirement) bool { return true }
		ginkgo.BeforeAll(func(ctx ginkgo.SpecContext) {
			choose := chosen(ginkgo.CurrentSpecReport(), t.rules)
			t.narrow = choose != nil
			t.tests = reports.NewTests(judge(ctx, choose))
		}, t.place, ginkgo.GracePeriod(grace))
		ginkgo.It("the run", t.place, func() {
			t.teller = "the run"
			tell(t.tests.Run(), t.place)
		})
		for _, chapter := range t.chapters() {
			ginkgo.Describe(chapter[0].Chapter, t.place, func() {
				for _, rule := range chapter {
					place := types.CodeLocation{FileName: rule.Place.File, LineNumber: rule.Place.Line}
					ginkgo.It(rule.ID+" "+rule.Title, ginkgo.Label(engine.Labels(rule.Requirement)...), place, func(ctx ginkgo.SpecContext) {
						told, selected := t.tests.Rule(rule.Requirement)
						if !selected && t.narrow {
							t.narrow, t.tests = false, reports.NewTests(judge(ctx, all)) // the choice was another
							told, _ = t.tests.Rule(rule.Requirement)
						}
						tell(t.whole(rule.ID, told), place)
					}, ginkgo.GracePeriod(grace))
				}
			})
		}
	})...)
}

// whole adds what fails the run as a whole to what the first spec tells, when a filter has left out the spec of the run.
func (t *tree) whole(spec string, told reports.Told) reports.Told {
	t.teller = cmp.Or(t.teller, spec)
	if run := t.tests.Run(); t.teller == spec && run.Failed {
		return reports.Told{Failed: true, Text: run.Text + told.Text}
	}
	return told
}

// tell passes on what became of a test.
func tell(told reports.Told, place types.CodeLocation) {
	switch {
	case told.Failed:
		ginkgo.Fail(told.Text)
	case told.Skipped:
		ginkgo.Skip(told.Text)
	case told.Warning:
		ginkgo.AddReportEntry("warning", told.Text, place, ginkgo.ReportEntryVisibilityAlways)
	default:
		ginkgo.AddReportEntry("evidence", told.Text, place, ginkgo.ReportEntryVisibilityFailureOrVerbose)
	}
}

// chapters are the rules of each chapter, in order of the first of each.
func (t *tree) chapters() [][]engine.Rule {
	var all [][]engine.Rule
	for _, rule := range t.rules {
		i := slices.IndexFunc(all, func(chapter []engine.Rule) bool { return chapter[0].Chapter == rule.Chapter })
		if i < 0 {
			i = len(all)
			all = append(all, nil)
		}
		all[i] = append(all[i], rule)
	}
	return all
}
