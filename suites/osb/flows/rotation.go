package flows

import (
	"net/http"
	"slices"

	"conformance/suites/record"
	"conformance/suites/scenario"
)

// succeed asks for a successor. What goes along with the id of the predecessor is open: all that a bind has, the ids of
// offering and plan, or nothing.
func (b *binding) succeed(predecessor string, form int) scenario.Call {
	call := b.bind(true, app(b.s))
	return changed(call, func(body map[string]any) {
		for member := range body {
			ids := member == "service_id" || member == "plan_id"
			if form == 2 || form == 1 && !ids {
				delete(body, member)
			}
		}
		body["predecessor_binding_id"] = predecessor
	})
}

// RotationRun is one binding and its successor, and requests to rotate what is not there.
type RotationRun struct {
	Provision      record.Step `step:"provision"`
	ProvisionPolls record.Step `step:"poll provision"`
	Bind           record.Step `step:"bind"`
	BindPolls      record.Step `step:"poll bind"`
	Fetch          record.Step `step:"fetch binding"`
	FetchTwice     record.Step `step:"fetch binding again"`
	Rotate         record.Step `step:"rotate"`
	RotatePolls    record.Step `step:"poll rotate"`
	FetchNew       record.Step `step:"fetch the successor"`
	FetchOld       record.Step `step:"fetch the predecessor"`
	Unknown        record.Step `step:"rotate an unknown binding"`
	UnknownPolls   record.Step `step:"poll rotate an unknown binding"`
	FetchUnknown   record.Step `step:"fetch the successor of an unknown binding"`
	Unbind         record.Step `step:"unbind the predecessor"`
	UnbindPolls    record.Step `step:"poll unbind the predecessor"`
	FetchLeft      record.Step `step:"fetch the successor alone"`
	Deleted        record.Step `step:"rotate a deleted binding"`
	DeletedPolls   record.Step `step:"poll rotate a deleted binding"`
	UnbindNew      record.Step `step:"unbind the successor"`
	UnbindNewPolls record.Step `step:"poll unbind the successor"`
}

// Rotation replaces a binding, where a plan says that this can be done. Both bindings are fetched before and after the
// predecessor is deleted; what cannot be rotated comes once a rotation has shown which form the broker serves.
var Rotation = scenario.New(scenario.Scenario{
	Name: "rotation", Title: "a binding, its successor, and what cannot have one",
	Operations: []string{"provision", "bind", "unbind", "deprovision", "fetch-binding", "instance-last-operation", "binding-last-operation"},
	// The third binding is one that the broker makes of a request that it has to refuse.
	Instances: 1, Bindings: 3,
	Needs: func(site *scenario.Site) (scenario.Subject, string) {
		p, found := rotatable(site)
		if !found {
			return nil, "no bindable plan declares binding_rotatable among the plans " + names(plans(site))
		}
		return p.subject(""), ""
	},
}, recordRotation)

func recordRotation(s *scenario.Session, run *RotationRun) {
	p, _ := rotatable(s.Site)
	i := newInstance(s, p)
	if x := attempt(s, i, run.Provision, run.ProvisionPolls); x != nil {
		s.SkipRest(x, "the plan "+p.String()+" was not provisioned, and perhaps needs parameters")
		return
	}
	if rotating(s, run, i) {
		discard(s, i.resource())
	}
}

// rotatable is the plan whose bindings are rotated: that of the lifecycle if its bindings can be.
func rotatable(site *scenario.Site) (plan, bool) {
	fits := func(p plan) bool { return p.bindable && p.rotatable }
	if main, found := principal(site); found && fits(main) {
		return main, true
	}
	all := plans(site)
	if i := slices.IndexFunc(all, fits); i >= 0 {
		return all[i], true
	}
	return plan{}, false
}

const forms = 3

