package osb

import (
	"net/url"
	"strings"

	"conformance/mocks"
)

// oddWork returns equivalents: brokers that do their work in another order, or refuse some of it.
func oddWork() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "repeats-created-2.11", Title: "what is there is answered as created when it is asked for again", Version: "2.11", Allows: "200 is optional in 2.11",
			Rules: rules{mocks.On("provision").At("lifecycle", "provision again", "provision again with unknown members").Answered(200).Status(201)}},
		{ID: "repeats-conflict-2.11", Title: "what is there conflicts when it is asked for again", Version: "2.11", Allows: "200 is optional in 2.11",
			Rules: rules{mocks.On("provision", "bind").
				At("lifecycle", "provision again", "provision again with unknown members", "bind again", "bind again with unknown members").Answered(200).Status(409).Body("{}")}},
		{ID: "deleted-polls-410", Title: "a finished deletion is polled with 410", Allows: "410 says that it is gone",
			Rules: rules{mocks.On("instance-last-operation", "binding-last-operation").When(following("delete")).Answered(200).Mentions("succeeded").Status(410)}},
		{ID: "deleted-polls-404", Title: "a finished deletion is polled with 404", Allows: "404 says that there is nothing",
			Rules: rules{mocks.On("instance-last-operation", "binding-last-operation").When(following("delete")).Answered(200).Mentions("succeeded").Status(404)}},
		{ID: "one-at-a-time", Title: "a busy broker refuses repeated requests", Allows: "a broker may refuse concurrent requests",
			Rules: rules{mocks.On("provision").At("asynchronous", "provision again").Query(flag, "true").InsteadWith(coded(422, "ConcurrencyError")),
				mocks.On("update").At("asynchronous", "update again").InsteadWith(coded(422, "ConcurrencyError")),
				mocks.On("bind").At("asynchronous", "bind again").InsteadWith(coded(422, "ConcurrencyError")),
				mocks.On("unbind").At("asynchronous", "unbind again").InsteadWith(coded(422, "ConcurrencyError")),
				mocks.On("deprovision").At("asynchronous", "deprovision again").InsteadWith(coded(422, "ConcurrencyError"))}},
		{ID: "conflict-waits", Title: "a conflicting request is refused as concurrent", Allows: "a broker may refuse concurrent requests",
			Rules: rules{mocks.On("provision").At("asynchronous", "provision with another plan").InsteadWith(coded(422, "ConcurrencyError"))}},
		{ID: "unborn-not-updated", Title: "an instance that is being made is no instance yet", Allows: "404 for what is not there",
			Rules: rules{mocks.On("update").At("asynchronous", "update while provisioning").InsteadWith(refuse(404))}},
		{ID: "fetched-while-updated", Title: "an instance is fetched while it is updated", Allows: "422 is for what makes it impossible",
			Rules: rules{mocks.On("fetch-instance").At("asynchronous").Answered(422).Status(200).Body("{}")}},
		{ID: "no-idle-updates", Title: "an update that changes nothing is refused", Allows: "what an update can do is the broker's affair",
			Rules: rules{mocks.On("update").At("lifecycle", "update").InsteadWith(refuse(422))}},
		{ID: "provision-at-once-too", Title: "a plan that takes its time can do without", Allows: "synchronous work is no refusal",
			Rules: rules{mocks.On("provision").At("asynchronous").Query(flag, "").InsteadWith(reply(201, map[string]any{}))}},
	}
}

// oddAnswers returns equivalents: brokers that answer with what is free.
func oddAnswers() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "long-update-operation", Title: "the operation of an update has 20,000 characters", Allows: "the limit of 10,000 leaves out updates",
			Rules: rules{mocks.On("update").At("asynchronous").Answered(202).Set("/operation", strings.Repeat("o", 20_000)),
				mocks.On("instance-last-operation").At("asynchronous").Query("operation", strings.Repeat("o", 20_000)).SetQuery("operation", "")}},
		{ID: "app-optional", Title: "no binding needs an application", Allows: "an application is optional",
			Rules: rules{mocks.On("bind").At("application").Lacks("app_guid").SetSent("/app_guid", "none")}},
		{ID: "unknown-as-gone", Title: "an update of what is deleted is refused with 410", Allows: "no code is laid down",
			Rules: rules{mocks.On("update").At("lifecycle").Answered(404).Status(410)}},
		{ID: "bind-unknown-as-400", Title: "a bind to what is deleted is refused with 400", Allows: "no code is laid down",
			Rules: rules{mocks.On("bind").At("lifecycle").Answered(404).Status(400)}},
	}
}

