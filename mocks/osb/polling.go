package osb

import (
	"conformance/mocks"
)

// polling returns faults about polls of instances.
func polling() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "poll-html", Title: "a poll is answered with HTML", Breaks: ids{"OSB-POLL-020"},
			Rules: rules{mocks.On("instance-last-operation").At("asynchronous", "poll provision without hints").Body("<html>")}},
		{ID: "failed-provision-usable", Title: "a poll of a provision that failed says whether the instance can be used", Breaks: ids{"OSB-POLL-027"},
			Rules: rules{mocks.On("instance-last-operation").At("failure").When(following("create")).Mentions(`"failed"`).Set("/instance_usable", false)}},
		{ID: "failed-provision-repeatable", Title: "a poll of a provision that failed says whether an update can be repeated", Breaks: ids{"OSB-POLL-029"},
			Rules: rules{mocks.On("instance-last-operation").At("failure").When(following("create")).Mentions(`"failed"`).Set("/update_repeatable", true)}},
		{ID: "poll-of-earlier-work", Title: "a poll that names no operation tells of one that ended before", Breaks: ids{"OSB-POLL-038"},
			Rules: rules{mocks.On("provision", "update", "deprovision").Answered(202).Remove("/operation"),
				mocks.On("instance-last-operation").At("asynchronous").Mentions("delete: in progress").Set("/state", "succeeded")}},
		{ID: "provision-too-long", Title: "a provision takes longer than the plan declares", Breaks: ids{"OSB-POLL-045"},
			Rules: rules{declared(), lingering(mocks.On("instance-last-operation").At("asynchronous", "poll provision"))}},
		{ID: "poll-missing", Title: "an instance cannot be polled", Breaks: ids{"OSB-POLL-001", "OSB-POLL-012", "OSB-POLL-011", "OSB-PROV-027"}, Blocks: true,
			Rules: rules{mocks.On("instance-last-operation").At("asynchronous").When(following("create")).InsteadWith(refuse(404))}},
		{ID: "poll-needs-hints", Title: "a poll without ids is refused", Breaks: ids{"OSB-POLL-011"},
			Rules: rules{mocks.On("instance-last-operation").At("asynchronous").Query("service_id", "").Status(400)}},
		{ID: "poll-answers-203", Title: "a poll is answered with 203", Breaks: ids{"OSB-POLL-012", "OSB-ERR-002"},
			Rules: rules{mocks.On("instance-last-operation").At("asynchronous", "poll provision").Nth(1).When(following("create")).Status(203)}},
		{ID: "poll-ends-with-500", Title: "polls of an operation are answered with 500 once it is done", Breaks: ids{"OSB-POLL-012"}, Blocks: true,
			Rules: rules{mocks.On("instance-last-operation").At("asynchronous").When(following("create")).Mentions("succeeded").Status(500)}},
		{ID: "poll-without-hints-crashes", Title: "a poll without ids crashes the broker", Breaks: ids{"OSB-POLL-011"},
			Rules: rules{mocks.On("instance-last-operation").At("asynchronous").Query("service_id", "").Status(500)}},
		{ID: "poll-unknown-answers-410", Title: "a poll of an unknown instance is answered with 410", Breaks: ids{"OSB-POLL-016"},
			Rules: rules{mocks.On("instance-last-operation").At("catalog").Answered(404).Status(410)}},
		{ID: "poll-gone", Title: "a poll of a provision is answered with 410", Breaks: ids{"OSB-POLL-017", "OSB-POLL-012", "OSB-PROV-027"}, Blocks: true,
			Rules: rules{mocks.On("instance-last-operation").At("asynchronous", "poll provision").Nth(1).When(following("create")).InsteadWith(refuse(410))}},
		{ID: "poll-malformed-crashes", Title: "a malformed poll is answered with 500", Breaks: ids{"OSB-POLL-013", "OSB-ERR-001"},
			Rules: rules{mocks.On("instance-last-operation").At("catalog").When(broken).Status(500)}},
		{ID: "poll-malformed-answers-422", Title: "a malformed poll is answered with 422", Breaks: ids{"OSB-POLL-013"},
			Rules: rules{mocks.On("instance-last-operation").At("catalog").When(broken).Status(422)}},
		{ID: "poll-undescribed-2.14", Title: "the description of a poll is empty", Version: "2.14", Breaks: ids{"OSB-POLL-024"},
			Rules: rules{mocks.On("instance-last-operation").At("asynchronous").Answered(200).Set("/description", "")}},
		{ID: "poll-undescribed", Title: "the description of a poll is empty", Breaks: ids{"OSB-POLL-025"},
			Rules: rules{mocks.On("instance-last-operation").At("asynchronous").Answered(200).Set("/description", "")}},
		{ID: "poll-forgets", Title: "a final state is told once", Breaks: ids{"OSB-POLL-036"},
			Rules: rules{mocks.On("instance-last-operation").At("asynchronous").When(following("create")).Change(forget())}},
		{ID: "poll-refuses-operation", Title: "a poll does not know the broker's own operation",
			Breaks: ids{"OSB-POLL-039", "OSB-POLL-011", "OSB-POLL-012", "OSB-PROV-027"}, Blocks: true,
			Rules: rules{mocks.On("instance-last-operation").At("asynchronous").When(following("create")).InsteadWith(refuse(400))}},
	}
}

