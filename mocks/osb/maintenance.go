package osb

import (
	"conformance/mocks"
)

// maintenance returns faults about maintenance_info.
func maintenance() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "stale-provision-served", Title: "a provision with stale maintenance_info is served", Breaks: ids{"OSB-MAINT-009"},
			Rules: rules{mocks.On("provision").At("lifecycle").When(stale).DropSent("/maintenance_info")}},
		{ID: "stale-provision-uncoded", Title: "a provision with stale maintenance_info is refused with a code of its own", Breaks: ids{"OSB-MAINT-010"},
			Rules: rules{mocks.On("provision").At("lifecycle").Mentions("MaintenanceInfoConflict").Set("/error", "Stale")}},
		{ID: "maintenance-refused", Title: "a provision with the right maintenance_info is refused", Breaks: ids{"OSB-MAINT-014"}, Blocks: true,
			Rules: rules{mocks.On("provision").At("lifecycle").Sends("maintenance_info", nil).InsteadWith(coded(422, "MaintenanceInfoConflict"))}},
		{ID: "stale-update-answers-400", Title: "an update with stale maintenance_info is refused with 400", Breaks: ids{"OSB-MAINT-011"},
			Rules: rules{mocks.On("update").At("lifecycle").When(stale).Status(400)}},
		{ID: "stale-update-uncoded", Title: "an update with stale maintenance_info is refused with a code of its own", Breaks: ids{"OSB-MAINT-012"},
			Rules: rules{mocks.On("update").At("lifecycle").When(stale).Set("/error", "Stale")}},
		{ID: "maintenance-described-provision", Title: "a provision is refused for the description of its maintenance_info", Breaks: ids{"OSB-MAINT-008"},
			Rules: rules{mocks.On("provision").At("updating").When(described).InsteadWith(coded(422, "MaintenanceInfoConflict"))}},
		{ID: "maintenance-described-update", Title: "an update is refused for the description of its maintenance_info", Breaks: ids{"OSB-MAINT-008"},
			Rules: rules{mocks.On("update").At("updating").When(described).InsteadWith(coded(422, "MaintenanceInfoConflict"))}},
		{ID: "maintenance-refused-later", Title: "an update with the maintenance_info of the catalog is refused as a conflict", Breaks: ids{"OSB-MAINT-014"},
			Rules: rules{mocks.On("update").At("updating").When(maintained).InsteadWith(coded(422, "MaintenanceInfoConflict"))}},
		{ID: "maintenance-demanded-as-conflict", Title: "a provision without maintenance_info is refused as a conflict", Breaks: ids{"OSB-MAINT-014", "OSB-PROV-021"},
			Rules: rules{mocks.On("provision").At("updating").Lacks("maintenance_info").InsteadWith(coded(422, "MaintenanceInfoConflict"))}},
	}
}

// described holds for maintenance_info with more than a version.
func described(s *mocks.Seen) bool {
	info, _ := s.Object()["maintenance_info"].(map[string]any)
	return info["description"] != nil
}

// maintained holds for requests with maintenance_info and nothing else that changes.
func maintained(s *mocks.Seen) bool {
	return s.Object()["maintenance_info"] != nil && mocks.Lacks("parameters")(s)
}

// maintenanceShapes returns faults of form: a maintenance_info whose members have a wrong form.
func maintenanceShapes() []mocks.Mutant {
	const maintenance = firstPlan + "/maintenance_info"
	catalog := of("catalog", 200)
	return shapes(
		catalog("OSB-MAINT-001", maintenance, "1.0.0"),
		catalog("OSB-MAINT-002", maintenance+"/version", missing{}),
		catalog("OSB-MAINT-003", maintenance+"/version", "one"),
		catalog("OSB-MAINT-005", maintenance+"/description", 5),
	)
}