// oddMoments returns equivalents: brokers that have bad moments.
func oddMoments() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "polls-stumble-503", Title: "the first poll of an operation finds the broker out of order", Allows: "platforms poll on",
			Rules: rules{mocks.On("instance-last-operation").At("asynchronous", "poll provision").Nth(1).Change(instead(503, failure())),
				mocks.On("binding-last-operation").At("asynchronous", "poll bind").Nth(1).Change(instead(503, failure())),
				mocks.On("instance-last-operation", "binding-last-operation").At("interruption", "poll deprovision", "poll unbind").Nth(1).
					Change(instead(503, failure()))}},
		{ID: "polls-stumble-429", Title: "polls come too often for the broker", Allows: "platforms poll on",
			Rules: rules{mocks.On("instance-last-operation").At("failure", "poll failing update").Nth(1).Change(instead(429, failure()))}},
		{ID: "one-instance-waits", Title: "there is one instance of a plan that takes its time", Allows: "nothing says how many there can be", Rules: oneInstance()},
		{ID: "binds-known-conflict", Title: "a binding that is there conflicts when it is asked for again", Allows: "200 for an identical request is a recommendation",
			Rules: rules{mocks.On("bind").At("parallel").Answered(200).Status(409).Body("{}")}},
		{ID: "binds-too-often", Title: "binds come too often for the broker", Allows: "a limit of requests has nothing to do with concurrency",
			Rules: rules{mocks.On("bind").At("parallel").Answered(200).Status(429)}},
		{ID: "later-repeated-202", Title: "an instance that was made later is accepted again", Allows: "200 is for synchronous operations",
			Rules: rules{mocks.On("provision").At("lifecycle", "provision", "provision the neighbour").Answered(201).Status(202),
				mocks.On("provision").At("lifecycle", "provision again", "provision again with unknown members").Answered(200).Status(202)}},
		{ID: "odd-types-ignored", Title: "members that a broker does not read may be anything", Allows: "what is malformed is not said, and what is not read is not seen",
			Rules: rules{mocks.On("provision").At("lifecycle").When(oddMembers).DropSent("/context").DropSent("/parameters")}},
	}
}

// oddInterruptions returns equivalents: brokers that tell of work that was interrupted, or is done, in another way.
func oddInterruptions() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "provision-when-done-202", Title: "a provision that is sent again when it is done is accepted", Allows: "the code is not laid down",
			Rules: rules{mocks.On("provision").At("asynchronous").Answered(200).Status(202).Body("{}")}},
		{ID: "provision-when-done-409", Title: "a provision that is sent again when it is done conflicts", Allows: "409 is read as nothing to do",
			Rules: rules{mocks.On("provision").At("asynchronous").Answered(200).Status(409).Body("{}")}},
		{ID: "deadline-kept", Title: "an operation takes just as long as the plan declares", Allows: "the maximum is the maximum",
			Rules: rules{mocks.On("catalog").Answered(200).Set("/services/0/plans/1/maximum_polling_duration", 1)}},
		{ID: "deletion-polls-gone", Title: "a deletion that interrupted is polled with 410 at once", Allows: "410 says that it is gone",
			Rules: rules{mocks.On("instance-last-operation", "binding-last-operation").At("interruption").When(following("delete")).Mentions("succeeded").Status(410)}},
	}
}

// oddParallel returns equivalents: brokers that treat equal requests at once as they like.
func oddParallel() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "parallel-one-served", Title: "of several equal requests at once one is served", Allows: "a broker may refuse concurrent requests",
			Rules: rules{mocks.On("provision", "bind").At("parallel").Answered(200).
				Change(func(s *mocks.Seen, a *mocks.Answer) { *a = *coded(422, "ConcurrencyError")(s) })}},
		{ID: "parallel-none-new", Title: "none of several equal requests at once says that it was the first", Allows: "200 is for what is there",
			Rules: rules{mocks.On("provision", "bind").At("parallel").Answered(201).Status(200)}},
		{ID: "parallel-later", Title: "several equal binds at once are all accepted as the same work", Allows: "the work may be asynchronous",
			Rules: rules{mocks.On("bind").At("parallel").Answered(200, 201).Status(202).Body(`{"operation": "create-all"}`),
				mocks.On("binding-last-operation").At("parallel").Query("operation", "create-all").SetQuery("operation", "")}},
	}
}

// oddFailures returns equivalents: brokers that fail in another way.
func oddFailures() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "failed-instance-deleted", Title: "an instance that failed later is there to be deleted", Allows: "what a failed provision leaves is open",
			Rules: rules{mocks.On("deprovision").At("failure", "deprovision after failing provision").Answered(410).Status(200).Body("{}")}},
		{ID: "failed-instance-fetched", Title: "an instance that failed later can be fetched", Allows: "what a failed provision leaves is open",
			Rules: rules{mocks.On("fetch-instance").At("failure").When(failedBefore).Answered(404).Status(200).Body("{}")}},
		{ID: "failed-update-changes", Title: "an update that failed later has changed the instance", Allows: "what a failed update leaves is open",
			Rules: rules{mocks.On("fetch-instance").At("failure", "fetch after failing update").Answered(200).Set("/parameters", map[string]any{"size": 99})}},
		{ID: "failed-update-silent", Title: "a failed update does not say what it leaves", Allows: "hints are optional",
			Rules: rules{mocks.On("instance-last-operation", "update").At("failure").Remove("/instance_usable").Remove("/update_repeatable")}},
		{ID: "failed-update-repeatable", Title: "a failed update can be repeated, and fails again", Allows: "the broker's hope is its own",
			Rules: rules{mocks.On("instance-last-operation", "update").At("failure").Mentions("update_repeatable").Set("/update_repeatable", true)}},
		{ID: "failing-refused", Title: "what would fail is refused", Allows: "parameters may be validated",
			Rules: rules{mocks.On("provision", "update", "bind").At("failure").Answered(500).Status(400).Remove("/instance_usable").Remove("/update_repeatable")}},
	}
}

// failedBefore holds for requests about an instance whose operation has failed.
func failedBefore(s *mocks.Seen) bool {
	return mocks.Mentions(`"failed"`)(s.Send("instance-last-operation", s.Params, url.Values{}, nil))
}
