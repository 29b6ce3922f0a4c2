package ibmosb

import (
	"conformance/mocks"
)

func bindFaults() []fault {
	shared := map[string]any{"username": "user", "password": "shared-by-all"}
	return []fault{
		{id: "bound-without-credentials", breaks: "BIND-001", also: "BIND-016 BIND-017 CAT-012 RECL-002", title: "a binding has no credentials",
			rules: rules(on("use", "bind").Answered(201).Body("{}"))},
		{id: "bound-again-201", breaks: "BIND-002", also: "RECL-002", title: "an identical bind is answered with 201",
			rules: rules(on("use", "bind").After(1).Answered(200).Status(201))},
		{id: "bind-conflict-accepted", breaks: "BIND-003", title: "a bind with other content is answered with 200",
			rules: rules(mocks.On("bind").Answered(409).Status(200).Body("{}"))},
		{id: "requires-app-400", breaks: "BIND-004", title: "a bind that needs an application is answered with 400",
			rules: rules(mocks.On("bind").AnsweredWith(mentions("RequiresApp")).Status(400))},
		{id: "bind-resource-members-refused", breaks: "BIND-006", blocks: true, title: "the members of bind_resource that IBM sends are refused",
			rules: rules(refuse(mocks.On("bind").When(func(s *mocks.Seen) bool { return inside(s, "bind_resource")["serviceid_crn"] != nil }), 400))},
		{id: "bind-resource-required", breaks: "BIND-007", also: "BIND-004", title: "a bind without bind_resource is refused",
			rules: rules(refuseDone(mocks.On("bind").When(lacks("bind_resource")), 400))},
		{id: "bind-context-required", breaks: "BIND-008", also: "BIND-001 BIND-004 BIND-007 CAT-012 LOP-008", blocks: true, title: "a bind without context is refused",
			rules: rules(refuseDone(mocks.On("bind").When(lacks("context")), 400))},
		{id: "disabled-and-bound", breaks: "BIND-009", title: "a disabled instance is bound",
			rules: rules(mocks.On("bind").AnsweredWith(mentions("is disabled")).Status(201).Set("/credentials", shared))},
		{id: "any-instance-bound", breaks: "BIND-010", title: "an unknown instance is bound",
			rules: rules(on("refusals", "bind").Answered(404).Status(201).Set("/credentials", shared))},
		{id: "bind-without-plan-500", breaks: "BIND-011", also: "ERR-003", title: "a bind without plan_id makes the broker fail",
			rules: rules(refuse(mocks.On("bind").When(lacks("plan_id")), 500))},
		{id: "permissions-unannounced", breaks: "BIND-012", title: "a binding has volumes that the catalog does not announce",
			rules: rules(on("permissions", "catalog").Set("/services/1/requires", []any{"syslog_drain"}))},
		{id: "unbound-later", breaks: "BIND-014", title: "an unbind is asynchronous",
			rules: rules(on("permissions", "unbind").Answered(200).Status(202))},
		{id: "credentials-shared", breaks: "BIND-016", title: "all bindings have the same credentials",
			rules: rules(on("use", "bind").Answered(200, 201).Set("/credentials", shared))},
		{id: "credentials-change", breaks: "BIND-017", title: "an identical bind has other credentials",
			rules: rules(on("use", "bind").Nth(2).Answered(200).Set("/credentials", shared))},
		{id: "unbound-204", breaks: "UNB-001", also: "PROV-027 UNB-004", title: "an unbind is answered with 204",
			rules: rules(on("use", "unbind").Answered(200).Status(204).Body(""))},
		{id: "unbind-of-unknown-404", breaks: "UNB-002", title: "an unbind of an unknown binding is answered with 404",
			rules: rules(mocks.On("unbind").Answered(410).Status(404))},
		{id: "unbind-without-ids-500", breaks: "UNB-003", also: "ERR-003", title: "an unbind without ids makes the broker fail",
			rules: rules(refuse(mocks.On("unbind").Query("plan_id", ""), 500))},
		{id: "disabled-and-not-unbound", breaks: "UNB-004", title: "a disabled instance cannot be unbound",
			rules: rules(refuse(on("use", "unbind").When(encodedSlash).Nth(1).When(disabled), 422))},
	}
}

