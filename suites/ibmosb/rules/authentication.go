package rules

import (
	"net/http"

	. "conformance/suites/check"
	"conformance/suites/ibmosb/flows"
)

func authenticationChecks() List {
	return List{
		// "Unauthenticated requests get 401"
		On("IBM-AUTH-001", flows.Catalog, func(c *Case, run *flows.CatalogRun) {
			c.Expect(run.WithoutCredentials).To(HaveStatus(http.StatusUnauthorized))
		}),
		// "Invalid credentials get 401"
		On("IBM-AUTH-002", flows.Catalog, func(c *Case, run *flows.CatalogRun) {
			c.Expect(run.WrongCredentials).To(HaveStatus(http.StatusUnauthorized))
		}),
		// The source only says that every call should verify the credentials, so 403 will do.
		// "Extension routes are authenticated too"
		On("IBM-AUTH-003", flows.Use, func(c *Case, run *flows.UseRun) {
			c.Expect(run.WithoutCredentials).To(HaveStatus(http.StatusUnauthorized, http.StatusForbidden))
		}),
		// "Refused requests have no effect"
		On("IBM-AUTH-004", flows.Refusals, func(c *Case, run *flows.RefusalsRun) {
			if x := c.Use(run.WithoutCredentials); !flows.Refused(x) {
				c.NotApplicable(x, "the request was not refused: it was answered %s", x.Got())
			}
			c.Expect(run.DeleteForeign).To(HaveStatus(http.StatusGone, http.StatusNotFound))
		}),
		// "Scheme word is matched case-insensitively"
		On("IBM-AUTH-005", flows.Catalog, func(c *Case, run *flows.CatalogRun) {
			c.Expect(run.LowerCase).To(HaveStatus(http.StatusOK))
		}),
		// "Registered auth scheme is honoured"
		On("IBM-AUTH-006", flows.Catalog, func(c *Case, run *flows.CatalogRun) {
			c.Expect(run.Again).NotTo(HaveStatus(http.StatusUnauthorized, http.StatusForbidden))
		}),
		// "Bearer tokens are verified before use"
		On("IBM-AUTH-007", flows.Catalog, func(c *Case, run *flows.CatalogRun) {
			c.Expect(run.InventedToken).To(HaveStatus(http.StatusUnauthorized, http.StatusForbidden))
		}),
		// "401 body is JSON with description"
		On("IBM-AUTH-013", flows.Catalog, func(c *Case, run *flows.CatalogRun) {
			if x := c.Use(run.WithoutCredentials); x.Is(http.StatusUnauthorized) {
				c.Expect(x).To(HaveObject())
			} else {
				c.NotApplicable(x, "the request was answered %s, not 401", x.Got())
			}
		}),
	}
}
