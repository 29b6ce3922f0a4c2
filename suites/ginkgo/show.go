package ginkgo

import (
	"fmt"
	"io"

	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/ginkgo/v2/extensions/globals"
	"github.com/onsi/ginkgo/v2/formatter"
	"github.com/onsi/ginkgo/v2/types"

	"conformance/specs"
	"conformance/suites/engine"
	"conformance/suites/verdict"
)

// Show writes an outcome to w as Ginkgo shows the tree of Describe, in a program that is no test. It returns an error when
// Ginkgo came to another result than the outcome. Ginkgo keeps its tree in package state: one Show at a time.
func Show(suite engine.Suite, outcome *verdict.Outcome, w io.Writer) error {
	rules, err := suite.Rules(outcome.Recording.Version)
	if err != nil {
		return err
	}
	judged := map[string]bool{}
	for _, r := range outcome.Results {
		judged[r.Rule.ID] = true
	}
	t := tree{place: types.NewCustomCodeLocation("the run")}
	for _, rule := range rules {
		if judged[rule.ID] {
			t.rules = append(t.rules, rule)
		}
	}
	stdout := formatter.ColorableStdOut
	formatter.ColorableStdOut = w
	defer func() { formatter.ColorableStdOut = stdout }()
	globals.Reset()
	defer globals.Reset()
	title := outcome.Title + " " + string(outcome.Recording.Version)
	t.declare(title, nil, func(ginkgo.SpecContext, func(*specs.Requirement) bool) *verdict.Outcome { return outcome })
	ran := 0
	ginkgo.ReportAfterEach(func(ginkgo.SpecReport) { ran++ })
	// Those of Ginkgo itself, which remembers how it ran before.
	suiteConfig, reporterConfig := types.NewDefaultSuiteConfig(), types.NewDefaultReporterConfig()
	reporterConfig.NoColor, reporterConfig.Verbose = true, true
	passed := ginkgo.RunSpecs(ignored{}, title, suiteConfig, reporterConfig)
	code := outcome.Code()
	if want := code == verdict.Conformant || code == verdict.LeftBehind; passed != want || ran != len(outcome.Results)+1 {
		return fmt.Errorf("ginkgo ran %d specs of %d rules, passed: %t; expected one more, passed: %t", ran, len(outcome.Results), passed, want)
	}
	return nil
}

// ignored receives Ginkgo's word that a spec failed, which RunSpecs returns as well.
type ignored struct{}

// Fail does nothing.
func (ignored) Fail() {}
