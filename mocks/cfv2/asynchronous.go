package cfv2

import (
	"conformance/mocks"
)

// asynchronous returns faults about instances while an operation goes on.
func asynchronous() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "creation-fails", Title: "an instance that was created reads as failed", Breaks: ids{"CFV2-ASYNC-003"}, Also: ids{"CFV2-PLAT-002"}, Blocks: true,
			Rules: rules{mocks.On("get-instance").AnsweredWith(operation("create", "succeeded")).Set("/entity/last_operation/state", "failed")}},
		{ID: "hides-new-instance", Title: "an instance cannot be read while it is created", Breaks: ids{"CFV2-ASYNC-002"}, Also: ids{"CFV2-ASYNC-005"},
			Rules: rules{mocks.On("get-instance").At("asynchronous", "get instance until described").AnsweredWith(operation("create", "in progress")).Status(404).
				Body(notFound)}},
		{ID: "failed-instance-vanishes", Title: "an instance whose creation failed cannot be read", Breaks: ids{"CFV2-ASYNC-004"},
			Also:  ids{"CFV2-ASYNC-033", "CFV2-ASYNC-034", "CFV2-PLAT-031"},
			Rules: rules{mocks.On("get-instance").AnsweredWith(operation("create", "failed")).Status(404).Body(notFound)}},
		{ID: "hides-description", Title: "what the broker says of an operation is not shown", Breaks: ids{"CFV2-ASYNC-005"},
			Rules: rules{mocks.On("get-instance").AnsweredWith(operation("create", "in progress")).Set("/entity/last_operation/description", "")}},
		{ID: "new-plan-shows-early", Title: "the new plan shows while an update is in progress", Breaks: ids{"CFV2-ASYNC-007"},
			Rules: rules{mocks.On("get-instance").AnsweredWith(operation("update", "in progress")).Set("/entity/service_plan_guid", "new")}},
		{ID: "new-plan-never-shows", Title: "the new plan does not show after an update", Breaks: ids{"CFV2-ASYNC-008"}, Also: ids{"CFV2-ASYNC-009"},
			Rules: rules{mocks.On("get-instance").AnsweredWith(operation("update", "succeeded")).Set("/entity/service_plan_guid", "old")}},
		{ID: "failed-update-changes-plan", Title: "a failed update changes the plan", Breaks: ids{"CFV2-ASYNC-009"}, Also: ids{"CFV2-INST-058"},
			Rules: rules{mocks.On("get-instance").AnsweredWith(operation("update", "failed")).Set("/entity/service_plan_guid", "new")}},
		{ID: "delete-reads-succeeded", Title: "a delete that has begun reads as succeeded", Breaks: ids{"CFV2-ASYNC-010"},
			Rules: rules{mocks.On("delete-instance").Query("accepts_incomplete", "true").Answered(202).Set("/entity/last_operation/state", "succeeded")}},
		{ID: "deleted-answers-410", Title: "an instance that was deleted is answered with 410", Breaks: ids{"CFV2-ASYNC-011"},
			Rules: rules{mocks.On("get-instance").At("asynchronous", "get instance until deleted").Answered(404).Status(410)}},
		{ID: "failed-delete-removes", Title: "an instance whose delete failed cannot be read", Breaks: ids{"CFV2-ASYNC-012"}, Also: ids{"CFV2-INST-069"},
			Rules: rules{mocks.On("get-instance").AnsweredWith(operation("delete", "failed")).Status(404).Body(notFound)}},
		{ID: "cancel-answers-409", Title: "a creation cannot be cancelled", Breaks: ids{"CFV2-ASYNC-017"},
			Rules: rules{mocks.On("delete-instance").At("asynchronous", "cancel creation").Query("accepts_incomplete", "true").Answered(204).Status(409)}},
	}
}

