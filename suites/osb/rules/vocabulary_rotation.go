package rules

import (
	"net/http"

	. "conformance/suites/check"
	"conformance/suites/record"
)

// unchanged compares two fetches of one binding in the members that last. One that never worked, or was not sent, shows
// nothing; what is handed out once need not come again.
func unchanged(c *Case, before, after record.Step, members []string) {
	if !before.Exchange().Is(http.StatusOK) || !after.Present() {
		return
	}
	first, x := c.Use(before), c.Use(after)
	if !c.Expect(x).To(HaveStatus(http.StatusOK)) {
		return
	}
	agree(c, first, x, members)
}
