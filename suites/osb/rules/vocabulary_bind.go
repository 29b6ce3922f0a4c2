package rules

import (
	. "conformance/suites/check"
	"conformance/suites/osb/flows"
	"conformance/suites/record"
)

// hasCredentials judges that an answer has credentials. Only the owner knows whether bindings of a plan have any.
func hasCredentials(c *Case, x *record.Exchange) {
	credentials, _ := x.Object()["credentials"].(map[string]any)
	if len(credentials) == 0 && c.Subject[flows.GivesCredentials] != "true" {
		c.NeedsFixture(x, flows.GivesCredentials, "the binding has no credentials, and a catalog does not tell whether it should")
	}
	if len(credentials) == 0 {
		c.Fail(x, Want("an object that is not empty").Got("no credentials"))
	}
}
