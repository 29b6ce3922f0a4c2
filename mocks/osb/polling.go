package osb

import (
	"sync"

	"conformance/mocks"
)

func pollMutants() []mutant {
	instance, binding := waits("instance-last-operation"), waits("binding-last-operation")
	created, bound := instance.When(following("create")), binding.When(following("create"))
	malformed := mocks.On("instance-last-operation").When(browsing).When(broken)
	malformedBinding := mocks.On("binding-last-operation").When(browsing).When(broken)
	const date = "Wed, 21 Oct 2026 07:28:00 GMT"
	limited := mocks.On("catalog").Answered(200).Set("/services/0/plans/1/maximum_polling_duration", 1)
	lingers := func(r mocks.Rule) mocks.Rule {
		return r.When(func(s *mocks.Seen) bool { return s.Nth <= 4 }).Answered(200).Set("/state", "in progress").Header("Retry-After", "2")
	}
	unnamed := mocks.On("provision", "update", "deprovision").Answered(202).Remove("/operation")
	return []mutant{
		fault("poll-of-earlier-work", "a poll that names no operation tells of one that ended before", unnamed,
			waits("instance-last-operation").AnsweredWith(says("delete: in progress")).Set("/state", "succeeded")).
			breaks("OSB-POLL-038").also("OSB-POLL-039", "OSB-PROV-048", "OSB-PROV-050", "OSB-UPD-050", "OSB-DEPROV-012", "OSB-DEPROV-013",
			"OSB-DEPROV-023", "OSB-DEPROV-024"),
		fault("provision-too-long", "a provision takes longer than the plan declares", limited, lingers(created)).breaks("OSB-POLL-045"),
		fault("bind-too-long", "a bind takes longer than the plan declares", limited, lingers(bound)).breaks("OSB-POLL-045"),
		fault("poll-missing", "an instance cannot be polled", created.InsteadWith(reply(404, failure()))).
			breaks("OSB-POLL-001", "OSB-POLL-012", "OSB-POLL-011", "OSB-PROV-027").blocks(),
		fault("poll-needs-hints", "a poll without ids is refused", instance.Query("service_id", "").Status(400)).breaks("OSB-POLL-011"),
		fault("poll-answers-203", "a poll is answered with 203", created.Nth(2).Status(203)).breaks("OSB-POLL-012", "OSB-ERR-002"),
		fault("poll-ends-with-500", "polls of an operation are answered with 500 once it is done", created.AnsweredWith(says("succeeded")).Status(500)).
			breaks("OSB-POLL-012").also("OSB-POLL-036").blocks(),
		fault("poll-without-hints-crashes", "a poll without ids crashes the broker", instance.Query("service_id", "").Status(500)).breaks("OSB-POLL-011"),
		fault("poll-unknown-answers-410", "a poll of an unknown instance is answered with 410",
			mocks.On("instance-last-operation").When(browsing).Answered(404).Status(410)).breaks("OSB-POLL-016"),
		fault("poll-gone", "a poll of a provision is answered with 410", created.Nth(2).InsteadWith(reply(410, failure()))).
			breaks("OSB-POLL-017", "OSB-POLL-012", "OSB-PROV-027").blocks(),
		fault("poll-malformed-crashes", "a malformed poll is answered with 500", malformed.Status(500)).breaks("OSB-POLL-013", "OSB-ERR-001"),
		fault("poll-malformed-answers-422", "a malformed poll is answered with 422", malformed.Status(422)).breaks("OSB-POLL-013"),
		fault("poll-binding-malformed-crashes", "a malformed poll of a binding is answered with 500", malformedBinding.Status(500)).
			breaks("OSB-POLL-112", "OSB-ERR-001"),
		fault("poll-binding-malformed-answers-422", "a malformed poll of a binding is answered with 422", malformedBinding.Status(422)).breaks("OSB-POLL-112"),
		fault("poll-undescribed-2.14", "the description of a poll is empty", instance.Answered(200).Set("/description", "")).in("2.14").breaks("OSB-POLL-024"),
		fault("poll-undescribed", "the description of a poll is empty", instance.Answered(200).Set("/description", "")).breaks("OSB-POLL-025"),
		fault("poll-dated", "Retry-After is a date", instance.Answered(200).Header("Retry-After", date)).breaks("OSB-POLL-032"),
		fault("poll-forgets", "a final state is told once", created.Change(forget())).breaks("OSB-POLL-036"),
		fault("poll-refuses-operation", "a poll does not know the broker's own operation", created.InsteadWith(reply(400, failure()))).
			breaks("OSB-POLL-039", "OSB-POLL-011", "OSB-POLL-012", "OSB-PROV-027").blocks(),
		fault("poll-binding-missing", "a binding cannot be polled", bound.InsteadWith(reply(404, failure()))).
			breaks("OSB-POLL-101", "OSB-POLL-110", "OSB-POLL-111", "OSB-BIND-053").blocks(),
		fault("poll-binding-needs-hints", "a poll of a binding without ids is refused", binding.Query("service_id", "").Status(400)).breaks("OSB-POLL-110"),
		fault("poll-binding-answers-203", "a poll of a binding is answered with 203", bound.Nth(2).Status(203)).breaks("OSB-POLL-111", "OSB-ERR-002"),
		fault("poll-binding-unknown-answers-410", "a poll of an unknown binding is answered with 410",
			lives("binding-last-operation").Answered(404).Status(410)).breaks("OSB-POLL-114"),
		fault("poll-binding-gone", "a poll of a bind is answered with 410", bound.Nth(2).InsteadWith(reply(410, failure()))).
			breaks("OSB-POLL-116", "OSB-POLL-111", "OSB-BIND-053").blocks(),
		fault("poll-binding-dated", "Retry-After of a binding is a date", binding.Answered(200).Header("Retry-After", date)).breaks("OSB-POLL-122"),
		fault("poll-binding-forgets", "a final state of a binding is told once", bound.Change(forget())).breaks("OSB-POLL-125"),
	}
}

// broken holds for requests whose query no percent-encoding yields.
func broken(s *mocks.Seen) bool { return s.MalformedQuery }

// forget answers 404 where an operation was told to have succeeded before. Operations have random names, so that one
// memory serves any number of runs.
func forget() func(*mocks.Seen, *mocks.Answer) {
	var mu sync.Mutex
	told := map[string]bool{}
	return func(s *mocks.Seen, a *mocks.Answer) {
		mu.Lock()
		defer mu.Unlock()
		operation := s.Query.Get("operation")
		if told[operation] {
			a.Status = 404
		}
		told[operation] = told[operation] || says("succeeded")(a)
	}
}
