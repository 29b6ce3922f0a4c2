package osb

import "conformance/mocks"

// side begins a rule for requests that are sent several at once, and for what follows them.
func side(operations ...string) mocks.Rule { return mocks.On(operations...).During("parallel") }

func parallelMutants() []mutant {
	// What is sent at once comes first; what comes alone afterwards is served.
	side := func(operation string) mocks.Rule {
		return side(operation).When(func(s *mocks.Seen) bool { return s.Nth <= 4 })
	}
	provision, provisioned, bound := side("provision"), side("provision").Answered(200), side("bind").Answered(200)
	return []mutant{
		fault("parallel-all-new", "each of several equal provisions at once says that the instance is new", provisioned.Status(201)).breaks("OSB-CONC-014"),
		fault("parallel-conflict", "equal provisions at once conflict", provisioned.Status(409)).breaks("OSB-CONC-014"),
		fault("parallel-crash", "equal provisions at once are too much", provisioned.Status(500)).breaks("OSB-CONC-014"),
		fault("parallel-all-crash", "of equal provisions at once none is served", provision.Nth(1).Status(500), provision.Nth(2).Status(500), provision.Nth(3).Status(500),
			provision.Nth(4).Status(500)).breaks("OSB-CONC-014"),
		fault("parallel-busy-uncoded", "equal provisions at once are refused with a code of its own", provisioned.Status(422).Set("/error", "Busy")).
			breaks("OSB-CONC-014"),
		fault("parallel-many-operations", "each of several equal binds at once is an operation of its own", side("bind").Answered(200, 201).Status(202).Remove("/credentials").
			Change(func(s *mocks.Seen, a *mocks.Answer) {
				a.Body = []byte(`{"operation": "` + s.Header.Get(identity) + `"}`)
			}),
			side("binding-last-operation").When(fakeOperation).SetQuery("operation", "")).breaks("OSB-CONC-014"),
		fault("parallel-instances", "equal provisions at once make several instances", side("deprovision").Answered(410).Nth(2).Status(200).Body("{}")).
			breaks("OSB-CONC-014"),
		fault("parallel-bindings", "equal binds at once make several bindings", side("unbind").Answered(410).Nth(2).Status(200).Body("{}")).
			breaks("OSB-CONC-014"),
		fault("parallel-bind-conflict", "equal binds at once conflict", bound.Status(409)).breaks("OSB-CONC-011", "OSB-CONC-014"),
		fault("parallel-bind-uncoded", "equal binds at once are refused without a code", bound.Status(422).Body(`{"description": "one at a time"}`)).
			breaks("OSB-CONC-011", "OSB-CONC-014"),
	}
}

// fakeOperation holds for polls of an operation that a fault has named after the identity of a request.
func fakeOperation(s *mocks.Seen) bool { return len(s.Query.Get("operation")) == len(documents) }

func oddParallel() []mocks.Equivalent {
	busy := reply(422, map[string]any{"error": "ConcurrencyError", "description": "one at a time"})
	return []mocks.Equivalent{
		oddity("parallel-one-served", "of several equal requests at once one is served", "a broker may refuse concurrent requests",
			side("provision", "bind").Answered(200).Change(func(s *mocks.Seen, a *mocks.Answer) { *a = *busy(s) })),
		oddity("parallel-none-new", "none of several equal requests at once says that it was the first", "200 is for what is there",
			side("provision", "bind").Answered(201).Status(200)),
		oddity("parallel-later", "several equal binds at once are all accepted as the same work", "the work may be asynchronous",
			side("bind").Answered(200, 201).Status(202).Body(`{"operation": "create-all"}`),
			side("binding-last-operation").Query("operation", "create-all").SetQuery("operation", "")),
	}
}
