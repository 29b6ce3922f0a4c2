package rules

import (
	. "conformance/suites/check"
	"conformance/suites/osb/flows"
	"conformance/suites/record"
)

// ran reports whether the first poll that was processed says that the operation was in progress.
func ran(polls record.Step) bool {
	return polls.Present() && heard(polls.Exchanges)[0].Object()["state"] == "in progress"
}

// tellsWhy judges that a refusal tells its reason.
func tellsWhy(c *Case, x *record.Exchange) {
	c.Look(x)
	if flows.Text(x.Object(), "description") == "" {
		c.Fail(x, Want("one that tells the reason").Got("no description"))
	}
}
