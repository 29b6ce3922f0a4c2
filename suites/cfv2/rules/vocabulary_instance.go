package rules

import (
	. "conformance/suites/check"
	"conformance/suites/record"
)

// answered is the broker's answer to the request that the step caused; an exchange without response when there is none.
func answered(c *Case, step record.Step, operation string) *record.Exchange {
	if x := request(c, step, operation); x != nil {
		return x
	}
	return &record.Exchange{}
}
