package services

import (
	"net/http"

	. "conformance/suites/check"
	"conformance/suites/record"
)

func authenticationChecks() List {
	return List{
		answers("SVC-AUTH-001", Access, func(r *AccessRun) record.Step { return r.WithoutToken }, http.StatusUnauthorized),
		answers("SVC-AUTH-001", Validation, func(r *ValidationRun) record.Step { return r.WithoutToken }, http.StatusUnauthorized),
		answers("SVC-AUTH-002", Access, func(r *AccessRun) record.Step { return r.List }, http.StatusOK),
		answers("SVC-AUTH-003", Access, func(r *AccessRun) record.Step { return r.WrongToken }, http.StatusUnauthorized, http.StatusForbidden),
		On("SVC-AUTH-004", Access, func(c *Case, run *AccessRun) {
			c.Expect(run.Basic).To(HaveStatus(http.StatusUnauthorized))
			c.Expect(run.BareToken).To(HaveStatus(http.StatusUnauthorized, http.StatusOK))
		}),
		On("SVC-AUTH-005", Validation, func(c *Case, run *ValidationRun) {
			x := c.Use(run.WithoutToken)
			if isSuccess(x) {
				c.NotApplicable(x, "%s was not refused", x)
			}
			list, all := listedByLabel(c, run.ListAfter)
			leavesNothing(c, x, list, all)
		}),
		answers("SVC-AUTH-006", Access, func(r *AccessRun) record.Step { return r.WithoutWorkspace }, http.StatusOK),
		On("SVC-AUTH-006", Database, sameWithoutWorkspace),
		On("SVC-AUTH-007", Database, func(c *Case, run *DatabaseRun) {
			absentFrom(c, run.Create, run.ListSecond, "in another workspace")
		}),
		answers("SVC-AUTH-008", Access, func(r *AccessRun) record.Step { return r.ForeignWorkspace },
			http.StatusForbidden, http.StatusNotFound, http.StatusBadRequest),
		On("SVC-AUTH-009", Validation, func(c *Case, run *ValidationRun) {
			x := c.Use(run.ReadOnly)
			c.Expect(x).To(HaveStatus(http.StatusForbidden))
			if !isSuccess(x) {
				list, all := listed(c, run.ListAfter)
				leavesNothing(c, x, list, all)
			}
		}),
		On("SVC-AUTH-010", Database, func(c *Case, run *DatabaseRun) {
			c.Expect(run.GetAsStranger).To(HaveStatus(http.StatusNotFound))
			absentFrom(c, run.Create, run.ListAsStranger, "to somebody who cannot reach its project")
		}),
	}
}

// sameWithoutWorkspace compares two lists by the one service that is known to stay: others come and go.
func sameWithoutWorkspace(c *Case, run *DatabaseRun) {
	uuid := created(c.Use(run.Create))
	_, named := listed(c, run.ListDefault)
	list, unnamed := listed(c, run.ListUnnamed)
	_, there := find(named, "uuid", uuid)
	if _, here := find(unnamed, "uuid", uuid); here != there {
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
	uuid := created(c.Use(creation))
	x := c.Use(list)
	all, ok := entries(x)
	if !ok {
		if !isRefusal(x) {
			c.Fail(x, Want("a list or a refusal"))
		}
		return
	}
	if _, found := find(all, "uuid", uuid); found {
		c.Fail(x, Note("shows the new service %s", where))
	}
}
