package flows

import (
	"maps"
	"net/http"

	"conformance/suites/record"
	"conformance/suites/scenario"
)

// LifecycleRun is one instance with its bindings, from creation to deletion, as a platform that accepts asynchronous
// work asks for it.
type LifecycleRun struct {
	Provision        record.Step `step:"provision"`
	ProvisionPolls   record.Step `step:"poll provision"`
	ProvisionAgain   record.Step `step:"provision again"`
	ProvisionUnknown record.Step `step:"provision again with unknown members"`
	NoService        record.Step `step:"provision without service_id"`
	NoPlan           record.Step `step:"provision without plan_id"`
	NoOrganization   record.Step `step:"provision without organization_guid"`
	NoSpace          record.Step `step:"provision without space_guid"`
	BrokenJSON       record.Step `step:"provision with broken JSON"`
	ProvisionList    record.Step `step:"provision with a list"`
	ProvisionText    record.Step `step:"provision with a text"`
	ProvisionEmpty   record.Step `step:"provision with an empty body"`
	OddService       record.Step `step:"provision with a wrong type of service_id"`
	OddParameters    record.Step `step:"provision with a wrong type of parameters"`
	OddContext       record.Step `step:"provision with a wrong type of context"`
	UnknownOffering  record.Step `step:"provision of an unknown offering"`
	UnknownPlan      record.Step `step:"provision of an unknown plan"`
	ForeignPlan      record.Step `step:"provision of a plan of another offering"`
	ProvisionStale   record.Step `step:"provision with stale maintenance_info"`
	Stranger         record.Step `step:"a stranger asks for the instance"`
	Leftover         record.Step `step:"deprovision what was refused"`
	LeftoverUnknown  record.Step `step:"deprovision unknown"`
	Fetch            record.Step `step:"fetch"`
	FetchBare        record.Step `step:"fetch without hints"`
	Update           record.Step `step:"update"`
	UpdatePolls      record.Step `step:"poll update"`
	UpdateUnknown    record.Step `step:"update with unknown members"`
	UpdateStale      record.Step `step:"update with stale maintenance_info"`
	UpdateIncomplete record.Step `step:"update without service_id"`
	Bind             record.Step `step:"bind"`
	BindPolls        record.Step `step:"poll bind"`
	PollBound        record.Step `step:"poll what is bound"`
	BindAgain        record.Step `step:"bind again"`
	BindUnknown      record.Step `step:"bind again with unknown members"`
	BindStranger     record.Step `step:"a stranger asks for the binding"`
	BindOther        record.Step `step:"bind with other parameters"`
	Malformed        record.Step `step:"malformed bind"`
	BindIncomplete   record.Step `step:"bind without service_id"`
	BindPlanless     record.Step `step:"bind without plan_id"`
	FetchBinding     record.Step `step:"fetch binding"`
	FetchBindingBare record.Step `step:"fetch binding without hints"`
	FetchNoBinding   record.Step `step:"fetch unknown binding"`
	PollNoBinding    record.Step `step:"poll unknown binding"`
	BindWithoutApp   record.Step `step:"bind without app"`
	BindWithApp      record.Step `step:"bind with app"`
	BindAlike        record.Step `step:"bind like the first"`
	BindAnyway       record.Step `step:"bind a plan that is not bindable"`
	BindAnywayPolls  record.Step `step:"poll bind a plan that is not bindable"`
	FetchAnyway      record.Step `step:"fetch a binding of a plan that is not bindable"`
	FetchOther       record.Step `step:"fetch the other binding"`
	UnbindNoService  record.Step `step:"unbind without service_id"`
	UnbindNoPlan     record.Step `step:"unbind without plan_id"`
	Unbind           record.Step `step:"unbind"`
	UnbindPolls      record.Step `step:"poll unbind"`
	PollUnbound      record.Step `step:"poll what is unbound"`
	UnbindAgain      record.Step `step:"unbind again"`
	FetchUnbound     record.Step `step:"fetch binding after unbind"`
	FetchOtherLeft   record.Step `step:"fetch the other binding after unbind"`
	UnbindOther      record.Step `step:"unbind the other binding"`
	UnbindOtherPolls record.Step `step:"poll unbind the other binding"`
	Conflict         record.Step `step:"provision with another plan"`
	ConflictPolls    record.Step `step:"poll provision with another plan"`
	Unauthorised     record.Step `step:"deprovision without credentials"`
	DeleteNoService  record.Step `step:"deprovision without service_id"`
	DeleteNoPlan     record.Step `step:"deprovision without plan_id"`
	Deprovision      record.Step `step:"deprovision"`
	DeprovisionPolls record.Step `step:"poll deprovision"`
	DeprovisionAgain record.Step `step:"deprovision again"`
	FetchGone        record.Step `step:"fetch after deprovision"`
	UpdateGone       record.Step `step:"update after deprovision"`
	UpdateGonePolls  record.Step `step:"poll update after deprovision"`
	BindGone         record.Step `step:"bind after deprovision"`

	Neighbour                 record.Step `step:"provision the neighbour"`
	NeighbourPolls            record.Step `step:"poll provision the neighbour"`
	NeighbourFetch            record.Step `step:"fetch the neighbour"`
	NeighbourBind             record.Step `step:"bind the neighbour"`
	NeighbourBindPolls        record.Step `step:"poll bind the neighbour"`
	NeighbourBinding          record.Step `step:"fetch the neighbour's binding"`
	Foreign                   record.Step `step:"rotate the neighbour's binding"`
	ForeignPolls              record.Step `step:"poll rotate the neighbour's binding"`
	Twin                      record.Step `step:"bind with the id of the neighbour's binding"`
	TwinPolls                 record.Step `step:"poll bind with the id of the neighbour's binding"`
	NeighbourBindingAgain     record.Step `step:"fetch the neighbour's binding again"`
	NeighbourLeft             record.Step `step:"fetch the neighbour after deprovision"`
	NeighbourUnbind           record.Step `step:"unbind the neighbour"`
	NeighbourUnbindPolls      record.Step `step:"poll unbind the neighbour"`
	NeighbourDeprovision      record.Step `step:"deprovision the neighbour"`
	NeighbourDeprovisionPolls record.Step `step:"poll deprovision the neighbour"`
}

