package flows

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"conformance/suites/record"
	"conformance/suites/scenario"
)

// The fixtures of operations that fail; only the broker's owner knows what makes them.
const (
	FailingPlan   = "failing_plan_id"
	FailingCreate = "failing_parameters"
	FailingUpdate = "failing_update_parameters"
	FailingBind   = "failing_bind_parameters"
	Impossible    = "impossible_update"
	FilledWith    = "filled_parameters"
)

// FailureRun is operations that fail, each where possible as asynchronous and as synchronous work, and what is left.
type FailureRun struct {
	Unknown          record.Step `step:"deprovision unknown"`
	ProvisionSync    record.Step `step:"failing provision at once"`
	FetchSync        record.Step `step:"fetch after failing provision at once"`
	DeprovisionSync  record.Step `step:"deprovision after failing provision at once"`
	Provision        record.Step `step:"failing provision"`
	ProvisionPolls   record.Step `step:"poll failing provision"`
	FetchAsync       record.Step `step:"fetch after failing provision"`
	Deprovision      record.Step `step:"deprovision after failing provision"`
	DeprovisionAgain record.Step `step:"deprovision again"`
	Base             record.Step `step:"provision"`
	BasePolls        record.Step `step:"poll provision"`
	Fetch            record.Step `step:"fetch"`
	UpdateSync       record.Step `step:"failing update at once"`
	FetchSyncUpdate  record.Step `step:"fetch after failing update at once"`
	Update           record.Step `step:"failing update"`
	UpdatePolls      record.Step `step:"poll failing update"`
	FetchUpdate      record.Step `step:"fetch after failing update"`
	UpdateAgain      record.Step `step:"failing update again"`
	UpdateAgainPolls record.Step `step:"poll failing update again"`
	Impossible       record.Step `step:"impossible update"`
	ImpossiblePolls  record.Step `step:"poll impossible update"`
	UnbindUnknown    record.Step `step:"unbind unknown"`
	BindSync         record.Step `step:"failing bind at once"`
	FetchBindSync    record.Step `step:"fetch after failing bind at once"`
	UnbindSync       record.Step `step:"unbind after failing bind at once"`
	Bind             record.Step `step:"failing bind"`
	BindPolls        record.Step `step:"poll failing bind"`
	FetchBind        record.Step `step:"fetch after failing bind"`
	Unbind           record.Step `step:"unbind after failing bind"`
}

// Failure makes operations fail, with what the owner says that makes them: creations first, each removed as a platform does
// that hears of a failure, then updates and bindings of an instance that is there. The synchronous form comes before the other.
var Failure = scenario.New(scenario.Scenario{
	Name: "failure", Title: "operations that fail, and what they leave",
	Operations: []string{"provision", "update", "deprovision", "bind", "unbind", "fetch-instance", "fetch-binding",
		"instance-last-operation", "binding-last-operation"},
	// The failing requests count too: a broker may accept work that fails later, or at no time.
	Instances: 3, Bindings: 2,
	Creates: func(site *scenario.Site) (instances, bindings int) {
		if site.Fixtures[FailingCreate] != "" {
			instances = 2
		}
		if wantsBase(site) {
			instances++
		}
		if site.Fixtures[FailingBind] != "" {
			bindings = 2
		}
		return instances, bindings
	},
	Fixtures: []scenario.Told{{For: "what makes an operation fail is not known", Keys: []string{FailingCreate, FailingUpdate, FailingBind, Impossible}, Any: true}},
	Needs: func(site *scenario.Site) (scenario.Subject, string) {
		for _, key := range []string{FailingCreate, FailingUpdate, FailingBind, Impossible, FilledWith} {
			if value := site.Fixtures[key]; value != "" && object(value) == nil {
				return nil, fmt.Sprintf("--fixture %s is no JSON object", key)
			}
		}
		p, found := failing(site)
		if !found {
			return nil, "the catalog has no plan that --fixture " + FailingPlan + " names"
		}
		return scenario.Subject{"offering": p.offering, "plan": p.name}, ""
	},
}, recordFailure)

func recordFailure(s *scenario.Session, run *FailureRun) {
	p, _ := failing(s.Site)
	x := s.Send(run.Unknown, newInstance(s, p).deprovision(true))
	failToProvision(s, run, p, x)
	if !wantsBase(s.Site) {
		s.SkipRestFor(x, record.Lacking(FailingUpdate, FailingBind, Impossible))
		return
	}
	i := newInstance(s, p)
	if !base(s, run, i) {
		return
	}
	failToUpdate(s, run, i, x)
	refuseToUpdate(s, run, i, x)
	failToBind(s, run, i, x)
	discard(s, i.resource())
}

// wantsBase reports whether the owner knows something that fails on an instance that is there.
func wantsBase(site *scenario.Site) bool {
	return cmp.Or(site.Fixtures[FailingUpdate], site.Fixtures[FailingBind], site.Fixtures[Impossible]) != ""
}

// object reads a fixture as a JSON object, or returns nil.
func object(text string) map[string]any {
	var members map[string]any
	if json.Unmarshal([]byte(text), &members) != nil {
		return nil
	}
	return members
}

// failing is the plan that the owner names, else that of the lifecycle.
func failing(site *scenario.Site) (plan, bool) {
	id := site.Fixtures[FailingPlan]
	if id == "" {
		return principal(site)
	}
	all := offered(site)
	if i := slices.IndexFunc(all, func(p plan) bool { return p.id == id }); i >= 0 {
		return all[i], true
	}
	return plan{}, false
}

