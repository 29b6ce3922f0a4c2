package flows

import (
	"net/url"

	"conformance/suites/record"
	"conformance/suites/scenario"
)

// ofSpace is a valid body that registers the scripted broker for the space.
func (m *market) ofSpace(name string) map[string]any {
	return with(m.registration(name), "space_guid", m.s.Fixture("space_guid"))
}

// another gives the scripted broker another catalog, so that it can be registered once more.
func (m *market) another() map[string]any {
	catalog := newCatalog(m.s.NewID)
	m.broker.Answer("catalog", scenario.Answer{Status: 200, Body: catalog})
	return catalog
}

// ScopedRun is a broker of one space: what can be done with its plans, and who sees it.
type ScopedRun struct {
	Create        record.Step `step:"create broker of a space"`
	Get           record.Step `step:"get broker of a space"`
	CreateGlobal  record.Step `step:"create global broker"`
	ListSpace     record.Step `step:"list brokers of the space"`
	ListElsewhere record.Step `step:"list brokers of a space that is none"`
	Plans         record.Step `step:"list plans"`
	Publish       record.Step `step:"publish plan of a space"`

	Instance      record.Step `step:"create instance in the space"`
	OtherInstance record.Step `step:"create instance in another space"`

	DeveloperList   record.Step `step:"list brokers as a developer"`
	DeveloperGlobal record.Step `step:"create global broker as a developer"`
	DeveloperCreate record.Step `step:"create broker of a space as a developer"`
	DeveloperUpdate record.Step `step:"update broker of a space as a developer"`
	DeveloperDelete record.Step `step:"delete broker of a space as a developer"`
	StrangerList    record.Step `step:"list brokers as a stranger"`

	CatalogRequests record.Step `step:"broker-catalog"`
}

// Scoped needs the space alone; other users and another space are fixtures that only some of its steps need.
var Scoped = scenario.New(scenario.Scenario{
	Name: "scoped", Title: "a broker of one space: its plans, and who may see and change it",
	Operations: []string{"create-broker", "get-broker", "list-brokers", "update-broker", "delete-broker", "list-plans", "update-plan",
		"create-instance", "broker-catalog", "broker-provision"},
	Instances: 1, Writes: true,
	Fixtures: []scenario.Told{{For: "it registers brokers of one space", Keys: []string{"space_guid"}}},
	Needs: func(site *scenario.Site) (scenario.Subject, string) {
		return scenario.Subject{"space_guid": site.Fixtures["space_guid"]}, ""
	},
}, recordScoped)

func recordScoped(s *scenario.Session, run *ScopedRun) {
	m, ok := open(s)
	if !ok {
		return
	}
	defer m.broker.Close()
	if !m.registerAs(run.Create, m.ofSpace(m.name)) {
		return
	}
	s.Send(run.Get, by("get-broker", m.guid))
	m.another()
	m.submit(run.CreateGlobal, scenario.Call{Body: m.registration(fresh(s))})
	s.Send(run.ListSpace, newest("list-brokers", "space_guid:"+s.Fixture("space_guid")))
	s.Send(run.ListElsewhere, listBy("list-brokers", "space_guid:"+s.NewID()))
	usePlans(m, run)
	developSpace(m, run)
	present(s, StrangerToken, run.StrangerList, mostBrokers())
}

// mostBrokers lists the newest brokers, as many as a page can have.
func mostBrokers() scenario.Call {
	return scenario.Call{Operation: "list-brokers", Query: url.Values{"results-per-page": {"100"}, "order-direction": {"desc"}}}
}

func usePlans(m *market, run *ScopedRun) {
	if !m.readPlans(run.Plans) {
		return
	}
	publish := by("update-plan", m.plans[Large])
	publish.Body = map[string]any{"public": true}
	m.s.Send(run.Publish, publish)
	m.create(run.Instance, scenario.Call{Body: m.instance(small)})
	other := m.s.Fixture("other_space_guid")
	if other == "" {
		m.s.SkipFor(nil, record.Lacking("other_space_guid"), run.OtherInstance)
		return
	}
	m.create(run.OtherInstance, scenario.Call{Body: with(m.instance(small), "space_guid", other)})
}

func developSpace(m *market, run *ScopedRun) {
	changes := []any{run.DeveloperUpdate, run.DeveloperDelete}
	if !present(m.s, DeveloperToken, run.DeveloperList, mostBrokers(),
		append(changes, run.DeveloperGlobal, run.DeveloperCreate)...) {
		return
	}
	m.another()
	m.submit(run.DeveloperGlobal, as(m.s, DeveloperToken, scenario.Call{Body: m.registration(fresh(m.s))}))
	x := m.submit(run.DeveloperCreate, as(m.s, DeveloperToken, scenario.Call{Body: m.ofSpace(fresh(m.s))}))
	guid := GuidOf(x)
	if guid == "" {
		m.s.Skip(x, "the developer has registered no broker", changes...)
		return
	}
	renamed := fresh(m.s)
	m.s.Hold(scenario.Resource{Kind: "broker", ID: renamed})
	update := by("update-broker", guid)
	update.Body = map[string]any{"name": renamed}
	m.s.Send(run.DeveloperUpdate, as(m.s, DeveloperToken, update))
	m.s.Send(run.DeveloperDelete, as(m.s, DeveloperToken, by("delete-broker", guid)))
}
