package services

import (
	"net/http"

	. "conformance/suites/check"
	"conformance/suites/record"
)

func lifecycleChecks() List {
	return List{
		On("SVC-LIFE-001", Database, func(c *Case, run *DatabaseRun) {
			uuid := created(c.Use(run.Create))
			x := c.Use(run.List)
			if !c.Expect(x).To(HaveStatus(http.StatusOK)) {
				return
			}
			all, _ := entries(x)
			if _, found := find(all, "uuid", uuid); !found {
				c.Fail(x, Note("does not show the new service %s", uuid))
			}
		}),
		On("SVC-LIFE-002", Database, func(c *Case, run *DatabaseRun) {
			uuid := created(c.Use(run.Create))
			for _, x := range c.UseAll(run.Polls) {
				if c.Expect(x).To(HaveStatus(http.StatusOK)) && entity(x)["uuid"] != uuid {
					c.Fail(x, Want("%q", uuid).At("/uuid").Got("%s", quoted(entity(x)["uuid"])))
				}
			}
		}),
		answers("SVC-LIFE-003", Database, func(r *DatabaseRun) record.Step { return r.Delete },
			http.StatusNoContent, http.StatusOK, http.StatusAccepted),
		On("SVC-LIFE-004", Database, func(c *Case, run *DatabaseRun) {
			uuid := created(c.Use(run.Create))
			c.Expect(run.GonePolls.Last()).To(HaveStatus(http.StatusNotFound, http.StatusGone))
			if x, all := listed(c, run.ListAfterDelete); uuid != "" {
				if _, found := find(all, "uuid", uuid); found {
					c.Fail(x, Note("shows the deleted service %s", uuid))
				}
			}
		}),
		answers("SVC-LIFE-005", Database, func(r *DatabaseRun) record.Step { return r.DeleteAgain }, http.StatusNotFound),
		On("SVC-LIFE-006", Database, updates),
		refuses("SVC-LIFE-007", Database, func(r *DatabaseRun) record.Step { return r.InventedState }),
	}
}

// updates demands that an update changes what was sent, and nothing else.
func updates(c *Case, run *DatabaseRun) {
	update := c.Use(run.Update)
	if !isSuccess(update) {
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
