package rules

import (
	"net/http"

	. "conformance/suites/check"
	"conformance/suites/record"
)

// created judges the code of a synchronous creation. A plain valid request that is refused is the root cause of
// everything that is blocked after it, and no second failure here.
func created(c *Case, step, next record.Step) {
	if x := c.Use(step); x.Status() < 200 || x.Status() > 299 {
		c.Use(next)
	}
	synchronous(c, step, http.StatusCreated)
}

// synchronous judges the code of a success that was not asynchronous.
func synchronous(c *Case, step record.Step, want int) {
	x := c.Use(step)
	if x.Is(http.StatusAccepted) {
		c.NotApplicable(x, "it is done asynchronously: %s was answered 202", x)
	}
	c.Expect(x).To(HaveStatus(want))
}
