package engine

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"conformance/specs"
	"conformance/suites/check"
	"conformance/suites/record"
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
	NotApplicable *record.Reason
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
		if s.NotApplicable == nil {
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
	var more []Planned
	for _, s := range c.Suite.Scenarios {
		required := shows(site.API, s, checks)
		if len(required) == 0 {
			continue
		}
		runs := runsOf(c, site, Planned{Scenario: s, Requirements: required})
		p.Scenarios, more = append(p.Scenarios, runs[0]), append(more, runs[1:]...)
	}
	// What is known after one subject goes before what only the others can tell.
	p.Scenarios = append(p.Scenarios, more...)
	p.bound(c)
	return p
}

// runsOf plans a scenario on the subject that it needs or, with AllPlans, on each that it can run on.
func runsOf(c *Config, site *scenario.Site, planned Planned) []Planned {
	if planned.NotApplicable = planned.needs(site); planned.NotApplicable != nil {
		return []Planned{planned}
	}
	if planned.Creates != nil {
		planned.Instances, planned.Bindings = planned.Creates(site)
	}
	var subjects []scenario.Subject
	if c.AllPlans && planned.Each != nil {
		subjects = planned.Each(site)
	}
	if len(subjects) < 2 {
		return []Planned{planned}
	}
	var runs []Planned
	names := map[string]bool{}
	for _, subject := range subjects {
		run := planned
		run.Subject, run.Of = subject, planned.Name
		run.Name = unique(planned.Name+" "+label(subject), names)
		runs = append(runs, run)
	}
	return runs
}

// needs gives the scenario its subject, or says what is missing.
func (p *Planned) needs(site *scenario.Site) *record.Reason {
	for _, wanted := range p.Fixtures {
		if why := wanted.Lacking(site); !why.None() {
			return &why
		}
	}
	if p.Needs == nil {
		return nil
	}
	subject, none := p.Needs(site)
	if none != "" {
		return &record.Reason{Text: none}
	}
	p.Subject = subject
	return nil
}

// bound says what may not be recorded, because it creates something or too much.
func (p *Plan) bound(c *Config) {
	room := c.MaxInstances
	for i := range p.Scenarios {
		switch s := &p.Scenarios[i]; {
		case s.NotApplicable != nil:
		case c.ReadOnly && (s.Writes || s.Instances+s.Bindings > 0):
			s.NotApplicable = &record.Reason{Text: "it creates something, and --read-only forbids that"}
		case c.MaxInstances > 0 && s.Instances > room:
			why := record.Text("it creates up to %d instances, and --max-instances %d leaves room for %d", s.Instances, c.MaxInstances, room)
			s.NotApplicable = &why
		default:
			room -= s.Instances
		}
	}
}

// label names a subject for a reader. What a catalog says may be anything, so that only what is plain everywhere is kept.
func label(subject scenario.Subject) string {
	const longest = 40
	plain := func(text string) string {
		text = strings.Map(func(c rune) rune {
			if c < 0x80 && (unicode.IsLetter(c) || unicode.IsDigit(c) || strings.ContainsRune("._-", c)) {
				return c
			}
			return '_'
		}, text)
		return cmp.Or(text[:min(len(text), longest)], "_")
	}
	return plain(subject["offering"]) + "/" + plain(subject["plan"])
}

// unique numbers a name that was used already.
func unique(name string, used map[string]bool) string {
	found := name
	for n := 2; used[found]; n++ {
		found = fmt.Sprintf("%s#%d", name, n)
	}
	used[found] = true
	return found
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