// rotating reports whether no binding is left. What is left early goes with the clean-up, bindings first.
func rotating(s *scenario.Session, run *RotationRun, i *instance) bool {
	old := i.newBinding()
	s.Hold(old.resource())
	x := s.Send(run.Bind, old.bind(true, app(s)))
	if absent := finish(s, run.BindPolls, x, old.poll(x)); absent != nil {
		s.SkipRest(absent, "there is no binding to rotate")
		return false
	}
	look := func(step record.Step, b *binding) { fetchBound(s, b, x, step) }
	look(run.Fetch, old)
	look(run.FetchTwice, old)

	successor, form := rotate(s, run, old)
	if successor == nil {
		return false
	}
	look(run.FetchNew, successor)
	look(run.FetchOld, old)
	served, strange := misrotate(s, i, run.Unknown, run.UnknownPolls, s.NewID(), form)
	if served == nil {
		look(run.FetchUnknown, strange)
	}

	x = s.Send(run.Unbind, old.unbind(true))
	if finish(s, run.UnbindPolls, x, old.poll(x)) == nil {
		s.Release(old.resource())
	}
	look(run.FetchLeft, successor)
	if served == nil {
		misrotate(s, i, run.Deleted, run.DeletedPolls, old.id, form)
	} else {
		s.Skip(served, enough, run.Deleted, run.FetchUnknown)
	}
	x = s.Send(run.UnbindNew, successor.unbind(true))
	if finish(s, run.UnbindNewPolls, x, successor.poll(x)) != nil {
		return false
	}
	s.Release(successor.resource())
	return true
}

const enough = "the broker served a request that it has to refuse, and no more is created than was promised"

// rotate replaces a binding in the first form that is served. It returns nil when none is.
func rotate(s *scenario.Session, run *RotationRun, old *binding) (successor *binding, form int) {
	var x *record.Exchange
	for form = range forms {
		b := old.newBinding()
		s.Hold(b.resource())
		x = s.Send(run.Rotate, b.succeed(old.id, form))
		if !x.Is(200, 201, 202) {
			continue
		}
		if absent := finish(s, run.RotatePolls, x, b.poll(x)); absent != nil {
			s.SkipRest(absent, "the rotation did not succeed")
			return nil, form
		}
		return b, form
	}
	s.SkipRest(x, "no rotation was served")
	return nil, form
}

// misrotate names a predecessor that cannot be rotated. It returns the exchange that shows the successor which the broker
// made all the same, if it did; that is removed.
func misrotate(s *scenario.Session, i *instance, step, polls record.Step, predecessor string, form int) (*record.Exchange, *binding) {
	b := i.newBinding()
	s.Hold(b.resource())
	x := s.Send(step, b.succeed(predecessor, form))
	if finish(s, polls, x, b.poll(x)) != nil {
		return nil, b
	}
	discard(s, b.resource())
	return x, b
}

// finish waits for what a request began. It returns nil when that is done, else what shows that it is not.
func finish(s *scenario.Session, step any, x *record.Exchange, poll scenario.Call) *record.Exchange {
	if !x.Is(http.StatusAccepted) {
		if x.Is(http.StatusOK, http.StatusCreated) {
			return nil
		}
		return x
	}
	if s.Site.Document.Operation(poll.Operation) == nil {
		return x
	}
	last, done := s.Poll(step, poll, 0, ended)
	removes := x.Operation == "deprovision" || x.Operation == "unbind"
	if done && (last.Object()["state"] == "succeeded" || removes && last.Is(http.StatusGone, http.StatusNotFound)) {
		return nil
	}
	return last
}

// fetchBound fetches a binding, if the offering says that this can be done.
func fetchBound(s *scenario.Session, b *binding, x *record.Exchange, step any) {
	switch {
	case !s.Since("2.14"):
	case !b.plan.bindingsRetrievable:
		s.Skip(x, unretrievable, step)
	default:
		s.Send(step, b.fetch())
	}
}

const unretrievable = "the offering does not declare bindings_retrievable"
