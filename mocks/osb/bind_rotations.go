package osb

import (
	"net/http"
	"net/url"

	"conformance/mocks"
)

// bindRotations returns faults about bindings that replace others.
func bindRotations() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "rotation-ends-predecessor", Title: "a rotation deletes the predecessor", Breaks: ids{"OSB-BIND-104"},
			Rules: rules{mocks.On("bind").At("rotation").Sends("predecessor_binding_id", nil).Answered(201).Change(func(s *mocks.Seen, _ *mocks.Answer) {
				s.Send("unbind", below(s, predecessor(s)), hints(), nil)
			})}},
		{ID: "rotation-changes-predecessor", Title: "a rotation changes the credentials of the predecessor", Breaks: ids{"OSB-BIND-104"},
			Rules: rules{mocks.On("fetch-binding").At("rotation", "fetch the predecessor").Answered(200).Set("/credentials/password", "revoked")}},
		{ID: "rotation-bound-to-predecessor", Title: "a successor goes with its predecessor", Breaks: ids{"OSB-BIND-104", "OSB-BIND-106"}, Rules: goesAlong()},
		{ID: "rotation-refused", Title: "every rotation is refused", Breaks: ids{"OSB-BIND-105"},
			Rules: rules{mocks.On("bind").At("rotation").Sends("predecessor_binding_id", nil).InsteadWith(refuse(422))}},
		{ID: "rotation-answers-200", Title: "a rotation is answered with 200", Breaks: ids{"OSB-BIND-105"},
			Rules: rules{mocks.On("bind").At("rotation").Sends("predecessor_binding_id", nil).Answered(201).Status(200)}},
		{ID: "rotation-fails", Title: "every rotation is accepted and fails", Breaks: ids{"OSB-BIND-105"},
			Rules: rules{mocks.On("bind").At("rotation").Sends("predecessor_binding_id", nil).When(predecessorThere).
				InsteadWith(reply(202, map[string]any{"operation": "create-none"})),
				mocks.On("binding-last-operation").At("rotation").InsteadWith(reply(200, map[string]any{"state": "failed"}))}},
		{ID: "rotation-renews", Title: "a rotation returns the predecessor and makes nothing", Breaks: ids{"OSB-BIND-106"},
			Rules: rules{mocks.On("bind").At("rotation").Sends("predecessor_binding_id", nil).When(predecessorThere).InsteadWith(func(s *mocks.Seen) *mocks.Answer {
				a := s.Send("fetch-binding", below(s, predecessor(s)), nil, nil)
				a.Status = http.StatusCreated
				return a
			})}},
		{ID: "predecessor-ignored", Title: "any id is good as predecessor", Breaks: ids{"OSB-BIND-107"},
			Rules: rules{mocks.On("bind").At("rotation").Sends("predecessor_binding_id", nil).DropSent("/" + "predecessor_binding_id")}},
		{ID: "predecessor-of-another", Title: "the predecessor may belong to another instance", Breaks: ids{"OSB-BIND-107"},
			Rules: rules{mocks.On("bind").At("lifecycle").Sends("predecessor_binding_id", nil).DropSent("/" + "predecessor_binding_id")}},
		{ID: "predecessor-forgotten", Title: "a predecessor that was deleted is good", Breaks: ids{"OSB-BIND-107"},
			Rules: rules{mocks.On("bind").At("rotation").Sends("predecessor_binding_id", nil).When(deleted()).
				When(func(s *mocks.Seen) bool { return !predecessorThere(s) }).DropSent("/" + "predecessor_binding_id")}},
		{ID: "predecessor-crashes", Title: "a wrong predecessor is answered with 500", Breaks: ids{"OSB-BIND-107"},
			Rules: rules{mocks.On("bind").At("rotation").Sends("predecessor_binding_id", nil).Answered(400).Status(500)}},
		{ID: "rotation-unasked-202", Title: "a rotation without accepts_incomplete is answered with 202", Breaks: ids{"OSB-BIND-110", "OSB-ASYNC-010"},
			Rules: rules{mocks.On("bind").At("asynchronous").Sends("predecessor_binding_id", nil).Query(flag, "").SetQuery(flag, "true")}},
		{ID: "rotation-refusal-400", Title: "a rotation that has to be asynchronous is refused with 400", Breaks: ids{"OSB-BIND-110"},
			Rules: rules{mocks.On("bind").At("asynchronous").Sends("predecessor_binding_id", nil).Query(flag, "").Answered(422).Status(400)}},
		{ID: "rotation-refusal-uncoded", Title: "a rotation that has to be asynchronous is refused without a code", Breaks: ids{"OSB-BIND-110"},
			Rules: rules{mocks.On("bind").At("asynchronous").Sends("predecessor_binding_id", nil).Query(flag, "").Answered(422).Remove("/error")}},
		{ID: "rotation-revokes", Title: "the credentials of a binding open no longer once another replaces it", Breaks: ids{"OSB-BIND-104"},
			Rules: rules{mocks.On("bind").At("credentials").Change(unbindPredecessor)}},
	}
}

// predecessorThere holds for rotations of a binding that can be fetched.
func predecessorThere(s *mocks.Seen) bool {
	return s.Send("fetch-binding", below(s, predecessor(s)), nil, nil).Status == http.StatusOK
}

// goesAlong removes a successor when its predecessor is removed.
func goesAlong() []mocks.Rule {
	successors := remember()
	return []mocks.Rule{
		mocks.On("bind").At("rotation").Sends("predecessor_binding_id", nil).Answered(201).Change(func(s *mocks.Seen, _ *mocks.Answer) {
			successors.add(predecessor(s), s.Params["binding_id"])
		}),
		mocks.On("unbind").At("rotation").When(func(s *mocks.Seen) bool { return len(successors.of(s.Params["binding_id"])) > 0 }).Before(func(s *mocks.Seen) {
			for _, id := range successors.of(s.Params["binding_id"]) {
				s.Send("unbind", below(s, id), hints(), nil)
			}
		}),
	}
}

// deleted holds for predecessors that were named before: the scenario rotates a binding, and again when it is deleted.
func deleted() func(*mocks.Seen) bool {
	seen := remember()
	return func(s *mocks.Seen) bool {
		before := len(seen.of(predecessor(s))) > 0
		seen.add(predecessor(s), "seen")
		return before
	}
}

// predecessor is the binding that a rotation names, or "".
func predecessor(s *mocks.Seen) string { return s.Text("predecessor_binding_id") }

// unbindPredecessor removes the binding that was replaced.
func unbindPredecessor(s *mocks.Seen, _ *mocks.Answer) {
	if id := predecessor(s); id != "" {
		s.Send("unbind", below(s, id), url.Values{"service_id": {s.Text("service_id")}, "plan_id": {s.Text("plan_id")}}, nil)
	}
}
