package rules

import (
	"net/http"

	. "conformance/suites/check"
	"conformance/suites/record"
)

// stillThere judges that a request which was refused left the resource alone: its deletion finds it.
func stillThere(c *Case, refused, deletion record.Step) {
	x := c.Use(refused)
	if x.Status() < 400 || x.Status() > 499 {
		c.NotApplicable(x, "it was answered %s, which is no refusal", x.Got())
	}
	c.Expect(deletion).NotTo(HaveStatus(http.StatusGone, http.StatusNotFound))
}
