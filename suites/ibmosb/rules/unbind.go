package rules

import (
	. "conformance/suites/check"
	"conformance/suites/ibmosb/flows"
	"net/http"
)

func unbindChecks() List {
	return List{
		On("IBM-UNB-001", flows.Use, func(c *Case, run *flows.UseRun) {
			c.Expect(run.Unbind).To(HaveStatus(http.StatusOK))
			c.Expect(run.Unbind).To(HaveObject())
		}),
		On("IBM-UNB-002", flows.Use, func(c *Case, run *flows.UseRun) {
			c.Expect(run.UnbindAgain).To(HaveStatus(http.StatusGone))
		}),
		On("IBM-UNB-003", flows.Use, func(c *Case, run *flows.UseRun) { unbroken(c, run.UnbindWithoutIDs) }),
		On("IBM-UNB-004", flows.Use, func(c *Case, run *flows.UseRun) {
			c.Expect(run.UnbindDisabled).To(HaveStatus(http.StatusOK))
		}),
	}
}
