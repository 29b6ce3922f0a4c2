package osb

import (
	"net/http"
	"slices"
	"strings"

	. "conformance/suites/check"
	"conformance/suites/record"
)

const (
	requestIdentity = "X-Broker-API-Request-Identity"
	versionHeader   = "X-Broker-API-Version"
)

func headerChecks() List {
	return List{
		On("OSB-AUTH-007", Catalog, func(c *Case, run *CatalogRun) {
			unserved(c, run.NoCredentials, run.WrongPassword)
		}),
		On("OSB-AUTH-007", Lifecycle, func(c *Case, run *LifecycleRun) {
			unserved(c, run.Stranger, run.BindStranger, run.Unauthorised)
		}),
		On("OSB-AUTH-008", Catalog, func(c *Case, run *CatalogRun) { unauthorised(c, run.NoCredentials, run.WrongPassword) }),
		On("OSB-AUTH-008", Lifecycle, func(c *Case, run *LifecycleRun) {
			unauthorised(c, run.Stranger, run.BindStranger, run.Unauthorised)
		}),
		On("OSB-AUTH-009", Lifecycle, func(c *Case, run *LifecycleRun) { stillThere(c, run.Unauthorised, run.Deprovision) }),
		On("OSB-HDR-005", Catalog, func(c *Case, run *CatalogRun) {
			answered(c, run.OldVersion, http.StatusOK, http.StatusPreconditionFailed)
		}),
		On("OSB-HDR-008", Catalog, func(c *Case, run *CatalogRun) {
			answered(c, run.NoVersion, http.StatusOK, http.StatusBadRequest)
		}),
		Each("OSB-HDR-030", echoes),
		On("OSB-HDR-036", Catalog, func(c *Case, run *CatalogRun) {
			if x := c.Use(run.BadOrigin); x.Status() != http.StatusOK && (x.Status() < 400 || x.Status() > 499) {
				c.Fail(x, Want("200 or a client error (4xx)"))
			}
		}),
		On("OSB-HDR-037", Catalog, func(c *Case, run *CatalogRun) { answered(c, run.NoIdentity, http.StatusOK) }),
		On("OSB-HDR-038", Catalog, func(c *Case, run *CatalogRun) {
			want := c.Use(run.Again)
			for _, x := range seen(c, run.LowerCase, run.UpperCase) {
				if x.Status() != want.Status() {
					c.Fail(x, Want("%s as with header names in the usual case", want.Got()).Against(want))
				}
			}
		}),
		Each("OSB-ERR-023", labelled),
	}
}

// unserved judges requests without credentials, or with wrong ones.
func unserved(c *Case, steps ...record.Step) {
	for _, x := range seen(c, steps...) {
		if worked(x) || x.Is(http.StatusNotModified) {
			c.Fail(x, Want("it refused (401)").Got("%s without valid credentials", x.Got()))
		}
	}
}

// unauthorised judges the code of their refusal. Who is out of order, or has heard too many of them, does not say whether
// the credentials are right.
func unauthorised(c *Case, steps ...record.Step) {
	all := seen(c, steps...)
	judged := slices.DeleteFunc(slices.Clone(all), unavailable)
	for _, x := range judged {
		c.Expect(x).To(HaveStatus(http.StatusUnauthorized))
	}
	if len(judged) == 0 {
		c.NotApplicable(all[0], "%s was answered %s, which is no word on credentials", all[0], all[0].Got())
	}
}

// echoes judges, wherever it is the broker who answers, that an answer carries the identity of its request.
func echoes(c *Case, x *record.Exchange) {
	want := x.Request.Header.Get(requestIdentity)
	if want == "" || x.Response == nil || x.Invalid == brokenQuery {
		return
	}
	c.Expect(x).To(HaveHeader(requestIdentity, want))
}

// labelled judges that an answer with a body says that it is JSON.
func labelled(c *Case, x *record.Exchange) {
	if x.Response == nil || len(x.Response.Body) == 0 || x.Invalid == brokenQuery {
		return
	}
	c.Look(x)
	label := x.Response.Header.Get("Content-Type")
	if media, _, _ := strings.Cut(label, ";"); !strings.EqualFold(strings.TrimSpace(media), "application/json") {
		c.Fail(x, Want("application/json").Got("Content-Type %q", label))
	}
}

// stillThere judges that a request which was refused left the resource alone: its deletion finds it.
func stillThere(c *Case, refused, deletion record.Step) {
	x := c.Use(refused)
	if x.Status() < 400 || x.Status() > 499 {
		c.NotApplicable(x, "it was answered %s, which is no refusal", x.Got())
	}
	c.Expect(deletion).NotTo(HaveStatus(http.StatusGone, http.StatusNotFound))
}
