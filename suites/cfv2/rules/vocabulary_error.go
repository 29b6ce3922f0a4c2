package rules

import (
	"conformance/suites/cfv2/flows"

	"github.com/onsi/gomega"
	"github.com/onsi/gomega/types"
)

// Containing matches a text that contains another.
func Containing(part string) types.GomegaMatcher {
	return worded{gomega.ContainSubstring(part), "containing " + flows.Quote(part)}
}
