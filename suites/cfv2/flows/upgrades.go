package flows

import "conformance/suites/scenario"

// AnotherDashboard is where a broker says that the dashboard of an instance is after an update.
const AnotherDashboard = "https://another-dashboard.example.com/"

// upgrade asks an instance of the plan large for maintenance versions that need nothing to be done, or that it cannot
// have, and moves its dashboard.
func upgrade(m *market, guid string) {
	to := func(version string) map[string]any { return map[string]any{"version": version} }
	update := func(step string, body map[string]any) { m.update(step, guid, nil, body) }
	update("update to the present maintenance version", map[string]any{"maintenance_info": to(LargeVersion)})
	update("update to a maintenance version that is none", map[string]any{"maintenance_info": to("latest")})
	update("change plan and maintenance version", map[string]any{"service_plan_guid": m.plans[small], "maintenance_info": to(SecondVersion)})
	for _, row := range []struct {
		step   string
		answer map[string]any
	}{
		{"with another dashboard", map[string]any{"dashboard_url": AnotherDashboard}},
		{"with a null dashboard", map[string]any{"dashboard_url": nil}},
		{"without a dashboard", nil},
	} {
		m.broker.Answer("update", scenario.Answer{Status: 200, Body: row.answer})
		update("update instance "+row.step, map[string]any{"parameters": nested()})
		m.s.Send("get instance "+row.step, by("get-instance", guid))
	}
	m.broker.Answer("update")
	update("change to a plan without maintenance", map[string]any{"service_plan_guid": m.plans[Unbindable]})
	update("update to a maintenance version of a plan without maintenance", map[string]any{"maintenance_info": to(LargeVersion)})
}
