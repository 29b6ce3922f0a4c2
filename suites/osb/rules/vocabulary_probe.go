package rules

import (
	. "conformance/suites/check"
	"conformance/suites/record"
)

// stillOpens judges that credentials which opened go on to.
func stillOpens(c *Case, step record.Step, after string) {
	switch x := c.Use(step); {
	case x.Came(record.Refused, record.Denied):
		c.Fail(x, Note("after %s the credentials were %s, want them to open as before", after, x.Got()))
	case !x.Came(record.Opened):
		c.NotApplicable(x, "%s", x.Got())
	}
}
