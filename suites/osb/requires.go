package osb

import (
	"net/http"
	"slices"
	"strings"

	. "conformance/suites/check"
	"conformance/suites/record"
)

// permissionChecks compare what bindings have with what their offerings ask for in requires.
func permissionChecks() List {
	list := List{
		On("OSB-BIND-017", Permissions, func(c *Case, run *PermissionsRun) { forwards(c, run, proxiedPlan, true) }),
		On("OSB-BIND-018", Permissions, func(c *Case, run *PermissionsRun) { forwards(c, run, outsidePlan, false) }),
	}
	for _, rule := range []struct {
		member, permission, given string
		needed                    []string
	}{
		{"syslog_drain_url", "syslog_drain", "OSB-BIND-012", []string{"OSB-BIND-073", "OSB-BIND-020"}},
		{"route_service_url", "route_forwarding", "", []string{"OSB-BIND-077", "OSB-BIND-021", "OSB-BIND-014"}},
		{"volume_mounts", "volume_mount", "OSB-BIND-019", []string{"OSB-BIND-080", "OSB-BIND-022"}},
	} {
		for _, id := range rule.needed {
			list = append(list,
				On(id, Lifecycle, func(c *Case, run *LifecycleRun) {
					asked := strings.Split(c.Subject["requires"], ",")
					declared(c, run.Bind, rule.member, func(*record.Exchange) bool { return slices.Contains(asked, rule.permission) })
				}),
				On(id, Permissions, func(c *Case, run *PermissionsRun) {
					catalog := c.Use(run.Catalog)
					declared(c, run.Bind, rule.member, func(x *record.Exchange) bool { return asks(catalog, x, rule.permission) })
				}))
		}
		if rule.given != "" {
			list = append(list, On(rule.given, Permissions, func(c *Case, run *PermissionsRun) {
				given(c, run, rule.member, rule.permission)
			}))
		}
	}
	return list
}

func asks(catalog, x *record.Exchange, permission string) bool {
	requires, _ := offeringOf(catalog, x)["requires"].([]any)
	return slices.Contains(requires, any(permission))
}

// filled reports whether a binding has the member with something in it.
func filled(x *record.Exchange, member string) bool {
	switch value := x.Object()[member].(type) {
	case nil:
		return false
	case []any:
		return len(value) > 0
	}
	return true
}

// declared judges that a binding has the member only where the offering asks for the permission.
func declared(c *Case, binds record.Step, member string, allowed func(*record.Exchange) bool) {
	found := false
	all := c.UseAll(binds)
	for _, x := range all {
		if !filled(x, member) {
			continue
		}
		found = true
		if !allowed(x) {
			c.Fail(x, "the binding has %s, though its offering does not ask for that permission in requires", member)
		}
	}
	if !found {
		c.NotApplicable(all[0], "no binding has %s", member)
	}
}

// given judges that a binding of an offering that asks for the permission has the member.
func given(c *Case, run *PermissionsRun, member, permission string) {
	catalog := c.Use(run.Catalog)
	found := false
	for _, x := range c.UseAll(run.Bind) {
		if x.Is(http.StatusOK, http.StatusCreated) && asks(catalog, x, permission) {
			found = true
			if x.Object()[member] == nil {
				c.Fail(x, "got no %s, want one as the offering asks for %s", member, permission)
			}
		}
	}
	if !found {
		c.NotApplicable(catalog, "no offering that was bound asks for %s", permission)
	}
}

// forwards judges the bindings of a route service whose owner told how requests come to it: by the platform, which needs
// a route_service_url for that, or not, so that there is none.
func forwards(c *Case, run *PermissionsRun, fixture string, wanted bool) {
	catalog, id := c.Use(run.Catalog), c.Subject[fixture]
	if id == "" {
		c.NotApplicable(catalog, "how requests come to a route service only its owner knows; see --fixture %s", fixture)
	}
	for _, bound := range run.Bind.Exchanges {
		if sent(bound, "plan_id") != id {
			continue
		}
		path, _, _ := strings.Cut(bound.Request.Path(), "?")
		var described []*record.Exchange
		for _, x := range append([]*record.Exchange{bound}, run.FetchBinding.Exchanges...) {
			if strings.HasPrefix(x.Request.Path(), path) && x.Is(http.StatusOK, http.StatusCreated) {
				described = append(described, x)
			}
		}
		if len(described) == 0 {
			c.NotApplicable(bound, "nothing describes the binding: the bind was answered %s", bound.Got())
		}
		has := slices.ContainsFunc(described, func(x *record.Exchange) bool { c.Look(x); return filled(x, "route_service_url") })
		switch last := described[len(described)-1]; {
		case wanted && !has:
			c.Fail(last, "got no route_service_url, want one as the platform forwards the requests")
		case !wanted && has:
			c.Fail(last, "got a route_service_url, want none as the platform does not forward the requests")
		}
		return
	}
	c.NotApplicable(catalog, "no binding of the plan %s was made", id)
}
