package engine

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/onsi/ginkgo/v2/types"

	"conformance/specs"
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
