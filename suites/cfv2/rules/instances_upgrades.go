package rules

import (
	"net/http"

	"conformance/suites/cfv2/flows"
	. "conformance/suites/check"
	"conformance/suites/record"
)

func upgradeChecks() List {
	return append(refusals(flows.Maintenance, []refusal[flows.MaintenanceRun]{
		// "Maintenance info must be supported"
		{"CFV2-INST-060", func(r *flows.MaintenanceRun) record.Step { return r.Unsupported }, 422, "MaintenanceInfoNotSupported", 390006, true},
		// "Maintenance info must be supported"
		{"CFV2-INST-060", func(r *flows.MaintenanceRun) record.Step { return r.NoVersion }, 422, "MaintenanceInfoNotSemver", 390007, true},
		// "Maintenance info excludes plan change"
		{"CFV2-INST-061", func(r *flows.MaintenanceRun) record.Step { return r.BothAtOnce }, 422, "MaintenanceInfoNotUpdatableWhenChangingPlan", 390008, true},
	}),
		// "Dashboard URL may change on update"
		On("CFV2-INST-022", flows.Maintenance, func(c *Case, run *flows.MaintenanceRun) {
			for _, step := range []record.Step{run.OtherDashboard, run.NullDashboard, run.NoDashboard} {
				c.Expect(step).To(HaveMember("/entity/dashboard_url", flows.AnotherDashboard))
			}
		}),
		// "Known maintenance version makes no call"
		On("CFV2-INST-062", flows.Maintenance, func(c *Case, run *flows.MaintenanceRun) {
			x := c.Use(run.SameVersion)
			c.Expect(x).To(HaveStatus(http.StatusCreated))
			quiet(c, x)
		}),
	)
}
