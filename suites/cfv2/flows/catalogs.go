package flows

import (
	"conformance/suites/record"
	"conformance/suites/scenario"
	"strings"
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
	step   string
	answer scenario.Answer
	spoil  func(catalog map[string]any)
}

// Catalogs registers a broker again and again; each time one thing is wrong with its catalog.
var Catalogs = scenario.New[CatalogsRun](scenario.Scenario{
	Name: "catalogs", Title: "brokers whose catalog cannot be read or is invalid",
	Operations: []string{"create-broker", "list-brokers", "broker-catalog"}, Writes: true,
	Record: func(s *scenario.Session) {
		m, ok := open(s)
		if !ok {
			return
		}
		defer m.broker.Close()
		for _, d := range append(failedAnswers(), spoiltCatalogs()...) {
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
		s.Send("list brokers after the failures", listBy("list-brokers", "name:"+m.name))
		unreachable(m)
	},
})

// unreachable registers brokers that give no answer. Names below invalid never resolve (RFC 6761).
func unreachable(m *market) {
	name := fresh(m.s)
	m.submit("catalog at a host that does not exist", scenario.Call{Body: with(m.registration(name), "broker_url", "http://"+name+".invalid")})
	const silent = "catalog that is never answered"
	limit := lasting(m.s, brokerTimeout)
	if limit <= 0 {
		m.s.Skip(nil, needs(brokerTimeout)+" with a duration such as 60s", silent)
		return
	}
	m.broker.Answer("catalog", scenario.Answer{Hang: true})
	m.submit(silent, scenario.Call{Body: m.registration(fresh(m.s)), Patience: limit})
}

func failedAnswers() []defect {
	refused := func(status int) scenario.Answer {
		return scenario.Answer{Status: status, Body: map[string]any{"description": Broken}}
	}
	return []defect{
		{step: "catalog answered 401", answer: refused(401)},
		{step: "catalog answered 404", answer: refused(404)},
		{step: "catalog answered 500", answer: refused(500)},
		{step: "catalog answered 201", answer: scenario.Answer{Status: 201}},
		{step: "catalog without JSON", answer: scenario.Answer{Status: 200, Body: []byte("no JSON")}},
		{step: "catalog without services", answer: scenario.Answer{Status: 200}},
	}
}

func spoiltCatalogs() []defect {
	service := func(member string, value any) func(map[string]any) {
		return func(catalog map[string]any) { offeringOf(catalog, 0)[member] = value }
	}
	plan := func(member string, value any) func(map[string]any) {
		return func(catalog map[string]any) { planOf(catalog, 0, 0)[member] = value }
	}
	return []defect{
		{step: "catalog with a blank service id", spoil: service("id", "")},
		{step: "catalog without a service name", spoil: func(c map[string]any) { delete(offeringOf(c, 0), "name") }},
		{step: "catalog with a service description that is too long", spoil: service("description", strings.Repeat("x", 10001))},
		{step: "catalog without a bindable flag", spoil: func(c map[string]any) { delete(offeringOf(c, 0), "bindable") }},
		{step: "catalog with a service without plans", spoil: service("plans", []any{})},
		{step: "catalog without a plan id", spoil: func(c map[string]any) { delete(planOf(c, 0, 0), "id") }},
		{step: "catalog with defects in several places", spoil: func(c map[string]any) {
			delete(offeringOf(c, 0), "bindable")
			delete(planOf(c, 0, 1), "description")
			planOf(c, 1, 0)["free"] = "true"
		}},
		{step: "catalog without a plan description", spoil: func(c map[string]any) { delete(planOf(c, 0, 0), "description") }},
		{step: "catalog with a service name used twice", spoil: func(c map[string]any) { offeringOf(c, 0)["name"] = offeringOf(c, 1)["name"] }},
		{step: "catalog with a plan id used twice", spoil: func(c map[string]any) { planOf(c, 0, 0)["id"] = planOf(c, 1, 0)["id"] }},
		{step: "catalog with a plan name used twice", spoil: plan("name", Large)},
		{step: "catalog with an unknown permission", spoil: service("requires", []any{"conformance"})},
		{step: "catalog with tags that are too long", spoil: service("tags", []any{strings.Repeat("x", 2049)})},
		{step: "catalog with a flag that is text", spoil: plan("free", "true")},
		{step: "catalog with an incomplete dashboard client", spoil: service("dashboard_client", map[string]any{"id": "conformance"})},
		{step: "catalog with a maintenance version that is none", spoil: plan("maintenance_info", map[string]any{"version": "latest"})},
		{step: "catalog with a schema that is none", spoil: plan("schemas", map[string]any{
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
