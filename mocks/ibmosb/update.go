package ibmosb

import (
	"conformance/mocks"
)

// update returns faults about updates.
func update() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "no-updates", Title: "updates are answered with 405", Breaks: ids{"IBM-UPD-001"}, Also: ids{"IBM-UPD-002"},
			Rules: rules{refuseDone(mocks.On("update").At("lifecycle"), 405)}},
		{ID: "update-answers-201", Title: "an update is answered with 201", Breaks: ids{"IBM-UPD-002"},
			Rules: rules{mocks.On("update").At("lifecycle").Sends("parameters", nil).Answered(200).Status(201)}},
		{ID: "update-again-200", Title: "a repeated update in progress is answered with 200", Breaks: ids{"IBM-UPD-003"},
			Rules: rules{mocks.On("update").At("asynchronous", "update again in progress").Answered(202).Status(200)}},
		{ID: "update-async-required-unnamed", Title: "the 422 of an update does not name AsyncRequired", Breaks: ids{"IBM-UPD-004"},
			Rules: rules{mocks.On("update").Query(accepts, "").Answered(422).Remove("/error")}},
		{ID: "fixed-plan-400", Title: "a plan change that is not supported is answered with 400", Breaks: ids{"IBM-UPD-005"},
			Rules: rules{mocks.On("update").At("fixed plan").Answered(422).Status(400)}},
		{ID: "fixed-plan-accepted", Title: "a plan change that is not supported is answered with 200", Breaks: ids{"IBM-UPD-006", "IBM-UPD-005"},
			Rules: rules{mocks.On("update").At("fixed plan").Answered(422).Status(200).Body("{}")}},
		{ID: "update-resets-plan", Title: "an update of the parameters changes the plan", Breaks: ids{"IBM-UPD-007"},
			Rules: rules{mocks.On("update").At("lifecycle").Sends("parameters", nil).Before(setting(map[string]any{"plan_id": otherPlan}))}},
		{ID: "plan-change-clears-parameters", Title: "an update of the plan clears the parameters", Breaks: ids{"IBM-UPD-008"}, Also: ids{"IBM-PATH-004"},
			Rules: rules{mocks.On("update").At("lifecycle").Sends("plan_id", nil).Before(setting(map[string]any{"parameters": map[string]any{}}))}},
		{ID: "update-without-service-500", Title: "an update without service_id makes the broker fail", Breaks: ids{"IBM-UPD-009"}, Also: ids{"IBM-ERR-003"},
			Rules: rules{refuse(mocks.On("update").Lacks("service_id"), 500)}},
		{ID: "previous-values-demanded", Title: "previous_values without plan_id is refused", Breaks: ids{"IBM-UPD-010"},
			Rules: rules{refuse(mocks.On("update").When(func(s *mocks.Seen) bool {
				previous := inside(s, "previous_values")
				return previous != nil && previous["plan_id"] == nil
			}), 400)}},
		{ID: "any-instance-updated", Title: "an unknown instance is updated", Breaks: ids{"IBM-UPD-011"},
			Rules: rules{mocks.On("update").At("refusals").Answered(404).Status(200).Body("{}")}},
	}
}
