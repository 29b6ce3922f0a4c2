package rules

import (
	"mime"
	"net/http"

	. "conformance/suites/check"
	"conformance/suites/ibmosb/flows"
	"conformance/suites/record"
)

func headersChecks() List {
	return List{
		// "Broker accepts version 2.12"
		On("IBM-HDR-002", flows.Catalog, func(c *Case, run *flows.CatalogRun) {
			c.Expect(run.Again).NotTo(HaveStatus(http.StatusPreconditionFailed, http.StatusBadRequest))
		}),
		// "Header names compare case-insensitively"
		On("IBM-HDR-003", flows.Catalog, func(c *Case, run *flows.CatalogRun) { alike(c, run.Again, run.Respelled) }),
		// "State calls need no version header"
		On("IBM-HDR-005", flows.Use, func(c *Case, run *flows.UseRun) {
			c.Expect(run.State).To(HaveStatus(http.StatusOK))
		}),
		// "Broker accepts requests carrying the identity"
		On("IBM-HDR-007", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { alike(c, run.Again, run.Identities) }),
		// "Malformed identity never causes a 5xx"
		On("IBM-HDR-008", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			for _, x := range c.UseAll(run.BrokenIdentities) {
				if !flows.Accepted(x) && !flows.Refused(x) {
					c.Fail(x, Want("success or a refusal"))
				}
			}
		}),
		// "Identity may be absent on system calls"
		On("IBM-HDR-009", flows.Catalog, func(c *Case, run *flows.CatalogRun) {
			c.Expect(run.WithoutIdentity).To(HaveStatus(http.StatusOK))
		}),
		// "Identity may be absent on system calls"
		On("IBM-HDR-009", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			c.Expect(run.WithoutIdentity).To(HaveStatus(http.StatusOK))
		}),
		// "IAM id is opaque to the broker"
		On("IBM-HDR-010", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { alike(c, run.Again, run.OpaqueIdentities) }),
		// "Extra identity members are ignored"
		On("IBM-HDR-011", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { alike(c, run.Again, run.ExtraIdentity) }),
		// "Region header is not a precondition"
		On("IBM-HDR-014", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			plain(c, run, run.WithRegion, "with X-Bluemix-Region")
		}),
		// "Unknown request headers are ignored"
		On("IBM-HDR-015", flows.Catalog, func(c *Case, run *flows.CatalogRun) { alike(c, run.Again, run.OtherHeaders) }),
		// "Unknown request headers are ignored"
		On("IBM-HDR-015", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { alike(c, run.Again, run.UnknownHeader) }),
		// "JSON answers are labelled application/json"
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
