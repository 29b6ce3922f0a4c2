package engine

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/ginkgo/v2/extensions/globals"
	"github.com/onsi/ginkgo/v2/formatter"
	"github.com/onsi/ginkgo/v2/types"

	"conformance/specs"
	"conformance/suites/verdict"
)

// Labels are what a label filter selects a requirement by: its id, and level, topic, chapter, party, risk, since,
// feature of each operation.
func Labels(r *specs.Requirement) []string {
	labels := []string{r.ID, "level:" + string(r.Level), "topic:" + r.Topic, "chapter:" + plain.ReplaceAllString(r.Chapter, ""), "party:" + r.Party, "risk:" + r.Risk}
	for _, operation := range r.Operations {
		labels = append(labels, "feature:"+operation)
	}
	if r.Since != "" {
		labels = append(labels, "since:"+string(r.Since))
	}
	return labels
}

// plain drops what Ginkgo does not allow in labels.
var plain = regexp.MustCompile(`[&|!,()/:]`)

// ParseFilter reads a Ginkgo label filter, such as "level: containsAny MUST && topic: containsAny catalog".
func ParseFilter(expression string) (func(*specs.Requirement) bool, error) {
	filter, err := types.ParseLabelFilter(expression)
	if err != nil {
		reason := err.Error()
		var syntax types.GinkgoError
		if errors.As(err, &syntax) && syntax.Message != "" {
			// The message ends with the expression and a mark below it; what counts is its last line.
			lines := strings.Split(strings.TrimSpace(syntax.Message), "\n")
			reason = lines[len(lines)-1]
		}
		return nil, fmt.Errorf("label filter %q: %s; example: level: containsAny MUST && topic: containsAny catalog", expression, plainText.ReplaceAllString(reason, ""))
	}
	return func(r *specs.Requirement) bool { return filter(Labels(r)) }, nil
}

// plainText drops Ginkgo's colour marks.
var plainText = regexp.MustCompile(`\{\{[^}]*\}\}|\x1b\[[0-9;]*m`)

// Specs declares the outcome as a Ginkgo tree: one container per chapter, one spec per requirement, which replays the
// verdict with its evidence. Call it where containers are declared: in a suite of your own, or through Replay.
func Specs(api *specs.API, outcome *verdict.Outcome) {
	var chapters []string
	byChapter := map[string][]verdict.Result{}
	for _, r := range outcome.Results {
		if byChapter[r.Chapter] == nil {
			chapters = append(chapters, r.Chapter)
		}
		byChapter[r.Chapter] = append(byChapter[r.Chapter], r)
	}
	for _, chapter := range chapters {
		ginkgo.Describe(chapter, func() {
			for _, result := range byChapter[chapter] {
				ginkgo.It(result.ID+" "+result.Title, ginkgo.Label(Labels(api.Requirements.Find(result.ID))...), func() {
					replay(result)
				})
			}
		})
	}
}

func replay(r verdict.Result) {
	if len(r.Evidence) > 0 {
		ginkgo.AddReportEntry("evidence", r.Evidence)
	}
	switch r.Verdict {
	case verdict.Fail:
		ginkgo.Fail(messages(r))
	case verdict.Error:
		ginkgo.Fail("error: " + r.Reason)
	case verdict.Warn:
		ginkgo.AddReportEntry("warning", messages(r))
	case verdict.Pass:
	default:
		ginkgo.Skip(string(r.Verdict) + ": " + r.Reason)
	}
}

func messages(r verdict.Result) string {
	texts := make([]string, len(r.Findings))
	for i, f := range r.Findings {
		texts[i] = f.Message
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
	Specs(api, outcome)
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
