package ginkgo

import (
	"regexp"
	"slices"
	"strings"

	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/ginkgo/v2/types"

	"conformance/specs"
	"conformance/suites/engine"
)

// chosen is the choice that the command line of Ginkgo makes among the rules, by labels and texts; nil when it makes none.
// current is a spec of the tree that runs. Ginkgo tells nobody which specs it will run, so that this repeats what it says
// of itself; where they differ, because labels and texts of the suite as a whole are at play, the choice is all or wrong,
// and the specs that run all the same have the rest recorded.
func chosen(current types.SpecReport, rules []engine.Rule) func(*specs.Requirement) bool {
	config, _ := ginkgo.GinkgoConfiguration()
	if config.LabelFilter == "" && len(config.FocusStrings)+len(config.SkipStrings) == 0 {
		return nil
	}
	filter, err := types.ParseLabelFilter(config.LabelFilter)
	focus, focusErr := regexp.Compile(strings.Join(config.FocusStrings, "|"))
	skip, skipErr := regexp.Compile(strings.Join(config.SkipStrings, "|"))
	if err != nil || focusErr != nil || skipErr != nil {
		return nil // Ginkgo has said so
	}
	var outer []string
	for _, labels := range current.ContainerHierarchyLabels {
		outer = append(outer, labels...)
	}
	runs := func(labels []string, text string) bool {
		return filter(slices.Concat(outer, labels)) && focus.MatchString(text) && (len(config.SkipStrings) == 0 || !skip.MatchString(text))
	}
	if !runs(current.LeafNodeLabels, current.FullText()) {
		return nil // it runs
	}
	above := current.ContainerHierarchyTexts
	if slices.ContainsFunc(rules, func(r engine.Rule) bool { return len(above) > 0 && r.Chapter == above[len(above)-1] }) {
		above = above[:len(above)-1] // its own chapter
	}
	return func(r *specs.Requirement) bool {
		text := strings.Join(append(slices.Clone(above), r.Chapter, r.ID+" "+r.Title), " ")
		return runs(engine.Labels(r), text)
	}
}
