package rules

import (
	"net/http"

	. "conformance/suites/check"
	"conformance/suites/osb/flows"
	"conformance/suites/record"
)

func headersChecks() List {
	return List{
		// "Version refusal uses 412 and nothing else"
		On("OSB-HDR-005", flows.Catalog, func(c *Case, run *flows.CatalogRun) {
			answered(c, run.OldVersion, http.StatusOK, http.StatusPreconditionFailed)
		}),
		// "Missing version header refusal uses 400"
		On("OSB-HDR-008", flows.Catalog, func(c *Case, run *flows.CatalogRun) {
			answered(c, run.NoVersion, http.StatusOK, http.StatusBadRequest)
		}),
		// "Broker echoes request identity in response"
		Each("OSB-HDR-030", echoes),
		// "Broker serves requests without originating identity"
		On("OSB-HDR-035", flows.Identifiers, func(c *Case, run *flows.IdentifiersRun) {
			made(c, run)
			if !run.Originated.Present() {
				return
			}
			for _, x := range c.UseAll(run.Originated) {
				if flows.Worked(x) {
					c.Fail(x, Note("got %s with an originating identity, and was refused without", x.Got()))
				}
			}
		}),
		// "Malformed originating identity causes no crash"
		On("OSB-HDR-036", flows.Catalog, func(c *Case, run *flows.CatalogRun) {
			if x := c.Use(run.BadOrigin); x.Status() != http.StatusOK && (x.Status() < 400 || x.Status() > 499) {
				c.Fail(x, Want("200 or a client error (4xx)"))
			}
		}),
		// "Broker serves requests without request identity"
		On("OSB-HDR-037", flows.Catalog, func(c *Case, run *flows.CatalogRun) { answered(c, run.NoIdentity, http.StatusOK) }),
		// "Header names are case-insensitive"
		On("OSB-HDR-038", flows.Catalog, func(c *Case, run *flows.CatalogRun) {
			want := c.Use(run.Again)
			for _, x := range seen(c, run.LowerCase, run.UpperCase) {
				if x.Status() != want.Status() {
					c.Fail(x, Want("%s as with header names in the usual case", want.Got()).Against(want))
				}
			}
		}),
	}
}

// echoes judges, wherever it is the broker who answers, that an answer carries the identity of its request.
func echoes(c *Case, x *record.Exchange) {
	want := x.Request.Header.Get(flows.RequestIdentity)
	if want == "" || x.Response == nil || x.Invalid == flows.BrokenQuery {
		return
	}
	c.Expect(x).To(HaveHeader(flows.RequestIdentity, want))
}
