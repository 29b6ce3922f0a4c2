package osb

import (
	"slices"

	"conformance/mocks"
)

// concurrency returns faults about requests that meet.
func concurrency() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "busy-uncoded", Title: "a busy broker refuses with a code of its own", Breaks: ids{"OSB-CONC-002"},
			Rules: rules{mocks.On("update").At("asynchronous").Answered(422).Mentions("ConcurrencyError").Set("/error", "Busy")}},
		{ID: "busy-bind-answers-409", Title: "a busy broker refuses a bind with 409", Breaks: ids{"OSB-CONC-002"},
			Rules: rules{mocks.On("bind").At("asynchronous").Answered(422).Mentions("ConcurrencyError").Status(409).Remove("/error")}},
		{ID: "busy-unexplained", Title: "a busy broker refuses without a reason", Version: "2.13", Breaks: ids{"OSB-CONC-003"}, Also: ids{"OSB-UPD-052"},
			Rules: rules{mocks.On("update").At("asynchronous").Answered(422).AnsweredWith(func(a *mocks.Answer) bool { return !mocks.Mentions("AsyncRequired")(a) }).
				Remove("/description")}},
		{ID: "busy-fetch-answers-409", Title: "an instance that is updated is fetched with 409", Breaks: ids{"OSB-CONC-009"},
			Rules: rules{mocks.On("fetch-instance").At("asynchronous").Answered(422).Status(409)}},
		{ID: "busy-fetch-uncoded", Title: "a fetch is refused with a code of its own", Breaks: ids{"OSB-CONC-010"},
			Rules: rules{mocks.On("fetch-instance").At("asynchronous").Answered(422).Set("/error", "Busy")}},
		{ID: "parallel-all-new", Title: "each of several equal provisions at once says that the instance is new", Breaks: ids{"OSB-CONC-014"},
			Rules: rules{mocks.On("provision").At("parallel", "provision in parallel").Answered(200).Status(201)}},
		{ID: "parallel-conflict", Title: "equal provisions at once conflict", Breaks: ids{"OSB-CONC-014"},
			Rules: rules{mocks.On("provision").At("parallel", "provision in parallel").Answered(200).Status(409)}},
		{ID: "parallel-crash", Title: "equal provisions at once are too much", Breaks: ids{"OSB-CONC-014"},
			Rules: rules{mocks.On("provision").At("parallel", "provision in parallel").Answered(200).Status(500)}},
		{ID: "parallel-all-crash", Title: "of equal provisions at once none is served", Breaks: ids{"OSB-CONC-014"},
			Rules: rules{mocks.On("provision").At("parallel", "provision in parallel").Status(500)}},
		{ID: "parallel-busy-uncoded", Title: "equal provisions at once are refused with a code of its own", Breaks: ids{"OSB-CONC-014"},
			Rules: rules{mocks.On("provision").At("parallel", "provision in parallel").Answered(200).Status(422).Set("/error", "Busy")}},
		{ID: "parallel-many-operations", Title: "each of several equal binds at once is an operation of its own", Breaks: ids{"OSB-CONC-014"},
			Rules: rules{mocks.On("bind").At("parallel").Answered(200, 201).Status(202).Remove("/credentials").
				Change(func(s *mocks.Seen, a *mocks.Answer) {
					a.Body = []byte(`{"operation": "` + s.Header.Get(identity) + `"}`)
				}),
				mocks.On("binding-last-operation").At("parallel").When(fakeOperation).SetQuery("operation", "")}},
		{ID: "parallel-instances", Title: "equal provisions at once make several instances", Breaks: ids{"OSB-CONC-014"},
			Rules: rules{mocks.On("deprovision").At("parallel", "deprovision again").Nth(1).Answered(410).Status(200).Body("{}")}},
		{ID: "parallel-bindings", Title: "equal binds at once make several bindings", Breaks: ids{"OSB-CONC-014"},
			Rules: rules{mocks.On("unbind").At("parallel", "unbind again").Nth(1).Answered(410).Status(200).Body("{}")}},
		{ID: "parallel-bind-conflict", Title: "equal binds at once conflict", Breaks: ids{"OSB-CONC-011", "OSB-CONC-014"},
			Rules: rules{mocks.On("bind").At("parallel", "bind in parallel").Answered(200).Status(409)}},
		{ID: "parallel-bind-uncoded", Title: "equal binds at once are refused without a code", Breaks: ids{"OSB-CONC-011", "OSB-CONC-014"},
			Rules: rules{mocks.On("bind").At("parallel", "bind in parallel").Answered(200).Status(422).Body(`{"description": "one at a time"}`)}},
	}
}

// concurrencyOfDeletions returns faults about deletions of what is being made.
func concurrencyOfDeletions() []mocks.Mutant {
	return slices.Concat(anInstance().refusals(), aBinding().refusals())
}

// fakeOperation holds for polls of an operation that a fault has named after the identity of a request.
func fakeOperation(s *mocks.Seen) bool { return len(s.Query.Get("operation")) == len(documents) }
