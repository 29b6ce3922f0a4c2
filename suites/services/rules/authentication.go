package rules

import (
	"net/http"

	. "conformance/suites/check"
	"conformance/suites/record"
	"conformance/suites/services/flows"
)

func authenticationChecks() List {
	return List{
		// "Requests need an Authorization header"
		answers("SVC-AUTH-001", flows.Access, func(r *flows.AccessRun) record.Step { return r.WithoutToken }, http.StatusUnauthorized),
		// "Requests need an Authorization header"
		answers("SVC-AUTH-001", flows.Validation, func(r *flows.ValidationRun) record.Step { return r.WithoutToken }, http.StatusUnauthorized),
		// "Token is sent as Bearer"
		answers("SVC-AUTH-002", flows.Access, func(r *flows.AccessRun) record.Step { return r.List }, http.StatusOK),
		// "Invalid tokens get 401"
		answers("SVC-AUTH-003", flows.Access, func(r *flows.AccessRun) record.Step { return r.WrongToken }, http.StatusUnauthorized, http.StatusForbidden),
		// "Other schemes are refused"
		On("SVC-AUTH-004", flows.Access, func(c *Case, run *flows.AccessRun) {
			c.Expect(run.Basic).To(HaveStatus(http.StatusUnauthorized))
			c.Expect(run.BareToken).To(HaveStatus(http.StatusUnauthorized, http.StatusOK))
		}),
		// "Refused requests have no effect"
		On("SVC-AUTH-005", flows.Validation, func(c *Case, run *flows.ValidationRun) {
			x := c.Use(run.WithoutToken)
			if flows.IsSuccess(x) {
				c.NotApplicable(x, "%s was not refused", x)
			}
			list, all := listedByLabel(c, run.ListAfter)
			leavesNothing(c, x, list, all)
		}),
		// "Workspace header is optional"
		answers("SVC-AUTH-006", flows.Access, func(r *flows.AccessRun) record.Step { return r.WithoutWorkspace }, http.StatusOK),
		// "Workspace header is optional"
		On("SVC-AUTH-006", flows.Database, sameWithoutWorkspace),
		// "Workspace header selects the workspace"
		On("SVC-AUTH-007", flows.Database, func(c *Case, run *flows.DatabaseRun) {
			absentFrom(c, run.Create, run.ListSecond, "in another workspace")
		}),
		// "Foreign workspace gets 403"
		answers("SVC-AUTH-008", flows.Access, func(r *flows.AccessRun) record.Step { return r.ForeignWorkspace },
			http.StatusForbidden, http.StatusNotFound, http.StatusBadRequest),
		// "Missing permission gets 403"
		On("SVC-AUTH-009", flows.Validation, func(c *Case, run *flows.ValidationRun) {
			x := c.Use(run.ReadOnly)
			c.Expect(x).To(HaveStatus(http.StatusForbidden))
			if !flows.IsSuccess(x) {
				list, all := listed(c, run.ListAfter)
				leavesNothing(c, x, list, all)
			}
		}),
		// "Unreachable services look absent"
		On("SVC-AUTH-010", flows.Database, func(c *Case, run *flows.DatabaseRun) {
			c.Expect(run.GetAsStranger).To(HaveStatus(http.StatusNotFound))
			absentFrom(c, run.Create, run.ListAsStranger, "to somebody who cannot reach its project")
		}),
	}
}

// sameWithoutWorkspace compares two lists by the one service that is known to stay: others come and go.
func sameWithoutWorkspace(c *Case, run *flows.DatabaseRun) {
	uuid := flows.Created(c.Use(run.Create))
	_, named := listed(c, run.ListDefault)
	list, unnamed := listed(c, run.ListUnnamed)
	_, there := flows.Find(named, "uuid", uuid)
	if _, here := flows.Find(unnamed, "uuid", uuid); here != there {
		c.Fail(list, Note("the new service is %s, want it %s, as in the list of the default workspace", seen(here), seen(there)))
	}
}

func seen(found bool) string {
	if found {
		return "shown"
	}
	return "not shown"
}

// absentFrom demands that a list, when one is answered at all, does not show the service.
func absentFrom(c *Case, creation, list record.Step, where string) {
	uuid := flows.Created(c.Use(creation))
	x := c.Use(list)
	all, ok := flows.Entries(x)
	if !ok {
		if !flows.IsRefusal(x) {
			c.Fail(x, Want("a list or a refusal"))
		}
		return
	}
	if _, found := flows.Find(all, "uuid", uuid); found {
		c.Fail(x, Note("shows the new service %s", where))
	}
}
