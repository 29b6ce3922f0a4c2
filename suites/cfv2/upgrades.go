package cfv2

import (
	"net/http"

	. "conformance/suites/check"
	"conformance/suites/record"
	"conformance/suites/scenario"
)

// anotherDashboard is where a broker says that the dashboard of an instance is after an update.
const anotherDashboard = "https://another-dashboard.example.com/"

// upgrade asks an instance of the plan large for maintenance versions that need nothing to be done, or that it cannot
// have, and moves its dashboard.
func upgrade(m *market, guid string) {
	to := func(version string) map[string]any { return map[string]any{"version": version} }
	update := func(step string, body map[string]any) { m.update(step, guid, nil, body) }
	update("update to the present maintenance version", map[string]any{"maintenance_info": to(largeVersion)})
	update("update to a maintenance version that is none", map[string]any{"maintenance_info": to("latest")})
	update("change plan and maintenance version", map[string]any{"service_plan_guid": m.plans[small], "maintenance_info": to(secondVersion)})
	for _, row := range []struct {
		step   string
		answer map[string]any
	}{
		{"with another dashboard", map[string]any{"dashboard_url": anotherDashboard}},
		{"with a null dashboard", map[string]any{"dashboard_url": nil}},
		{"without a dashboard", nil},
	} {
		m.broker.Answer("update", scenario.Answer{Status: 200, Body: row.answer})
		update("update instance "+row.step, map[string]any{"parameters": nested()})
		m.s.Send("get instance "+row.step, by("get-instance", guid))
	}
	m.broker.Answer("update")
	update("change to a plan without maintenance", map[string]any{"service_plan_guid": m.plans[unbindable]})
	update("update to a maintenance version of a plan without maintenance", map[string]any{"maintenance_info": to(largeVersion)})
}

func upgradeChecks() List {
	return append(refusals(Maintenance, []refusal[MaintenanceRun]{
		{"CFV2-INST-060", func(r *MaintenanceRun) record.Step { return r.Unsupported }, 422, "MaintenanceInfoNotSupported", 390006, true},
		{"CFV2-INST-060", func(r *MaintenanceRun) record.Step { return r.NoVersion }, 422, "MaintenanceInfoNotSemver", 390007, true},
		{"CFV2-INST-061", func(r *MaintenanceRun) record.Step { return r.BothAtOnce }, 422, "MaintenanceInfoNotUpdatableWhenChangingPlan", 390008, true},
	}),
		On("CFV2-INST-022", Maintenance, func(c *Case, run *MaintenanceRun) {
			for _, step := range []record.Step{run.OtherDashboard, run.NullDashboard, run.NoDashboard} {
				c.Expect(step).To(HaveMember("/entity/dashboard_url", anotherDashboard))
			}
		}),
		On("CFV2-INST-062", Maintenance, func(c *Case, run *MaintenanceRun) {
			x := c.Use(run.SameVersion)
			c.Expect(x).To(HaveStatus(http.StatusCreated))
			quiet(c, run, x)
		}),
	)
}
