package ibmosb

import (
	"conformance/mocks"
)

// state returns faults about the state of instances.
func state() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "no-state", Title: "states cannot be changed", Breaks: ids{"IBM-STATE-001"}, Also: ids{"IBM-STATE-008"}, Blocks: true,
			Rules: rules{refuseDone(mocks.On("state-put").At("use"), 405)}},
		{ID: "last-active-in-seconds", Title: "last_active is in seconds", Breaks: ids{"IBM-STATE-004"},
			Rules: rules{mocks.On("state-get").Mentions("last_active").Map("/last_active", func(old any) any {
				number, _ := old.(float64)
				return number / 1000
			})}},
		{ID: "idle-without-time", Title: "an idle instance does not say since when", Breaks: ids{"IBM-STATE-005"},
			Rules: rules{mocks.On("state-get").Answered(200).Remove("/last_active")}},
		{ID: "disabling-ignored", Title: "a disabled instance says that it is enabled", Breaks: ids{"IBM-STATE-006"}, Also: ids{"IBM-STATE-010", "IBM-STATE-020"},
			Rules: rules{mocks.On("state-get").At("use").Says("/enabled", false).Set("/enabled", true)}},
		{ID: "enabling-ignored", Title: "an enabled instance says that it is disabled", Breaks: ids{"IBM-STATE-007"},
			Rules: rules{mocks.On("state-get").At("use", "state after enabling").Answered(200).Set("/enabled", false)}},
		{ID: "state-change-202", Title: "a state change is answered with 202", Breaks: ids{"IBM-STATE-008"}, Blocks: true,
			Rules: rules{mocks.On("state-put").At("use").Answered(200).Status(202)}},
		{ID: "state-change-as-list", Title: "a state change is answered with a list", Breaks: ids{"IBM-STATE-008"}, Also: ids{"IBM-STATE-009"},
			Rules: rules{mocks.On("state-put").At("use").Answered(200).Body("[]")}},
		{ID: "old-state-answered", Title: "a state change is answered with the old state", Breaks: ids{"IBM-STATE-009"},
			Rules: rules{mocks.On("state-put").At("use").Answered(200).Map("/enabled", func(old any) any { return old != true })}},
		{ID: "any-state", Title: "a state that is no boolean is accepted", Breaks: ids{"IBM-STATE-010"},
			Rules: rules{mocks.On("state-put").At("use").When(isJSON).Answered(400).Status(200).Body(`{"enabled": true}`)}},
		{ID: "initiator-required", Title: "a state change without initiator is refused", Breaks: ids{"IBM-STATE-011"},
			Rules: rules{refuse(mocks.On("state-put").At("use").Lacks("initiator_id"), 400)}},
		{ID: "reason-refused", Title: "a listed reason is refused", Breaks: ids{"IBM-STATE-012"},
			Rules: rules{refuse(mocks.On("state-put").At("use").Sends("reason_code", "IBMCLOUD_SERVICE_INSTANCE_BELOW_CAP"), 400)}},
		{ID: "older-reason-refused", Title: "an older reason is refused", Breaks: ids{"IBM-STATE-013"},
			Rules: rules{refuse(mocks.On("state-put").At("use").Sends("reason_code", "BMX_ACCT_ACTIVATE"), 400)}},
		{ID: "state-again-409", Title: "a change to the state in force is refused", Breaks: ids{"IBM-STATE-015"},
			Rules: rules{refusing(mocks.On("state-put").At("use", "disable again"), 409)}},
		{ID: "any-instance-has-state", Title: "an unknown instance has a state", Breaks: ids{"IBM-STATE-016"},
			Rules: rules{mocks.On("state-get").At("refusals").Answered(404).Status(200).Body(`{"enabled": false}`)}},
		{ID: "new-is-disabled", Title: "a new instance is disabled", Breaks: ids{"IBM-STATE-017"},
			Rules: rules{mocks.On("state-get").At("use", "state").Set("/enabled", false)}},
		{ID: "disabled-is-deleted", Title: "a disabled instance does not exist", Breaks: ids{"IBM-STATE-018"}, Also: ids{"IBM-RECL-003"},
			Rules: rules{refuseDone(mocks.On("deprovision").At("use"), 410)}},
		{ID: "disabled-later", Title: "a state change takes effect later", Breaks: ids{"IBM-STATE-020"},
			Rules: rules{mocks.On("state-get").At("use", "state while disabled").Set("/enabled", true)}},
		{ID: "state-decodes-otherwise", Title: "the state route breaks on encoded ids", Breaks: ids{"IBM-STATE-021"},
			Also: ids{"IBM-HDR-005", "IBM-STATE-001", "IBM-STATE-002", "IBM-STATE-017"}, Blocks: true,
			Rules: rules{refuseDone(mocks.On("state-get").At("use").When(encodedSlash), 404)}},
		{ID: "enabled-is-text", Title: "/enabled is a text", Breaks: ids{"IBM-STATE-002"},
			Rules: rules{mocks.On("state-get").At("lifecycle").Answered(200).Set("/enabled", "true")}},
		{ID: "active-is-a-number", Title: "/active is a number", Breaks: ids{"IBM-STATE-003"}, Rules: rules{mocks.On("state-put").Answered(200).Set("/active", 1)}},
	}
}
