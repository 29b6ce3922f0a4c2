package cfv2

import (
	"strings"

	"conformance/mocks"
)

func instanceMutants() []mocks.Mutant {
	create := mocks.On("create-instance").Answered(201)
	update := mocks.On("update-instance")
	remove := mocks.On("delete-instance")
	call := map[string]any{"parameters": map[string]any{"asked": true}}
	asks := func(s *mocks.Seen) { s.Send("update-instance", s.Params, nil, call) }
	return []mocks.Mutant{
		fault("instance-answers-200", "a new instance is answered with 200", create.Query("accepts_incomplete", "false").Status(200), "CFV2-INST-001"),
		fault("instance-answers-202", "a new instance is answered with 202 because that was allowed", create.Query("accepts_incomplete", "true").Status(202), "CFV2-INST-011"),
		fault("instance-form-answers-415", "an instance in the documented form is answered with 415", create.When(labelled(form)).Status(200), "CFV2-INST-013"),
		fault("instance-loses-tags", "the tags of an instance get lost", create.Set("/entity/tags", []any{}), "CFV2-INST-008"),
		fault("update-answers-200", "an update is answered with 200", update.Sends("tags", nil).Answered(201).Status(200), "CFV2-INST-048"),
		fault("plan-stays", "a plan change does not show", update.Query("accepts_incomplete", "true").Answered(201).Set("/entity/service_plan_guid", "old"), "CFV2-INST-049"),
		fault("same-plan-asks-broker", "an update to the present plan asks the broker", update.Nth(3).Query("accepts_incomplete", "").Sends("service_plan_guid", nil).Before(asks), "CFV2-INST-053"),
		fault("rename-calls-broker", "a rename asks the broker", update.Nth(1).Query("accepts_incomplete", "").When(both(text("name"), lacks("service_plan_guid"))).Before(asks), "CFV2-INST-054"),
		fault("tags-are-kept", "an update of tags changes nothing", update.Sends("tags", nil).Set("/entity/tags", []any{"one", "two"}), "CFV2-INST-056"),
		also(fault("failed-update-succeeds", "an update that failed reads as succeeded", mocks.On("get-instance").AnsweredWith(operation("update", "failed")).
			Set("/entity/last_operation/state", "succeeded"), "CFV2-INST-058"), "CFV2-ASYNC-009"),
		fault("delete-answers-200", "a delete is answered with 200", remove.When(func(s *mocks.Seen) bool { return len(s.Query) == 0 }).Answered(204).Status(200), "CFV2-INST-064"),
		fault("recursive-forgets", "a recursive delete forgets what hangs on an instance", remove.During("lifecycle").Query("recursive", "true").Query("accepts_incomplete", "true").
			InsteadWith(func(s *mocks.Seen) *mocks.Answer {
				return s.Send("delete-instance", s.Params, map[string][]string{"purge": {"true"}}, nil)
			}), "CFV2-INST-066"),
		also(sent("gone-instance-stays", "an instance that is gone at the broker cannot be deleted", mocks.On("deprovision").When(not(background)).Answered(410).Status(404),
			"CFV2-INST-068"), "CFV2-INST-069"),
		also(fault("failed-delete-succeeds", "a delete that failed reads as succeeded", mocks.On("get-instance").AnsweredWith(operation("delete", "failed")).
			Set("/entity/last_operation/state", "succeeded"), "CFV2-INST-069"), "CFV2-ASYNC-012"),
		fault("job-without-location", "a delete job comes without Location", remove.Query("async", "true").Answered(202).Header("Location", ""), "CFV2-INST-070"),
		fault("purge-asks-broker", "a purge deprovisions", remove.During("lifecycle").Query("purge", "true").Before(func(s *mocks.Seen) {
			s.Send("delete-instance", s.Params, map[string][]string{"recursive": {"true"}}, nil)
		}).Answered(404).Status(204).Body(""), "CFV2-INST-072"),
		fault("parameters-change", "the parameters of an instance are others than the broker's", mocks.On("get-instance-parameters").Answered(200).Body(`{"other":1}`), "CFV2-INST-074"),
		{Fault: mocks.Fault{ID: "bad-flag-reaches-broker", Title: "a create with a bad flag is refused after the broker was asked", Rules: []mocks.Rule{
			mocks.On("create-instance").Query("accepts_incomplete", "perhaps").SetQuery("accepts_incomplete", "").Status(400).
				Body(`{"description":"accepts_incomplete is no flag","error_code":"CF-InvalidRequest","code":10004}`),
		}}, Breaks: []string{"CFV2-PLAT-063", "CFV2-INST-010"}},
	}
}