// pollingBindings returns faults about polls of bindings, and when to poll.
func pollingBindings() []mocks.Mutant {
	const date = "Wed, 21 Oct 2026 07:28:00 GMT"
	return []mocks.Mutant{
		{ID: "bind-too-long", Title: "a bind takes longer than the plan declares", Breaks: ids{"OSB-POLL-045"},
			Rules: rules{declared(), lingering(mocks.On("binding-last-operation").At("asynchronous", "poll bind"))}},
		{ID: "poll-binding-malformed-crashes", Title: "a malformed poll of a binding is answered with 500", Breaks: ids{"OSB-POLL-112", "OSB-ERR-001"},
			Rules: rules{mocks.On("binding-last-operation").At("catalog").When(broken).Status(500)}},
		{ID: "poll-binding-malformed-answers-422", Title: "a malformed poll of a binding is answered with 422", Breaks: ids{"OSB-POLL-112"},
			Rules: rules{mocks.On("binding-last-operation").At("catalog").When(broken).Status(422)}},
		{ID: "poll-dated", Title: "Retry-After is a date", Breaks: ids{"OSB-POLL-032"},
			Rules: rules{mocks.On("instance-last-operation").At("asynchronous").Answered(200).Header("Retry-After", date)}},
		{ID: "poll-binding-missing", Title: "a binding cannot be polled", Breaks: ids{"OSB-POLL-101", "OSB-POLL-110", "OSB-POLL-111", "OSB-BIND-053"}, Blocks: true,
			Rules: rules{mocks.On("binding-last-operation").At("asynchronous").When(following("create")).InsteadWith(refuse(404))}},
		{ID: "poll-binding-needs-hints", Title: "a poll of a binding without ids is refused", Breaks: ids{"OSB-POLL-110"},
			Rules: rules{mocks.On("binding-last-operation").At("asynchronous").Query("service_id", "").Status(400)}},
		{ID: "poll-binding-answers-203", Title: "a poll of a binding is answered with 203", Breaks: ids{"OSB-POLL-111", "OSB-ERR-002"},
			Rules: rules{mocks.On("binding-last-operation").At("asynchronous", "poll bind").Nth(1).When(following("create")).Status(203)}},
		{ID: "poll-binding-unknown-answers-410", Title: "a poll of an unknown binding is answered with 410", Breaks: ids{"OSB-POLL-114"},
			Rules: rules{mocks.On("binding-last-operation").At("lifecycle").Answered(404).Status(410)}},
		{ID: "poll-binding-gone", Title: "a poll of a bind is answered with 410", Breaks: ids{"OSB-POLL-116", "OSB-POLL-111", "OSB-BIND-053"}, Blocks: true,
			Rules: rules{mocks.On("binding-last-operation").At("asynchronous", "poll bind").Nth(1).When(following("create")).InsteadWith(refuse(410))}},
		{ID: "poll-binding-dated", Title: "Retry-After of a binding is a date", Breaks: ids{"OSB-POLL-122"},
			Rules: rules{mocks.On("binding-last-operation").At("asynchronous").Answered(200).Header("Retry-After", date)}},
		{ID: "poll-binding-forgets", Title: "a final state of a binding is told once", Breaks: ids{"OSB-POLL-125"},
			Rules: rules{mocks.On("binding-last-operation").At("asynchronous").When(following("create")).Change(forget())}},
		{ID: "fetch-binding-gone", Title: "a binding is gone after it was made", Breaks: ids{"OSB-POLL-126", "OSB-FETCH-102", "OSB-FETCH-101"},
			Rules: rules{mocks.On("fetch-binding").At("asynchronous").Answered(200).Status(410)}},
	}
}

// declared makes the catalog say how long the operations of a plan may take.
func declared() mocks.Rule {
	return mocks.On("catalog").Answered(200).Set("/services/0/plans/1/maximum_polling_duration", 1)
}

// lingering keeps an operation going for three polls.
func lingering(r mocks.Rule) mocks.Rule {
	return r.When(following("create")).When(func(s *mocks.Seen) bool { return s.Nth <= 3 }).Answered(200).
		Set("/state", "in progress").Header("Retry-After", "2")
}

// forget answers 404 where an operation was told to have succeeded before. Operations have random names, so that one
// memory serves any number of runs.
func forget() func(*mocks.Seen, *mocks.Answer) {
	told := remember()
	return func(s *mocks.Seen, a *mocks.Answer) {
		operation := s.Query.Get("operation")
		if len(told.of(operation)) > 0 {
			a.Status = 404
		} else if mocks.Mentions("succeeded")(a) {
			told.add(operation, "told")
		}
	}
}

// pollingShapes returns faults of form: polls whose members have a wrong form.
func pollingShapes() []mocks.Mutant {
	instance, binding := of("instance-last-operation", 200), of("binding-last-operation", 200)
	return shapes(
		instance("OSB-POLL-020", "/state", missing{}).step("poll provision without hints"),
		instance("OSB-POLL-021", "/state", "done").step("poll provision without hints"),
		instance("OSB-POLL-026", "/instance_usable", "yes", "OSB-ERR-006", "OSB-POLL-027"),
		instance("OSB-POLL-028", "/update_repeatable", "yes", "OSB-ERR-008", "OSB-POLL-029"),
		instance("OSB-POLL-030", "Retry-After", header("soon")),
		binding("OSB-POLL-115", "/state", missing{}).step("poll bind without hints"),
		binding("OSB-POLL-119", "/description", 5),
		binding("OSB-POLL-120", "Retry-After", header("soon")),
	)
}
