package rules

import (
	"net/http"

	. "conformance/suites/check"
	"conformance/suites/record"
)

// asyncRequired judges a request without accepts_incomplete to a plan that works asynchronously only: it is refused as
// such, unless the broker can do this one thing at once.
func asyncRequired(c *Case, step record.Step) {
	x := c.Use(step)
	if c.Expect(x).To(HaveStatus(http.StatusUnprocessableEntity, http.StatusOK)) && !x.Is(http.StatusOK) {
		c.Expect(x).To(HaveMember("/error", "AsyncRequired"))
	}
}

// inProgress demands proof that the operation was still running when the exchanges before were answered.
func inProgress(c *Case, poll record.Step) {
	if x := c.Use(poll); x.Object()["state"] != "in progress" {
		c.NotApplicable(x, "the operation had ended before it could be asked for again")
	}
}
