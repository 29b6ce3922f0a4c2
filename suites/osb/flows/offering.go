package flows

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"conformance/suites/check"
	"conformance/suites/scenario"
)

// plan is one plan of the catalog, with what its offering says where the plan is silent.
type plan struct {
	offering, service, name, id string
	free, bindable              bool
	// retrievable and bindingsRetrievable are instances_retrievable and bindings_retrievable.
	retrievable, bindingsRetrievable bool
	// updateable says that an instance may leave the plan.
	updateable bool
	// contextUpdates is allow_context_updates.
	contextUpdates bool
	requires       []string
	// Maximum is maximum_polling_duration, in seconds.
	maximum string
	// demands is set when the plan's schema asks for parameters.
	demands bool
	version string
	order   int
	// rotatable is binding_rotatable, which is a plan's own word.
	rotatable bool
	// bindSchema is what the plan publishes for the parameters of a bind; nil when it publishes nothing.
	bindSchema map[string]any
	// entry is all that the catalog has of the plan.
	entry map[string]any
}

// String is how a reader knows the plan.
func (p plan) String() string { return p.offering + "/" + p.name }

// subject is what checks may know of the plan. The owner's word that bindings have credentials, where it is given, is
// about one offering.
func (p plan) subject(word string) scenario.Subject {
	return scenario.Subject{
		"offering": p.offering, "plan": p.name, "service_id": p.service, "plan_id": p.id,
		"requires": strings.Join(p.requires, ","), GivesCredentials: word,
	}
}

// plans returns the plans that the owner's fixtures allow. Free ones come first, else the order is the catalog's. The list
// is not to be changed.
func plans(site *scenario.Site) []plan {
	return site.Derive("plans", func() any { return preferred(site) }).([]plan)
}

func preferred(site *scenario.Site) []plan {
	all := slices.DeleteFunc(slices.Clone(offered(site)), func(p plan) bool { return !chosen(site, p) })
	slices.SortStableFunc(all, func(a, b plan) int {
		if a.free != b.free {
			return cmp.Compare(b2i(b.free), b2i(a.free))
		}
		return cmp.Compare(a.order, b.order)
	})
	return all
}

// offered returns the plans of the catalog. The list is not to be changed.
func offered(site *scenario.Site) []plan {
	return site.Derive("offered", func() any { return readAll(site) }).([]plan)
}

// readAll reads the catalog as far as it can be read: shape is for checks to judge.
func readAll(site *scenario.Site) []plan {
	var all []plan
	offerings, _ := site.Catalog["services"].([]any)
	for _, value := range offerings {
		offering, _ := value.(map[string]any)
		entries, _ := offering["plans"].([]any)
		for _, value := range entries {
			if entry, ok := value.(map[string]any); ok {
				p := read(offering, entry)
				p.updateable = Effective(offering, entry, "plan_updateable")
				if site.Version.Before("2.15") { // plans have no word of their own
					p.updateable, _ = offering["plan_updateable"].(bool)
				}
				p.order = len(all)
				all = append(all, p)
			}
		}
	}
	return all
}

// principal is the plan that the lifecycle works with: the first that can be bound and asks for no permission, else the
// first that can be bound, else the first.
func principal(site *scenario.Site) (plan, bool) {
	all := plans(site)
	for _, fits := range []func(plan) bool{
		func(p plan) bool { return p.bindable && len(p.requires) == 0 },
		func(p plan) bool { return p.bindable },
		func(plan) bool { return true },
	} {
		if i := slices.IndexFunc(all, fits); i >= 0 {
			return all[i], true
		}
	}
	return plan{}, false
}

// onPrincipal is the need of scenarios that work with that plan.
func onPrincipal(site *scenario.Site) (scenario.Subject, string) {
	p, found := principal(site)
	if !found {
		return nil, noPlan(site)
	}
	return p.subject(site.Fixtures[GivesCredentials]), ""
}

// distinct returns the plans that requests can tell apart, that of the lifecycle first. The list is not to be changed.
func distinct(site *scenario.Site) []plan {
	return site.Derive("distinct", func() any { return withoutTwins(site) }).([]plan)
}

