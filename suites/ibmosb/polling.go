package ibmosb

import (
	"net/http"

	. "conformance/suites/check"
	"conformance/suites/record"
)

func pollingChecks() List {
	return List{
		On("IBM-LOP-001", Asynchronous, func(c *Case, run *AsynchronousRun) {
			c.Expect(run.ProvisionPolls).To(HaveStatus(http.StatusOK))
			if run.DeletePolls.Present() {
				c.Expect(run.DeletePolls).To(HaveStatus(http.StatusOK, http.StatusGone))
			}
		}),
		On("IBM-LOP-004", Asynchronous, func(c *Case, run *AsynchronousRun) {
			for _, step := range []record.Step{run.ProvisionPolls, run.UpdatePolls, run.DeletePolls} {
				if x := step.Exchange(); x != nil && x.Object()["state"] == "in progress" {
					c.Fail(x, Want("an operation that ends; see --poll-limit").Got("state in progress at the end of the time for polling"))
				}
			}
			c.Use(run.ProvisionPolls)
		}),
		On("IBM-LOP-005", Asynchronous, func(c *Case, run *AsynchronousRun) {
			final := c.Use(run.ProvisionPolls).Object()["state"]
			c.Expect(run.PollsAfterEnd).To(HaveMember("/state", final))
		}),
		On("IBM-LOP-006", Asynchronous, func(c *Case, run *AsynchronousRun) {
			if x := c.Use(run.Provision); x.Object()["operation"] == nil {
				c.NotApplicable(x, "the broker names no operation")
			}
			c.Expect(run.Polled).To(HaveStatus(http.StatusOK))
		}),
		On("IBM-LOP-007", Asynchronous, func(c *Case, run *AsynchronousRun) {
			c.Expect(run.WithoutHints).To(HaveStatus(http.StatusOK))
			c.Expect(run.WithoutHints).To(HaveMember("/state", Kind("string")))
		}),
		On("IBM-LOP-008", Asynchronous, func(c *Case, run *AsynchronousRun) {
			c.Expect(run.Provisioned).To(HaveStatus(http.StatusOK))
			if run.Bind.Present() {
				c.Expect(run.Bind).To(HaveStatus(http.StatusCreated))
			}
		}),
		On("IBM-LOP-011", Asynchronous, func(c *Case, run *AsynchronousRun) {
			x := c.Use(run.FailingPolls)
			if x.Object()["state"] != "failed" {
				c.NotApplicable(x, "the operation did not fail")
			}
			if text, _ := x.Object()["description"].(string); text == "" {
				c.Fail(x, Want("one that tells the user why").Got("state failed without description"))
			}
		}),
		On("IBM-LOP-012", Refusals, func(c *Case, run *RefusalsRun) {
			c.Expect(run.Poll).To(HaveStatus(http.StatusNotFound, http.StatusGone, http.StatusBadRequest))
		}),
		On("IBM-LOP-013", Asynchronous, func(c *Case, run *AsynchronousRun) { alike(c, run.Provisioned, run.ProvisionedStill) }),
	}
}
