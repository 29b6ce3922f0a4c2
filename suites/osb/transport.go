package osb

import (
	"net"
	"net/http"
	"net/url"
	"strings"

	. "conformance/suites/check"
)

// transportChecks judge how the broker is reached.
func transportChecks() List {
	return List{
		On("OSB-AUTH-002", Catalog, func(c *Case, run *CatalogRun) {
			if run.NoCredentials.Present() && c.Use(run.NoCredentials).Is(http.StatusOK) {
				c.Fail(c.Use(run.NoCredentials), Want("it refused").Got("200 without credentials"))
			}
			protected(c, run)
		}),
		On("OSB-AUTH-010", Catalog, protected),
		On("OSB-AUTH-011", Catalog, protected),
	}
}

// protected judges that the broker is reached over TLS. What does not leave the machine needs no protection, and says
// nothing about how platforms will reach the broker.
func protected(c *Case, run *CatalogRun) {
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
