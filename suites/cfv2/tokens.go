package cfv2

import (
	"net/http"
	"net/url"

	. "conformance/suites/check"
	"conformance/suites/record"
	"conformance/suites/scenario"
)

// spellScheme lists brokers with the run's own token, the word before it spelled in other ways than usual.
func spellScheme(m *market) {
	for step, scheme := range InOrder(map[string]string{
		"list brokers with a lower-case scheme": "bearer", "list brokers with an upper-case scheme": "BEARER",
	}) {
		m.s.Send(step, scenario.Call{Operation: "list-brokers", Query: url.Values{"results-per-page": {"1"}}, Scheme: scheme})
	}
}

// lackScope reads and writes with a token that has the scope for neither.
func lackScope(m *market) {
	list := scenario.Call{Operation: "list-brokers", Query: url.Values{"results-per-page": {"1"}}}
	if present(m.s, scopelessToken, "list brokers without the scope", list, "create broker without the scope") {
		m.submit("create broker without the scope", as(m.s, scopelessToken, scenario.Call{Body: m.registration(fresh(m.s))}))
	}
}

func tokenChecks() List {
	return List{
		On("CFV2-ERR-009", Brokers, func(c *Case, run *BrokersRun) {
			for _, step := range []record.Step{run.ListOne, run.ListLower, run.ListUpper} {
				x := c.Use(step)
				if x.Request.Header.Get("Authorization") == "" {
					c.NotApplicable(x, "the run has no token")
				}
				c.Expect(x).To(HaveStatus(http.StatusOK))
			}
		}),
		On("CFV2-ERR-013", Brokers, func(c *Case, run *BrokersRun) {
			for _, step := range []record.Step{run.ListNoScope, run.CreateNoScope} {
				x := c.Use(step)
				if stale(x) {
					c.NotApplicable(x, "the target does not take the token of --fixture %s", scopelessToken)
				}
				refused(c, x, http.StatusForbidden, "InsufficientScope", 10007)
			}
		}),
	}
}
