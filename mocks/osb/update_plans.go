package osb

import (
	"conformance/mocks"
)

// updatePlans returns faults about plans that may not change.
func updatePlans() []mocks.Mutant {
	kept := mocks.On("update").At("updating").Answered(422).Mentions("keeps it")
	return []mocks.Mutant{
		{ID: "kept-plan-changes", Title: "a plan changes though plan_updateable is false", Breaks: ids{"OSB-UPD-004"}, Rules: moving(kept.Status(200).Body("{}"))},
		{ID: "kept-plan-changes-unseen", Title: "a plan changes though plan_updateable is false, and cannot be seen", Breaks: ids{"OSB-UPD-004"},
			Rules: rules{kept.Status(200).Body("{}"), mocks.On("fetch-instance").At("updating").Answered(200).Remove("/plan_id")}},
		{ID: "kept-plan-changes-later", Title: "a change of plan is accepted and made though plan_updateable is false", Breaks: ids{"OSB-UPD-004"},
			Rules: append(moving(kept.Change(instead(202, map[string]any{"operation": "update-later"}))),
				mocks.On("instance-last-operation").At("updating").Query("operation", "update-later").InsteadWith(reply(200, map[string]any{"state": "succeeded"})))},
		{ID: "kept-plan-ignored", Title: "a change of plan that is not supported is answered with 200, and not made", Breaks: ids{"OSB-UPD-034"},
			Rules: rules{kept.Status(200).Body("{}")}},
		{ID: "kept-plan-answers-400", Title: "an undeclared change of plan is refused with 400", Breaks: ids{"OSB-UPD-034"}, Rules: rules{kept.Status(400)}},
		{ID: "kept-plan-answers-501", Title: "an undeclared change of plan is refused with 501", Breaks: ids{"OSB-UPD-034"}, Rules: rules{kept.Status(501)}},
		{ID: "kept-plan-unexplained", Title: "a refused plan has no reason", Breaks: ids{"OSB-UPD-008"}, Rules: rules{kept.Remove("/description")}},
		{ID: "unfit-unexplained", Title: "a refused plan has an empty reason", Breaks: ids{"OSB-UPD-008", "OSB-ERR-005"},
			Rules: rules{mocks.On("update").At("updating").Answered(422).Mentions("does not fit").Set("/description", "")}},
	}
}

// updateState returns faults about what an update changes.
func updateState() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "update-resets-plan", Title: "an update without plan_id moves the instance to a certain plan", Breaks: ids{"OSB-UPD-013"},
			Rules: rules{mocks.On("update").At("updating").Sends("parameters", nil).Lacks("plan_id").SetSent("/plan_id", eitherPlan)}},
		{ID: "context-update-resets-plan", Title: "an update of context moves the instance to a certain plan", Breaks: ids{"OSB-UPD-013"},
			Rules: rules{mocks.On("update").At("updating").When(contextAlone).SetSent("/plan_id", largePlan)}},
		{ID: "plan-change-resets-parameters", Title: "a change of plan sets parameters back", Breaks: ids{"OSB-UPD-015"},
			Rules: rules{mocks.On("update").At("updating").Sends("plan_id", sealedPlan).SetSent("/parameters", map[string]any{"size": 1})}},
		{ID: "context-update-adds-parameters", Title: "an update of context adds a parameter", Breaks: ids{"OSB-UPD-015"},
			Rules: rules{mocks.On("update").At("updating").When(contextAlone).SetSent("/parameters", map[string]any{"language": "de"})}},
		{ID: "update-applied-in-part", Title: "parameters are taken over from an update that is refused", Breaks: ids{"OSB-UPD-039"},
			Rules: rules{mocks.On("update").At("updating").When(unheardOf).Before(func(s *mocks.Seen) {
				s.Send("update", s.Params, s.Query, map[string]any{"service_id": documents, "parameters": s.Object()["parameters"]})
			})}},
		{ID: "refused-plan-applied", Title: "a change of plan is refused and done", Breaks: ids{"OSB-UPD-039"},
			Rules: rules{mocks.On("update").At("updating").Sends("plan_id", smallPlan).Before(func(s *mocks.Seen) {
				s.Send("update", s.Params, s.Query, map[string]any{"service_id": documents, "plan_id": largePlan})
			})}},
		{ID: "dashboard-moves-silently", Title: "a dashboard moves, and the update does not say so", Breaks: ids{"OSB-UPD-048"},
			Rules: rules{mocks.On("update").At("updating").Sends("plan_id", sealedPlan).Answered(200).Remove("/dashboard_url")}},
		{ID: "dashboard-moves-null", Title: "a dashboard moves, and the update says null", Breaks: ids{"OSB-UPD-048"},
			Rules: rules{mocks.On("update").At("updating").Sends("plan_id", sealedPlan).Answered(200).Set("/dashboard_url", nil)}},
		{ID: "dashboard-for-all-updated", Title: "all updated instances have one dashboard", Breaks: ids{"OSB-UPD-047"},
			Rules: rules{mocks.On("update").At("parameters").Answered(200).Set("/dashboard_url", "https://dashboard.example.com/all")}},
	}
}

// contextAlone holds for updates with nothing but a context.
func contextAlone(s *mocks.Seen) bool {
	return s.Object()["context"] != nil && mocks.Lacks("plan_id")(s) && mocks.Lacks("parameters")(s) && mocks.Lacks("maintenance_info")(s)
}

// unheardOf holds for parameters that come with a plan that does not exist.
func unheardOf(s *mocks.Seen) bool {
	body := s.Object()
	return body["parameters"] != nil && body["plan_id"] != nil && body["plan_id"] != syncPlan
}

// moving shows an instance with the plan to which it was moved by an answer that the rule gives.
func moving(moves mocks.Rule) []mocks.Rule {
	moved := remember()
	return []mocks.Rule{
		moves.Change(func(s *mocks.Seen, _ *mocks.Answer) { moved.add(s.Params["instance_id"], s.Text("plan_id")) }),
		mocks.On("fetch-instance").At("updating").Answered(200).Change(func(s *mocks.Seen, a *mocks.Answer) {
			if plans := moved.of(s.Params["instance_id"]); len(plans) > 0 {
				a.Set("/plan_id", plans[0])
			}
		}),
	}
}

// updateShapes returns faults of form: answers to updates whose members have a wrong form, and parameters that are not looked at.
func updateShapes() []mocks.Mutant {
	return append(ignoring("update", "OSB-UPD-014"), shapes(
		of("update", 200)("OSB-UPD-032", "", raw("[]"), "OSB-UPD-048"),
		of("update", 200)("OSB-UPD-046", "/dashboard_url", 5),
		of("update", 202)("OSB-UPD-050", "/operation", ""),
	)...)
}
