package engine

import (
	"fmt"
	"slices"

	"conformance/specs"
	"conformance/suites/check"
	"conformance/suites/scenario"
)

// Plan is what a run will send and judge.
type Plan struct {
	// Scenarios are in the order of the suite.
	Scenarios []Planned
	// Requirements are the selected ids that have a check, sorted.
	Requirements []string
}

// Planned is one scenario of a plan.
type Planned struct {
	scenario.Scenario
	// Subject is what it works on; NotApplicable says why it is not recorded.
	Subject       scenario.Subject
	NotApplicable string
	// Requirements are the selected ids that its run shows.
	Requirements []string
}

// Instances and Bindings are the most that the plan creates.
func (p *Plan) Instances() int {
	return p.sum(func(s scenario.Scenario) int { return s.Instances })
}

// Bindings is Instances for bindings.
func (p *Plan) Bindings() int {
	return p.sum(func(s scenario.Scenario) int { return s.Bindings })
}

func (p *Plan) sum(of func(scenario.Scenario) int) int {
	total := 0
	for _, s := range p.Scenarios {
		if s.NotApplicable == "" {
			total += of(s.Scenario)
		}
	}
	return total
}

// selected returns the checks whose requirement is in force, binds the target and is chosen.
func selected(api *specs.API, document *specs.Document, checks check.List, choose func(*specs.Requirement) bool) check.List {
	var list check.List
	for _, k := range append(slices.Clone(checks), check.Shapes(document)...) {
		r := api.Requirements.Find(k.ID)
		if r != nil && api.Judges(r, document.Version) && (choose == nil || choose(r)) {
			list = append(list, k)
		}
	}
	return list
}

// plan chooses the scenarios that the selected checks need, and what each works on.
func plan(c *Config, site *scenario.Site) *Plan {
	checks := selected(site.API, site.Document, c.Suite.Checks, c.Select)
	p := &Plan{}
	for _, k := range checks {
		p.Requirements = append(p.Requirements, k.ID)
	}
	slices.Sort(p.Requirements)
	p.Requirements = slices.Compact(p.Requirements)
	room := c.MaxInstances
	for _, s := range c.Suite.Scenarios {
		planned := Planned{Scenario: s, Requirements: shows(site.API, s, checks)}
		if len(planned.Requirements) == 0 {
			continue
		}
		if s.Needs != nil {
			planned.Subject, planned.NotApplicable = s.Needs(site)
		}
		if s.Creates != nil && planned.NotApplicable == "" {
			planned.Instances, planned.Bindings = s.Creates(site)
		}
		switch {
		case planned.NotApplicable != "":
		case c.ReadOnly && (s.Writes || planned.Instances+planned.Bindings > 0):
			planned.NotApplicable = "it creates something, and --read-only forbids that"
		case c.MaxInstances > 0 && planned.Instances > room:
			planned.NotApplicable = fmt.Sprintf("it creates up to %d instances, and --max-instances %d leaves room for %d", planned.Instances, c.MaxInstances, room)
		default:
			room -= planned.Instances
		}
		p.Scenarios = append(p.Scenarios, planned)
	}
	return p
}

// shows returns the ids of the checks that need the scenario: those that judge its run, and those that judge every
// exchange of an operation that it calls.
func shows(api *specs.API, s scenario.Scenario, checks check.List) []string {
	var ids []string
	for _, k := range checks {
		needed := k.Scenario == s.Name || k.Scenario == "" && calls(s, api.Requirements.Find(k.ID))
		if needed && !slices.Contains(ids, k.ID) {
			ids = append(ids, k.ID)
		}
	}
	slices.Sort(ids)
	return ids
}

// calls reports whether the scenario calls an operation that the rule is about.
func calls(s scenario.Scenario, r *specs.Requirement) bool {
	return slices.Contains(r.Operations, "all") || slices.ContainsFunc(s.Operations, func(op string) bool {
		return slices.Contains(r.Operations, op)
	})
}
