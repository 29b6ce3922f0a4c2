package rules

import (
	"net/http"

	. "conformance/suites/check"
	"conformance/suites/record"
)

// successIs judges the code of a success; refusals and 202 are for other rules.
func successIs(c *Case, x *record.Exchange, want int) {
	if x.Status() >= 200 && x.Status() < 300 && !x.Is(http.StatusAccepted) {
		c.Expect(x).To(HaveStatus(want))
	}
}
