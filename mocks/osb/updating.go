package osb

import (
	"encoding/json"

	"conformance/mocks"
)

const (
	eitherPlan = "fcdff23e-f610-4d5b-b13c-479a39e16e8a"
	largePlan  = "9482dcc2-40ea-4d7d-9c3f-bc5dd7ce1726"
	smallPlan  = "c7090fc5-cff4-45de-a8a7-90b87149d860"
	sealedPlan = "27061e02-29a9-43cc-bf1d-72834491a726"
)

// alters begins rules for requests of the scenario that changes an instance.
func alters(operations ...string) mocks.Rule { return mocks.On(operations...).During("updating") }

// foreign holds for requests of platforms that the reference's usual context does not name.
func foreign(s *mocks.Seen) bool {
	context, ok := s.Object()["context"].(map[string]any)
	return ok && context["platform"] != "cloudfoundry"
}

// contextAlone holds for updates with nothing but a context.
func contextAlone(s *mocks.Seen) bool {
	return s.Object()["context"] != nil && lacks("plan_id")(s) && lacks("parameters")(s) && lacks("maintenance_info")(s)
}

// unheardOf holds for parameters that come with a plan that does not exist.
func unheardOf(s *mocks.Seen) bool {
	body := s.Object()
	return body["parameters"] != nil && body["plan_id"] != nil && body["plan_id"] != syncPlan
}

// described holds for maintenance_info with more than a version.
func described(s *mocks.Seen) bool {
	info, _ := s.Object()["maintenance_info"].(map[string]any)
	return info["description"] != nil
}

// maintained holds for requests with maintenance_info and nothing else that changes.
func maintained(s *mocks.Seen) bool {
	return s.Object()["maintenance_info"] != nil && lacks("parameters")(s)
}

