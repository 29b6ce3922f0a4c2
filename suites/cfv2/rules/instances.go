package rules

import (
	"net/http"

	"conformance/suites/cfv2/flows"
	. "conformance/suites/check"
)

func instancesChecks() List {
	return List{
		// "Gateway data is accepted and unused"
		On("CFV2-INST-005", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			if x, body := sent(c, run.CreateIncomplete, "broker-provision"); x != nil {
				if _, found := body["gateway_data"]; found {
					c.Fail(x, Want("none").Got("gateway_data"))
				}
			}
		}),
		// "Failed create leaves no instance"
		On("CFV2-INST-037", flows.Failures, func(c *Case, run *flows.FailuresRun) {
			c.Expect(run.ListAfter).To(HaveMember("/resources", BeEmptyList()))
		}),
		// "Instance list filters work"
		On("CFV2-INST-042", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { only(c, run.List, flows.GuidOf(c.Use(run.Create))) }),
		// "Failed update is recorded and reverted"
		On("CFV2-INST-058", flows.Failures, func(c *Case, run *flows.FailuresRun) {
			x, before := c.Use(run.AfterUpdate), c.Use(run.Create)
			operates(c, x, "update", "failed")
			for _, member := range []string{"name", "service_plan_guid"} {
				c.Expect(x).To(HaveMember("/entity/"+member, flows.Value(before, "/entity/"+member)))
			}
		}),
		// "Gone broker instance counts as deleted"
		On("CFV2-INST-068", flows.Failures, func(c *Case, run *flows.FailuresRun) { c.Expect(run.DeleteGone).To(HaveStatus(http.StatusNoContent)) }),
		// "Failed delete keeps the instance"
		On("CFV2-INST-069", flows.Failures, func(c *Case, run *flows.FailuresRun) {
			x := c.Use(run.AfterDelete)
			c.Expect(x).To(HaveStatus(http.StatusOK))
			operates(c, x, "delete", "failed")
			c.Expect(run.DeleteGone).To(HaveStatus(http.StatusNoContent, http.StatusAccepted))
		}),
	}
}
