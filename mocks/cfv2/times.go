package cfv2

import (
	"encoding/json"
	"time"

	"conformance/mocks"
)

// timeMutants wait too long or not at all, and give up too late or too early.
func timeMutants() []mocks.Mutant {
	poll := mocks.On("instance-last-operation")
	cleanup := mocks.On("deprovision").When(background)
	waits := func(a *mocks.Answer) bool { return a.Header.Get("Retry-After") > "0" }
	given := func(kind string) mocks.Rule {
		return mocks.On("get-instance").During("endless").AnsweredWith(operation(kind, "failed"))
	}
	return []mocks.Mutant{
		sent("first-poll-late", "the first poll comes late", poll.When(brokerOf("pace")).Nth(1).Before(func(*mocks.Seen) { time.Sleep(20 * time.Second) }), "CFV2-PLAT-028"),
		also(sent("polls-hammer", "every poll is sent twice", poll.When(brokerOf("pace")).Before(func(s *mocks.Seen) {
			s.Send("instance-last-operation", s.Params, s.Query, nil)
		}), "CFV2-PLAT-028"), "CFV2-PLAT-029"),
		sent("retry-after-ignored", "a broker cannot put off the next poll", poll.When(brokerOf("pace")).AnsweredWith(waits).Header("Retry-After", ""), "CFV2-PLAT-029"),
		also(sent("plan-duration-ignored", "operations are polled longer than the plan says", mocks.On("catalog").When(brokerOf("endless")).Change(func(_ *mocks.Seen, a *mocks.Answer) {
			services := services(a.Body)
			for _, service := range services {
				for _, plan := range service.(map[string]any)["plans"].([]any) {
					delete(plan.(map[string]any), "maximum_polling_duration")
				}
			}
			a.Body, _ = json.Marshal(map[string]any{"services": services}) // it was JSON before
		}), "CFV2-ASYNC-034"), "CFV2-ASYNC-033"),
		also(fault("endless-operation-goes-on", "an operation that the broker never ends reads as in progress", given("create").Set("/entity/last_operation/state", "in progress"),
			"CFV2-ASYNC-033"), "CFV2-ASYNC-034"),
		also(fault("silent-broker-answers-500", "a broker that does not answer is a 500", mocks.On("create-instance").AnsweredWith(named("HttpClientTimeout")).Status(500),
			"CFV2-ERR-032"), "CFV2-PLAT-036"),
		sent("orphan-after-silence", "nothing is cleaned up after a provision was never answered", cleanup.When(brokerOf("silence")).Instead(200, nil), "CFV2-PLAT-036"),
		sent("cleanup-gives-up", "a clean-up that fails is not repeated", cleanup.When(brokerOf("repeats")).Answered(500).Status(200), "CFV2-PLAT-054"),
		sent("cleanup-repeats-202", "a clean-up that goes on at the broker is repeated", cleanup.When(brokerOf("repeats")).Answered(202).Status(500), "CFV2-PLAT-055"),
		sent("cleanup-repeats-410", "a clean-up of what is gone is repeated", cleanup.When(brokerOf("repeats")).Answered(410).Status(500), "CFV2-PLAT-055"),
	}
}

// overlapMutants mix up what is under way at the same time.
func overlapMutants() []mocks.Mutant {
	read := func(s *mocks.Seen, a *mocks.Answer, status int) {
		*a = *s.Send("get-instance", s.Params, nil, nil)
		a.Status = status
	}
	busy := code(60016)
	return []mocks.Mutant{
		fault("both-updates-win", "two updates at once are both taken", mocks.On("update-instance").During("overlap").AnsweredWith(busy).
			Change(func(s *mocks.Seen, a *mocks.Answer) { read(s, a, 201) }), "CFV2-ASYNC-020"),
		fault("both-deletes-win", "two deletes at once are both taken", mocks.On("delete-instance").During("overlap").AnsweredWith(busy).Status(204).Body(""), "CFV2-ASYNC-020"),
		fault("busy-instance-answers-500", "the second of two updates fails", mocks.On("update-instance").During("overlap").AnsweredWith(busy).Status(500), "CFV2-ASYNC-020"),
		fault("late-answer-wins", "a late answer about a creation replaces the delete", mocks.On("get-instance").During("overlap").Nth(1).AnsweredWith(operation("delete", "in progress")).
			Set("/entity/last_operation/type", "create").Set("/entity/last_operation/state", "succeeded"), "CFV2-ASYNC-019"),
		fault("old-password-stays", "a changed password of a broker is not used", mocks.On("update-broker").During("overlap").InsteadWith(func(s *mocks.Seen) *mocks.Answer {
			return s.Send("get-broker", s.Params, nil, nil)
		}), "CFV2-PLAT-002"),
	}
}
