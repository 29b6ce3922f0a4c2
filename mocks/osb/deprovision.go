package osb

import (
	"conformance/mocks"
)

// deprovision returns faults about the deletion of instances.
func deprovision() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "deprovision-false-is-true", Title: "a deprovision with accepts_incomplete=false is answered with 202",
			Breaks: ids{"OSB-DEPROV-008", "OSB-ASYNC-010", "OSB-ASYNC-011"},
			Rules:  rules{mocks.On("deprovision").At("asynchronous").Query(flag, "false").SetQuery(flag, "true")}},
		{ID: "deprovision-operation-empty-2.14", Title: "the operation of a deprovision is empty", Version: "2.14", Breaks: ids{"OSB-DEPROV-023"},
			Rules: rules{mocks.On("deprovision").At("asynchronous").Answered(202).Set("/operation", "")}},
		{ID: "deprovision-refusal-400", Title: "a deprovision that has to be asynchronous is refused with 400", Breaks: ids{"OSB-DEPROV-008", "OSB-ASYNC-011"},
			Rules: rules{mocks.On("deprovision").At("asynchronous").Query(flag, "").Answered(422).Status(400)}},
		{ID: "deprovision-refusal-uncoded", Title: "a deprovision that has to be asynchronous is refused with a code of its own",
			Breaks: ids{"OSB-DEPROV-018", "OSB-ASYNC-013"}, Rules: rules{mocks.On("deprovision").At("asynchronous").Query(flag, "").Answered(422).Set("/error", "Later")}},
		{ID: "deprovision-answers-204", Title: "a deprovision is answered with 204", Breaks: ids{"OSB-DEPROV-009", "OSB-ASYNC-005", "OSB-ERR-002"}, Blocks: true,
			Rules: rules{mocks.On("deprovision").At("lifecycle").Answered(200).Status(204)}},
		{ID: "deprovision-empty", Title: "a deprovision is answered without body", Breaks: ids{"OSB-DEPROV-010"},
			Rules: rules{mocks.On("deprovision").At("lifecycle").Answered(200).Body("")}},
		{ID: "deprovision-not-followed", Title: "polls of a deprovision have no state", Breaks: ids{"OSB-DEPROV-011", "OSB-POLL-020"},
			Rules: rules{mocks.On("instance-last-operation").At("asynchronous").When(following("delete")).Remove("/state")}},
		{ID: "deprovision-repeat-answers-200", Title: "a deprovision that is sent again while it runs is answered with 200", Breaks: ids{"OSB-DEPROV-012"},
			Rules: rules{mocks.On("deprovision").At("asynchronous", "deprovision again").Answered(202).Status(200).Body("{}")}},
		{ID: "deprovision-repeat-other-operation", Title: "a deprovision that is sent again is another operation", Breaks: ids{"OSB-DEPROV-013"},
			Rules: rules{mocks.On("deprovision").At("asynchronous", "deprovision again").Answered(202).Set("/operation", "delete-other")}},
		{ID: "deprovision-serviceless-422", Title: "a deprovision without service_id is answered with 422", Breaks: ids{"OSB-DEPROV-014"},
			Rules: rules{mocks.On("deprovision").At("lifecycle").Query("service_id", "").Status(422)}},
		{ID: "deprovision-planless-422", Title: "a deprovision without plan_id is answered with 422", Breaks: ids{"OSB-DEPROV-015"},
			Rules: rules{mocks.On("deprovision").At("lifecycle").Query("plan_id", "").Status(422)}},
		{ID: "deprovision-unknown-answers-404", Title: "a deprovision of nothing is answered with 404", Breaks: ids{"OSB-DEPROV-017"},
			Rules: rules{mocks.On("deprovision").At("catalog").Answered(410).Status(404)}},
		{ID: "deprovisioned-fetched", Title: "an instance that was removed is still fetched", Breaks: ids{"OSB-DEPROV-001", "OSB-FETCH-009"},
			Rules: rules{mocks.On("fetch-instance").At("lifecycle").Answered(404).Status(200).Body("{}")}},
		{ID: "deprovision-does-nothing", Title: "a deprovision is answered with 200, and nothing happens",
			Breaks: ids{"OSB-DEPROV-001", "OSB-DEPROV-017", "OSB-FETCH-009", "OSB-BIND-117", "OSB-UPD-053"},
			Rules:  rules{mocks.On("deprovision").At("lifecycle").When(complete).InsteadWith(reply(200, map[string]any{}))}},
		{ID: "deprovision-all", Title: "a deprovision removes other instances as well", Breaks: ids{"OSB-DEPROV-026"}, Also: ids{"OSB-BIND-063"},
			Rules: allDeprovisioned()},
		{ID: "neighbour-fetch-lost", Title: "an instance cannot be fetched after another was deleted", Breaks: ids{"OSB-DEPROV-026"}, Rules: neighbourLost()},
	}
}

// allDeprovisioned removes the other instances of the lifecycle with one of them.
func allDeprovisioned() []mocks.Rule {
	made := remember()
	return []mocks.Rule{
		mocks.On("provision").At("lifecycle").Answered(201).Change(func(s *mocks.Seen, _ *mocks.Answer) { made.add(s.Run, s.Params["instance_id"]) }),
		mocks.On("deprovision").At("lifecycle").Answered(200).Change(func(s *mocks.Seen, _ *mocks.Answer) {
			for _, id := range made.of(s.Run) {
				s.Send("deprovision", map[string]string{"instance_id": id}, hints(), nil)
			}
		}),
	}
}

// neighbourLost makes the other instances of the lifecycle unknown once one was deleted.
func neighbourLost() []mocks.Rule {
	lost := remember()
	return []mocks.Rule{
		mocks.On("deprovision").At("lifecycle").Answered(200).Change(func(s *mocks.Seen, _ *mocks.Answer) { lost.add(s.Run, "lost") }),
		mocks.On("fetch-instance").At("lifecycle").When(func(s *mocks.Seen) bool { return len(lost.of(s.Run)) > 0 }).Answered(200).Status(404),
	}
}
