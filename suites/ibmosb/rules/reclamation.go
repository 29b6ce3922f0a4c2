package rules

import (
	"net/http"

	. "conformance/suites/check"
	"conformance/suites/ibmosb/flows"
)

func reclamationChecks() List {
	return List{
		// "Restore brings the instance back whole"
		On("IBM-RECL-002", flows.Use, func(c *Case, run *flows.UseRun) {
			c.Expect(run.ProvisionRestored).To(HaveStatus(http.StatusOK))
			if !run.BindRestored.Present() {
				return
			}
			x := c.Use(run.BindRestored)
			if first := made(c, run); c.Expect(x).To(HaveStatus(http.StatusOK)) && !same(first, x) {
				c.Fail(x, Want("the same after restoring").Got("other credentials than in exchange %d", first.Number))
			}
		}),
		// "A disabled instance can be deleted"
		On("IBM-RECL-003", flows.Use, func(c *Case, run *flows.UseRun) {
			if x := c.Use(run.DisableLast); !flows.Changed(x) {
				c.NotApplicable(x, "the instance was not disabled")
			}
			c.Expect(run.Deprovision).To(HaveStatus(http.StatusOK, http.StatusAccepted))
		}),
	}
}
