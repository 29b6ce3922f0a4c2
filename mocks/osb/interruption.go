package osb

import (
	"encoding/json"
	"net/url"
	"time"

	"conformance/mocks"
)

// hastes begins a rule for requests that are interrupted, and for what follows them.
func hastes(operations ...string) mocks.Rule { return mocks.On(operations...).During("interruption") }

// interruptible is what the faults of interrupted work call instances and bindings.
type interruptible struct {
	kind, create, remove, fetch, poll string
	// again is where in the row of its deletions the second one stands, late the last.
	again, late int
	// The rules that are broken.
	halts, reports, fails, refused string
}

func interruptionMutants() []mutant {
	var all []mutant
	for _, w := range interruptibles() {
		all = append(all, w.mutants()...)
	}
	instance := interruptibles()[0]
	deleting := hastes("deprovision")
	return append(all,
		fault("orphan-returns-2.14", "an instance comes into being after it was deleted", deleting.Answered(410).Nth(3).Change(instance.revive).
			Change(func(*mocks.Seen, *mocks.Answer) { time.Sleep(2 * time.Second) })).
			in("2.14").breaks("OSB-ORPH-030", "OSB-ORPH-029"),
		fault("orphan-made-in-spite", "an instance that is being made is gone when it is deleted, and is made all the same",
			deleting.Nth(1).InsteadWith(reply(410, failure()))).breaks("OSB-ORPH-030", "OSB-CONC-013").also("OSB-DEPROV-003", "OSB-DEPROV-004"),
		fault("work-is-done", "work that is accepted is done already", hastes("instance-last-operation", "binding-last-operation").Answered(200).Set("/state", "succeeded")).
			breaks("OSB-ASYNC-002").also("OSB-DEPROV-003", "OSB-DEPROV-004", "OSB-CONC-013", "OSB-UNBIND-002", "OSB-UNBIND-003", "OSB-CONC-012", "OSB-ORPH-030").blocks(),
		fault("fetch-too-soon", "an instance that was answered as done cannot be fetched yet", hastes("fetch-instance").Answered(200).Nth(1).Status(404)).
			breaks("OSB-ASYNC-003"),
		fault("bind-too-soon", "an instance that was answered as done is still busy when it is bound",
			lives("bind").Nth(1).InsteadWith(reply(422, map[string]any{"error": "ConcurrencyError", "description": "not yet"}))).breaks("OSB-ASYNC-003").blocks(),
		fault("done-in-progress", "what was answered with 201 is in progress", hastes("instance-last-operation").When(unnamed).Answered(200).Set("/state", "in progress")).
			breaks("OSB-ASYNC-015"),
	)
}

func interruptibles() []interruptible {
	return []interruptible{
		{"instance", "provision", "deprovision", "fetch-instance", "instance-last-operation", 2, 3,
			"OSB-DEPROV-003", "OSB-DEPROV-004", "OSB-DEPROV-005", "OSB-CONC-013"},
		{"binding", "bind", "unbind", "fetch-binding", "binding-last-operation", 2, 3,
			"OSB-UNBIND-002", "OSB-UNBIND-003", "OSB-UNBIND-004", "OSB-CONC-012"},
	}
}

func unnamed(s *mocks.Seen) bool { return s.Query.Get("operation") == "" }

