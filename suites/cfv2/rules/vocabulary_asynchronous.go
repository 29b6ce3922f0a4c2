package rules

import (
	"net/http"

	. "conformance/suites/check"
	"conformance/suites/record"
)

// shows demands that the last exchange of a step shows the operation in that state.
func shows(c *Case, step record.Step, kind, state string) {
	x := c.Use(step)
	c.Expect(x).To(HaveStatus(http.StatusOK))
	operates(c, x, kind, state)
}
