package rules

import (
	"net/http"
	"slices"

	"conformance/suites/cfv2/flows"
	. "conformance/suites/check"
	"conformance/suites/record"
)

func silenceChecks() List {
	names := []any{"CF-HttpClientTimeout", "CF-ServiceBrokerApiTimeout"} // the second is that of older controllers
	return List{
		// "Silent broker answers 504"
		On("CFV2-ERR-032", flows.Silence, func(c *Case, run *flows.SilenceRun) {
			for _, step := range []record.Step{run.Provision, run.Bind} {
				x := c.Use(step)
				refused(c, x, http.StatusGatewayTimeout, "", 10001)
				if name := flows.Value(x, "/error_code"); x.Response != nil && !slices.Contains(names, name) {
					c.Fail(x, Want("%s", flows.Quote(names[0])).Got("/error_code %s", flows.Quote(name)))
				}
			}
		}),
		// "Timed-out provision is cleaned"
		On("CFV2-PLAT-036", flows.Silence, func(c *Case, run *flows.SilenceRun) {
			x := c.Use(run.Provision)
			c.Expect(x).To(HaveStatus(http.StatusGatewayTimeout))
			if len(cleaned(c, x)) == 0 {
				c.Fail(x, Want("one").Got("no request to remove what the broker may have created"))
			}
		}),
	}
}
