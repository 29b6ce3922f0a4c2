package ibmosb

import (
	"net/http"

	. "conformance/suites/check"
)

func authenticationChecks() List {
	return List{
		On("IBM-AUTH-001", Catalog, func(c *Case, run *CatalogRun) {
			c.Expect(run.WithoutCredentials).To(HaveStatus(http.StatusUnauthorized))
		}),
		On("IBM-AUTH-002", Catalog, func(c *Case, run *CatalogRun) {
			c.Expect(run.WrongCredentials).To(HaveStatus(http.StatusUnauthorized))
		}),
		// The source only says that every call should verify the credentials, so 403 will do.
		On("IBM-AUTH-003", Use, func(c *Case, run *UseRun) {
			c.Expect(run.WithoutCredentials).To(HaveStatus(http.StatusUnauthorized, http.StatusForbidden))
		}),
		On("IBM-AUTH-004", Refusals, func(c *Case, run *RefusalsRun) {
			if x := c.Use(run.WithoutCredentials); !refused(x) {
				c.NotApplicable(x, "the request was not refused: it was answered %s", x.Got())
			}
			c.Expect(run.DeleteForeign).To(HaveStatus(http.StatusGone, http.StatusNotFound))
		}),
		On("IBM-AUTH-005", Catalog, func(c *Case, run *CatalogRun) {
			c.Expect(run.LowerCase).To(HaveStatus(http.StatusOK))
		}),
		On("IBM-AUTH-006", Catalog, func(c *Case, run *CatalogRun) {
			c.Expect(run.Again).NotTo(HaveStatus(http.StatusUnauthorized, http.StatusForbidden))
		}),
		On("IBM-AUTH-007", Catalog, func(c *Case, run *CatalogRun) {
			c.Expect(run.InventedToken).To(HaveStatus(http.StatusUnauthorized, http.StatusForbidden))
		}),
		On("IBM-AUTH-013", Catalog, func(c *Case, run *CatalogRun) {
			if x := c.Use(run.WithoutCredentials); x.Is(http.StatusUnauthorized) {
				c.Expect(x).To(HaveObject())
			} else {
				c.NotApplicable(x, "the request was answered %s, not 401", x.Got())
			}
		}),
	}
}