// asynchronousRest returns faults about bindings and jobs, and operations that never end.
func asynchronousRest() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "succeeds-without-credentials", Title: "a binding reads as succeeded without credentials", Breaks: ids{"CFV2-ASYNC-022"},
			Also:  ids{"CFV2-BIND-014", "CFV2-BIND-034"},
			Rules: rules{mocks.On("get-binding").AnsweredWith(operation("create", "succeeded")).Set("/entity/credentials", map[string]any{})}},
		{ID: "unfetchable-vanishes", Title: "a binding that could not be fetched cannot be read", Breaks: ids{"CFV2-ASYNC-023"},
			Rules: rules{mocks.On("get-binding").AnsweredWith(operation("create", "failed")).Status(404).Body(notFound)}},
		{ID: "unasked-answers-201", Title: "a provision that goes on without permission is answered with 201", Breaks: ids{"CFV2-ASYNC-026"},
			Rules: rules{mocks.On("create-instance").Query("accepts_incomplete", "").Answered(202).Status(201)}},
		{ID: "unbound-answers-410", Title: "a binding that was deleted is answered with 410", Breaks: ids{"CFV2-ASYNC-028"}, Also: ids{"CFV2-PLAT-032"},
			Rules: rules{mocks.On("get-binding").At("asynchronous", "get binding until deleted").Answered(404).Status(410)}},
		{ID: "job-hides-error", Title: "a failed job does not say why", Breaks: ids{"CFV2-ASYNC-035"},
			Rules: rules{mocks.On("get-job").Says("/entity/status", "failed").Remove("/entity/error_details")}},
		{ID: "unknown-job-answers-404", Title: "a job that is unknown is answered with 404", Breaks: ids{"CFV2-ASYNC-036"},
			Rules: rules{mocks.On("get-job").Says("/entity/guid", "0").Status(404).Body(notFound)}},
		{ID: "plan-duration-ignored", Title: "operations are polled longer than the plan says", Breaks: ids{"CFV2-ASYNC-034"}, Also: ids{"CFV2-ASYNC-033"},
			Sent: rules{mocks.On("catalog").When(brokerOf("endless")).Change(func(_ *mocks.Seen, a *mocks.Answer) {
				services := services(a)
				for _, service := range services {
					for _, plan := range service.(map[string]any)["plans"].([]any) {
						delete(plan.(map[string]any), "maximum_polling_duration")
					}
				}
				a.Set("", map[string]any{"services": services})
			})}},
		{ID: "endless-operation-goes-on", Title: "an operation that the broker never ends reads as in progress", Breaks: ids{"CFV2-ASYNC-033"},
			Also:  ids{"CFV2-ASYNC-034"},
			Rules: rules{mocks.On("get-instance").At("endless").AnsweredWith(operation("create", "failed")).Set("/entity/last_operation/state", "in progress")}},
		{ID: "recursive-delete-goes-on", Title: "an instance goes before its bindings are gone", Breaks: ids{"CFV2-ASYNC-032"},
			Rules: rules{mocks.On("delete-instance").At("unbindings", "delete instance whose unbind goes on").SetQuery("purge", "true")}},
	}
}

// asynchronousOverlaps returns faults about operations that meet.
func asynchronousOverlaps() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "both-updates-win", Title: "two updates at once are both taken", Breaks: ids{"CFV2-ASYNC-020"},
			Rules: rules{mocks.On("update-instance").At("overlap").AnsweredWith(code(60016)).Change(updated)}},
		{ID: "both-deletes-win", Title: "two deletes at once are both taken", Breaks: ids{"CFV2-ASYNC-020"},
			Rules: rules{mocks.On("delete-instance").At("overlap").AnsweredWith(code(60016)).Status(204).Body("")}},
		{ID: "busy-instance-answers-500", Title: "the second of two updates fails", Breaks: ids{"CFV2-ASYNC-020"},
			Rules: rules{mocks.On("update-instance").At("overlap").AnsweredWith(code(60016)).Status(500)}},
		{ID: "late-answer-wins", Title: "a late answer about a creation replaces the delete", Breaks: ids{"CFV2-ASYNC-019"},
			Rules: rules{mocks.On("get-instance").At("overlap", "get instance after the late answer").AnsweredWith(operation("delete", "in progress")).
				Set("/entity/last_operation/type", "create").Set("/entity/last_operation/state", "succeeded")}},
	}
}

// updated answers an update as if it had been made.
func updated(s *mocks.Seen, a *mocks.Answer) {
	*a = *s.Send("get-instance", s.Params, nil, nil)
	a.Status = 201
}
