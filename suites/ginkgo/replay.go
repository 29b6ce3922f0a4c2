// Package ginkgo shows a judged run as Ginkgo does.
package ginkgo

import (
	"fmt"
	"io"
	"strings"

	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/ginkgo/v2/extensions/globals"
	"github.com/onsi/ginkgo/v2/formatter"

	"conformance/reports"
	"conformance/specs"
	"conformance/suites/engine"
	"conformance/suites/verdict"
)

// Specs declares the outcome as a Ginkgo tree: one container per chapter, one spec per requirement, which replays the
// verdict with its evidence. Call it where containers are declared: in a suite of your own, or through Replay.
func Specs(outcome *verdict.Outcome) {
	var chapters []string
	byChapter := map[string][]verdict.Result{}
	for _, r := range outcome.Results {
		if byChapter[r.Rule.Chapter] == nil {
			chapters = append(chapters, r.Rule.Chapter)
		}
		byChapter[r.Rule.Chapter] = append(byChapter[r.Rule.Chapter], r)
	}
	for _, chapter := range chapters {
		ginkgo.Describe(chapter, func() {
			for _, result := range byChapter[chapter] {
				ginkgo.It(result.Rule.ID+" "+result.Rule.Title, ginkgo.Label(engine.Labels(result.Rule)...), func() {
					replay(outcome, result)
				})
			}
		})
	}
}

func replay(o *verdict.Outcome, r verdict.Result) {
	if len(r.Evidence) > 0 {
		ginkgo.AddReportEntry("evidence", r.Evidence)
	}
	switch r.Verdict {
	case verdict.Fail:
		ginkgo.Fail(messages(o, r))
	case verdict.Error:
		ginkgo.Fail("error: " + reports.Because(r.Reason()))
	case verdict.Warn:
		ginkgo.AddReportEntry("warning", messages(o, r))
	case verdict.Pass:
	default:
		ginkgo.Skip(string(r.Verdict) + ": " + reports.Because(r.Reason()))
	}
}

func messages(o *verdict.Outcome, r verdict.Result) string {
	texts := make([]string, len(r.Findings))
	for i, f := range r.Findings {
		texts[i] = reports.Sentence(o, f)
	}
	return strings.Join(texts, "\n")
}

// failed receives Ginkgo's word that a spec failed; the exit code comes from the verdicts.
type failed struct{}

func (failed) Fail() {}

// Replay runs the outcome as a Ginkgo suite, writing what Ginkgo shows to w. It returns an error when Ginkgo did not
// run exactly the specs of the outcome. Ginkgo keeps its tree in package state: one Replay at a time.
func Replay(api *specs.API, outcome *verdict.Outcome, w io.Writer, verbose bool) error {
	stdout := formatter.ColorableStdOut
	formatter.ColorableStdOut = w
	defer func() { formatter.ColorableStdOut = stdout }()
	globals.Reset()
	defer globals.Reset()
	Specs(outcome)
	ran := 0
	ginkgo.ReportAfterEach(func(ginkgo.SpecReport) { ran++ })
	suiteConfig, reporterConfig := ginkgo.GinkgoConfiguration()
	reporterConfig.NoColor, reporterConfig.Verbose, reporterConfig.Succinct = true, verbose, !verbose
	ginkgo.RunSpecs(failed{}, api.Title+" "+string(outcome.Recording.Version), suiteConfig, reporterConfig)
	if ran != len(outcome.Results) {
		return fmt.Errorf("ginkgo replayed %d of %d results", ran, len(outcome.Results))
	}
	return nil
}