// parametrised replaces the parameters of a request by those of a fixture.
func parametrised(s *scenario.Session, call scenario.Call, key string) scenario.Call {
	if s.Fixture(key) == "" {
		return call
	}
	return changed(call, func(body map[string]any) { body["parameters"] = json.RawMessage(s.Fixture(key)) })
}

// failToProvision asks for instances that cannot come to be, and deletes them as a platform does that hears of a failure.
func failToProvision(s *scenario.Session, run *FailureRun, p plan, unknown *record.Exchange) {
	if s.Fixture(FailingCreate) == "" {
		s.SkipFor(unknown, record.Lacking(FailingCreate), run.ProvisionSync, run.FetchSync, run.DeprovisionSync,
			run.Provision, run.ProvisionPolls, run.FetchAsync, run.Deprovision, run.DeprovisionAgain)
		return
	}
	sync := newInstance(s, p)
	s.Hold(sync.resource())
	x := s.Send(run.ProvisionSync, parametrised(s, sync.provision(false), FailingCreate))
	fetchBusy(s, sync, x, run.FetchSync)
	last := s.Send(run.DeprovisionSync, sync.deprovision(true))
	drain(s, last, sync.poll(last))
	i := newInstance(s, p)
	s.Hold(i.resource())
	x = s.Send(run.Provision, parametrised(s, i.provision(true), FailingCreate))
	end(s, run.ProvisionPolls, x, i.poll(x))
	fetchBusy(s, i, x, run.FetchAsync)
	last = s.Send(run.Deprovision, i.deprovision(true))
	drain(s, last, i.poll(last))
	last = s.Send(run.DeprovisionAgain, i.deprovision(true))
	drain(s, last, i.poll(last))
}

// end polls work that was accepted, whatever comes of it.
func end(s *scenario.Session, step any, x *record.Exchange, poll scenario.Call) {
	if !x.Is(202) || s.Site.Document.Operation(poll.Operation) == nil {
		s.Skip(x, fmt.Sprintf("%s was answered %s, so there is nothing to poll", x, x.Got()), step)
		return
	}
	s.Poll(step, poll, 0, ended)
}

// base provisions the instance on which other operations fail.
func base(s *scenario.Session, run *FailureRun, i *instance) bool {
	s.Hold(i.resource())
	x := s.Send(run.Base, parametrised(s, i.provision(true), FilledWith))
	if !x.Is(200, 201, 202) {
		s.SkipRestFor(x, record.Lacking(FilledWith).For("%s was answered %s, so there is no instance on which to fail; it may need other --parameters", x, x.Got()))
		return false
	}
	return settle(s, run.BasePolls, x, i.poll(x))
}

// failToUpdate asks for updates that fail, and fetches the instance before and after.
func failToUpdate(s *scenario.Session, run *FailureRun, i *instance, unknown *record.Exchange) {
	if s.Fixture(FailingUpdate) == "" {
		s.SkipFor(unknown, record.Lacking(FailingUpdate), run.Fetch, run.UpdateSync, run.FetchSyncUpdate, run.Update, run.UpdatePolls,
			run.FetchUpdate, run.UpdateAgain, run.UpdateAgainPolls)
		return
	}
	fetchBusy(s, i, unknown, run.Fetch)
	x := s.Send(run.UpdateSync, parametrised(s, i.update(false, nil), FailingUpdate))
	drain(s, x, i.poll(x))
	fetchBusy(s, i, x, run.FetchSyncUpdate)
	call := parametrised(s, i.update(true, nil), FailingUpdate)
	x = s.Send(run.Update, call)
	end(s, run.UpdatePolls, x, i.poll(x))
	fetchBusy(s, i, x, run.FetchUpdate)
	x = s.Send(run.UpdateAgain, call)
	end(s, run.UpdateAgainPolls, x, i.poll(x))
}

// refuseToUpdate asks for what the state of the instance rules out.
func refuseToUpdate(s *scenario.Session, run *FailureRun, i *instance, unknown *record.Exchange) {
	if s.Fixture(Impossible) == "" {
		s.SkipFor(unknown, record.Lacking(Impossible), run.Impossible, run.ImpossiblePolls)
		return
	}
	x := s.Send(run.Impossible, i.update(true, object(s.Fixture(Impossible))))
	end(s, run.ImpossiblePolls, x, i.poll(x))
}

// failToBind asks for bindings that cannot come to be, and deletes them.
func failToBind(s *scenario.Session, run *FailureRun, i *instance, unknown *record.Exchange) {
	steps := []record.Step{run.UnbindUnknown, run.BindSync, run.FetchBindSync, run.UnbindSync,
		run.Bind, run.BindPolls, run.FetchBind, run.Unbind}
	switch {
	case s.Fixture(FailingBind) == "":
		s.SkipFor(unknown, record.Lacking(FailingBind), steps)
		return
	case !i.plan.bindable:
		s.Skip(unknown, "the plan is not bindable", steps)
		return
	}
	s.Send(run.UnbindUnknown, i.newBinding().unbind(true))
	for _, at := range []struct{ bind, polls, fetch, unbind record.Step }{
		{run.BindSync, record.Step{}, run.FetchBindSync, run.UnbindSync},
		{run.Bind, run.BindPolls, run.FetchBind, run.Unbind},
	} {
		asynchronous := at.polls.Name != ""
		b := i.newBinding()
		s.Hold(b.resource())
		x := s.Send(at.bind, parametrised(s, b.bind(asynchronous, app(s)), FailingBind))
		if asynchronous {
			end(s, at.polls, x, b.poll(x))
		}
		fetchBound(s, b, x, at.fetch)
		x = s.Send(at.unbind, b.unbind(true))
		drain(s, x, b.poll(x))
	}
}
