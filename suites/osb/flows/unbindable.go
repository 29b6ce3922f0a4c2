package flows

import (
	"slices"

	"conformance/suites/record"
	"conformance/suites/scenario"
)

// UnbindableRun is a binding asked for where the catalog says that there is none.
type UnbindableRun struct {
	Provision      record.Step `step:"provision"`
	ProvisionPolls record.Step `step:"poll provision"`
	Bind           record.Step `step:"bind a plan that is not bindable"`
	BindPolls      record.Step `step:"poll bind a plan that is not bindable"`
	Fetch          record.Step `step:"fetch a binding of a plan that is not bindable"`
}

// Unbindable asks for a binding of a plan that is not bindable, beside others that are. The instance comes first, for a
// binding can be refused for the lack of one; the binding is fetched, as an answer alone does not show that there is one.
var Unbindable = scenario.New(scenario.Scenario{
	Name: "unbindable", Title: "a binding of a plan that is not bindable",
	Operations: []string{"catalog", "provision", "bind", "unbind", "deprovision", "fetch-binding", "instance-last-operation", "binding-last-operation"},
	Instances:  1, Bindings: 1,
	Needs: func(site *scenario.Site) (scenario.Subject, string) {
		p, found := unbindable(site)
		if !found {
			return nil, "there are not both plans that can be bound and others among the plans " + names(plans(site))
		}
		return p.subject(""), ""
	},
}, recordUnbindable)

func recordUnbindable(s *scenario.Session, run *UnbindableRun) {
	p, _ := unbindable(s.Site)
	i := newInstance(s, p)
	if x := attempt(s, i, run.Provision, run.ProvisionPolls); x != nil {
		s.SkipRest(x, "the plan "+p.String()+" was not provisioned, and perhaps needs parameters")
		return
	}
	defer discard(s, i.resource())
	bindAnyway(s, i, run.Bind, run.BindPolls, run.Fetch)
}

// unbindable is a plan that cannot be bound. Where no plan can be, the lifecycle works with one.
func unbindable(site *scenario.Site) (plan, bool) {
	all := plans(site)
	i := slices.IndexFunc(all, func(p plan) bool { return !p.bindable })
	if main, found := principal(site); !found || !main.bindable || i < 0 {
		return plan{}, false
	}
	return all[i], true
}

// bindAnyway asks for a binding that the catalog excludes, and removes what the broker made of that.
func bindAnyway(s *scenario.Session, i *instance, bind, polls, fetch any) {
	b := i.newBinding()
	s.Hold(b.resource())
	x := s.Send(bind, b.bind(true, app(s)))
	if finish(s, polls, x, b.poll(x)) != nil {
		return
	}
	fetchBound(s, b, x, fetch)
	discard(s, b.resource())
}
