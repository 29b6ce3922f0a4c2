package rules

import (
	"net/http"
	"slices"

	. "conformance/suites/check"
	"conformance/suites/ibmosb/flows"
	"conformance/suites/record"
)

func bindChecks() List {
	return List{
		// "201 with credentials on first bind"
		On("IBM-BIND-001", flows.Use, func(c *Case, run *flows.UseRun) {
			x := made(c, run)
			c.Expect(x).To(HaveStatus(http.StatusCreated))
			if credentials, _ := x.Object()["credentials"].(map[string]any); len(credentials) == 0 {
				c.Fail(x, Want("an object that is not empty").Got("no credentials"))
			}
		}),
		// "200 for an identical existing binding"
		On("IBM-BIND-002", flows.Use, func(c *Case, run *flows.UseRun) {
			c.Expect(run.BindAgain).To(HaveStatus(http.StatusOK))
		}),
		// A value that the service does not take may be refused as such.
		// "409 for a differing existing binding"
		On("IBM-BIND-003", flows.Use, func(c *Case, run *flows.UseRun) {
			c.Expect(run.BindConflict).To(HaveStatus(http.StatusConflict, http.StatusBadRequest, http.StatusUnprocessableEntity))
		}),
		// "422 RequiresApp when app is needed"
		On("IBM-BIND-004", flows.Use, func(c *Case, run *flows.UseRun) { keyOrApplication(c, run.Bind) }),
		// "422 RequiresApp when app is needed"
		On("IBM-BIND-004", flows.Permissions, func(c *Case, run *flows.PermissionsRun) { keyOrApplication(c, run.WithoutApp) }),
		// "IBM bind_resource members are accepted"
		On("IBM-BIND-006", flows.Use, func(c *Case, run *flows.UseRun) {
			c.Expect(run.BindOther).To(HaveStatus(http.StatusCreated))
		}),
		// "bind_resource may be absent"
		On("IBM-BIND-007", flows.Use, func(c *Case, run *flows.UseRun) { keyOrApplication(c, run.Bind) }),
		// "Bind does not need context"
		On("IBM-BIND-008", flows.Use, func(c *Case, run *flows.UseRun) {
			c.Expect(made(c, run)).To(HaveStatus(http.StatusCreated, http.StatusOK))
		}),
		// "A disabled instance refuses new bindings"
		On("IBM-BIND-009", flows.Use, func(c *Case, run *flows.UseRun) {
			turnedDown(c, run.BindDisabled)
			x := c.Use(run.BindDisabled)
			explained(c, x)
			if flows.Refused(x) {
				c.Expect(run.UnbindRefused).NotTo(HaveStatus(http.StatusOK))
			}
		}),
		// "Binding an unknown instance fails"
		On("IBM-BIND-010", flows.Refusals, func(c *Case, run *flows.RefusalsRun) { turnedDown(c, run.Bind) }),
		// "service_id and plan_id come with bind"
		On("IBM-BIND-011", flows.Use, func(c *Case, run *flows.UseRun) { unbroken(c, run.BindWithoutIDs) }),
		// "Optional outputs need a catalog declaration"
		On("IBM-BIND-012", flows.Permissions, func(c *Case, run *flows.PermissionsRun) {
			catalog, x := c.Use(run.Catalog), c.Use(run.Bind)
			announced(c, catalog, x)
		}),
		// "Bind is never asynchronous"
		Each("IBM-BIND-014", func(c *Case, x *record.Exchange) {
			if x.Operation == "bind" || x.Operation == "unbind" {
				c.Expect(x).NotTo(HaveStatus(http.StatusAccepted))
			}
		}),
		// "Credentials are unique per binding"
		On("IBM-BIND-016", flows.Use, func(c *Case, run *flows.UseRun) {
			first, second := made(c, run), c.Use(run.BindOther)
			if same(first, second) {
				c.Fail(second, Want("other ones for another binding").Got("the credentials of exchange %d", first.Number))
			}
		}),
		// "Repeated bind returns same credentials"
		On("IBM-BIND-017", flows.Use, func(c *Case, run *flows.UseRun) {
			first, again := made(c, run), c.Use(run.BindAgain)
			if again.Is(http.StatusOK) && !same(first, again) {
				c.Fail(again, Want("the same").Got("other credentials than in exchange %d", first.Number))
			}
		}),
	}
}

// keyOrApplication judges a bind without bind_resource: it makes a service key, or says that the service needs an
// application.
func keyOrApplication(c *Case, step record.Step) {
	x := c.Use(step)
	if c.Expect(x).To(HaveStatus(http.StatusCreated, http.StatusOK, http.StatusUnprocessableEntity)) && flows.Refused(x) {
		c.Expect(x).To(HaveMember("/error", "RequiresApp"))
	}
}

// announced demands a permission in the catalog for each of the optional members of a binding.
func announced(c *Case, catalog, x *record.Exchange) {
	sent, _ := x.Request.Body.JSON()
	service, _ := At(sent, "/service_id")
	var requires []any
	for _, entry := range flows.Objects(catalog.Object()["services"]) {
		if entry["id"] == service {
			requires, _ = entry["requires"].([]any)
		}
	}
	for member, permission := range InOrder(map[string]string{
		"syslog_drain_url": "syslog_drain", "route_service_url": "route_forwarding", "volume_mounts": "volume_mount",
	}) {
		if x.Object()[member] != nil && !slices.Contains(requires, any(permission)) {
			c.Fail(x, Want("none since the catalog's requires does not list %s", permission).Got("%s", member))
		}
	}
}