// Lifecycle takes the first plan that can be bound, or the first. Requests that a broker has to refuse come after the plain
// ones that they are compared with, and what may spoil the instance comes last. A neighbour, made early so that the broker
// has time for it, shows that nothing of this touches what it should not.
var Lifecycle = scenario.New(scenario.Scenario{
	Name: "lifecycle", Title: "one instance and its bindings, from creation to deletion",
	Operations: []string{"provision", "update", "deprovision", "bind", "unbind", "fetch-instance", "fetch-binding",
		"instance-last-operation", "binding-last-operation"},
	// The second instance is one that the broker makes of a request that it has to refuse, else the neighbour. Of the
	// bindings five are made of requests to refuse.
	Instances: 2, Bindings: 9,
	Creates: func(site *scenario.Site) (instances, bindings int) {
		if p, found := principal(site); found && p.bindable {
			return 2, 9
		}
		return 2, 1
	},
	Needs: func(site *scenario.Site) (scenario.Subject, string) {
		p, found := principal(site)
		if !found {
			return nil, noPlan(site)
		}
		return vouched(site, p, p.subject(site.Fixtures[GivesCredentials])), ""
	},
	Each: func(site *scenario.Site) []scenario.Subject {
		var all []scenario.Subject
		plans := distinct(site)
		for _, p := range plans {
			word := ""
			if p.service == plans[0].service {
				word = site.Fixtures[GivesCredentials]
			}
			all = append(all, vouched(site, p, p.subject(word)))
		}
		return all
	},
}, recordLifecycle)

func recordLifecycle(s *scenario.Session, run *LifecycleRun) {
	i := newInstance(s, planOf(s))
	x, ok := create(s, i, run.Provision, run.ProvisionPolls)
	if !ok {
		return
	}
	alive(s, run, i, x)
	next := addNeighbour(s, run, i, incomplete(s, run, i, x))
	if !change(s, run, i, x, next) || !bindings(s, run, i, x, next) {
		next.wait(s) // what is still being made cannot be removed in every version
		return
	}
	next = next.bind(s, i)
	if conflict(s, run, i, x) && destroy(s, run, i) {
		next.remove(s)
	}
}

const refused = "the plain valid request %s was answered %s, expected success; if the broker needs parameters of its own, see %s"

// create provisions the instance and waits for it.
func create(s *scenario.Session, i *instance, provision, polls any) (x *record.Exchange, ok bool) {
	s.Hold(i.resource())
	x = s.Send(provision, i.provision(true))
	if !x.Is(200, 201, 202) {
		s.Block(x, refused, x, x.Got(), "--parameters and --plans")
		return x, false
	}
	return x, settle(s, polls, x, i.poll(x))
}

