package rules

import (
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"

	. "conformance/suites/check"
	"conformance/suites/osb/flows"
	"conformance/suites/record"
)

func authenticationChecks() List {
	return List{
		// "TLS and authentication are recommended"
		On("OSB-AUTH-002", flows.Catalog, func(c *Case, run *flows.CatalogRun) {
			if run.NoCredentials.Present() && c.Use(run.NoCredentials).Is(http.StatusOK) {
				c.Fail(c.Use(run.NoCredentials), Want("it refused").Got("200 without credentials"))
			}
			protected(c, run)
		}),
		// "Broker authenticates every request"
		On("OSB-AUTH-007", flows.Catalog, func(c *Case, run *flows.CatalogRun) {
			unserved(c, run.NoCredentials, run.WrongPassword)
		}),
		// "Broker authenticates every request"
		On("OSB-AUTH-007", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			unserved(c, run.Stranger, run.BindStranger, run.Unauthorised)
		}),
		// "Failed authentication gives 401"
		On("OSB-AUTH-008", flows.Catalog, func(c *Case, run *flows.CatalogRun) { unauthorised(c, run.NoCredentials, run.WrongPassword) }),
		// "Failed authentication gives 401"
		On("OSB-AUTH-008", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			unauthorised(c, run.Stranger, run.BindStranger, run.Unauthorised)
		}),
		// "Unauthenticated requests change nothing"
		On("OSB-AUTH-009", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { stillThere(c, run.Unauthorised, run.Deprovision) }),
		// "Broker must use TLS (2.14 only)"
		On("OSB-AUTH-010", flows.Catalog, protected),
		// "Brokers should support TLS (2.11, 2.12)"
		On("OSB-AUTH-011", flows.Catalog, protected),
	}
}

// unserved judges requests without credentials, or with wrong ones.
func unserved(c *Case, steps ...record.Step) {
	for _, x := range seen(c, steps...) {
		if flows.Worked(x) || x.Is(http.StatusNotModified) {
			c.Fail(x, Want("it refused (401)").Got("%s without valid credentials", x.Got()))
		}
	}
}

// unauthorised judges the code of their refusal. Who is out of order, or has heard too many of them, does not say whether
// the credentials are right.
func unauthorised(c *Case, steps ...record.Step) {
	all := seen(c, steps...)
	judged := slices.DeleteFunc(slices.Clone(all), flows.Unavailable)
	for _, x := range judged {
		c.Expect(x).To(HaveStatus(http.StatusUnauthorized))
	}
	if len(judged) == 0 {
		c.NotApplicable(all[0], "%s was answered %s, which is no word on credentials", all[0], all[0].Got())
	}
}

// protected judges that the broker is reached over TLS. What does not leave the machine needs no protection, and says
// nothing about how platforms will reach the broker.
func protected(c *Case, run *flows.CatalogRun) {
	x := c.Use(run.Catalog)
	u, err := url.Parse(x.Request.URL)
	switch {
	case err != nil || x.Response == nil || u.Scheme == "https":
	case local(u.Hostname()):
		c.NotApplicable(x, "the broker was reached over loopback, which is not how platforms reach it")
	default:
		c.Fail(x, Note("was sent and answered without TLS, want https"))
	}
}

func local(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || ip != nil && ip.IsLoopback()
}