func updatingMutants() []mutant {
	update, create, fetch := alters("update"), alters("provision"), alters("fetch-instance")
	kept, unfit := update.Answered(422).AnsweredWith(says("keeps it")), update.Answered(422).AnsweredWith(says("does not fit"))
	conflict := map[string]any{"error": "MaintenanceInfoConflict", "description": "no"}
	return []mutant{
		fault("provision-needs-context", "a provision without context is refused", create.When(lacks("context")).InsteadWith(reply(400, failure()))).
			breaks("OSB-PROV-021"),
		fault("provision-needs-maintenance", "a provision without maintenance_info is refused", create.When(lacks("maintenance_info")).InsteadWith(reply(422, failure()))).
			breaks("OSB-PROV-021"),
		fault("update-needs-previous-values", "an update without previous_values is refused",
			update.Sends("parameters", nil).When(lacks("previous_values")).InsteadWith(reply(400, failure()))).breaks("OSB-UPD-024"),
		fault("update-needs-plan", "an update without plan_id crashes", update.Sends("parameters", nil).When(lacks("plan_id")).InsteadWith(reply(500, failure()))).
			breaks("OSB-UPD-024"),
		fault("context-updates-refused", "an update of context alone is refused", update.When(contextAlone).InsteadWith(reply(422, failure()))).breaks("OSB-UPD-002"),
		fault("context-updates-incomplete", "an update of context alone is no update", update.When(contextAlone).InsteadWith(reply(400, failure()))).breaks("OSB-UPD-002"),
		fault("kept-plan-changes", "a plan changes though plan_updateable is false", unkept(kept.Status(200).Body("{}"))...).
			breaks("OSB-UPD-004").also("OSB-UPD-034", "OSB-UPD-008"),
		fault("kept-plan-changes-unseen", "a plan changes though plan_updateable is false, and cannot be seen", kept.Status(200).Body("{}"), fetch.Answered(200).Remove("/plan_id")).
			breaks("OSB-UPD-004").also("OSB-UPD-034", "OSB-UPD-008", "OSB-UPD-013", "OSB-FETCH-013"),
		fault("kept-plan-changes-later", "a change of plan is accepted and made though plan_updateable is false",
			append(unkept(kept.Change(instead(202, map[string]any{"operation": "update-later"}))),
				alters("instance-last-operation").Query("operation", "update-later").InsteadWith(reply(200, map[string]any{"state": "succeeded"})))...).
			breaks("OSB-UPD-004").also("OSB-UPD-034", "OSB-UPD-008"),
		fault("kept-plan-ignored", "a change of plan that is not supported is answered with 200, and not made", kept.Status(200).Body("{}")).
			breaks("OSB-UPD-034").also("OSB-UPD-008"),
		fault("fetch-shows-old-plan", "a fetch shows the plan that the instance had before", fetch.Answered(200).Set("/plan_id", syncPlan)).
			breaks("OSB-FETCH-013").also("OSB-UPD-039", "OSB-UPD-004", "OSB-UPD-034"),
		fault("updates-answer-201", "updates of parameters are answered with 201", update.Sends("parameters", nil).Answered(200).Status(201)).
			breaks("OSB-UPD-026", "OSB-ERR-002"),
		fault("kept-plan-answers-400", "an undeclared change of plan is refused with 400", kept.Status(400)).breaks("OSB-UPD-034"),
		fault("kept-plan-answers-501", "an undeclared change of plan is refused with 501", kept.Status(501)).breaks("OSB-UPD-034"),
		fault("kept-plan-unexplained", "a refused plan has no reason", kept.Remove("/description")).breaks("OSB-UPD-008"),
		fault("unfit-unexplained", "a refused plan has an empty reason", unfit.Set("/description", "")).breaks("OSB-UPD-008", "OSB-ERR-005"),
		fault("update-resets-plan", "an update without plan_id moves the instance to a certain plan",
			update.Sends("parameters", nil).When(lacks("plan_id")).SetSent("/plan_id", eitherPlan)).breaks("OSB-UPD-013"),
		fault("context-update-resets-plan", "an update of context moves the instance to a certain plan", update.When(contextAlone).SetSent("/plan_id", largePlan)).
			breaks("OSB-UPD-013"),
		fault("plan-change-resets-parameters", "a change of plan sets parameters back",
			update.Sends("plan_id", sealedPlan).SetSent("/parameters", map[string]any{"size": 1})).breaks("OSB-UPD-015"),
		fault("context-update-adds-parameters", "an update of context adds a parameter",
			update.When(contextAlone).SetSent("/parameters", map[string]any{"language": "de"})).breaks("OSB-UPD-015"),
		fault("update-applied-in-part", "parameters are taken over from an update that is refused", update.When(unheardOf).Before(func(s *mocks.Seen) {
			s.Send("update", s.Params, s.Query, map[string]any{"service_id": documents, "parameters": s.Object()["parameters"]})
		})).breaks("OSB-UPD-039"),
		fault("refused-plan-applied", "a change of plan is refused and done", update.Sends("plan_id", smallPlan).Before(func(s *mocks.Seen) {
			s.Send("update", s.Params, s.Query, map[string]any{"service_id": documents, "plan_id": largePlan})
		})).breaks("OSB-UPD-039"),
		fault("dashboard-moves-silently", "a dashboard moves, and the update does not say so", update.Sends("plan_id", sealedPlan).Answered(200).Remove("/dashboard_url")).
			breaks("OSB-UPD-048"),
		fault("dashboard-moves-null", "a dashboard moves, and the update says null", update.Sends("plan_id", sealedPlan).Answered(200).Set("/dashboard_url", nil)).
			breaks("OSB-UPD-048"),
		fault("fetch-other-attributes", "a fetch has other attributes than the update", fetch.Answered(200).Set("/metadata/attributes", map[string]any{"offering": "other"})).
			breaks("OSB-PROV-058"),
		fault("fetch-without-attributes", "a fetch has lost the attributes", fetch.Answered(200).Set("/metadata/attributes", map[string]any{})).breaks("OSB-PROV-058"),
		fault("dashboard-late", "a dashboard is only told when it is fetched", lives("provision").Answered(201).Remove("/dashboard_url")).
			breaks("OSB-PROV-047").also("OSB-PROV-054"),
		fault("dashboard-after-202", "a dashboard is only told when an instance is there", waits("provision").Answered(202).Remove("/dashboard_url")).
			breaks("OSB-PROV-047"),
		fault("maintenance-described-provision", "a provision is refused for the description of its maintenance_info",
			create.When(described).InsteadWith(reply(422, conflict))).breaks("OSB-MAINT-008"),
		fault("maintenance-described-update", "an update is refused for the description of its maintenance_info",
			update.When(described).InsteadWith(reply(422, conflict))).breaks("OSB-MAINT-008"),
		fault("maintenance-refused-later", "an update with the maintenance_info of the catalog is refused as a conflict",
			update.When(maintained).InsteadWith(reply(422, conflict))).breaks("OSB-MAINT-014").also("OSB-MAINT-008"),
		fault("maintenance-demanded-as-conflict", "a provision without maintenance_info is refused as a conflict",
			create.When(lacks("maintenance_info")).InsteadWith(reply(422, conflict))).breaks("OSB-MAINT-014", "OSB-PROV-021"),
		fault("platform-crashes-update", "an update for an unknown platform crashes", update.When(foreign).InsteadWith(reply(500, failure()))).
			breaks("OSB-CTX-007", "OSB-ERR-001"),
		fault("platform-crashes-bind", "a bind without platform crashes", alters("bind").When(foreign).InsteadWith(reply(500, failure()))).breaks("OSB-CTX-007", "OSB-ERR-001"),
		fault("platform-drops", "an update for an unknown platform is not answered", update.When(foreign).Drop()).breaks("OSB-CTX-007"),
	}
}

