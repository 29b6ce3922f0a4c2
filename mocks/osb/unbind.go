package osb

import (
	"conformance/mocks"
)

// unbind returns faults about the removal of bindings.
func unbind() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "unbind-refusal-400", Title: "an unbind that has to be asynchronous is refused with 400", Breaks: ids{"OSB-UNBIND-008", "OSB-ASYNC-011"},
			Rules: rules{mocks.On("unbind").At("asynchronous").Query(flag, "").Answered(422).Status(400)}},
		{ID: "unbind-refusal-uncoded", Title: "an unbind that has to be asynchronous is refused with a code of its own", Breaks: ids{"OSB-UNBIND-024", "OSB-ASYNC-013"},
			Rules: rules{mocks.On("unbind").At("asynchronous").Query(flag, "").Answered(422).Set("/error", "Later")}},
		{ID: "unbind-answers-204", Title: "an unbind is answered with 204", Breaks: ids{"OSB-UNBIND-009", "OSB-ASYNC-005", "OSB-ERR-002"},
			Rules: rules{mocks.On("unbind").At("lifecycle").Answered(200).Status(204)}},
		{ID: "unbind-empty", Title: "an unbind is answered without body", Breaks: ids{"OSB-UNBIND-010"},
			Rules: rules{mocks.On("unbind").At("lifecycle").Answered(200).Body("")}},
		{ID: "unbind-not-followed", Title: "polls of an unbind have no state", Breaks: ids{"OSB-UNBIND-011", "OSB-POLL-115"}, Blocks: true,
			Rules: rules{mocks.On("binding-last-operation").At("asynchronous").When(following("delete")).Remove("/state")}},
		{ID: "unbind-done-too-soon", Title: "an unbind is answered with 200 while it runs", Breaks: ids{"OSB-UNBIND-011"},
			Rules: rules{mocks.On("binding-last-operation").At("lifecycle", "poll what is unbound").InsteadWith(reply(200, map[string]any{"state": "in progress"}))}},
		{ID: "unbind-repeat-answers-200", Title: "an unbind that is sent again while it runs is answered with 200", Breaks: ids{"OSB-UNBIND-012"},
			Rules: rules{mocks.On("unbind").At("asynchronous", "unbind again").Answered(202).Status(200).Body("{}")}},
		{ID: "unbind-repeat-other-operation", Title: "an unbind that is sent again is another operation", Breaks: ids{"OSB-UNBIND-013"},
			Rules: rules{mocks.On("unbind").At("asynchronous", "unbind again").Answered(202).Set("/operation", "delete-other")}},
		{ID: "unbind-serviceless-422", Title: "an unbind without service_id is answered with 422", Breaks: ids{"OSB-UNBIND-014"},
			Rules: rules{mocks.On("unbind").At("lifecycle").Query("service_id", "").Status(422)}},
		{ID: "unbind-planless-422", Title: "an unbind without plan_id is answered with 422", Breaks: ids{"OSB-UNBIND-015"},
			Rules: rules{mocks.On("unbind").At("lifecycle").Query("plan_id", "").Status(422)}},
		{ID: "unbind-again-answers-404", Title: "an unbind of nothing is answered with 404", Breaks: ids{"OSB-UNBIND-017"},
			Rules: rules{mocks.On("unbind").At("lifecycle").Answered(410).Status(404)}},
		{ID: "unbind-all", Title: "an unbind removes the other bindings, too", Breaks: ids{"OSB-UNBIND-023", "OSB-BIND-025"}, Rules: removingAll()},
		{ID: "unbind-does-nothing", Title: "an unbind is answered with 200, and nothing happens", Breaks: ids{"OSB-UNBIND-001", "OSB-FETCH-108", "OSB-UNBIND-017"},
			Rules: rules{mocks.On("unbind").At("lifecycle").When(complete).InsteadWith(reply(200, map[string]any{}))}},
		{ID: "unbound-fetched", Title: "a binding that was removed is still fetched", Breaks: ids{"OSB-UNBIND-001", "OSB-FETCH-108"},
			Rules: rules{mocks.On("fetch-binding").At("lifecycle").Answered(404).Status(200).Body("{}")}},
		{ID: "unbind-leaves-the-login", Title: "the credentials of a binding that was removed still open", Breaks: ids{"OSB-UNBIND-001"},
			Rules: rules{mocks.On("unbind").At("credentials").InsteadWith(reply(200, map[string]any{}))}},
		{ID: "unbind-leaves-the-login-2.13", Title: "the credentials of a binding that was removed still open", Version: "2.13", Breaks: ids{"OSB-UNBIND-001"},
			Rules: rules{mocks.On("unbind").At("credentials").InsteadWith(reply(200, map[string]any{}))}},
		{ID: "unbind-leaves-the-last-login", Title: "the credentials of the last binding that was removed still open", Breaks: ids{"OSB-UNBIND-001"},
			Rules: rules{mocks.On("bind").At("credentials").Sends("predecessor_binding_id", nil).Answered(201).Set("/credentials", everybody())}},
		{ID: "unbind-revokes-the-other", Title: "a binding that replaces another has its credentials, which end with it", Breaks: ids{"OSB-UNBIND-023"},
			Rules: rules{mocks.On("bind").At("credentials").Sends("predecessor_binding_id", nil).Answered(201).Change(inherit)}},
	}
}

// removingAll removes all bindings of the lifecycle's instances with one of them.
func removingAll() []mocks.Rule {
	bound := remember()
	return []mocks.Rule{
		mocks.On("bind").At("lifecycle").Answered(201).Change(bound.binding),
		mocks.On("unbind").At("lifecycle").Answered(200).Change(func(s *mocks.Seen, _ *mocks.Answer) {
			for _, id := range bound.of(s.Params["instance_id"]) {
				s.Send("unbind", below(s, id), hints(), nil)
			}
		}),
	}
}

// inherit hands out the credentials of the binding that was replaced.
func inherit(s *mocks.Seen, a *mocks.Answer) {
	old := s.Send("fetch-binding", below(s, predecessor(s)), nil, nil)
	a.Set("/credentials", old.At("/credentials"))
}

// everybody is a login that does not end.
func everybody() map[string]any {
	return map[string]any{"username": "everybody", "password": "not-a-real-password"}
}