func stateFaults() []fault {
	// The order of the requests: state, without credentials, disabled, disabled again, after refusals, enabled.
	get, put := on("use", "state-get"), on("use", "state-put")
	return []fault{
		{id: "no-state", breaks: "STATE-001", also: "STATE-008", blocks: true, title: "states cannot be changed",
			rules: rules(refuseDone(put, 405))},
		{id: "last-active-in-seconds", breaks: "STATE-004", title: "last_active is in seconds",
			rules: rules(mocks.On("state-get").AnsweredWith(mentions("last_active")).Map("/last_active", func(old any) any {
				number, _ := old.(float64)
				return number / 1000
			}))},
		{id: "idle-without-time", breaks: "STATE-005", also: "STATE-004", title: "an idle instance does not say since when",
			rules: rules(mocks.On("state-get").Answered(200).Remove("/last_active"))},
		{id: "disabling-ignored", breaks: "STATE-006", also: "STATE-010 STATE-020", title: "a disabled instance says that it is enabled",
			rules: rules(get.AnsweredWith(says("enabled", false)).Set("/enabled", true))},
		{id: "enabling-ignored", breaks: "STATE-007", title: "an enabled instance says that it is disabled",
			rules: rules(get.Nth(6).Answered(200).Set("/enabled", false))},
		{id: "state-change-202", breaks: "STATE-008", also: "STATE-009", blocks: true, title: "a state change is answered with 202",
			rules: rules(put.Answered(200).Status(202))},
		{id: "state-change-as-list", breaks: "STATE-008", also: "STATE-009", title: "a state change is answered with a list",
			rules: rules(put.Answered(200).Body("[]"))},
		{id: "old-state-answered", breaks: "STATE-009", title: "a state change is answered with the old state",
			rules: rules(put.Answered(200).Map("/enabled", func(old any) any { return old != true }))},
		{id: "any-state", breaks: "STATE-010", title: "a state that is no boolean is accepted",
			rules: rules(put.When(not(noJSON)).Answered(400).Status(200).Body(`{"enabled": true}`))},
		{id: "initiator-required", breaks: "STATE-011", title: "a state change without initiator is refused",
			rules: rules(refuse(put.When(lacks("initiator_id")), 400))},
		{id: "reason-refused", breaks: "STATE-012", title: "a listed reason is refused",
			rules: rules(refuse(put.Sends("reason_code", "IBMCLOUD_SERVICE_INSTANCE_BELOW_CAP"), 400))},
		{id: "older-reason-refused", breaks: "STATE-013", title: "an older reason is refused",
			rules: rules(refuse(put.Sends("reason_code", "BMX_ACCT_ACTIVATE"), 400))},
		{id: "state-again-409", breaks: "STATE-015", title: "a change to the state in force is refused",
			rules: rules(refusing(put.Nth(3), 409))},
		{id: "any-instance-has-state", breaks: "STATE-016", title: "an unknown instance has a state",
			rules: rules(on("refusals", "state-get").Answered(404).Status(200).Body(`{"enabled": false}`))},
		{id: "new-is-disabled", breaks: "STATE-017", title: "a new instance is disabled",
			rules: rules(get.Nth(1).Set("/enabled", false))},
		{id: "disabled-is-deleted", breaks: "STATE-018", also: "RECL-003", blocks: true, title: "a disabled instance does not exist",
			rules: rules(refuseDone(on("use", "deprovision"), 410))},
		{id: "disabled-later", breaks: "STATE-020", title: "a state change takes effect later",
			rules: rules(get.Nth(3).Set("/enabled", true))},
		{id: "state-decodes-otherwise", breaks: "STATE-021", also: "HDR-005 STATE-001 STATE-002 STATE-017", blocks: true, title: "the state route breaks on encoded ids",
			rules: rules(refuseDone(get.When(encodedSlash), 404))},
		{id: "bindings-lost", breaks: "RECL-002", title: "a disable loses the bindings",
			rules: rules(on("use", "bind").Nth(5).Answered(200).Status(201))},
	}
}
