package flows

import (
	"slices"

	"conformance/suites/record"
	"conformance/suites/scenario"
)

// PermissionsRun is one instance and one binding of an offering for each permission that a catalog asks for.
type PermissionsRun struct {
	Catalog        record.Step `step:"catalog"`
	Provision      record.Step `step:"provision"`
	ProvisionPolls record.Step `step:"poll provision"`
	Bind           record.Step `step:"bind"`
	BindPolls      record.Step `step:"poll bind"`
	FetchBinding   record.Step `step:"fetch binding"`
}

// permissions are what an offering may ask for in requires.
func permissions() []string { return []string{"syslog_drain", "route_forwarding", "volume_mount"} }

// Permissions binds what asks for permissions: log drains, route services, volumes. The catalog comes first, as it says what
// each offering asks for; then each plan is provisioned, bound and removed before the next.
var Permissions = scenario.New(scenario.Scenario{
	Name: "permissions", Title: "bindings of log drains, route services and volumes",
	Operations: []string{"catalog", "provision", "bind", "unbind", "deprovision", "fetch-binding", "instance-last-operation", "binding-last-operation"},
	Instances:  5, Bindings: 5,
	Creates: func(site *scenario.Site) (instances, bindings int) {
		n := len(permitted(site))
		return n, n
	},
	Needs: func(site *scenario.Site) (scenario.Subject, string) {
		all := permitted(site)
		if len(all) == 0 {
			return nil, "no bindable plan asks for a permission among the plans " + names(plans(site))
		}
		return scenario.Subject{"plans": names(all), ProxiedPlan: site.Fixtures[ProxiedPlan], OutsidePlan: site.Fixtures[OutsidePlan]}, ""
	},
}, recordPermissions)

func recordPermissions(s *scenario.Session, run *PermissionsRun) {
	s.Send(run.Catalog, scenario.Call{Operation: "catalog"})
	for _, p := range permitted(s.Site) {
		if x := bindPermitted(s, run, p); x != nil {
			// Nothing is known of what this offering needs, so that its refusal is no finding.
			s.SkipRest(x, "the plan "+p.String()+" was not bound, and perhaps needs parameters")
		}
	}
}

// The plans of route services whose owner tells how requests come to them.
const (
	// ProxiedPlan is the fixture of the plan to which the platform forwards requests.
	ProxiedPlan = "proxied_plan_id"
	// OutsidePlan is the fixture of the plan to which requests come without the platform.
	OutsidePlan = "outside_plan_id"
)

// permitted returns the first bindable plan for each permission, and the plans of route services that the owner named.
func permitted(site *scenario.Site) []plan {
	var all []plan
	add := func(fits func(plan) bool) {
		available := plans(site)
		i := slices.IndexFunc(available, func(p plan) bool { return p.bindable && fits(p) })
		if i >= 0 && !slices.ContainsFunc(all, func(p plan) bool { return p.id == available[i].id }) {
			all = append(all, available[i])
		}
	}
	for _, permission := range permissions() {
		add(func(p plan) bool { return slices.Contains(p.requires, permission) })
	}
	for _, fixture := range []string{ProxiedPlan, OutsidePlan} {
		add(func(p plan) bool { return p.id == site.Fixtures[fixture] })
	}
	return all
}

// bindPermitted makes and removes a binding. It returns what shows that there is none, or nil.
func bindPermitted(s *scenario.Session, run *PermissionsRun, p plan) *record.Exchange {
	i := newInstance(s, p)
	if x := attempt(s, i, run.Provision, run.ProvisionPolls); x != nil {
		return x
	}
	defer discard(s, i.resource())
	b := i.newBinding()
	s.Hold(b.resource())
	x := s.Send(run.Bind, b.bind(true, app(s)))
	if x.Is(200, 201, 202) {
		defer discard(s, b.resource())
	}
	if absent := finish(s, run.BindPolls, x, b.poll(x)); absent != nil {
		return absent
	}
	if s.Since("2.14") && p.bindingsRetrievable {
		s.Send(run.FetchBinding, b.fetch())
	}
	return nil
}
