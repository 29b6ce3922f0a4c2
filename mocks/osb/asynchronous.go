package osb

import (
	"slices"

	"conformance/mocks"
)

func asynchronousMutants() []mutant {
	asking := waits("provision")
	atOnce := asking.Query(flag, "").Answered(422)
	busy := waits("update").Answered(422)
	fetching := waits("fetch-instance").Answered(422)
	return slices.Concat(interruptionMutants(), parallelMutants(), failureMutants(), []mutant{
		fault("provision-unasked-202", "a request without accepts_incomplete is answered with 202", asking.Query(flag, "").SetQuery(flag, "true")).
			breaks("OSB-ASYNC-010", "OSB-ASYNC-011", "OSB-PROV-007").also("OSB-PROV-040"),
		fault("provision-refusal-400", "a provision that has to be asynchronous is refused with 400", atOnce.Status(400)).
			breaks("OSB-PROV-007", "OSB-ASYNC-011").also("OSB-PROV-040"),
		fault("provision-false-is-true", "accepts_incomplete=false is taken for agreement", asking.Query(flag, "false").SetQuery(flag, "true")).
			breaks("OSB-ASYNC-010", "OSB-ASYNC-011", "OSB-PROV-007").also("OSB-PROV-040", "OSB-ERR-017"),
		fault("provision-refusal-403", "a provision that has to be asynchronous is refused with 403", atOnce.Status(403)).
			breaks("OSB-PROV-007", "OSB-ASYNC-011").also("OSB-PROV-040"),
		fault("provision-refusal-400-2.13", "a provision that has to be asynchronous is refused with 400", atOnce.Status(400)).
			in("2.13").breaks("OSB-ASYNC-012", "OSB-PROV-007").also("OSB-PROV-040"),
		fault("provision-refusal-uncoded", "a provision that has to be asynchronous is refused with a code of its own", atOnce.Set("/error", "Later")).
			breaks("OSB-PROV-040", "OSB-ASYNC-013"),
		fault("provision-refusal-lower-case", "a code is written in lower case", atOnce.Set("/error", "asyncrequired")).
			breaks("OSB-ERR-012", "OSB-PROV-040", "OSB-ASYNC-013"),
		fault("provision-202-empty-2.13", "a provision that takes its time is answered without body", asking.Answered(202).Body("")).
			in("2.13").breaks("OSB-ASYNC-016", "OSB-ERR-020", "OSB-PROV-053").also("OSB-POLL-039"),
		fault("provision-not-followed", "polls of a provision have no state", waits("instance-last-operation").When(following("create")).Remove("/state")).
			breaks("OSB-PROV-027", "OSB-POLL-020").blocks(),
		fault("provision-repeat-answers-200", "a provision that is sent again while it runs is answered with 200",
			asking.Nth(2).Answered(202).Status(200)).breaks("OSB-PROV-028", "OSB-PROV-025").also("OSB-PROV-029"),
		fault("provision-repeat-done-early", "a provision that is sent again while it runs is done", asking.Nth(2).Answered(202).Status(200).Body("{}")).
			breaks("OSB-PROV-025", "OSB-PROV-028").also("OSB-PROV-029"),
		fault("provision-when-done-answers-404", "a provision that is sent again when it is done finds nothing", asking.Answered(200).Status(404)).
			breaks("OSB-PROV-025"),
		fault("provision-repeat-other-operation", "a provision that is sent again is another operation",
			asking.Nth(2).Answered(202).Set("/operation", "create-other")).breaks("OSB-PROV-029"),
		fault("provision-conflict-answers-200", "another plan for an instance that is made is answered with 200", asking.Answered(409).Status(200).Body("{}")).
			breaks("OSB-PROV-038"),
		fault("bind-answers-202-2.13", "a bind is answered with 202 before bindings may be asynchronous", lives("bind").After(1).Answered(200).Status(202)).
			in("2.13").breaks("OSB-ASYNC-019", "OSB-BIND-050"),
		fault("busy-uncoded", "a busy broker refuses with a code of its own", busy.AnsweredWith(says("ConcurrencyError")).Set("/error", "Busy")).
			breaks("OSB-CONC-002"),
		fault("busy-bind-answers-409", "a busy broker refuses a bind with 409", waits("bind").Answered(422).AnsweredWith(says("ConcurrencyError")).Status(409).
			Remove("/error")).breaks("OSB-CONC-002"),
		fault("busy-unexplained", "a busy broker refuses without a reason", busy.AnsweredWith(func(a *mocks.Answer) bool { return !says("AsyncRequired")(a) }).
			Remove("/description")).in("2.13").breaks("OSB-CONC-003").also("OSB-UPD-052"),
		fault("busy-fetch-answers-409", "an instance that is updated is fetched with 409", fetching.Status(409)).breaks("OSB-CONC-009").also("OSB-CONC-010", "OSB-ERR-012"),
		fault("busy-fetch-uncoded", "a fetch is refused with a code of its own", fetching.Set("/error", "Busy")).breaks("OSB-CONC-010"),
	})
}
