package rules

import (
	"net/http"

	. "conformance/suites/check"
	"conformance/suites/ibmosb/flows"
	"conformance/suites/record"
)

// rejected demands 400 of every exchange of the step.
func rejected(c *Case, step record.Step) { c.Expect(step).To(HaveStatus(http.StatusBadRequest)) }

// turnedDown demands any refusal.
func turnedDown(c *Case, step record.Step) {
	for _, x := range c.UseAll(step) {
		if !flows.Refused(x) {
			c.Fail(x, Want("4xx"))
		}
	}
}

// explained demands that a refusal says why.
func explained(c *Case, x *record.Exchange) {
	if text, _ := x.Object()["description"].(string); flows.Refused(x) && text == "" {
		c.Fail(x, Want("one that tells the user why").Got("no description"))
	}
}

// unbroken demands that no exchange of the step met an internal fault.
func unbroken(c *Case, step record.Step) {
	for _, x := range c.UseAll(step) {
		if x.Status() < 200 || x.Status() >= 500 {
			c.Fail(x, Want("success or a refusal"))
		}
	}
}