func bindingMutants() []mocks.Mutant {
	create := mocks.On("create-binding").Answered(201)
	unasked := func(s *mocks.Seen) bool { return len(s.Query) == 0 }
	provided := func(a *mocks.Answer) bool {
		address, _ := at(a.Body, "entity.service_instance_url").(string)
		return strings.HasPrefix(address, "/v2/user_provided")
	}
	return []mocks.Mutant{
		also(fault("binding-answers-200", "a new binding is answered with 200", create.When(unasked).Status(200), "CFV2-BIND-001"), "CFV2-BIND-054"),
		also(fault("binding-answers-202", "a new binding is answered with 202", create.When(unasked).Status(202), "CFV2-BIND-054"), "CFV2-BIND-001"),
		also(fault("permission-answers-202", "a binding is answered with 202 because that was allowed", create.Query("accepts_incomplete", "true").Status(202),
			"CFV2-BIND-010"), "CFV2-BIND-022"),
		fault("binding-invents-name", "a binding without name gets one", create.Query("accepts_incomplete", "true").Set("/entity/name", "invented"), "CFV2-BIND-007"),
		fault("provided-loses-credentials", "a user-provided binding has no credentials", create.AnsweredWith(provided).Set("/entity/credentials", map[string]any{}), "CFV2-BIND-022"),
		also(fault("binding-reads-201", "reading a binding is answered with 201", mocks.On("get-binding").Nth(1).Answered(200).Status(201), "CFV2-BIND-031"), "CFV2-BIND-037", "CFV2-ASYNC-023", "CFV2-ASYNC-032"),
		fault("unbind-answers-200", "an unbind is answered with 200", mocks.On("delete-binding").Query("accepts_incomplete", "true").Answered(204).Status(200), "CFV2-BIND-035"),
		fault("gone-binding-answers-410", "an unbind of what is gone at the broker is answered with 410", mocks.On("delete-binding").During("failures").When(unasked).Answered(204).Status(410), "CFV2-BIND-036"),
		fault("failed-unbind-removes", "a binding that could not be removed cannot be read", mocks.On("get-binding").AnsweredWith(operation("delete", "failed")).Status(404).
			Body(`{"description":"there is no such binding","error_code":"CF-ServiceBindingNotFound","code":90004}`), "CFV2-BIND-037"),
		fault("binding-parameters-change", "the parameters of a binding are others than the broker's", mocks.On("get-binding-parameters").Answered(200).Body(`{"other":1}`), "CFV2-BIND-040"),
		fault("key-delete-answers-200", "deleting a key is answered with 200", mocks.On("delete-key").Answered(204).Status(200), "CFV2-BIND-051"),
		fault("key-parameters-are-list", "the parameters of a key are a list", mocks.On("get-key-parameters").Answered(200).Body(`[]`), "CFV2-BIND-053"),
	}
}

