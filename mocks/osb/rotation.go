package osb

import (
	"net/http"

	"conformance/mocks"
)

// rotates begins a rule for requests of the scenario that replaces bindings.
func rotates(operations ...string) mocks.Rule { return mocks.On(operations...).During("rotation") }

func rotationMutants() []mutant {
	const member = "predecessor_binding_id"
	asking, late := rotates("bind").Sends(member, nil), waits("bind").Sends(member, nil)
	unasked := late.Query(flag, "").Answered(422)
	known := func(s *mocks.Seen) bool {
		return s.Send("fetch-binding", below(s, named(s)), nil, nil).Status == http.StatusOK
	}
	return []mutant{
		fault("rotation-ends-predecessor", "a rotation deletes the predecessor", asking.Answered(201).Change(func(s *mocks.Seen, _ *mocks.Answer) {
			s.Send("unbind", below(s, named(s)), hints(), nil)
		})).breaks("OSB-BIND-104"),
		fault("rotation-changes-predecessor", "a rotation changes the credentials of the predecessor",
			rotates("fetch-binding").Nth(3).Answered(200).Set("/credentials/password", "revoked")).breaks("OSB-BIND-104"),
		fault("rotation-bound-to-predecessor", "a successor goes with its predecessor", goesAlong()...).breaks("OSB-BIND-104", "OSB-BIND-106"),
		fault("rotation-refused", "every rotation is refused", asking.InsteadWith(reply(422, failure()))).
			breaks("OSB-BIND-105").also("OSB-BIND-104", "OSB-BIND-106"),
		fault("rotation-answers-200", "a rotation is answered with 200", asking.Answered(201).Status(200)).breaks("OSB-BIND-105"),
		fault("rotation-fails", "every rotation is accepted and fails", asking.When(known).InsteadWith(reply(202, map[string]any{"operation": "create-none"})),
			rotates("binding-last-operation").InsteadWith(reply(200, map[string]any{"state": "failed"}))).
			breaks("OSB-BIND-105").also("OSB-BIND-104", "OSB-BIND-106"),
		fault("rotation-renews", "a rotation returns the predecessor and makes nothing", asking.When(known).InsteadWith(func(s *mocks.Seen) *mocks.Answer {
			a := s.Send("fetch-binding", below(s, named(s)), nil, nil)
			a.Status = http.StatusCreated
			return a
		})).breaks("OSB-BIND-106"),
		fault("predecessor-ignored", "any id is good as predecessor", asking.DropSent("/"+member)).breaks("OSB-BIND-107"),
		fault("predecessor-of-another", "the predecessor may belong to another instance", lives("bind").Sends(member, nil).DropSent("/"+member)).
			breaks("OSB-BIND-107"),
		fault("predecessor-forgotten", "a predecessor that was deleted is good", asking.When(deleted()).
			When(func(s *mocks.Seen) bool { return !known(s) }).DropSent("/"+member)).breaks("OSB-BIND-107"),
		fault("predecessor-crashes", "a wrong predecessor is answered with 500", asking.Answered(400).Status(500)).breaks("OSB-BIND-107"),
		fault("rotation-unasked-202", "a rotation without accepts_incomplete is answered with 202", late.Query(flag, "").SetQuery(flag, "true")).
			breaks("OSB-BIND-110", "OSB-ASYNC-010"),
		fault("rotation-refusal-400", "a rotation that has to be asynchronous is refused with 400", unasked.Status(400)).breaks("OSB-BIND-110"),
		fault("rotation-refusal-uncoded", "a rotation that has to be asynchronous is refused without a code", unasked.Remove("/error")).breaks("OSB-BIND-110"),
	}
}

// goesAlong removes a successor when its predecessor is removed.
func goesAlong() []mocks.Rule {
	successors := remember()
	return []mocks.Rule{
		rotates("bind").Sends("predecessor_binding_id", nil).Answered(201).Change(func(s *mocks.Seen, _ *mocks.Answer) {
			successors.add(named(s), s.Params["binding_id"])
		}),
		rotates("unbind").When(func(s *mocks.Seen) bool { return len(successors.of(s.Params["binding_id"])) > 0 }).Before(func(s *mocks.Seen) {
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
		before := len(seen.of(named(s))) > 0
		seen.add(named(s), "seen")
		return before
	}
}
