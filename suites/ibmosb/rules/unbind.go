package rules

import (
	"net/http"

	. "conformance/suites/check"
	"conformance/suites/ibmosb/flows"
)

func unbindChecks() List {
	return List{
		// "200 and {} when unbound"
		On("IBM-UNB-001", flows.Use, func(c *Case, run *flows.UseRun) {
			c.Expect(run.Unbind).To(HaveStatus(http.StatusOK))
			c.Expect(run.Unbind).To(HaveObject())
		}),
		// "410 for a binding that does not exist"
		On("IBM-UNB-002", flows.Use, func(c *Case, run *flows.UseRun) {
			c.Expect(run.UnbindAgain).To(HaveStatus(http.StatusGone))
		}),
		// "Unbind carries service_id and plan_id"
		On("IBM-UNB-003", flows.Use, func(c *Case, run *flows.UseRun) { unbroken(c, run.UnbindWithoutIDs) }),
		// "Unbind works on a disabled instance"
		On("IBM-UNB-004", flows.Use, func(c *Case, run *flows.UseRun) {
			c.Expect(run.UnbindDisabled).To(HaveStatus(http.StatusOK))
		}),
	}
}
