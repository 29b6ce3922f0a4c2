package osb

import (
	"net/http"
	"slices"
	"strings"

	. "conformance/suites/check"
	"conformance/suites/record"
)

func errorChecks() List {
	list := List{
		Each("OSB-ERR-001", func(c *Case, x *record.Exchange) {
			if x.Invalid == "" || strings.HasSuffix(x.Invalid, optional) || x.Response == nil {
				return
			}
			// What is not implemented, or not to be had for the moment, has codes of its own, whatever the request.
			if c.Look(x); x.Status() >= 500 && !x.Is(http.StatusNotImplemented) && !unavailable(x) {
				c.Fail(x, Want("a 4xx").Got("%s for a client's mistake (%s)", x.Got(), x.Invalid))
			}
		}),
		Each("OSB-ERR-002", listedSuccess),
		Each("OSB-ERR-012", exactCode),
		// What is no address may be refused by a server that stands before the broker, and that knows nothing of its bodies.
		Each("OSB-ERR-019", func(c *Case, x *record.Exchange) {
			if x.Status() >= 400 && x.Invalid != brokenQuery {
				isJSON(c, x)
			}
		}),
		Each("OSB-ERR-020", func(c *Case, x *record.Exchange) {
			if x.Response != nil && x.Operation != "" && x.Operation != "catalog" && x.Invalid != brokenQuery {
				isJSON(c, x)
			}
		}),
	}
	for _, rule := range []struct {
		id, operation string
		statuses      []int
	}{
		{"OSB-PROV-053", "provision", []int{200, 201, 202}},
		{"OSB-UPD-032", "update", []int{200}},
		{"OSB-BIND-120", "bind", []int{200, 201}},
		{"OSB-UNBIND-010", "unbind", []int{200}},
		{"OSB-DEPROV-010", "deprovision", []int{200}},
		{"OSB-FETCH-008", "fetch-instance", []int{200}},
		{"OSB-FETCH-107", "fetch-binding", []int{200}},
		{"OSB-POLL-020", "instance-last-operation", []int{200}},
		{"OSB-POLL-115", "binding-last-operation", []int{200}},
	} {
		list = append(list, Each(rule.id, func(c *Case, x *record.Exchange) {
			if x.Operation == rule.operation && x.Is(rule.statuses...) {
				isJSON(c, x)
			}
		}))
	}
	return list
}

// listedSuccess judges that a success has a code that its operation lists. Which of them, and which refusal has which
// code, is for the rules of the operations.
func listedSuccess(c *Case, x *record.Exchange) {
	listed := map[string][]int{
		"provision": {200, 201, 202}, "bind": {200, 201, 202}, "update": {200, 202}, "unbind": {200, 202}, "deprovision": {200, 202},
		"catalog": {200}, "fetch-instance": {200}, "fetch-binding": {200}, "instance-last-operation": {200}, "binding-last-operation": {200},
	}[x.Operation]
	if listed != nil && x.Status() >= 200 && x.Status() < 300 {
		c.Expect(x).To(HaveStatus(listed...))
	}
}

// isJSON judges that a body is JSON at all; what it holds is compared with the document.
func isJSON(c *Case, x *record.Exchange) {
	c.Look(x)
	if _, err := x.Response.JSON(); err != nil {
		c.Fail(x, Note("%v, want a JSON object", err))
	}
}

// exactCode judges that a code which the specification names is spelt as there.
func exactCode(c *Case, x *record.Exchange) {
	code := text(x.Object(), "error")
	if x.Status() < 400 || code == "" {
		return
	}
	named := []string{"AsyncRequired", "ConcurrencyError", "RequiresApp"}
	if !c.Version.Before("2.15") {
		named = append(named, "MaintenanceInfoConflict")
	}
	i := slices.IndexFunc(named, func(name string) bool { return strings.EqualFold(name, code) })
	if i < 0 {
		return
	}
	c.Look(x)
	if named[i] != code {
		c.Fail(x, Want("%q", named[i]).Got("error %q", code))
	}
}
