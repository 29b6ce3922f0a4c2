package osb

import (
	. "conformance/suites/check"
	"conformance/suites/record"
)

// probeChecks judge what only opening credentials shows. Where they cannot be opened from here, nothing is shown.
func probeChecks() List {
	return List{
		On("OSB-BIND-045", Credentials, usable),
		On("OSB-BIND-011", Credentials, usable),
		On("OSB-BIND-006", Credentials, usable),
		On("OSB-BIND-104", Credentials, func(c *Case, run *CredentialsRun) {
			stillOpens(c, run.OpenPredecessor, "a binding replaced its binding")
		}),
		On("OSB-UNBIND-001", Credentials, func(c *Case, run *CredentialsRun) {
			revoked(c, run.Open, run.OpenUnbound, run.OpenAnother)
			if run.OpenNeither.Exchange().Came(record.Opened, record.Refused, record.Denied) {
				revoked(c, run.OpenAnother, run.OpenNeither, run.Open)
			}
		}),
		On("OSB-UNBIND-023", Credentials, func(c *Case, run *CredentialsRun) {
			stillOpens(c, run.OpenOther, "another binding was removed")
		}),
	}
}

// usable judges that credentials which a broker hands out let somebody in. Only a service that calls them wrong says that
// they are: one that cannot be reached from here may be reached from where applications run.
func usable(c *Case, run *CredentialsRun) {
	first, second := c.Use(run.Open), run.OpenAnother.Exchange()
	for _, x := range []*record.Exchange{first, second} {
		if x.Came(record.Refused) {
			c.Fail(x, Note("the credentials of the binding were %s, want them to open", x.Got()))
		}
	}
	if !first.Came(record.Opened, record.Refused) {
		c.NotApplicable(first, "%s", first.Got())
	}
}

// stillOpens judges that credentials which opened go on to.
func stillOpens(c *Case, step record.Step, after string) {
	switch x := c.Use(step); {
	case x.Came(record.Refused, record.Denied):
		c.Fail(x, Note("after %s the credentials were %s, want them to open as before", after, x.Got()))
	case !x.Came(record.Opened):
		c.NotApplicable(x, "%s", x.Got())
	}
}

// revoked judges that credentials which opened do so no longer once their binding is gone. Those that a broker hands out
// to every binding alike are not of one binding.
func revoked(c *Case, opened, after, other record.Step) {
	x := c.Use(after)
	switch {
	case !x.Came(record.Opened) && !x.Came(record.Refused, record.Denied):
		c.NotApplicable(x, "%s", x.Got())
	case !x.Came(record.Opened):
	case other.Exchange().Came(record.Opened) && other.Exchange().Opening.Login == x.Opening.Login:
		c.NotApplicable(x, "the bindings of the instance share one login, which does not go with one of them")
	default:
		c.Fail(x, Note("the credentials of a binding that was removed still open, as in exchange %d; want them refused", c.Use(opened).Number))
	}
}
