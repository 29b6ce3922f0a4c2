package flows

import (
	"fmt"
	"slices"

	"conformance/suites/engine"
	"conformance/suites/scenario"
)

// parametersOf returns the owner's parameters for instances of a plan and for their bindings; nil means none. Those for
// the plan go first. The others describe the offering that the lifecycle works with, and mean nothing to another.
func parametersOf(site *scenario.Site, p plan) (provision, bind []byte) {
	if main, found := principal(site); found && main.service == p.service {
		provision, bind = site.Parameters, site.BindParameters
	}
	i := slices.IndexFunc(site.Plans, func(entry scenario.PlanParameters) bool { return meant(entry, p) })
	if i < 0 {
		return provision, bind
	}
	if own := site.Plans[i].Parameters; own != nil {
		provision = own
	}
	if own := site.Plans[i].BindParameters; own != nil {
		bind = own
	}
	return provision, bind
}

// meant reports whether an entry of the owner's configuration is for the plan.
func meant(entry scenario.PlanParameters, p plan) bool {
	is := func(text string, values ...string) bool { return text == "" || slices.Contains(values, text) }
	return is(entry.Offering, p.offering, p.service) && is(entry.Plan, p.name, p.id)
}

// fits returns an *engine.Misfit when an entry of the owner's configuration is for no plan of the catalog.
func fits(site *scenario.Site) error {
	all := offered(site)
	for i, entry := range site.Plans {
		if !slices.ContainsFunc(all, func(p plan) bool { return meant(entry, p) }) {
			return &engine.Misfit{Sentence: fmt.Sprintf("--plans: entry %d, offering %q, plan %q, matches none of the plans %s", i+1, entry.Offering, entry.Plan, names(all))}
		}
	}
	return nil
}
