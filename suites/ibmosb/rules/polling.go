package rules

import (
	"net/http"

	. "conformance/suites/check"
	"conformance/suites/ibmosb/flows"
	"conformance/suites/record"
)

func pollingChecks() List {
	return List{
		// "Polling answers 200 with a state"
		On("IBM-LOP-001", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			c.Expect(run.ProvisionPolls).To(HaveStatus(http.StatusOK))
			if run.DeletePolls.Present() {
				c.Expect(run.DeletePolls).To(HaveStatus(http.StatusOK, http.StatusGone))
			}
		}),
		// "An operation ends eventually"
		On("IBM-LOP-004", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			for _, step := range []record.Step{run.ProvisionPolls, run.UpdatePolls, run.DeletePolls} {
				if x := step.Exchange(); x != nil && x.Object()["state"] == "in progress" {
					c.Fail(x, Want("an operation that ends; see --poll-limit").Got("state in progress at the end of the time for polling"))
				}
			}
			c.Use(run.ProvisionPolls)
		}),
		// "A final state stays final"
		On("IBM-LOP-005", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			final := c.Use(run.ProvisionPolls).Object()["state"]
			c.Expect(run.PollsAfterEnd).To(HaveMember("/state", final))
		}),
		// "operation is echoed, URL-encoded"
		On("IBM-LOP-006", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			if x := c.Use(run.Provision); x.Object()["operation"] == nil {
				c.NotApplicable(x, "the broker names no operation")
			}
			c.Expect(run.Polled).To(HaveStatus(http.StatusOK))
		}),
		// "service_id and plan_id are hints"
		On("IBM-LOP-007", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			c.Expect(run.WithoutHints).To(HaveStatus(http.StatusOK))
			c.Expect(run.WithoutHints).To(HaveMember("/state", Kind("string")))
		}),
		// "Success means usable"
		On("IBM-LOP-008", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			c.Expect(run.Provisioned).To(HaveStatus(http.StatusOK))
			if run.Bind.Present() {
				c.Expect(run.Bind).To(HaveStatus(http.StatusCreated))
			}
		}),
		// "Failure carries an explanation"
		On("IBM-LOP-011", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			x := c.Use(run.FailingPolls)
			if x.Object()["state"] != "failed" {
				c.NotApplicable(x, "the operation did not fail")
			}
			if text, _ := x.Object()["description"].(string); text == "" {
				c.Fail(x, Want("one that tells the user why").Got("state failed without description"))
			}
		}),
		// "Unknown instance is not succeeded"
		On("IBM-LOP-012", flows.Refusals, func(c *Case, run *flows.RefusalsRun) {
			c.Expect(run.Poll).To(HaveStatus(http.StatusNotFound, http.StatusGone, http.StatusBadRequest))
		}),
		// "Polling has no side effects"
		On("IBM-LOP-013", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) { alike(c, run.Provisioned, run.ProvisionedStill) }),
	}
}
