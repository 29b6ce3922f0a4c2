package rules

import (
	"github.com/onsi/gomega"
	"github.com/onsi/gomega/types"

	"conformance/suites/cfv2/flows"
)

// Containing matches a text that contains another.
func Containing(part string) types.GomegaMatcher {
	return worded{gomega.ContainSubstring(part), "containing " + flows.Quote(part)}
}
