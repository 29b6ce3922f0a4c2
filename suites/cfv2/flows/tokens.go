package flows

import (
	"net/url"

	"conformance/suites/scenario"
)

// spellScheme lists brokers with the run's own token, the word before it spelled in other ways than usual.
func spellScheme(m *market, run *BrokersRun) {
	one := url.Values{"results-per-page": {"1"}}
	m.s.Send(run.ListLower, scenario.Call{Operation: "list-brokers", Query: one, Scheme: "bearer"})
	m.s.Send(run.ListUpper, scenario.Call{Operation: "list-brokers", Query: one, Scheme: "BEARER"})
}

// lackScope reads and writes with a token that has the scope for neither.
func lackScope(m *market, run *BrokersRun) {
	list := scenario.Call{Operation: "list-brokers", Query: url.Values{"results-per-page": {"1"}}}
	if present(m.s, ScopelessToken, run.ListNoScope, list, run.CreateNoScope) {
		m.submit(run.CreateNoScope, as(m.s, ScopelessToken, scenario.Call{Body: m.registration(fresh(m.s))}))
	}
}
