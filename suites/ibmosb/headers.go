package ibmosb

import (
	"mime"
	"net/http"
	"slices"

	. "conformance/suites/check"
	"conformance/suites/record"
)

func headerChecks() List {
	return List{
		On("IBM-HDR-002", Catalog, func(c *Case, run *CatalogRun) {
			c.Expect(run.Again).NotTo(HaveStatus(http.StatusPreconditionFailed, http.StatusBadRequest))
		}),
		On("IBM-HDR-003", Catalog, func(c *Case, run *CatalogRun) { alike(c, run.Again, run.Respelled) }),
		On("IBM-HDR-005", Use, func(c *Case, run *UseRun) {
			c.Expect(run.State).To(HaveStatus(http.StatusOK))
		}),
		On("IBM-HDR-007", Lifecycle, func(c *Case, run *LifecycleRun) { alike(c, run.Again, run.Identities) }),
		On("IBM-HDR-008", Lifecycle, func(c *Case, run *LifecycleRun) {
			for _, x := range c.UseAll(run.BrokenIdentities) {
				if !accepted(x) && !refused(x) {
					c.Fail(x, Want("success or a refusal"))
				}
			}
		}),
		On("IBM-HDR-009", Catalog, func(c *Case, run *CatalogRun) {
			c.Expect(run.WithoutIdentity).To(HaveStatus(http.StatusOK))
		}),
		On("IBM-HDR-009", Asynchronous, func(c *Case, run *AsynchronousRun) {
			c.Expect(run.WithoutIdentity).To(HaveStatus(http.StatusOK))
		}),
		On("IBM-HDR-010", Lifecycle, func(c *Case, run *LifecycleRun) { alike(c, run.Again, run.OpaqueIdentities) }),
		On("IBM-HDR-011", Lifecycle, func(c *Case, run *LifecycleRun) { alike(c, run.Again, run.ExtraIdentity) }),
		On("IBM-HDR-014", Lifecycle, func(c *Case, run *LifecycleRun) {
			plain(c, run, run.WithRegion, "with X-Bluemix-Region")
		}),
		On("IBM-HDR-015", Catalog, func(c *Case, run *CatalogRun) { alike(c, run.Again, run.OtherHeaders) }),
		On("IBM-HDR-015", Lifecycle, func(c *Case, run *LifecycleRun) { alike(c, run.Again, run.UnknownHeader) }),
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

// alike demands that a request which differs in what should not matter is answered as the plain one is.
func alike(c *Case, same, step record.Step) {
	want := c.Use(same)
	for _, x := range c.UseAll(step) {
		if x.Status() != want.Status() {
			c.Fail(x, Want("%s as in exchange %d", want.Got(), want.Number))
		}
	}
}

// plain demands that the plain creation is accepted. Its refusal is held against this rule only when the broker takes
// the variant.
func plain(c *Case, run *LifecycleRun, variant record.Step, how string) {
	x := c.Use(run.Provision)
	if accepted(x) {
		return
	}
	if y := c.Use(variant); accepted(y) {
		c.Fail(x, Want("201 or 202; the same request %s was answered %s", how, y.Got()))
		return
	}
	c.Use(run.Again)
	c.NotApplicable(x, "the request was refused, and not for this reason")
}

// understood demands that a repeated creation was not refused as malformed. Whether another context makes another
// instance is the broker's choice, so 409 will do.
func understood(c *Case, step record.Step) {
	for _, x := range c.UseAll(step) {
		if !slices.Contains([]int{200, 201, 202, 409}, x.Status()) {
			c.Fail(x, Want("200"))
		}
	}
}
