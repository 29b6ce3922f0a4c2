package flows

import (
	"conformance/suites/record"
	"conformance/suites/scenario"
)

// AnotherDashboard is where a broker says that the dashboard of an instance is after an update.
const AnotherDashboard = "https://another-dashboard.example.com/"

// upgrade asks an instance of the plan large for maintenance versions that need nothing to be done, or that it cannot
// have, and moves its dashboard.
func upgrade(m *market, run *MaintenanceRun, guid string) {
	to := func(version string) map[string]any { return map[string]any{"version": version} }
	update := func(step record.Step, body map[string]any) { m.update(step, guid, nil, body) }
	update(run.SameVersion, map[string]any{"maintenance_info": to(LargeVersion)})
	update(run.NoVersion, map[string]any{"maintenance_info": to("latest")})
	update(run.BothAtOnce, map[string]any{"service_plan_guid": m.plans[small], "maintenance_info": to(SecondVersion)})
	for _, row := range []struct {
		update, get record.Step
		answer      map[string]any
	}{
		{run.MoveDashboard, run.OtherDashboard, map[string]any{"dashboard_url": AnotherDashboard}},
		{run.ClearDashboard, run.NullDashboard, map[string]any{"dashboard_url": nil}},
		{run.KeepDashboard, run.NoDashboard, nil},
	} {
		m.broker.Answer("update", scenario.Answer{Status: 200, Body: row.answer})
		update(row.update, map[string]any{"parameters": nested()})
		m.s.Send(row.get, by("get-instance", guid))
	}
	m.broker.Answer("update")
	update(run.Unmaintained, map[string]any{"service_plan_guid": m.plans[Unbindable]})
	update(run.Unsupported, map[string]any{"maintenance_info": to(LargeVersion)})
}
