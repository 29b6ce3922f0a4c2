package flows

import (
	"fmt"
	"slices"
	"strings"

	"conformance/suites/scenario"
)

// plan is one plan of the catalog, with what its service says where the plan is silent.
type plan struct {
	offering, service, name, id string
	free, bindable, updateable  bool
	// permissions is set when the service's requires names any.
	permissions bool
	// other is the id of another plan of the service, the first that the catalog has; empty where there is none.
	other string
}

func (p plan) subject() scenario.Subject {
	s := scenario.Subject{"offering": p.offering, "plan": p.name, "service_id": p.service, "plan_id": p.id}
	if p.bindable {
		s["bindable"] = "true"
	}
	if p.updateable {
		s["plan_updateable"] = "true"
	}
	if p.other != "" {
		s["other_plan_id"] = p.other
	}
	return s
}

// plans returns the plans of the catalog. Free plans come first, else the order is the catalog's. The list is not to be
// changed.
func plans(site *scenario.Site) []plan {
	return site.Derive("plans", func() any { return readAll(site) }).([]plan)
}

// readAll reads the catalog as far as it can be read: its shape is for checks to judge.
func readAll(site *scenario.Site) []plan {
	var all []plan
	ids := map[string][]string{}
	for _, service := range Objects(site.Catalog["services"]) {
		for _, entry := range Objects(service["plans"]) {
			p := read(service, entry)
			all = append(all, p)
			// Two are enough to know another plan than any.
			if known := ids[p.service]; len(known) == 0 || len(known) == 1 && known[0] != p.id {
				ids[p.service] = append(known, p.id)
			}
		}
	}
	for i, p := range all {
		for _, id := range ids[p.service] {
			if id != p.id {
				all[i].other = id
				break
			}
		}
	}
	slices.SortStableFunc(all, func(a, b plan) int {
		switch {
		case a.free == b.free:
			return 0
		case a.free:
			return -1
		}
		return 1
	})
	return all
}

// Objects are the elements of a decoded list that are JSON objects; nil when it is no list.
func Objects(value any) []map[string]any {
	var all []map[string]any
	list, _ := value.([]any)
	for _, item := range list {
		if object, ok := item.(map[string]any); ok {
			all = append(all, object)
		}
	}
	return all
}

func read(service, entry map[string]any) plan {
	p := plan{free: true}
	p.offering, _ = service["name"].(string)
	p.service, _ = service["id"].(string)
	p.name, _ = entry["name"].(string)
	p.id, _ = entry["id"].(string)
	if free, ok := entry["free"].(bool); ok {
		p.free = free
	}
	p.bindable, _ = service["bindable"].(bool)
	if bindable, ok := entry["bindable"].(bool); ok {
		p.bindable = bindable
	}
	// The misspelling is the member's name.
	p.updateable, _ = service["plan_updateable"].(bool)
	requires, _ := service["requires"].([]any)
	p.permissions = len(requires) > 0
	return p
}

// pick returns the first plan that fits. The fixtures service_id and plan_id narrow the choice; asynchronous work has
// a fixture of its own.
func pick(site *scenario.Site, what string, fits func(plan) bool) (scenario.Subject, string) {
	var names []string
	for _, p := range plans(site) {
		if !named(site.Fixtures["service_id"], p.service) || !named(site.Fixtures["plan_id"], p.id) {
			continue
		}
		if fits(p) {
			return p.subject(), ""
		}
		names = append(names, p.offering+"/"+p.name)
	}
	if len(names) == 0 {
		return nil, "the catalog has no plan that --fixture service_id and plan_id leave to choose"
	}
	const most = 5
	if more := len(names) - most; more > 0 {
		names = append(names[:most], fmt.Sprintf("and %d more", more))
	}
	return nil, fmt.Sprintf("no %s among the plans %s", what, strings.Join(names, ", "))
}

func named(fixture, id string) bool { return fixture == "" || fixture == id }

// anyPlan needs a plan, a bindable one if there is any.
func anyPlan(site *scenario.Site) (scenario.Subject, string) {
	if subject, none := pick(site, "bindable plan", func(p plan) bool { return p.bindable }); none == "" {
		return subject, ""
	}
	return pick(site, "plan", func(plan) bool { return true })
}

// eachPlan returns every plan that the fixtures leave to choose, that of anyPlan first.
func eachPlan(site *scenario.Site) []scenario.Subject {
	main, none := anyPlan(site)
	if none != "" {
		return nil
	}
	type ids struct{ service, plan string }
	all := []scenario.Subject{main}
	seen := map[ids]bool{{main["service_id"], main["plan_id"]}: true}
	for _, p := range plans(site) {
		if key := (ids{p.service, p.id}); named(site.Fixtures["service_id"], p.service) && named(site.Fixtures["plan_id"], p.id) && !seen[key] {
			seen[key] = true
			all = append(all, p.subject())
		}
	}
	return all
}

// asynchronousPlan needs the plan that the owner names, or tries the first.
func asynchronousPlan(site *scenario.Site) (scenario.Subject, string) {
	id := site.Fixtures["async_plan_id"]
	if id == "" {
		return anyPlan(site)
	}
	for _, p := range plans(site) {
		if p.id == id {
			return p.subject(), ""
		}
	}
	return nil, fmt.Sprintf("the catalog has no plan %q, which --fixture async_plan_id names", id)
}

// foreignPlan returns a plan of another service, or "".
func foreignPlan(site *scenario.Site, service string) string {
	for _, p := range plans(site) {
		if p.service != service {
			return p.id
		}
	}
	return ""
}
