package osb

import (
	"conformance/mocks"
)

// update returns faults: brokers that answer updates wrongly.
func update() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "update-answers-201", Title: "an update is answered with 201", Breaks: ids{"OSB-UPD-026", "OSB-ASYNC-005", "OSB-ERR-002"},
			Rules: rules{mocks.On("update").At("lifecycle").Answered(200).Status(201)}},
		{ID: "update-false-is-true", Title: "an update with accepts_incomplete=false is answered with 202", Breaks: ids{"OSB-UPD-010", "OSB-ASYNC-010", "OSB-ASYNC-011"},
			Rules: rules{mocks.On("update").At("asynchronous").Query(flag, "false").SetQuery(flag, "true")}},
		{ID: "update-refusal-400", Title: "an update that has to be asynchronous is refused with 400", Breaks: ids{"OSB-UPD-010", "OSB-ASYNC-011"},
			Rules: rules{mocks.On("update").At("asynchronous").Query(flag, "").Answered(422).Status(400)}},
		{ID: "update-refusal-uncoded", Title: "an update that has to be asynchronous is refused with a code of its own", Breaks: ids{"OSB-UPD-036", "OSB-ASYNC-013"},
			Rules: rules{mocks.On("update").At("asynchronous").Query(flag, "").Answered(422).Set("/error", "Later")}},
		{ID: "update-not-followed", Title: "polls of an update have no state", Breaks: ids{"OSB-UPD-028", "OSB-POLL-020"}, Blocks: true,
			Rules: rules{mocks.On("instance-last-operation").At("asynchronous").When(following("update")).Remove("/state")}},
		{ID: "update-repeat-answers-200", Title: "an update that is sent again while it runs is answered with 200", Breaks: ids{"OSB-UPD-029"},
			Rules: rules{mocks.On("update").At("asynchronous", "update again").Answered(202).Status(200).Body("{}")}},
		{ID: "update-repeat-other-operation", Title: "an update that is sent again is another operation", Breaks: ids{"OSB-UPD-030"},
			Rules: rules{mocks.On("update").At("asynchronous", "update again").Answered(202).Set("/operation", "update-other")}},
		{ID: "update-refusal-unexplained-2.13", Title: "an update that cannot be is refused without a reason", Version: "2.13", Breaks: ids{"OSB-UPD-052"},
			Rules: rules{mocks.On("update").At("asynchronous").Query(flag, "").Answered(422).Remove("/description")}},
		{ID: "update-incomplete-answers-404", Title: "an update without service_id is answered with 404", Breaks: ids{"OSB-UPD-031"},
			Rules: rules{mocks.On("update").At("lifecycle").Lacks("service_id").Status(404)}},
		{ID: "update-nothing", Title: "an update of nothing succeeds", Breaks: ids{"OSB-UPD-053"},
			Rules: rules{mocks.On("update").At("lifecycle").Answered(404).Status(200).Body("{}")}},
		{ID: "updates-answer-201", Title: "updates of parameters are answered with 201", Breaks: ids{"OSB-UPD-026", "OSB-ERR-002"},
			Rules: rules{mocks.On("update").At("updating").Sends("parameters", nil).Answered(200).Status(201)}},
		{ID: "update-needs-previous-values", Title: "an update without previous_values is refused", Breaks: ids{"OSB-UPD-024"},
			Rules: rules{mocks.On("update").At("updating").Sends("parameters", nil).Lacks("previous_values").InsteadWith(refuse(400))}},
		{ID: "update-needs-plan", Title: "an update without plan_id crashes", Breaks: ids{"OSB-UPD-024"},
			Rules: rules{mocks.On("update").At("updating").Sends("parameters", nil).Lacks("plan_id").InsteadWith(refuse(500))}},
		{ID: "context-updates-refused", Title: "an update of context alone is refused", Breaks: ids{"OSB-UPD-002"},
			Rules: rules{mocks.On("update").At("updating").When(contextAlone).InsteadWith(refuse(422))}},
		{ID: "context-updates-incomplete", Title: "an update of context alone is no update", Breaks: ids{"OSB-UPD-002"},
			Rules: rules{mocks.On("update").At("updating").When(contextAlone).InsteadWith(refuse(400))}},
		{ID: "broken-update-answers-422", Title: "an update whose body breaks off is answered with 422", Breaks: ids{"OSB-UPD-031", "OSB-ERR-027"},
			Rules: rules{mocks.On("update").At("identifiers").When(sends(`{"service_id":`)).Status(422)}},
		{ID: "update-ignores-duplicates", Title: "lists whose items are to differ are not looked at", Breaks: ids{"OSB-UPD-014", "OSB-SCHEMA-011"},
			Rules: rules{mocks.On("update").At("parameters").Answered(400).Mentions("breaks uniqueItems").Change(leniently)}},
		{ID: "update-texts-crash", Title: "parameters beyond the basic plane of Unicode crash the broker", Breaks: ids{"OSB-UPD-014"},
			Rules: rules{mocks.On("update").At("parameters").When(astral("parameters")).InsteadWith(refuse(500))}},
	}
}

// updateFailed returns faults about updates that fail, or cannot be.
func updateFailed() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "crash-changes-instance", Title: "an update is answered with 500, and has changed the instance", Breaks: ids{"OSB-UPD-044", "OSB-ERR-018"},
			Rules: rules{mocks.On("update").At("failure").Query(flag, "").Answered(500).Change(func(s *mocks.Seen, _ *mocks.Answer) {
				s.Send("update", s.Params, nil, map[string]any{"service_id": documents, "parameters": map[string]any{"size": 51}})
			})}},
		{ID: "crash-loses-instance", Title: "an update is answered with 500, and the instance is gone", Breaks: ids{"OSB-UPD-044", "OSB-ERR-018"},
			Rules: rules{mocks.On("fetch-instance").At("failure", "fetch after failing update at once").Answered(200).Status(404)}},
		{ID: "impossible-update-crashes", Title: "an update that is impossible at present is answered with 500", Breaks: ids{"OSB-UPD-035"},
			Rules: rules{mocks.On("update").At("failure").Sends("plan_id", nil).Answered(422).Status(500)}},
		{ID: "impossible-update-answers-400", Title: "an update that is impossible at present is answered with 400", Breaks: ids{"OSB-UPD-035"},
			Rules: rules{mocks.On("update").At("failure").Sends("plan_id", nil).Answered(422).Status(400)}},
		{ID: "impossible-update-accepted", Title: "an update that is impossible at present is accepted", Breaks: ids{"OSB-UPD-035"},
			Rules: rules{mocks.On("update").At("failure").Sends("plan_id", nil).DropSent("/plan_id")}},
		{ID: "impossible-update-ignored", Title: "an update that is impossible at present is answered with 200", Breaks: ids{"OSB-UPD-035"},
			Rules: rules{mocks.On("update").At("failure").Sends("plan_id", nil).Answered(422).Status(200).Body("{}")}},
	}
}
