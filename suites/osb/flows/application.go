package flows

import (
	"fmt"
	"slices"

	"conformance/suites/record"
	"conformance/suites/scenario"
)

// ApplicationRun is bindings without and with an application, of offerings that the lifecycle does not touch.
type ApplicationRun struct {
	Provision      record.Step `step:"provision"`
	ProvisionPolls record.Step `step:"poll provision"`
	WithoutApp     record.Step `step:"bind without app"`
	WithApp        record.Step `step:"bind with app"`
}

// Application looks for an offering whose bindings need an application. Each plan is bound without one first: only where
// that is refused does the binding with an application tell what the refusal meant.
var Application = scenario.New(scenario.Scenario{
	Name: "application", Title: "bindings of other offerings, without and with an application",
	Operations: []string{"provision", "bind", "unbind", "deprovision", "instance-last-operation", "binding-last-operation"},
	Instances:  others, Bindings: 2 * others,
	Creates: func(site *scenario.Site) (instances, bindings int) {
		n := len(otherOfferings(site))
		return n, 2 * n
	},
	Needs: func(site *scenario.Site) (scenario.Subject, string) {
		all := otherOfferings(site)
		if len(all) == 0 {
			return nil, "there is no second offering that can be bound among the plans " + names(plans(site))
		}
		return scenario.Subject{"plans": names(all)}, ""
	},
}, recordApplication)

func recordApplication(s *scenario.Session, run *ApplicationRun) {
	var last *record.Exchange
	for _, p := range otherOfferings(s.Site) {
		if last = needsApp(s, run, p); last == nil {
			return
		}
	}
	s.SkipRest(last, fmt.Sprintf("no plan that was tried refuses a binding without application: at last %s was answered %s", last, last.Got()))
}

// others is how many offerings are tried.
const others = 2

// otherOfferings returns one bindable plan of each offering that the lifecycle does not work with. Those that ask for no
// permission come first: what they bind is an application. What a route service binds is a route.
func otherOfferings(site *scenario.Site) []plan {
	main, _ := principal(site)
	seen := map[string]bool{main.service: true}
	var all []plan
	for _, p := range plans(site) {
		if p.bindable && !seen[p.service] && !slices.Contains(p.requires, "route_forwarding") {
			seen[p.service] = true
			all = append(all, p)
		}
	}
	slices.SortStableFunc(all, func(a, b plan) int { return len(a.requires) - len(b.requires) })
	return all[:min(len(all), others)]
}

// needsApp tries a plan. It returns nil when a binding without application was refused, else what showed that this plan
// cannot tell.
func needsApp(s *scenario.Session, run *ApplicationRun, p plan) *record.Exchange {
	i := newInstance(s, p)
	if x := attempt(s, i, run.Provision, run.ProvisionPolls); x != nil {
		return x
	}
	defer discard(s, i.resource())
	b := i.newBinding()
	s.Hold(b.resource())
	x := s.Send(run.WithoutApp, b.bind(true, ""))
	if x.Is(200, 201, 202) {
		discard(s, b.resource())
		return x
	}
	with := i.newBinding()
	s.Hold(with.resource())
	x = s.Send(run.WithApp, with.bind(true, app(s)))
	if x.Is(200, 201, 202) {
		discard(s, with.resource())
	}
	return nil
}

// attempt provisions an instance of a plan for which the owner may have given no parameters, so that a refusal means
// nothing. It returns nil when the instance is there, else what shows that it is not.
func attempt(s *scenario.Session, i *instance, provision, polls record.Step) *record.Exchange {
	s.Hold(i.resource())
	x := s.Send(provision, i.provision(true))
	return finish(s, polls, x, i.poll(x))
}
