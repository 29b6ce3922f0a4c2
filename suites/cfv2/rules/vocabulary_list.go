package rules

import (
	"net/http"

	"github.com/onsi/gomega"
	"github.com/onsi/gomega/types"

	"conformance/suites/cfv2/flows"
	. "conformance/suites/check"
	"conformance/suites/record"
)

// BeEmptyList matches a list without elements.
func BeEmptyList() types.GomegaMatcher { return worded{gomega.BeEmpty(), "an empty list"} }

// worded is a matcher that says in its own words what it wants.
type worded struct {
	types.GomegaMatcher
	words string
}

func (w worded) String() string { return w.words }

// only demands a list of exactly the one resource.
func only(c *Case, step record.Step, guid string) {
	x := c.Use(step)
	c.Expect(x).To(HaveStatus(http.StatusOK))
	if n := len(flows.Resources(x)); n != 1 {
		c.Fail(x, Want("1").Got("%d resources", n))
		return
	}
	c.Expect(x).To(HaveMember("/resources/0/metadata/guid", guid))
}
