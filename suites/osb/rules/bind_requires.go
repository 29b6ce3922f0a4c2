package rules

import (
	"net/http"
	"slices"
	"strings"

	. "conformance/suites/check"
	"conformance/suites/osb/flows"
	"conformance/suites/record"
)

// permissionChecks compare what bindings have with what their offerings ask for in requires.
func permissionChecks() List {
	list := List{
		// "Proxying route service returns route_service_url"
		On("OSB-BIND-017", flows.Permissions, func(c *Case, run *flows.PermissionsRun) { forwards(c, run, flows.ProxiedPlan, true) }),
		// "Out-of-band route service returns no URL"
		On("OSB-BIND-018", flows.Permissions, func(c *Case, run *flows.PermissionsRun) { forwards(c, run, flows.OutsidePlan, false) }),
	}
	for _, rule := range []struct {
		member, permission, given string
		needed                    []string
	}{
		// OSB-BIND-012 "Log drain binding has syslog_drain_url"
		// OSB-BIND-073 "syslog_drain_url needs syslog_drain permission"
		// OSB-BIND-020 "No syslog_drain_url without permission (2.12, 2.13)"
		{"syslog_drain_url", "syslog_drain", "OSB-BIND-012", []string{"OSB-BIND-073", "OSB-BIND-020"}},
		// OSB-BIND-077 "route_service_url needs route_forwarding permission"
		// OSB-BIND-021 "No route_service_url without permission (2.12, 2.13)"
		// OSB-BIND-014 "Route service declares route_forwarding"
		{"route_service_url", "route_forwarding", "", []string{"OSB-BIND-077", "OSB-BIND-021", "OSB-BIND-014"}},
		// OSB-BIND-019 "Volume service binding has volume_mounts"
		// OSB-BIND-080 "volume_mounts needs volume_mount permission"
		// OSB-BIND-022 "No volume_mounts without permission (until 2.13)"
		{"volume_mounts", "volume_mount", "OSB-BIND-019", []string{"OSB-BIND-080", "OSB-BIND-022"}},
	} {
		for _, id := range rule.needed {
			list = append(list,
				On(id, flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
					asked := strings.Split(c.Subject["requires"], ",")
					declared(c, run.Bind, run.FetchBinding, rule.member, func(*record.Exchange) bool { return slices.Contains(asked, rule.permission) })
				}),
				On(id, flows.Permissions, func(c *Case, run *flows.PermissionsRun) {
					catalog := c.Use(run.Catalog)
					declared(c, run.Bind, run.FetchBinding, rule.member, func(x *record.Exchange) bool { return slices.Contains(asks(catalog, x), any(rule.permission)) })
				}))
		}
		if rule.given != "" {
			list = append(list, On(rule.given, flows.Permissions, func(c *Case, run *flows.PermissionsRun) {
				given(c, run, rule.member, rule.permission)
			}))
		}
	}
	return list
}

// asks is what the offering that a request names asks for in requires.
func asks(catalog, x *record.Exchange) []any {
	requires, _ := offeringOf(catalog, x)["requires"].([]any)
	return requires
}

// describing are the answers that tell of the binding that a request made: to that request and to fetches.
func describing(bound *record.Exchange, fetches record.Step) []*record.Exchange {
	path, _, _ := strings.Cut(bound.Request.Path(), "?")
	var all []*record.Exchange
	for _, x := range append([]*record.Exchange{bound}, fetches.Exchanges...) {
		if other, _, _ := strings.Cut(x.Request.Path(), "?"); other == path && x.Is(http.StatusOK, http.StatusCreated) {
			all = append(all, x)
		}
	}
	return all
}

// filled reports whether a binding has the member with something in it.
func filled(x *record.Exchange, member string) bool {
	return !empty(x.Object()[member])
}

// declared judges that a binding has the member only where the offering asks for the permission.
func declared(c *Case, binds, fetches record.Step, member string, allowed func(*record.Exchange) bool) {
	found := false
	all := c.UseAll(binds)
	for _, bound := range all {
		for _, x := range describing(bound, fetches) {
			if c.Look(x); !filled(x, member) {
				continue
			}
			if found = true; !allowed(bound) {
				c.Fail(x, Note("the binding has %s, though its offering does not ask for that permission in requires", member))
				break
			}
		}
	}
	if !found {
		c.NotApplicable(all[0], "no binding has %s", member)
	}
}

// given judges that a binding of an offering that asks for the permission, and no other, has the member: of several, nobody
// knows which a binding is for. What was accepted is described by a fetch.
func given(c *Case, run *flows.PermissionsRun, member, permission string) {
	catalog := c.Use(run.Catalog)
	found := false
	for _, bound := range c.UseAll(run.Bind) {
		answers := describing(bound, run.FetchBinding)
		if requires := asks(catalog, bound); len(answers) == 0 || len(requires) != 1 || requires[0] != any(permission) {
			continue
		}
		found = true
		if x := answers[0]; !filled(x, member) {
			c.Fail(x, Want("one as the offering asks for %s", permission).Got("no %s", member))
		}
	}
	if !found {
		c.NotApplicable(catalog, "no offering whose binding is described asks for %s alone", permission)
	}
}

// forwards judges the bindings of a route service whose owner told how requests come to it: by the platform, which needs
// a route_service_url for that, or not, so that there is none.
func forwards(c *Case, run *flows.PermissionsRun, fixture string, wanted bool) {
	catalog, id := c.Use(run.Catalog), c.Subject[fixture]
	if id == "" {
		c.NeedsFixture(catalog, fixture, "how requests come to a route service only its owner knows")
	}
	for _, bound := range run.Bind.Exchanges {
		if flows.Sent(bound, "plan_id") != id {
			continue
		}
		described := describing(bound, run.FetchBinding)
		if len(described) == 0 {
			c.NotApplicable(bound, "nothing describes the binding: the bind was answered %s", bound.Got())
		}
		has := slices.ContainsFunc(described, func(x *record.Exchange) bool { c.Look(x); return filled(x, "route_service_url") })
		switch last := described[len(described)-1]; {
		case wanted && !has:
			c.Fail(last, Want("one as the platform forwards the requests").Got("no route_service_url"))
		case !wanted && has:
			c.Fail(last, Want("none as the platform does not forward the requests").Got("a route_service_url"))
		}
		return
	}
	c.NotApplicable(catalog, "no binding of the plan %s was made", id)
}
