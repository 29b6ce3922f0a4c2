package rules

import (
	"net/http"
	"slices"
	"strings"

	"conformance/suites/cfv2/flows"
	. "conformance/suites/check"
)

// maintenanceChecks judge what the target makes of maintenance versions, of operations in answers that need none, and
// of where it looks for catalogs.
func maintenanceChecks() List {
	version := "/maintenance_info/version"
	return List{
		// "Catalog is read from v2 path"
		On("CFV2-PLAT-011", flows.Brokers, func(c *Case, run *flows.BrokersRun) {
			for _, x := range slices.Concat(c.UseAll(run.Create), c.UseAll(run.CreateForm)) {
				address, _ := sentBody(x)["broker_url"].(string)
				found := caused(c, x, "broker-catalog")
				if len(found) == 0 {
					c.Fail(x, Want("one").Got("no request at %s/v2/catalog", address))
					continue
				}
				if got, _, _ := strings.Cut(found[0].Request.URL, "?"); got != address+"/v2/catalog" || found[0].Request.Method != http.MethodGet {
					c.Fail(found[0], Want("GET %s/v2/catalog", address).Got("%s %s", found[0].Request.Method, got))
				}
			}
		}),
		// "Redirects from brokers are followed"
		On("CFV2-PLAT-012", flows.Maintenance, func(c *Case, run *flows.MaintenanceRun) {
			x := request(c, run.Move, "broker-catalog")
			if x == nil {
				return
			}
			found := caused(c, c.Use(run.Move), "broker-catalog")
			if last := found[len(found)-1]; !strings.HasSuffix(last.Request.URL, "?"+flows.Moved) {
				c.Fail(x, Want("one").Got("no request at the place that the redirect names"))
			}
			c.Expect(run.Move).To(HaveStatus(http.StatusOK, http.StatusCreated)) // which of them is another rule
		}),
		// "Plan maintenance info is sent"
		On("CFV2-PLAT-019", flows.Maintenance, func(c *Case, run *flows.MaintenanceRun) {
			if x, body := sent(c, run.Create, "broker-provision"); x != nil {
				same(c, x, body, version, flows.FirstVersion)
			}
			c.Expect(run.Get).To(HaveMember("/entity"+version, flows.FirstVersion))
		}),
		// "Update sends version only"
		On("CFV2-PLAT-025", flows.Maintenance, func(c *Case, run *flows.MaintenanceRun) {
			if x, body := sent(c, run.Maintain, "broker-update"); x != nil {
				same(c, x, body, "/maintenance_info", map[string]any{"version": flows.SecondVersion})
			}
			if x, body := sent(c, run.ChangePlan, "broker-update"); x != nil {
				same(c, x, body, "/maintenance_info", map[string]any{"version": flows.LargeVersion})
			}
		}),
		// "Operation from sync answers is ignored"
		On("CFV2-PLAT-027", flows.Maintenance, func(c *Case, run *flows.MaintenanceRun) {
			operates(c, c.Use(run.Create), "create", "succeeded")
			operates(c, c.Use(run.ChangePlan), "update", "succeeded")
			c.Expect(run.Delete).To(HaveStatus(http.StatusNoContent))
			for _, x := range run.Polls.Exchanges {
				c.Fail(x, Want("no poll").Got("although the operation had ended"))
			}
		}),
	}
}