func (w interruptible) mutants() []mutant {
	removing := hastes(w.remove)
	early := removing.Nth(1).Answered(202)
	again, late := removing.Nth(w.again).Answered(410), removing.Nth(w.late).Answered(410)
	polls := hastes(w.poll).When(following("delete"))
	orphans := w.orphans()
	return []mutant{
		fault(w.kind+"-outlives-deletion", "a "+w.kind+" that was deleted while it was made is there all the same", again.Status(200).Body("{}")).
			breaks(w.halts).also(orphans...),
		fault(w.kind+"-outlives-deletion-in-fetch", "a "+w.kind+" that was deleted while it was made can be fetched afterwards",
			hastes(w.fetch).After(0).Answered(404).Status(200).Body("{}")).breaks(w.halts).also(append(orphans, "OSB-FETCH-111")...),
		fault(w.kind+"-comes-late", "a "+w.kind+" comes into being after it was deleted", again.Change(w.revive)).breaks(w.halts).also(orphans...),
		fault(w.kind+"-poll-fails", "polls of the deletion say that the "+w.create+" failed", polls.Answered(200).Set("/state", "failed")).
			breaks(w.reports).also(append(orphans, w.halts)...),
		fault(w.kind+"-poll-tells-creation", "polls of the deletion say that the "+w.create+" succeeded", polls.Answered(200).Set("/state", "succeeded")).
			breaks(w.reports),
		fault(w.kind+"-halted-in-progress", "a "+w.create+" that a deletion ended at once is in progress for ever", w.atOnce(),
			hastes(w.poll).When(following("create")).Answered(200).AnsweredWith(says("failed")).Set("/state", "in progress")).breaks(w.fails).also(w.reports),
		fault(w.kind+"-halted-succeeded", "a "+w.create+" that a deletion ended at once has succeeded", w.atOnce(),
			hastes(w.poll).When(following("create")).Answered(200).AnsweredWith(says("failed")).Set("/state", "succeeded")).breaks(w.fails).also(w.reports),
		fault(w.kind+"-early-deletion-409", "a deletion of a "+w.kind+" that is being made is refused with 409", removing.Nth(1).InsteadWith(reply(409, failure()))).
			breaks(w.refused, "OSB-ORPH-029").also(w.halts, w.reports),
		fault(w.kind+"-early-deletion-uncoded", "a deletion of a "+w.kind+" that is being made is refused without a code", removing.Nth(1).InsteadWith(reply(422, failure()))).
			breaks(w.refused).also(w.halts, w.reports),
		fault(w.kind+"-early-deletion-410", "a "+w.kind+" that is being made is gone, and comes all the same", removing.Nth(1).InsteadWith(reply(410, failure()))).
			breaks(w.refused).also(append(orphans, w.halts, w.reports)...),
		fault(w.kind+"-mitigation-404", "a deletion of what is not there any more is answered with 404", late.Status(404)).breaks("OSB-ORPH-029"),
		fault(w.kind+"-mitigation-500", "a deletion of a half-made "+w.kind+" is answered with 500", early.Status(500)).
			breaks("OSB-ORPH-029", w.refused).also(w.halts, w.reports),
	}
}

// orphans are the rules about orphans that a resource breaks when it outlives its deletion; only instances have one.
func (w interruptible) orphans() []string {
	if w.kind == "instance" {
		return []string{"OSB-ORPH-029", "OSB-ORPH-030"}
	}
	return []string{"OSB-ORPH-029"}
}

// revive makes the resource once more after it was deleted.
func (w interruptible) revive(s *mocks.Seen, _ *mocks.Answer) {
	body := map[string]any{"service_id": s.Query.Get("service_id"), "plan_id": s.Query.Get("plan_id"), "organization_guid": "late", "space_guid": "late"}
	s.Send(w.create, s.Params, url.Values{flag: {"true"}}, body)
}

// atOnce ends the deletion of what is being made before it is answered.
func (w interruptible) atOnce() mocks.Rule {
	return hastes(w.remove).Nth(1).Answered(202).Change(func(s *mocks.Seen, a *mocks.Answer) {
		var accepted struct{ Operation string }
		_ = json.Unmarshal(a.Body, &accepted) // the reference names each operation
		query := url.Values{"operation": {accepted.Operation}}
		for says("in progress")(s.Send(w.poll, s.Params, query, nil)) {
			time.Sleep(10 * time.Millisecond)
		}
		a.Status, a.Body = 200, []byte("{}")
	})
}

func oddInterruptions() []mocks.Equivalent {
	var all []mocks.Equivalent
	busy := map[string]any{"error": "ConcurrencyError", "description": "one at a time"}
	for _, w := range interruptibles() {
		all = append(all,
			excusing(oddity(w.kind+"-halted-at-once", "a "+w.kind+" that is being made is deleted at once", "a deletion may be synchronous", w.atOnce()), w.reports),
			excusing(oddity(w.kind+"-halted-and-forgotten", "work that a deletion ended at once is not remembered", "404 says that there is nothing", w.atOnce(),
				hastes(w.poll).When(following("create")).AnsweredWith(says("failed")).Status(404)), w.reports),
			excusing(oddity(w.kind+"-finished-first", "a "+w.kind+" that is being made cannot be deleted yet", "a broker may refuse concurrent requests",
				hastes(w.remove).Nth(1).InsteadWith(reply(422, busy))), w.halts, w.reports))
	}
	finished := waits("provision").Answered(200)
	return append(all,
		oddity("provision-when-done-202", "a provision that is sent again when it is done is accepted", "the code is not laid down", finished.Status(202).Body("{}")),
		oddity("provision-when-done-409", "a provision that is sent again when it is done conflicts", "409 is read as nothing to do", finished.Status(409).Body("{}")),
		oddity("deadline-kept", "an operation takes just as long as the plan declares", "the maximum is the maximum",
			mocks.On("catalog").Answered(200).Set("/services/0/plans/1/maximum_polling_duration", 1)),
		oddity("deletion-polls-gone", "a deletion that interrupted is polled with 410 at once", "410 says that it is gone",
			hastes("instance-last-operation", "binding-last-operation").When(following("delete")).AnsweredWith(says("succeeded")).Status(410)))
}
