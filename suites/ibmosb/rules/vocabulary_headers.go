package rules

import (
	"slices"

	. "conformance/suites/check"
	"conformance/suites/ibmosb/flows"
	"conformance/suites/record"
)

// alike demands that a request which differs in what should not matter is answered as the plain one is.
func alike(c *Case, same, step record.Step) {
	want := c.Use(same)
	for _, x := range c.UseAll(step) {
		if x.Status() != want.Status() {
			c.Fail(x, Want("%s as in exchange %d", want.Got(), want.Number))
		}
	}
}

// plain demands that the plain creation is accepted. Its refusal is held against this rule only when the broker takes
// the variant.
func plain(c *Case, run *flows.LifecycleRun, variant record.Step, how string) {
	x := c.Use(run.Provision)
	if flows.Accepted(x) {
		return
	}
	if y := c.Use(variant); flows.Accepted(y) {
		c.Fail(x, Want("201 or 202; the same request %s was answered %s", how, y.Got()))
		return
	}
	c.Use(run.Again)
	c.NotApplicable(x, "the request was refused, and not for this reason")
}

// understood demands that a repeated creation was not refused as malformed. Whether another context makes another
// instance is the broker's choice, so 409 will do.
func understood(c *Case, step record.Step) {
	for _, x := range c.UseAll(step) {
		if !slices.Contains([]int{200, 201, 202, 409}, x.Status()) {
			c.Fail(x, Want("200"))
		}
	}
}
