package ibmosb

import (
	"strings"
	"time"

	"conformance/mocks"
)

func updateFaults() []fault {
	return []fault{
		{id: "no-updates", breaks: "UPD-001", also: "UPD-002", blocks: true, title: "updates are answered with 405",
			rules: rules(refuseDone(on("lifecycle", "update"), 405))},
		{id: "update-answers-201", breaks: "UPD-002", title: "an update is answered with 201",
			rules: rules(on("lifecycle", "update").Sends("parameters", nil).Answered(200).Status(201))},
		{id: "update-again-200", breaks: "UPD-003", title: "a repeated update in progress is answered with 200",
			rules: rules(on("asynchronous", "update").Nth(4).Answered(202).Status(200))},
		{id: "update-async-required-unnamed", breaks: "UPD-004", title: "the 422 of an update does not name AsyncRequired",
			rules: rules(mocks.On("update").Query(accepts, "").Answered(422).Remove("/error"))},
		{id: "fixed-plan-400", breaks: "UPD-005", title: "a plan change that is not supported is answered with 400",
			rules: rules(on("fixed plan", "update").Answered(422).Status(400))},
		{id: "fixed-plan-accepted", breaks: "UPD-006 UPD-005", title: "a plan change that is not supported is answered with 200",
			rules: rules(on("fixed plan", "update").Answered(422).Status(200).Body("{}"))},
		{id: "update-resets-plan", breaks: "UPD-007", title: "an update of the parameters changes the plan",
			rules: rules(on("lifecycle", "update").Sends("parameters", nil).Before(setting(func(*mocks.Seen) map[string]any {
				return map[string]any{"plan_id": "4c1f1d3e-6d0b-4f6b-9c53-7f6f4c6a7d21"}
			})))},
		{id: "plan-change-clears-parameters", breaks: "UPD-008", also: "PATH-004", title: "an update of the plan clears the parameters",
			rules: rules(on("lifecycle", "update").Sends("plan_id", nil).Before(setting(func(*mocks.Seen) map[string]any {
				return map[string]any{"parameters": map[string]any{}}
			})))},
		{id: "update-without-service-500", breaks: "UPD-009", also: "ERR-003", title: "an update without service_id makes the broker fail",
			rules: rules(refuse(mocks.On("update").When(lacks("service_id")), 500))},
		{id: "previous-values-demanded", breaks: "UPD-010", title: "previous_values without plan_id is refused",
			rules: rules(refuse(mocks.On("update").When(func(s *mocks.Seen) bool {
				previous := inside(s, "previous_values")
				return previous != nil && previous["plan_id"] == nil
			}), 400))},
		{id: "any-instance-updated", breaks: "UPD-011", title: "an unknown instance is updated",
			rules: rules(on("refusals", "update").Answered(404).Status(200).Body("{}"))},
	}
}

func deprovisionFaults() []fault {
	return []fault{
		{id: "deleted-is-true", breaks: "DEL-001", also: "PROV-027", title: "a deletion is answered with the bare value true",
			rules: rules(on("lifecycle", "deprovision").Answered(200).Body("true"))},
		{id: "deletion-again-200", breaks: "DEL-002", title: "a repeated deletion in progress is answered with 200",
			rules: rules(on("asynchronous", "deprovision").Nth(3).Answered(202).Status(200))},
		{id: "deletion-of-unknown-404", breaks: "DEL-003", title: "the deletion of an unknown instance is answered with 404",
			rules: rules(mocks.On("deprovision").Answered(410).Status(404))},
		{id: "deletion-asynchronous-anyway", breaks: "DEL-004", also: "ASYNC-003", title: "a deletion is asynchronous without being asked",
			rules: rules(mocks.On("deprovision").Query(accepts, "").Answered(422).Status(202))},
		{id: "deletion-without-ids-500", breaks: "DEL-005", also: "ERR-003", title: "a deletion without ids makes the broker fail",
			rules: rules(refuse(mocks.On("deprovision").Query("plan_id", ""), 500))},
		{id: "deleted-and-enabled", breaks: "DEL-007", title: "a deleted instance still has a state",
			rules: rules(on("lifecycle", "state-get").Answered(404).Status(200).Body(`{"enabled": true}`))},
		{id: "disabled-is-not-deleted", breaks: "RECL-003", blocks: true, title: "a disabled instance cannot be deleted",
			rules: rules(refuse(on("use", "deprovision").Nth(1), 422))},
	}
}