// alive repeats the request, with and without members that nobody knows, and fetches the instance.
func alive(s *scenario.Session, run *LifecycleRun, i *instance, created *record.Exchange) {
	again := s.Send(run.ProvisionAgain, i.provision(true))
	drain(s, again, i.poll(again))
	again = s.Send(run.ProvisionUnknown, unknown(i.provision(true)))
	drain(s, again, i.poll(again))
	switch {
	case !s.Since("2.14"):
		s.Skip(created, noFetch(s), run.Fetch)
	case !i.plan.retrievable:
		s.Skip(created, "the offering does not declare instances_retrievable", run.Fetch, run.FetchBare, run.FetchGone)
	default:
		s.Send(run.Fetch, i.fetch())
		s.Send(run.FetchBare, i.fetchBare())
	}
	calls := []scenario.Call{i.provision(true)}
	if s.Since("2.14") && i.plan.retrievable {
		calls = append(calls, i.fetch())
	}
	if created.Is(http.StatusAccepted) {
		calls = append(calls, i.poll(created))
	}
	withoutCredentials(s, run.Stranger, i.poll, calls...)
}

// withoutCredentials sends requests for what is there without credentials. None of them changes anything when it is served.
func withoutCredentials(s *scenario.Session, step any, poll func(*record.Exchange) scenario.Call, calls ...scenario.Call) {
	if !guarded(s) {
		s.Skip(nil, unguarded, step)
		return
	}
	for _, call := range calls {
		call.Credentials = scenario.NoCredentials()
		x := s.Send(step, call)
		drain(s, x, poll(x))
	}
}

// unknown adds a member that nobody knows.
func unknown(call scenario.Call) scenario.Call {
	return changed(call, func(body map[string]any) { body["conformance_unknown"] = map[string]any{"ignore": true} })
}

// NoMaintenance says why nothing is asked of maintenance.
const NoMaintenance = "the plan has no maintenance_info"

// stale is maintenance_info that no catalog has.
func stale() map[string]any { return map[string]any{"version": "0.0.1-none"} }

// changed edits a copy of the body of a request.
func changed(call scenario.Call, edit func(map[string]any)) scenario.Call {
	body := maps.Clone(call.Body.(map[string]any))
	edit(body)
	call.Body = body
	return call
}

// change asks for an update that changes nothing: whether a broker can change anything is its own affair. What it
// refuses, it may refuse. Then for updates that cannot be.
func change(s *scenario.Session, run *LifecycleRun, i *instance, created *record.Exchange, next *neighbour) bool {
	x := next.unhurried(s, run.Update, i.update(true, nil))
	if !settle(s, run.UpdatePolls, x, i.poll(x)) {
		return false
	}
	refusable := func(step record.Step, call scenario.Call) {
		x := s.Send(step, call)
		drain(s, x, i.poll(x))
	}
	if Worked(x) {
		refusable(run.UpdateUnknown, unknown(i.update(true, nil)))
	} else {
		s.Skip(x, "the plain update is refused, so it is no measure", run.UpdateUnknown)
	}
	switch {
	case !s.Since("2.15"):
	case i.plan.version == "":
		s.Skip(created, NoMaintenance, run.UpdateStale)
	default:
		refusable(run.UpdateStale, i.update(true, map[string]any{"maintenance_info": stale()}))
	}
	refusable(run.UpdateIncomplete, lacking(i.update(true, nil), "service_id"))
	return true
}

// lacking takes a mandatory member out of a request.
func lacking(call scenario.Call, member string) scenario.Call {
	if call.Body != nil {
		call = changed(call, func(body map[string]any) { delete(body, member) })
	} else {
		call.Query = maps.Clone(call.Query)
		call.Query.Del(member)
	}
	call.Invalid = member + " is missing"
	return call
}

// conflict asks for another plan under the same id. It comes late: a broker that accepts it has an instance of which
// nobody knows what it is.
func conflict(s *scenario.Session, run *LifecycleRun, i *instance, created *record.Exchange) bool {
	p, found := sibling(s.Site, i.plan)
	if !found {
		s.Skip(created, alone, run.Conflict, run.ConflictPolls)
		return true
	}
	other := *i
	other.plan = p
	x := s.Send(run.Conflict, other.provision(true))
	return settle(s, run.ConflictPolls, x, i.poll(x))
}

const alone = "the offering has no other plan that can be asked for as it is, so no request can conflict by its plan"
