package rules

import (
	"net/http"
	"slices"

	. "conformance/suites/check"
	"conformance/suites/ibmosb/flows"
	"conformance/suites/record"
)

func errorsChecks() List {
	return List{
		// The 401 has rules of its own.
		// "Failures carry a JSON object"
		Each("IBM-ERR-001", func(c *Case, x *record.Exchange) {
			if slices.Contains(brokerCalls, x.Operation) && x.Status() >= 400 && !x.Is(http.StatusUnauthorized) {
				c.Expect(x).To(HaveObject())
			}
		}),
		// "200 always means success"
		Each("IBM-ERR-002", func(c *Case, x *record.Exchange) {
			if x.Invalid == "" || x.Response == nil {
				return
			}
			c.Look(x)
			if failure, told := x.Object()["error"]; told && x.Is(http.StatusOK) {
				c.Fail(x, Want("a status of failure").Got("200 with error %v", failure))
			}
		}),
		// "4xx is caller's fault, 5xx internal"
		Each("IBM-ERR-003", func(c *Case, x *record.Exchange) {
			if x.Invalid == "" || x.Response == nil {
				return
			}
			c.Look(x)
			if x.Status() >= 500 {
				c.Fail(x, Want("no internal fault although %s", x.Invalid))
			}
		}),
		// "Unknown routes answer 404"
		On("IBM-ERR-005", flows.Catalog, func(c *Case, run *flows.CatalogRun) {
			c.Expect(run.UnknownPath).To(HaveStatus(http.StatusNotFound))
		}),
	}
}
