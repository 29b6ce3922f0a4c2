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
	var list List
	for _, rule := range []struct{ member, permission, needed, old, given string }{
		{"syslog_drain_url", "syslog_drain", "OSB-BIND-073", "OSB-BIND-020", "OSB-BIND-012"},
		{"route_service_url", "route_forwarding", "OSB-BIND-077", "OSB-BIND-021", ""},
		{"volume_mounts", "volume_mount", "OSB-BIND-080", "OSB-BIND-022", "OSB-BIND-019"},
	} {
		for _, id := range []string{rule.needed, rule.old} {
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
