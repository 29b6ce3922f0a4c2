package osb

import (
	"net/url"
	"time"

	"conformance/mocks"
)

// interruptible is what the faults of interrupted work call instances and bindings.
type interruptible struct {
	kind, create, remove, fetch, poll string
	// The rules about a deletion that stops what is made, about polls of both, and about a deletion that is refused.
	stops, polls, ends, refused string
	// The steps at which it is deleted while it is made, and at which it is polled and looked at afterwards.
	early, pollRemoval, pollCreation, again, late, fetchLate string
}

func anInstance() interruptible {
	return interruptible{
		"instance", "provision", "deprovision", "fetch-instance", "instance-last-operation",
		"OSB-DEPROV-003", "OSB-DEPROV-004", "OSB-DEPROV-005", "OSB-CONC-013",
		"deprovision while provisioning", "poll deprovision", "poll provision after deprovision", "deprovision again", "deprovision after a while", "fetch instance after a while",
	}
}

func aBinding() interruptible {
	return interruptible{
		"binding", "bind", "unbind", "fetch-binding", "binding-last-operation",
		"OSB-UNBIND-002", "OSB-UNBIND-003", "OSB-UNBIND-004", "OSB-CONC-012",
		"unbind while binding", "poll unbind", "poll bind after unbind", "unbind again", "unbind after a while", "fetch binding after a while",
	}
}

// at begins a rule for requests of the scenario that interrupts work.
func at(operation string, steps ...string) mocks.Rule {
	return mocks.On(operation).At("interruption", steps...)
}

// interrupted are about what becomes of something that is deleted while it is made.
func (w interruptible) interrupted() []mocks.Mutant {
	var orphan ids // only instances have a rule of their own about orphans that come late
	if w.kind == "instance" {
		orphan = ids{"OSB-ORPH-030"}
	}
	created := at(w.poll).When(following("create")).Answered(200).Mentions("failed")
	return []mocks.Mutant{
		{ID: w.kind + "-outlives-deletion", Title: "a " + w.kind + " that was deleted while it was made is there all the same", Breaks: ids{w.stops}, Also: orphan,
			Rules: rules{at(w.remove, w.again).Answered(410).Status(200).Body("{}")}},
		{ID: w.kind + "-outlives-deletion-in-fetch", Title: "a " + w.kind + " that was deleted while it was made can be fetched afterwards", Breaks: ids{w.stops},
			Also: orphan, Rules: rules{at(w.fetch, w.fetchLate).Answered(404).Status(200).Body("{}")}},
		{ID: w.kind + "-comes-late", Title: "a " + w.kind + " comes into being after it was deleted", Breaks: ids{w.stops, "OSB-ORPH-029"}, Also: orphan,
			Rules: rules{at(w.remove, w.again).Answered(410).Change(w.revive)}},
		{ID: w.kind + "-poll-fails", Title: "polls of the deletion say that the " + w.create + " failed", Breaks: ids{w.polls},
			Rules: rules{at(w.poll, w.pollRemoval).Answered(200).Set("/state", "failed")}},
		{ID: w.kind + "-poll-tells-creation", Title: "polls of the deletion say that the " + w.create + " succeeded", Breaks: ids{w.polls},
			Rules: rules{at(w.poll, w.pollRemoval).Answered(200).Set("/state", "succeeded")}},
		{ID: w.kind + "-halted-in-progress", Title: "a " + w.create + " that a deletion ended at once is in progress for ever", Breaks: ids{w.ends},
			Rules: rules{w.atOnce(), created.Set("/state", "in progress")}},
		{ID: w.kind + "-halted-succeeded", Title: "a " + w.create + " that a deletion ended at once has succeeded", Breaks: ids{w.ends},
			Rules: rules{w.atOnce(), created.Set("/state", "succeeded")}},
	}
}

// refusals are about a deletion that has to wait for what is being made, and is refused wrongly.
func (w interruptible) refusals() []mocks.Mutant {
	var orphan ids
	if w.kind == "instance" {
		orphan = ids{"OSB-ORPH-030"}
	}
	early := at(w.remove, w.early)
	return []mocks.Mutant{
		{ID: w.kind + "-early-deletion-409", Title: "a deletion of a " + w.kind + " that is being made is refused with 409", Breaks: ids{w.refused, "OSB-ORPH-029"},
			Rules: rules{early.InsteadWith(refuse(409))}},
		{ID: w.kind + "-early-deletion-uncoded", Title: "a deletion of a " + w.kind + " that is being made is refused without a code", Breaks: ids{w.refused},
			Rules: rules{early.InsteadWith(refuse(422))}},
		{ID: w.kind + "-early-deletion-410", Title: "a " + w.kind + " that is being made is gone, and comes all the same", Breaks: ids{w.refused}, Also: orphan,
			Rules: rules{early.InsteadWith(refuse(410))}},
	}
}

// mitigations are about deletions of what is not there, or half made.
func (w interruptible) mitigations() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: w.kind + "-mitigation-404", Title: "a deletion of what is not there any more is answered with 404", Breaks: ids{"OSB-ORPH-029"},
			Rules: rules{at(w.remove, w.late).Answered(410).Status(404)}},
		{ID: w.kind + "-mitigation-500", Title: "a deletion of a half-made " + w.kind + " is answered with 500", Breaks: ids{"OSB-ORPH-029", w.refused},
			Rules: rules{at(w.remove, w.early).Answered(202).Status(500)}},
	}
}

// tolerated are ways to deal with a deletion that comes early, all of which are legal.
func (w interruptible) tolerated() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: w.kind + "-halted-at-once", Title: "a " + w.kind + " that is being made is deleted at once", Allows: "a deletion may be synchronous",
			Rules: rules{w.atOnce()}},
		{ID: w.kind + "-halted-and-forgotten", Title: "work that a deletion ended at once is not remembered", Allows: "404 says that there is nothing",
			Rules: rules{w.atOnce(), at(w.poll).When(following("create")).Mentions("failed").Status(404)}},
		{ID: w.kind + "-finished-first", Title: "a " + w.kind + " that is being made cannot be deleted yet", Allows: "a broker may refuse concurrent requests",
			Rules: rules{at(w.remove, w.early).InsteadWith(coded(422, "ConcurrencyError"))}},
	}
}

// revive makes the resource once more after it was deleted.
func (w interruptible) revive(s *mocks.Seen, _ *mocks.Answer) {
	body := map[string]any{"service_id": s.Query.Get("service_id"), "plan_id": s.Query.Get("plan_id"), "organization_guid": "late", "space_guid": "late"}
	s.Send(w.create, s.Params, url.Values{flag: {"true"}}, body)
}

// atOnce ends the deletion of what is being made before it is answered.
func (w interruptible) atOnce() mocks.Rule {
	return at(w.remove, w.early).Answered(202).Change(func(s *mocks.Seen, a *mocks.Answer) {
		operation, _ := a.At("/operation").(string)
		query := url.Values{"operation": {operation}}
		for mocks.Mentions("in progress")(s.Send(w.poll, s.Params, query, nil)) {
			time.Sleep(10 * time.Millisecond)
		}
		a.Status, a.Body = 200, []byte("{}")
	})
}
