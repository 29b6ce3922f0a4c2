package rules

import (
	. "conformance/suites/check"
	"conformance/suites/record"
	"conformance/suites/services/flows"
)

// private demands that a database without public access does not show how it is reached from outside.
func private(c *Case, step record.Step) {
	x := c.Use(step)
	if external := flows.DetailsOf(x).All["external"]; !isEmpty(external) {
		c.Fail(x, Note("/connection_details/external shows how to connect from outside, want nothing without public access"))
	}
}
