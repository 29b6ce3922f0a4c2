package flows

import (
	"strings"

	"conformance/suites/record"
	"conformance/suites/scenario"
)

// CatalogsRun is what the target makes of brokers whose catalog request fails, or whose catalog breaks a rule.
type CatalogsRun struct {
	Unauthorized    record.Step `step:"catalog answered 401"`
	NotFound        record.Step `step:"catalog answered 404"`
	Failing         record.Step `step:"catalog answered 500"`
	Created         record.Step `step:"catalog answered 201"`
	NoJSON          record.Step `step:"catalog without JSON"`
	Nowhere         record.Step `step:"catalog at a host that does not exist"`
	Silent          record.Step `step:"catalog that is never answered"`
	PlanID          record.Step `step:"catalog without a plan id"`
	Several         record.Step `step:"catalog with defects in several places"`
	Empty           record.Step `step:"catalog without services"`
	ServiceID       record.Step `step:"catalog with a blank service id"`
	ServiceName     record.Step `step:"catalog without a service name"`
	Description     record.Step `step:"catalog with a service description that is too long"`
	Bindable        record.Step `step:"catalog without a bindable flag"`
	NoPlans         record.Step `step:"catalog with a service without plans"`
	PlanName        record.Step `step:"catalog without a plan description"`
	SameServiceName record.Step `step:"catalog with a service name used twice"`
	SamePlanID      record.Step `step:"catalog with a plan id used twice"`
	SamePlanName    record.Step `step:"catalog with a plan name used twice"`
	Requires        record.Step `step:"catalog with an unknown permission"`
	Tags            record.Step `step:"catalog with tags that are too long"`
	Flags           record.Step `step:"catalog with a flag that is text"`
	DashboardClient record.Step `step:"catalog with an incomplete dashboard client"`
	Maintenance     record.Step `step:"catalog with a maintenance version that is none"`
	Schemas         record.Step `step:"catalog with a schema that is none"`
	ListAfter       record.Step `step:"list brokers after the failures"`
	CatalogRequests record.Step `step:"broker-catalog"`
}

// defect is one way in which fetching a catalog goes wrong: an answer, or a place of a valid catalog that is spoilt.
type defect struct {
	step   record.Step
	answer scenario.Answer
	spoil  func(catalog map[string]any)
}

// Catalogs registers a broker again and again; each time one thing is wrong with its catalog.
var Catalogs = scenario.New(scenario.Scenario{
	Name: "catalogs", Title: "brokers whose catalog cannot be read or is invalid",
	Operations: []string{"create-broker", "list-brokers", "broker-catalog"}, Writes: true,
}, recordCatalogs)

func recordCatalogs(s *scenario.Session, run *CatalogsRun) {
	m, ok := open(s)
	if !ok {
		return
	}
	defer m.broker.Close()
	for _, d := range append(failedAnswers(run), spoiltCatalogs(run)...) {
		answer := d.answer
		if d.spoil != nil {
			catalog := clone(m.catalog)
			d.spoil(catalog)
			answer = scenario.Answer{Status: 200, Body: catalog}
		}
		m.broker.Answer("catalog", answer)
		m.name = fresh(s)
		m.submit(d.step, scenario.Call{Body: m.registration(m.name)})
	}
	s.Send(run.ListAfter, listBy("list-brokers", "name:"+m.name))
	unreachable(m, run)
}

// unreachable registers brokers that give no answer. Names below invalid never resolve (RFC 6761).
func unreachable(m *market, run *CatalogsRun) {
	name := fresh(m.s)
	m.submit(run.Nowhere, scenario.Call{Body: with(m.registration(name), "broker_url", "http://"+name+".invalid")})
	silent := run.Silent
	limit := lasting(m.s, brokerTimeout)
	if limit <= 0 {
		m.s.SkipFor(nil, record.Lacking(brokerTimeout), silent)
		return
	}
	m.broker.Answer("catalog", scenario.Answer{Hang: true})
	m.submit(silent, scenario.Call{Body: m.registration(fresh(m.s)), Patience: limit})
}

func failedAnswers(run *CatalogsRun) []defect {
	refused := func(status int) scenario.Answer {
		return scenario.Answer{Status: status, Body: map[string]any{"description": Broken}}
	}
	return []defect{
		{step: run.Unauthorized, answer: refused(401)},
		{step: run.NotFound, answer: refused(404)},
		{step: run.Failing, answer: refused(500)},
		{step: run.Created, answer: scenario.Answer{Status: 201}},
		{step: run.NoJSON, answer: scenario.Answer{Status: 200, Body: []byte("no JSON")}},
		{step: run.Empty, answer: scenario.Answer{Status: 200}},
	}
}

func spoiltCatalogs(run *CatalogsRun) []defect {
	service := func(member string, value any) func(map[string]any) {
		return func(catalog map[string]any) { offeringOf(catalog, 0)[member] = value }
	}
	plan := func(member string, value any) func(map[string]any) {
		return func(catalog map[string]any) { planOf(catalog, 0, 0)[member] = value }
	}
	return []defect{
		{step: run.ServiceID, spoil: service("id", "")},
		{step: run.ServiceName, spoil: func(c map[string]any) { delete(offeringOf(c, 0), "name") }},
		{step: run.Description, spoil: service("description", strings.Repeat("x", 10001))},
		{step: run.Bindable, spoil: func(c map[string]any) { delete(offeringOf(c, 0), "bindable") }},
		{step: run.NoPlans, spoil: service("plans", []any{})},
		{step: run.PlanID, spoil: func(c map[string]any) { delete(planOf(c, 0, 0), "id") }},
		{step: run.Several, spoil: func(c map[string]any) {
			delete(offeringOf(c, 0), "bindable")
			delete(planOf(c, 0, 1), "description")
			planOf(c, 1, 0)["free"] = "true"
		}},
		{step: run.PlanName, spoil: func(c map[string]any) { delete(planOf(c, 0, 0), "description") }},
		{step: run.SameServiceName, spoil: func(c map[string]any) { offeringOf(c, 0)["name"] = offeringOf(c, 1)["name"] }},
		{step: run.SamePlanID, spoil: func(c map[string]any) { planOf(c, 0, 0)["id"] = planOf(c, 1, 0)["id"] }},
		{step: run.SamePlanName, spoil: plan("name", Large)},
		{step: run.Requires, spoil: service("requires", []any{"conformance"})},
		{step: run.Tags, spoil: service("tags", []any{strings.Repeat("x", 2049)})},
		{step: run.Flags, spoil: plan("free", "true")},
		{step: run.DashboardClient, spoil: service("dashboard_client", map[string]any{"id": "conformance"})},
		{step: run.Maintenance, spoil: plan("maintenance_info", map[string]any{"version": "latest"})},
		{step: run.Schemas, spoil: plan("schemas", map[string]any{
			"service_instance": map[string]any{"create": map[string]any{"parameters": map[string]any{"type": "object"}}},
		})},
	}
}

func offeringOf(catalog map[string]any, n int) map[string]any {
	return catalog["services"].([]any)[n].(map[string]any)
}

func planOf(catalog map[string]any, offering, n int) map[string]any {
	return offeringOf(catalog, offering)["plans"].([]any)[n].(map[string]any)
}