func asynchronousMutants() []mocks.Mutant {
	get := mocks.On("get-instance")
	binding := mocks.On("get-binding")
	gone := `{"description":"there is no such resource","error_code":"CF-NotFound","code":10000}`
	blocking := fault("creation-fails", "an instance that was created reads as failed", get.AnsweredWith(operation("create", "succeeded")).Set("/entity/last_operation/state", "failed"), "CFV2-ASYNC-003")
	blocking.Blocks, blocking.Also = true, []string{"CFV2-PLAT-002"}
	return []mocks.Mutant{
		blocking,
		also(fault("hides-new-instance", "an instance cannot be read while it is created", get.Nth(1).AnsweredWith(operation("create", "in progress")).Status(404).Body(gone),
			"CFV2-ASYNC-002"), "CFV2-ASYNC-005", "CFV2-ASYNC-004", "CFV2-ASYNC-018", "CFV2-PLAT-031", "CFV2-PLAT-002", "CFV2-PLAT-028", "CFV2-PLAT-029",
			"CFV2-ASYNC-033", "CFV2-ASYNC-034"),
		also(fault("failed-instance-vanishes", "an instance whose creation failed cannot be read", get.AnsweredWith(operation("create", "failed")).Status(404).Body(gone),
			"CFV2-ASYNC-004"), "CFV2-PLAT-031", "CFV2-PLAT-058", "CFV2-ASYNC-033", "CFV2-ASYNC-034"),
		fault("hides-description", "what the broker says of an operation is not shown", get.AnsweredWith(operation("create", "in progress")).Set("/entity/last_operation/description", ""), "CFV2-ASYNC-005"),
		fault("new-plan-shows-early", "the new plan shows while an update is in progress", get.AnsweredWith(operation("update", "in progress")).Set("/entity/service_plan_guid", "new"), "CFV2-ASYNC-007"),
		also(fault("new-plan-never-shows", "the new plan does not show after an update", get.AnsweredWith(operation("update", "succeeded")).Set("/entity/service_plan_guid", "old"), "CFV2-ASYNC-008"), "CFV2-ASYNC-009"),
		also(fault("failed-update-changes-plan", "a failed update changes the plan", get.AnsweredWith(operation("update", "failed")).Set("/entity/service_plan_guid", "new"), "CFV2-ASYNC-009"), "CFV2-INST-058"),
		fault("delete-reads-succeeded", "a delete that has begun reads as succeeded", mocks.On("delete-instance").Query("accepts_incomplete", "true").Answered(202).
			Set("/entity/last_operation/state", "succeeded"), "CFV2-ASYNC-010"),
		also(fault("deleted-answers-410", "an instance that was deleted is answered with 410", get.After(1).Answered(404).Status(410), "CFV2-ASYNC-011"), "CFV2-INST-064", "CFV2-ASYNC-019"),
		also(fault("failed-delete-removes", "an instance whose delete failed cannot be read", get.AnsweredWith(operation("delete", "failed")).Status(404).Body(gone), "CFV2-ASYNC-012"), "CFV2-INST-069"),
		fault("cancel-answers-409", "a creation cannot be cancelled", mocks.On("delete-instance").During("asynchronous").Nth(2).Query("accepts_incomplete", "true").Answered(204).Status(409), "CFV2-ASYNC-017"),
		also(fault("succeeds-without-credentials", "a binding reads as succeeded without credentials", binding.AnsweredWith(operation("create", "succeeded")).Set("/entity/credentials", map[string]any{}), "CFV2-ASYNC-022"), "CFV2-BIND-014", "CFV2-BIND-034"),
		fault("unfetchable-vanishes", "a binding that could not be fetched cannot be read", binding.AnsweredWith(operation("create", "failed")).Status(404).Body(gone), "CFV2-ASYNC-023"),
		fault("unasked-answers-201", "a provision that goes on without permission is answered with 201", mocks.On("create-instance").Query("accepts_incomplete", "").Answered(202).Status(201), "CFV2-ASYNC-026"),
		also(fault("unbound-answers-410", "a binding that was deleted is answered with 410", binding.After(1).Answered(404).Status(410), "CFV2-ASYNC-028"), "CFV2-BIND-035", "CFV2-PLAT-032"),
		fault("job-hides-error", "a failed job does not say why", mocks.On("get-job").AnsweredWith(says("entity.status", "failed")).Remove("/entity/error_details"), "CFV2-ASYNC-035"),
		fault("unknown-job-answers-404", "a job that is unknown is answered with 404", mocks.On("get-job").AnsweredWith(says("entity.guid", "0")).Status(404).Body(gone), "CFV2-ASYNC-036"),
	}
}

func errorMutants() []mocks.Mutant {
	badName := mocks.On("create-binding").AnsweredWith(code(90003)).When(text("name"))
	cookie := func(s *mocks.Seen) bool { _, found := s.Header["Cookie"]; return found }
	identified := func(s *mocks.Seen) bool { return s.Header.Get("X-Vcap-Request-Id") != "" }
	return []mocks.Mutant{
		fault("error-without-description", "an error has no description", badName.Remove("/description"), "CFV2-ERR-001"),
		fault("error-code-without-cf", "the name of an error does not begin with CF-", badName.Set("/error_code", "ServiceBindingAppServiceTaken"), "CFV2-ERR-002"),
		fault("error-without-http", "an error that a broker caused does not say how", mocks.On("create-instance").AnsweredWith(because(500)).Remove("/http"), "CFV2-ERR-003"),
		fault("request-id-replaced", "the request id of the caller is dropped", mocks.On("list-brokers").When(identified).Header("X-Vcap-Request-Id", "own"), "CFV2-ERR-006"),
		fault("empty-answer-with-body", "an answer of 204 has a body", mocks.On("delete-key").Answered(204).Body("{}").Header("Content-Type", "application/json;charset=utf-8"), "CFV2-ERR-008"),
		fault("cookie-harms", "an empty Cookie header is an error", mocks.On("get-broker").When(cookie).Status(400).
			Body(`{"description":"a bad cookie","error_code":"CF-InvalidRequest","code":10004}`), "CFV2-ERR-010"),
		fault("error-names-no-field", "a parse error does not say which member is wrong", mocks.On("create-instance").AnsweredWith(code(1001)).Set("/description", "the request is invalid"), "CFV2-ERR-015"),
		fault("error-hides-broker", "an error does not say what the broker said", mocks.On("create-instance").AnsweredWith(because(500)).Set("/description", "it failed"), "CFV2-ERR-034"),
		fault("error-hides-instance", "a failed delete does not say of what", mocks.On("delete-instance").AnsweredWith(because(500)).Set("/description", "it failed"), "CFV2-ERR-035"),
	}
}
