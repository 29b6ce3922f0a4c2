package ibmosb

import (
	"net/http"
	"slices"

	. "conformance/suites/check"
	"conformance/suites/record"
)

// brokerCalls are the calls whose answers all have a JSON object as body.
var brokerCalls = []string{"provision", "update", "deprovision", "bind", "unbind", "instance-last-operation"}

func errorChecks() List {
	return List{
		Each("IBM-PROV-027", func(c *Case, x *record.Exchange) {
			if slices.Contains(brokerCalls, x.Operation) && x.Response != nil {
				c.Expect(x).To(HaveObject())
			}
		}),
		// The 401 has rules of its own.
		Each("IBM-ERR-001", func(c *Case, x *record.Exchange) {
			if slices.Contains(brokerCalls, x.Operation) && x.Status() >= 400 && !x.Is(http.StatusUnauthorized) {
				c.Expect(x).To(HaveObject())
			}
		}),
		Each("IBM-ERR-002", func(c *Case, x *record.Exchange) {
			if x.Invalid == "" || x.Response == nil {
				return
			}
			c.Look(x)
			if failure, told := x.Object()["error"]; told && x.Is(http.StatusOK) {
				c.Fail(x, Want("a status of failure").Got("200 with error %v", failure))
			}
		}),
		Each("IBM-ERR-003", func(c *Case, x *record.Exchange) {
			if x.Invalid == "" || x.Response == nil {
				return
			}
			c.Look(x)
			if x.Status() >= 500 {
				c.Fail(x, Want("no internal fault although %s", x.Invalid))
			}
		}),
		On("IBM-ERR-005", Catalog, func(c *Case, run *CatalogRun) {
			c.Expect(run.UnknownPath).To(HaveStatus(http.StatusNotFound))
		}),
	}
}
