package flows

import (
	"conformance/suites/check"
	"conformance/suites/scenario"
	"net/url"
)

// spellScheme lists brokers with the run's own token, the word before it spelled in other ways than usual.
func spellScheme(m *market) {
	for step, scheme := range check.InOrder(map[string]string{
		"list brokers with a lower-case scheme": "bearer", "list brokers with an upper-case scheme": "BEARER",
	}) {
		m.s.Send(step, scenario.Call{Operation: "list-brokers", Query: url.Values{"results-per-page": {"1"}}, Scheme: scheme})
	}
}

// lackScope reads and writes with a token that has the scope for neither.
func lackScope(m *market) {
	list := scenario.Call{Operation: "list-brokers", Query: url.Values{"results-per-page": {"1"}}}
	if present(m.s, ScopelessToken, "list brokers without the scope", list, "create broker without the scope") {
		m.submit("create broker without the scope", as(m.s, ScopelessToken, scenario.Call{Body: m.registration(fresh(m.s))}))
	}
}
