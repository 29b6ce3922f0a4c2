package rules

import (
	. "conformance/suites/check"
	"conformance/suites/ibmosb/flows"
	"conformance/suites/record"
	"mime"
	"net/http"
)

func headersChecks() List {
	return List{
		On("IBM-HDR-002", flows.Catalog, func(c *Case, run *flows.CatalogRun) {
			c.Expect(run.Again).NotTo(HaveStatus(http.StatusPreconditionFailed, http.StatusBadRequest))
		}),
		On("IBM-HDR-003", flows.Catalog, func(c *Case, run *flows.CatalogRun) { alike(c, run.Again, run.Respelled) }),
		On("IBM-HDR-005", flows.Use, func(c *Case, run *flows.UseRun) {
			c.Expect(run.State).To(HaveStatus(http.StatusOK))
		}),
		On("IBM-HDR-007", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { alike(c, run.Again, run.Identities) }),
		On("IBM-HDR-008", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			for _, x := range c.UseAll(run.BrokenIdentities) {
				if !flows.Accepted(x) && !flows.Refused(x) {
					c.Fail(x, Want("success or a refusal"))
				}
			}
		}),
		On("IBM-HDR-009", flows.Catalog, func(c *Case, run *flows.CatalogRun) {
			c.Expect(run.WithoutIdentity).To(HaveStatus(http.StatusOK))
		}),
		On("IBM-HDR-009", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			c.Expect(run.WithoutIdentity).To(HaveStatus(http.StatusOK))
		}),
		On("IBM-HDR-010", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { alike(c, run.Again, run.OpaqueIdentities) }),
		On("IBM-HDR-011", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { alike(c, run.Again, run.ExtraIdentity) }),
		On("IBM-HDR-014", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			plain(c, run, run.WithRegion, "with X-Bluemix-Region")
		}),
		On("IBM-HDR-015", flows.Catalog, func(c *Case, run *flows.CatalogRun) { alike(c, run.Again, run.OtherHeaders) }),
		On("IBM-HDR-015", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { alike(c, run.Again, run.UnknownHeader) }),
		Each("IBM-HDR-016", func(c *Case, x *record.Exchange) {
			if x.Response == nil || len(x.Response.Body) == 0 || x.Operation == "" {
				return
			}
			c.Look(x)
			label := x.Response.Header.Get("Content-Type")
			if media, _, err := mime.ParseMediaType(label); err != nil || media != "application/json" {
				c.Fail(x, Want("application/json").Got("content type %q", label))
			}
		}),
	}
}
