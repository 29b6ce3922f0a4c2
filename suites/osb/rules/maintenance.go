package rules

import (
	"net/http"

	. "conformance/suites/check"
	"conformance/suites/osb/flows"
	"conformance/suites/record"
)

func maintenanceChecks() List {
	return List{
		// "Only maintenance_info.version is considered"
		On("OSB-MAINT-008", flows.Updating, onlyVersionCounts),
		// "Stale maintenance version is refused on provision"
		On("OSB-MAINT-009", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			faultless(c, run, http.StatusUnprocessableEntity, run.ProvisionStale)
		}),
		// "Provision conflict body says MaintenanceInfoConflict"
		On("OSB-MAINT-010", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { saysMaintenanceConflict(c, run.ProvisionStale) }),
		// "Stale maintenance version is refused on update"
		On("OSB-MAINT-011", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			patched(c, run.Update)
			answered(c, run.UpdateStale, http.StatusUnprocessableEntity)
		}),
		// "Update conflict body says MaintenanceInfoConflict"
		On("OSB-MAINT-012", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			plain, x := c.Use(run.Update), c.Use(run.UpdateStale)
			if idle(plain) && plain.Status() == x.Status() && plain.Object()["error"] == x.Object()["error"] {
				c.NotApplicable(x, "the update is refused without maintenance_info as well, as it changes nothing: %s", plain.Got())
			}
			saysMaintenanceConflict(c, run.UpdateStale)
		}),
		// "Matching or absent maintenance_info is accepted"
		On("OSB-MAINT-014", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			x := c.Use(run.Provision)
			if flows.Sent(x, "maintenance_info") == nil {
				c.NotApplicable(x, flows.NoMaintenance)
			}
			c.Expect(x).NotTo(HaveMember("/error", "MaintenanceInfoConflict"))
		}),
		// "Matching or absent maintenance_info is accepted"
		On("OSB-MAINT-014", flows.Updating, func(c *Case, run *flows.UpdatingRun) {
			c.Use(run.Again) // which tells that there is none, if there is none
			for _, x := range seen(c, run.Bare, run.Again, run.Maintained) {
				c.Expect(x).NotTo(HaveMember("/error", "MaintenanceInfoConflict"))
			}
		}),
	}
}

func saysMaintenanceConflict(c *Case, step record.Step) {
	x := c.Use(step)
	switch {
	case !x.Is(http.StatusUnprocessableEntity):
		c.NotApplicable(x, "it was answered %s, not 422", x.Got())
	case flows.Unavailable(x):
		c.NotApplicable(x, "it was refused as concurrent, before its maintenance_info was looked at")
	}
	c.Expect(x).To(HaveMember("/error", "MaintenanceInfoConflict"))
}

// onlyVersionCounts judges requests whose maintenance_info has more than the version, by those that have only that.
func onlyVersionCounts(c *Case, run *flows.UpdatingRun) {
	found := false
	var last *record.Exchange
	for _, pair := range [][2]record.Step{{run.Again, run.AgainDescribed}, {run.Maintained, run.Described}} {
		plain, x := c.Use(pair[0]), c.Use(pair[1])
		last = x
		if !flows.Worked(plain) {
			continue
		}
		found = true
		if !flows.Worked(x) {
			c.Fail(x, Want("%s as without the members of maintenance_info that are ignored", plain.Got()))
		}
	}
	if !found {
		c.NotApplicable(last, "requests with the plain maintenance_info are refused, so they are no measure")
	}
}
