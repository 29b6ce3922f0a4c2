package rules

import (
	"net/http"

	. "conformance/suites/check"
	"conformance/suites/record"
)

// idle reports whether the update that changes nothing was refused, which it may be.
func idle(plain *record.Exchange) bool { return plain.Status() >= 400 && plain.Status() <= 499 }

// unpatched reports whether an update finds no such endpoint.
func unpatched(x *record.Exchange) bool {
	return x.Is(http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusNotImplemented)
}

// patched ends the judgement when there are no updates at all: a plain one, of an instance that is there, finds no such
// endpoint. Implementing it enables users to change things, and nothing says that a broker has to.
func patched(c *Case, plain record.Step) {
	for _, x := range c.UseAll(plain) {
		if !unpatched(x) {
			return
		}
	}
	x := plain.Exchange()
	c.NotApplicable(x, "the broker has no updates, which it need not have: %s was answered %s", x, x.Got())
}
