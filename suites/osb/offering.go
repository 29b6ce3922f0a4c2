package osb

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"conformance/suites/scenario"
)

// plan is one plan of the catalog, with what its offering says where the plan is silent.
type plan struct {
	offering, service, name, id string
	free, bindable, updateable  bool
	// retrievable and bindingsRetrievable are instances_retrievable and bindings_retrievable.
	retrievable, bindingsRetrievable bool
	requires                         []string
	version                          string
	polling                          int64
	order                            int
}

// plans reads the catalog as far as it can be read: shape is for checks to judge. Free plans come first, else the
// order is the catalog's.
func plans(site *scenario.Site) []plan {
	var all []plan
	offerings, _ := site.Catalog["services"].([]any)
	for _, value := range offerings {
		offering, _ := value.(map[string]any)
		entries, _ := offering["plans"].([]any)
		for _, value := range entries {
			if entry, ok := value.(map[string]any); ok {
				p := read(offering, entry)
				p.order = len(all)
				all = append(all, p)
			}
		}
	}
	all = slices.DeleteFunc(all, func(p plan) bool { return !chosen(site, p) })
	slices.SortStableFunc(all, func(a, b plan) int {
		if a.free != b.free {
			return cmp.Compare(b2i(b.free), b2i(a.free))
		}
		return cmp.Compare(a.order, b.order)
	})
	return all
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// chosen reports whether the owner's fixtures allow the plan.
func chosen(site *scenario.Site, p plan) bool {
	service, id := site.Fixtures["service_id"], site.Fixtures["plan_id"]
	return p.id != "" && p.service != "" && (service == "" || service == p.service) && (id == "" || id == p.id)
}

func read(offering, entry map[string]any) plan {
	p := plan{free: true}
	p.offering, _ = offering["name"].(string)
	p.service, _ = offering["id"].(string)
	p.name, _ = entry["name"].(string)
	p.id, _ = entry["id"].(string)
	if free, ok := entry["free"].(bool); ok {
		p.free = free
	}
	p.bindable = effective(offering, entry, "bindable")
	// The misspelling is the member's name in every version.
	p.updateable = effective(offering, entry, "plan_updateable")
	p.retrievable, _ = offering["instances_retrievable"].(bool)
	p.bindingsRetrievable, _ = offering["bindings_retrievable"].(bool)
	requires, _ := offering["requires"].([]any)
	for _, permission := range requires {
		p.requires = append(p.requires, fmt.Sprint(permission))
	}
	if info, ok := entry["maintenance_info"].(map[string]any); ok {
		p.version, _ = info["version"].(string)
	}
	return p
}

func effective(offering, entry map[string]any, member string) bool {
	if value, ok := entry[member].(bool); ok {
		return value
	}
	value, _ := offering[member].(bool)
	return value
}

func (p plan) subject() scenario.Subject {
	s := scenario.Subject{"offering": p.offering, "plan": p.name, "service_id": p.service, "plan_id": p.id}
	for key, set := range map[string]bool{
		"bindable": p.bindable, "plan_updateable": p.updateable,
		"instances_retrievable": p.retrievable, "bindings_retrievable": p.bindingsRetrievable,
	} {
		if set {
			s[key] = "true"
		}
	}
	if p.version != "" {
		s["maintenance_version"] = p.version
	}
	return s
}

// pick returns the first plan that fits.
func pick(site *scenario.Site, what string, fits func(plan) bool) (scenario.Subject, string) {
	all := plans(site)
	for _, p := range all {
		if fits(p) {
			return p.subject(), ""
		}
	}
	names := make([]string, len(all))
	for i, p := range all {
		names[i] = p.offering + "/" + p.name
	}
	if len(names) == 0 {
		return nil, "the catalog has no plan" + fixtureHint(site)
	}
	return nil, fmt.Sprintf("no %s among the plans %s", what, strings.Join(names, ", "))
}

func fixtureHint(site *scenario.Site) string {
	if site.Fixtures["service_id"] != "" || site.Fixtures["plan_id"] != "" {
		return " that --fixture service_id and plan_id name"
	}
	return ""
}
