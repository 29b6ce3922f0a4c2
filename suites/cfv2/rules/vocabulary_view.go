package rules

import (
	"net/http"
	"slices"

	"conformance/suites/cfv2/flows"
	. "conformance/suites/check"
	"conformance/suites/record"
)

// guids are those of resources, in order. What has none is left out.
func guids(list []any) []string {
	found := []string{}
	for _, resource := range list {
		value, _ := At(resource, "/metadata/guid")
		if guid, ok := value.(string); ok {
			found = append(found, guid)
		}
	}
	slices.Sort(found)
	return found
}

// listed demands a list of exactly these resources, in any order.
func listed(c *Case, step record.Step, want ...string) {
	x := c.Use(step)
	if !c.Expect(x).To(HaveStatus(http.StatusOK)) {
		return
	}
	slices.Sort(want)
	if got := guids(flows.Resources(x)); !slices.Equal(got, want) {
		c.Fail(x, Want("%s", flows.Quote(append([]string{}, want...))).Got("a list of %s", flows.Quote(got)))
	}
}