// unkept shows an instance with the plan to which it was moved by an answer that the rule gives.
func unkept(moves mocks.Rule) []mocks.Rule {
	moved := remember()
	return []mocks.Rule{
		moves.Change(func(s *mocks.Seen, _ *mocks.Answer) { moved.add(s.Params["instance_id"], text(s, "plan_id")) }),
		alters("fetch-instance").Answered(200).Change(func(s *mocks.Seen, a *mocks.Answer) {
			if plans := moved.of(s.Params["instance_id"]); len(plans) > 0 {
				var body map[string]any
				_ = json.Unmarshal(a.Body, &body) // the reference writes JSON
				body["plan_id"] = plans[0]
				a.Body, _ = json.Marshal(body)
			}
		}),
	}
}

func oddUpdates() []mocks.Equivalent {
	update, create, fetch := alters("update"), alters("provision"), alters("fetch-instance")
	stable := []string{"OSB-UPD-004", "OSB-UPD-034", "OSB-UPD-048"}
	inOld := oddity("empty-operation-2.11", "the operation of an update is empty", "it names nothing, and cannot be echoed",
		waits("update").Answered(202).Set("/operation", ""))
	inOld.Version = "2.11"
	return []mocks.Equivalent{
		inOld,
		excusing(oddity("own-platform-only", "other platforms are refused with a reason", "a broker may serve one platform only",
			alters("update", "bind").When(foreign).InsteadWith(reply(400, failure()))), "OSB-CTX-007"),
		oddity("maintenance-identifies", "an instance asked for with maintenance_info is another", "what makes a request identical is left open",
			create.Sends("maintenance_info", nil).InsteadWith(reply(409, failure()))),
		oddity("context-identifies", "an instance is not the same with another context", "what makes a request identical is left open",
			create.After(1).InsteadWith(reply(409, failure()))),
		excusing(oddity("fetch-hides-parameters", "a fetch does not show parameters", "parameters are optional in a fetch",
			mocks.On("fetch-instance").Answered(200).Remove("/parameters")), "OSB-UPD-015", "OSB-FETCH-015"),
		excusing(oddity("fetch-hides-plan", "a fetch does not show the plan", "plan_id is optional in a fetch",
			mocks.On("fetch-instance").Answered(200).Remove("/plan_id")), "OSB-UPD-013", "OSB-FETCH-013"),
		excusing(oddity("plans-kept-for-now", "no plan is granted", "422 is for changes that are not possible",
			update.Sends("plan_id", nil).When(lacks("parameters")).InsteadWith(reply(422, failure()))), append(stable, "OSB-CTX-007")...),
		excusing(oddity("updates-later", "updates are done when they are polled first", "a 202 may be followed at once by success",
			update.Answered(200).Status(202)), "OSB-PROV-058"),
		excusing(oddity("dashboard-for-once", "a dashboard has another address with every fetch", "what is in the address is the broker's affair",
			fetch.Answered(200).Change(func(s *mocks.Seen, a *mocks.Answer) {
				a.Body = []byte(`{"plan_id":"` + sealedPlan + `","dashboard_url":"https://dashboard.example.com/?ticket=` + s.Header.Get(identity) + `"}`)
			})), "OSB-UPD-048", "OSB-UPD-015", "OSB-PROV-058", "OSB-FETCH-015"),
		oddity("update-says-nothing", "an update that moves nothing is answered with {}", "{} is the usual body",
			update.When(lacks("plan_id")).Answered(200).Body("{}")),
		oddity("unknown-plan-ignored", "an update to an unknown plan keeps the plan", "no code is laid down for it", update.When(unheardOf).DropSent("/plan_id")),
		oddity("unknown-plan-unprocessable", "an update to an unknown plan is refused with 422", "no code is laid down for it", update.When(unheardOf).Status(422)),
		oddity("no-parameters-on-new-plan", "the other plan has no parameters", "an update that is not supported is refused",
			update.Answered(200).When(lacks("plan_id")).Sends("parameters", nil).After(10).Status(422)),
	}
}
