package rules

import (
	"net/http"
	"slices"
	"strings"

	. "conformance/suites/check"
	"conformance/suites/osb/flows"
	"conformance/suites/record"
)

func errorsChecks() List {
	return List{
		// "4xx answers leave state unchanged"
		On("OSB-ERR-017", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { stillThere(c, run.DeleteNoPlan, run.Deprovision) }),
		// "4xx answers leave state unchanged"
		On("OSB-ERR-017", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { leavesNothing(c, run.Leftover, run.LeftoverUnknown) }),
		// "4xx answers leave state unchanged"
		On("OSB-ERR-017", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) { leavesNothing(c, run.Leftover, run.LeftoverUnknown) }),
		// "Responses carry Content-Type application/json"
		Each("OSB-ERR-023", labelled),
		// "Wrong Content-Type gives 400"
		On("OSB-ERR-026", flows.Identifiers, func(c *Case, run *flows.IdentifiersRun) {
			for _, x := range seen(c, run.ProvisionText, run.UpdateText, run.BindText) {
				allowed := []int{http.StatusOK, http.StatusCreated, http.StatusAccepted, http.StatusBadRequest}
				switch {
				case flows.Unavailable(x):
					continue // for another reason
				case x.Operation == "update":
					allowed = append(allowed, c.Use(run.Update).Status()) // what it cannot do it may refuse in any form
				default:
					allowed = append(allowed, http.StatusConflict) // the id is in use
				}
				c.Expect(x).To(HaveStatus(allowed...))
			}
		}),
		// "Unprocessable body gives 400"
		On("OSB-ERR-027", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			faultless(c, run, http.StatusBadRequest, run.BrokenJSON, run.ProvisionList, run.ProvisionText, run.ProvisionEmpty)
		}),
		// "Unprocessable body gives 400"
		On("OSB-ERR-027", flows.Identifiers, func(c *Case, run *flows.IdentifiersRun) {
			if plain := c.Use(run.Update); flows.Worked(plain) {
				answered(c, run.UpdateBroken, http.StatusBadRequest)
			} else { // what it cannot do it may refuse unread
				answered(c, run.UpdateBroken, http.StatusBadRequest, plain.Status())
			}
			// Whoever can read it may, as what the id stands for is already there.
			answered(c, run.ProvisionBytes, http.StatusBadRequest, http.StatusOK, http.StatusCreated, http.StatusAccepted, http.StatusConflict)
		}),
	}
}

func errorChecks() List {
	list := List{
		// "Failures use a fitting HTTP code"
		Each("OSB-ERR-001", func(c *Case, x *record.Exchange) {
			if x.Invalid == "" || strings.HasSuffix(x.Invalid, flows.Optional) || x.Response == nil {
				return
			}
			// What is not implemented, or not to be had for the moment, has codes of its own, whatever the request.
			if c.Look(x); x.Status() >= 500 && !x.Is(http.StatusNotImplemented) && !flows.Unavailable(x) {
				c.Fail(x, Want("a 4xx").Got("%s for a client's mistake (%s)", x.Got(), x.Invalid))
			}
		}),
		// "Specified codes are mandatory"
		Each("OSB-ERR-002", listedSuccess),
		// "Named error codes are mandatory"
		Each("OSB-ERR-012", exactCode),
		// What is no address may be refused by a server that stands before the broker, and that knows nothing of its bodies.
		// "Error bodies are JSON objects (2.12, 2.13)"
		Each("OSB-ERR-019", func(c *Case, x *record.Exchange) {
			if x.Status() >= 400 && x.Invalid != flows.BrokenQuery {
				isJSON(c, x)
			}
		}),
		// "All bodies are JSON objects (until 2.13)"
		Each("OSB-ERR-020", func(c *Case, x *record.Exchange) {
			if x.Response != nil && x.Operation != "" && x.Operation != "catalog" && x.Invalid != flows.BrokenQuery {
				isJSON(c, x)
			}
		}),
	}
	for _, rule := range []struct {
		id, operation string
		statuses      []int
	}{
		// "Provision success body is a JSON object"
		{"OSB-PROV-053", "provision", []int{200, 201, 202}},
		// "Synchronous update body is a JSON object"
		{"OSB-UPD-032", "update", []int{200}},
		// "Bind success body is a JSON object"
		{"OSB-BIND-120", "bind", []int{200, 201}},
		// "Unbind 200 body is {}"
		{"OSB-UNBIND-010", "unbind", []int{200}},
		// "Deprovision 200 body is {}"
		{"OSB-DEPROV-010", "deprovision", []int{200}},
		// "Successful instance fetch gives 200"
		{"OSB-FETCH-008", "fetch-instance", []int{200}},
		// "Successful binding fetch gives 200"
		{"OSB-FETCH-107", "fetch-binding", []int{200}},
		// "Poll body has state"
		{"OSB-POLL-020", "instance-last-operation", []int{200}},
		// "Binding poll body has state"
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
	code := flows.Text(x.Object(), "error")
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

// labelled judges that an answer with a body says that it is JSON.
func labelled(c *Case, x *record.Exchange) {
	if x.Response == nil || len(x.Response.Body) == 0 || x.Invalid == flows.BrokenQuery {
		return
	}
	c.Look(x)
	label := x.Response.Header.Get("Content-Type")
	if media, _, _ := strings.Cut(label, ";"); !strings.EqualFold(strings.TrimSpace(media), "application/json") {
		c.Fail(x, Want("application/json").Got("Content-Type %q", label))
	}
}

// leavesNothing judges that there is nothing to delete after a creation was refused.
func leavesNothing(c *Case, removals, unknown record.Step) {
	known := false
	for _, x := range c.UseAll(removals) {
		known = known || x.Is(http.StatusNotFound, http.StatusGone)
		if !x.Is(http.StatusOK, http.StatusAccepted) {
			continue
		}
		if nobody := c.Use(unknown); !nobody.Is(http.StatusNotFound, http.StatusGone) {
			c.NotApplicable(nobody, "a deletion of what is not there is answered %s, so that none tells what is there", nobody.Got())
		}
		c.Fail(x, Want("410: there is nothing to delete").Got("%s for an instance whose creation was refused", x.Got()))
		known = true
	}
	if !known {
		x := c.Use(removals)
		c.NotApplicable(x, "a deletion of what was refused is answered %s, which does not tell what is there", x.Got())
	}
}
