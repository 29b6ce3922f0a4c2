package rules

import (
	"net/http"

	. "conformance/suites/check"
	"conformance/suites/record"
	"conformance/suites/services/flows"
)

func lifecycleChecks() List {
	return List{
		// "List shows the new service"
		On("SVC-LIFE-001", flows.Database, func(c *Case, run *flows.DatabaseRun) {
			uuid := flows.Created(c.Use(run.Create))
			x := c.Use(run.List)
			if !c.Expect(x).To(HaveStatus(http.StatusOK)) {
				return
			}
			all, _ := flows.Entries(x)
			if _, found := flows.Find(all, "uuid", uuid); !found {
				c.Fail(x, Note("does not show the new service %s", uuid))
			}
		}),
		// "GET by uuid shows the service"
		On("SVC-LIFE-002", flows.Database, func(c *Case, run *flows.DatabaseRun) {
			uuid := flows.Created(c.Use(run.Create))
			for _, x := range c.UseAll(run.Polls) {
				if c.Expect(x).To(HaveStatus(http.StatusOK)) && flows.Entity(x)["uuid"] != uuid {
					c.Fail(x, Want("%q", uuid).At("/uuid").Got("%s", quoted(flows.Entity(x)["uuid"])))
				}
			}
		}),
		// "Deletion succeeds"
		answers("SVC-LIFE-003", flows.Database, func(r *flows.DatabaseRun) record.Step { return r.Delete },
			http.StatusNoContent, http.StatusOK, http.StatusAccepted),
		// "A deleted service is gone"
		On("SVC-LIFE-004", flows.Database, func(c *Case, run *flows.DatabaseRun) {
			uuid := flows.Created(c.Use(run.Create))
			c.Expect(run.GonePolls.Last()).To(HaveStatus(http.StatusNotFound, http.StatusGone))
			if x, all := listed(c, run.ListAfterDelete); uuid != "" {
				if _, found := flows.Find(all, "uuid", uuid); found {
					c.Fail(x, Note("shows the deleted service %s", uuid))
				}
			}
		}),
		// "Deleting again gives 404"
		answers("SVC-LIFE-005", flows.Database, func(r *flows.DatabaseRun) record.Step { return r.DeleteAgain }, http.StatusNotFound),
		// "Update uses PUT"
		On("SVC-LIFE-006", flows.Database, updates),
		// "State is changed by PATCH"
		refuses("SVC-LIFE-007", flows.Database, func(r *flows.DatabaseRun) record.Step { return r.InventedState }),
	}
}

// updates demands that an update changes what was sent, and nothing else.
func updates(c *Case, run *flows.DatabaseRun) {
	update := c.Use(run.Update)
	if !flows.IsSuccess(update) {
		c.Fail(update, Want("a 2xx"))
		return
	}
	_, before := shown(c, run.Polls.Last())
	x, after := shown(c, run.ReadUpdated)
	if after["label"] != sent(update, "label") {
		c.Fail(x, Want("%q as sent", sent(update, "label")).At("/label").Got("%s", quoted(after["label"])))
	}
	for _, member := range []string{"uuid", "name", "service_type", "project_id", "resource_id", "created_at"} {
		if !same(before[member], after[member]) {
			c.Fail(x, Want("%s: the update did not name it", quoted(before[member])).At("/"+member).Got("%s", quoted(after[member])))
		}
	}
}