func asynchronousFaults() []fault {
	return []fault{
		{id: "instantaneous", breaks: "ASYNC-001", also: "LOP-005 LOP-008", blocks: true, title: "work that is done at once is answered with 202",
			rules: rules(on("asynchronous", poll).Nth(4).Set("/state", "succeeded"))},
		{id: "slow", breaks: "ASYNC-002", title: "work that takes longer is done synchronously",
			rules: rules(on("fixed plan", "provision").Nth(1).Before(func(*mocks.Seen) { time.Sleep(11 * time.Second) }))},
		{id: "update-asynchronous-anyway", breaks: "ASYNC-003", also: "UPD-004", title: "an update is asynchronous without being asked",
			rules: rules(mocks.On("update").Query(accepts, "").Answered(422).Status(202).Body(`{"operation": "Update_1"}`))},
		{id: "nothing-to-poll", breaks: "ASYNC-004", also: "HDR-009 LOP-001 LOP-006 LOP-007 PATH-002 PROV-004", blocks: true, title: "last_operation is not served",
			rules: rules(refuseDone(on("asynchronous", poll), 404))},
		{id: "busy-409", breaks: "ASYNC-005", title: "a busy instance is answered with 409",
			rules: rules(on("asynchronous", "update").Nth(1).Answered(422).Status(409))},
		{id: "conflict-in-progress-accepted", breaks: "PROV-031", title: "a conflicting provision in progress is answered with 202",
			rules: rules(on("asynchronous", "provision").Answered(409).Status(202).Body("{}"))},
	}
}

func pollingFaults() []fault {
	var ended, complete memory
	return []fault{
		{id: "poll-without-state", breaks: "LOP-001", also: "LOP-007", blocks: true, title: "polls have no state",
			rules: rules(mocks.On(poll).Answered(200).Remove("/state"))},
		{id: "never-ends", breaks: "LOP-004", blocks: true, title: "an operation never ends",
			rules: rules(on("asynchronous", poll).Answered(200).Set("/state", "in progress"))},
		{id: "not-final", breaks: "LOP-005", title: "a final state of a provision is left again",
			rules: rules(on("asynchronous", poll).AnsweredWith(says("state", "succeeded")).Change(func(s *mocks.Seen, a *mocks.Answer) {
				if strings.HasPrefix(s.Query.Get("operation"), "Provision") && ended.known(s) {
					a.Body = []byte(`{"state": "in progress"}`)
				}
			}))},
		{id: "operation-refused", breaks: "LOP-006", also: "HDR-009 LOP-001 LOP-007 PROV-004", blocks: true, title: "the broker refuses its own operation",
			rules: rules(refuse(mocks.On(poll).When(func(s *mocks.Seen) bool { return s.Query.Get("operation") != "" }), 400))},
		{id: "hints-required", breaks: "LOP-007", title: "polls without service_id are refused",
			rules: rules(refuse(mocks.On(poll).Query("service_id", ""), 400))},
		{id: "success-is-not-usable", breaks: "LOP-008", title: "after success a provision is still answered with 202",
			rules: rules(on("asynchronous", "provision").Answered(200).Status(202))},
		{id: "failure-unexplained", breaks: "LOP-011", also: "LOP-003", title: "a failure has no description",
			rules: rules(mocks.On(poll).AnsweredWith(says("state", "failed")).Remove("/description"))},
		{id: "unknown-succeeded", breaks: "LOP-012", title: "an unknown instance has succeeded",
			rules: rules(on("refusals", poll).Instead(200, map[string]any{"state": "succeeded"}))},
		{id: "polls-restart", breaks: "LOP-013", title: "a poll after the end starts the work anew",
			rules: rules(on("asynchronous", "provision").Answered(200).Change(func(s *mocks.Seen, a *mocks.Answer) {
				if complete.known(s) {
					a.Status = 202
				}
			}))},
	}
}

func errorFaults() []fault {
	return []fault{
		{id: "errors-as-html", breaks: "ERR-001", also: "PROV-027", title: "a refusal is an HTML page",
			rules: rules(mocks.On("bind").Answered(404).Body("<html>not found</html>"))},
		{id: "failure-with-200", breaks: "ERR-002", also: "UPD-011", title: "a failure is told with 200",
			rules: rules(on("refusals", "update").Answered(404).Status(200).Body(`{"error": "not found"}`))},
		{id: "bad-input-500", breaks: "ERR-003", also: "BIND-010", title: "an unknown instance makes the broker fail",
			rules: rules(on("refusals", "bind").Answered(404).Status(500))},
		{id: "any-path", breaks: "ERR-005", title: "unknown paths are answered with 200",
			rules: rules(mocks.On().When(func(s *mocks.Seen) bool { return s.Operation == "" }).Status(200).Body("{}"))},
	}
}
