package ibmosb

import (
	"net/http"
	"reflect"
	"slices"

	. "conformance/suites/check"
	"conformance/suites/record"
)

func bindChecks() List {
	return List{
		On("IBM-BIND-001", Use, func(c *Case, run *UseRun) {
			x := made(c, run)
			c.Expect(x).To(HaveStatus(http.StatusCreated))
			if credentials, _ := x.Object()["credentials"].(map[string]any); len(credentials) == 0 {
				c.Fail(x, Want("an object that is not empty").Got("no credentials"))
			}
		}),
		On("IBM-BIND-002", Use, func(c *Case, run *UseRun) {
			c.Expect(run.BindAgain).To(HaveStatus(http.StatusOK))
		}),
		// A value that the service does not take may be refused as such.
		On("IBM-BIND-003", Use, func(c *Case, run *UseRun) {
			c.Expect(run.BindConflict).To(HaveStatus(http.StatusConflict, http.StatusBadRequest, http.StatusUnprocessableEntity))
		}),
		On("IBM-BIND-004", Use, func(c *Case, run *UseRun) { keyOrApplication(c, run.Bind) }),
		On("IBM-BIND-004", Permissions, func(c *Case, run *PermissionsRun) { keyOrApplication(c, run.WithoutApp) }),
		On("IBM-BIND-006", Use, func(c *Case, run *UseRun) {
			c.Expect(run.BindOther).To(HaveStatus(http.StatusCreated))
		}),
		On("IBM-BIND-007", Use, func(c *Case, run *UseRun) { keyOrApplication(c, run.Bind) }),
		On("IBM-BIND-008", Use, func(c *Case, run *UseRun) {
			c.Expect(made(c, run)).To(HaveStatus(http.StatusCreated, http.StatusOK))
		}),
		On("IBM-BIND-009", Use, func(c *Case, run *UseRun) {
			turnedDown(c, run.BindDisabled)
			x := c.Use(run.BindDisabled)
			explained(c, x)
			if refused(x) {
				c.Expect(run.UnbindRefused).NotTo(HaveStatus(http.StatusOK))
			}
		}),
		On("IBM-BIND-010", Refusals, func(c *Case, run *RefusalsRun) { turnedDown(c, run.Bind) }),
		On("IBM-BIND-011", Use, func(c *Case, run *UseRun) { unbroken(c, run.BindWithoutIDs) }),
		On("IBM-BIND-012", Permissions, func(c *Case, run *PermissionsRun) {
			catalog, x := c.Use(run.Catalog), c.Use(run.Bind)
			announced(c, catalog, x)
		}),
		Each("IBM-BIND-014", func(c *Case, x *record.Exchange) {
			if x.Operation == "bind" || x.Operation == "unbind" {
				c.Expect(x).NotTo(HaveStatus(http.StatusAccepted))
			}
		}),
		On("IBM-BIND-016", Use, func(c *Case, run *UseRun) {
			first, second := made(c, run), c.Use(run.BindOther)
			if same(first, second) {
				c.Fail(second, Want("other ones for another binding").Got("the credentials of exchange %d", first.Number))
			}
		}),
		On("IBM-BIND-017", Use, func(c *Case, run *UseRun) {
			first, again := made(c, run), c.Use(run.BindAgain)
			if again.Is(http.StatusOK) && !same(first, again) {
				c.Fail(again, Want("the same").Got("other credentials than in exchange %d", first.Number))
			}
		}),
	}
}

// made is the request that made the first binding.
func made(c *Case, run *UseRun) *record.Exchange {
	if run.BindApp.Present() {
		return c.Use(run.BindApp)
	}
	return c.Use(run.Bind)
}

// keyOrApplication judges a bind without bind_resource: it makes a service key, or says that the service needs an
// application.
func keyOrApplication(c *Case, step record.Step) {
	x := c.Use(step)
	if c.Expect(x).To(HaveStatus(http.StatusCreated, http.StatusOK, http.StatusUnprocessableEntity)) && refused(x) {
		c.Expect(x).To(HaveMember("/error", "RequiresApp"))
	}
}

func same(a, b *record.Exchange) bool {
	return reflect.DeepEqual(a.Object()["credentials"], b.Object()["credentials"])
}

// announced demands a permission in the catalog for each of the optional members of a binding.
func announced(c *Case, catalog, x *record.Exchange) {
	sent, _ := x.Request.Body.JSON()
	service, _ := At(sent, "/service_id")
	var requires []any
	for _, entry := range objects(catalog.Object()["services"]) {
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

func unbindChecks() List {
	return List{
		On("IBM-UNB-001", Use, func(c *Case, run *UseRun) {
			c.Expect(run.Unbind).To(HaveStatus(http.StatusOK))
			c.Expect(run.Unbind).To(HaveObject())
		}),
		On("IBM-UNB-002", Use, func(c *Case, run *UseRun) {
			c.Expect(run.UnbindAgain).To(HaveStatus(http.StatusGone))
		}),
		On("IBM-UNB-003", Use, func(c *Case, run *UseRun) { unbroken(c, run.UnbindWithoutIDs) }),
		On("IBM-UNB-004", Use, func(c *Case, run *UseRun) {
			c.Expect(run.UnbindDisabled).To(HaveStatus(http.StatusOK))
		}),
	}
}