func withoutTwins(site *scenario.Site) []plan {
	main, found := principal(site)
	if !found {
		return nil
	}
	all := []plan{main}
	seen := map[[2]string]bool{{main.service, main.id}: true}
	for _, p := range plans(site) {
		if ids := [2]string{p.service, p.id}; !seen[ids] {
			seen[ids] = true
			all = append(all, p)
		}
	}
	return all
}

// planOf is the plan that the planner chose.
func planOf(s *scenario.Session) plan {
	all := distinct(s.Site)
	i := slices.IndexFunc(all, func(p plan) bool { return p.service == s.Subject["service_id"] && p.id == s.Subject["plan_id"] })
	return all[max(i, 0)]
}

// sibling is another plan of the same offering, which a conflicting request can ask for. A request for one that demands
// parameters which nobody gave would be wrong in two ways.
func sibling(site *scenario.Site, p plan) (plan, bool) {
	all := offered(site)
	given := func(other plan) bool { parameters, _ := parametersOf(site, other); return parameters != nil }
	i := slices.IndexFunc(all, func(other plan) bool {
		return other.service == p.service && other.id != p.id && other.id != "" && (!other.demands || given(other))
	})
	if i < 0 {
		return plan{}, false
	}
	return all[i], true
}

// names lists plans for a reader.
func names(all []plan) string {
	texts := make([]string, len(all))
	for i, p := range all {
		texts[i] = p.String()
	}
	const most = 5
	if len(texts) > most {
		texts = append(texts[:most], fmt.Sprintf("and %d more", len(all)-most))
	}
	return strings.Join(texts, ", ")
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
	p := plan{free: true, entry: entry}
	p.offering, _ = offering["name"].(string)
	p.service, _ = offering["id"].(string)
	p.name, _ = entry["name"].(string)
	p.id, _ = entry["id"].(string)
	if free, ok := entry["free"].(bool); ok {
		p.free = free
	}
	p.bindable = Effective(offering, entry, "bindable")
	p.retrievable, _ = offering["instances_retrievable"].(bool)
	p.bindingsRetrievable, _ = offering["bindings_retrievable"].(bool)
	p.contextUpdates, _ = offering["allow_context_updates"].(bool)
	if seconds, ok := entry[Maximum].(json.Number); ok {
		p.maximum = seconds.String()
	}
	p.rotatable, _ = entry["binding_rotatable"].(bool)
	schema, _ := check.At(entry, "/schemas/service_binding/create/parameters")
	p.bindSchema, _ = schema.(map[string]any)
	requires, _ := offering["requires"].([]any)
	for _, permission := range requires {
		p.requires = append(p.requires, fmt.Sprint(permission))
	}
	p.demands = demands(entry)
	if info, ok := entry["maintenance_info"].(map[string]any); ok {
		p.version, _ = info["version"].(string)
	}
	return p
}

// demands reports whether a plan's schema for new instances requires a parameter.
func demands(entry map[string]any) bool {
	var value any = entry
	for _, member := range []string{"schemas", "service_instance", "create", "parameters", "required"} {
		object, _ := value.(map[string]any)
		value = object[member]
	}
	required, _ := value.([]any)
	return len(required) > 0
}

// Effective reports a flag of a plan: its own where the plan has it, else that of its offering.
func Effective(offering, entry map[string]any, member string) bool {
	if value, ok := entry[member].(bool); ok {
		return value
	}
	value, _ := offering[member].(bool)
	return value
}

// Maximum is the member of a plan that bounds polling, in seconds.
const Maximum = "maximum_polling_duration"

// GivesCredentials is the fixture that says whether bindings have credentials.
const GivesCredentials = "gives_credentials"

// noPlan says that nothing can be provisioned, and which fixtures are the reason, if any.
func noPlan(site *scenario.Site) string { return "the catalog has no plan" + fixtureHint(site) }

func fixtureHint(site *scenario.Site) string {
	if site.Fixtures["service_id"] != "" || site.Fixtures["plan_id"] != "" {
		return " that --fixture service_id and plan_id name"
	}
	return ""
}
