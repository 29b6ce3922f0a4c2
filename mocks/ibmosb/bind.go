package ibmosb

import (
	"conformance/mocks"
)

// bind returns faults about requests to bind.
func bind() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "bound-again-201", Title: "an identical bind is answered with 201", Breaks: ids{"IBM-BIND-002"}, Also: ids{"IBM-RECL-002"},
			Rules: rules{mocks.On("bind").At("use", "bind again", "bind after restoring").Answered(200).Status(201)}},
		{ID: "bind-conflict-accepted", Title: "a bind with other content is answered with 200", Breaks: ids{"IBM-BIND-003"},
			Rules: rules{mocks.On("bind").Answered(409).Status(200).Body("{}")}},
		{ID: "requires-app-400", Title: "a bind that needs an application is answered with 400", Breaks: ids{"IBM-BIND-004"},
			Rules: rules{mocks.On("bind").Mentions("RequiresApp").Status(400)}},
		{ID: "bind-resource-members-refused", Title: "the members of bind_resource that IBM sends are refused", Breaks: ids{"IBM-BIND-006"},
			Rules: rules{refuse(mocks.On("bind").When(func(s *mocks.Seen) bool { return inside(s, "bind_resource")["serviceid_crn"] != nil }), 400)}},
		{ID: "bind-resource-required", Title: "a bind without bind_resource is refused", Breaks: ids{"IBM-BIND-007"}, Also: ids{"IBM-BIND-004"},
			Rules: rules{refuseDone(mocks.On("bind").Lacks("bind_resource"), 400)}},
		{ID: "bind-context-required", Title: "a bind without context is refused", Breaks: ids{"IBM-BIND-008"},
			Also: ids{"IBM-BIND-001", "IBM-BIND-004", "IBM-BIND-007", "IBM-CAT-012", "IBM-LOP-008"}, Rules: rules{refuseDone(mocks.On("bind").Lacks("context"), 400)}},
		{ID: "disabled-and-bound", Title: "a disabled instance is bound", Breaks: ids{"IBM-BIND-009"},
			Rules: rules{mocks.On("bind").Mentions("is disabled").Status(201).Set("/credentials", shared())}},
		{ID: "any-instance-bound", Title: "an unknown instance is bound", Breaks: ids{"IBM-BIND-010"},
			Rules: rules{mocks.On("bind").At("refusals").Answered(404).Status(201).Set("/credentials", shared())}},
		{ID: "bind-without-plan-500", Title: "a bind without plan_id makes the broker fail", Breaks: ids{"IBM-BIND-011"}, Also: ids{"IBM-ERR-003"},
			Rules: rules{refuse(mocks.On("bind").Lacks("plan_id"), 500)}},
		{ID: "unbound-later", Title: "an unbind is asynchronous", Breaks: ids{"IBM-BIND-014"},
			Rules: rules{mocks.On("unbind").At("permissions").Answered(200).Status(202)}},
	}
}

// bindCredentials returns faults about what a binding hands out.
func bindCredentials() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "bound-without-credentials", Title: "a binding has no credentials", Breaks: ids{"IBM-BIND-001"},
			Also: ids{"IBM-BIND-016", "IBM-BIND-017", "IBM-CAT-012", "IBM-RECL-002"}, Rules: rules{mocks.On("bind").At("use").Answered(201).Body("{}")}},
		{ID: "credentials-shared", Title: "all bindings have the same credentials", Breaks: ids{"IBM-BIND-016"},
			Rules: rules{mocks.On("bind").At("use").Answered(200, 201).Set("/credentials", shared())}},
		{ID: "credentials-change", Title: "an identical bind has other credentials", Breaks: ids{"IBM-BIND-017"},
			Rules: rules{mocks.On("bind").At("use", "bind again").Answered(200).Set("/credentials", shared())}},
		{ID: "permissions-unannounced", Title: "a binding has volumes that the catalog does not announce", Breaks: ids{"IBM-BIND-012"},
			Rules: rules{mocks.On("catalog").At("permissions").Set("/services/1/requires", []any{"syslog_drain"})}},
		{ID: "credentials-are-text", Title: "/credentials is a text", Breaks: ids{"IBM-BIND-005"}, Also: ids{"IBM-BIND-017", "IBM-RECL-002"},
			Rules: rules{mocks.On("bind").At("use").Answered(200).Set("/credentials", "user:password")}},
		{ID: "volume-device-is-text", Title: "/volume_mounts/0/device is a text", Breaks: ids{"IBM-BIND-013"},
			Rules: rules{mocks.On("bind").Mentions("volume_mounts").Set("/volume_mounts/0/device", "/dev/sdb")}},
	}
}

// shared is what everybody gets.
func shared() map[string]any {
	return map[string]any{"username": "user", "password": "shared-by-all"}
}
