package rules

import (
	"encoding/json"
	"net/http"

	. "conformance/suites/check"
	"conformance/suites/ibmosb/flows"
	"conformance/suites/record"
)

// secondsBelow is a time in 1973 in milliseconds; smaller values are seconds.
const secondsBelow = 1e11

func stateChecks() List {
	const missing, method = http.StatusNotFound, http.StatusMethodNotAllowed
	return List{
		// "State endpoints are present"
		On("IBM-STATE-001", flows.Use, func(c *Case, run *flows.UseRun) {
			c.Expect(run.State).NotTo(HaveStatus(missing, method))
			c.Expect(run.Disable).NotTo(HaveStatus(missing, method))
		}),
		// "State read answers 200 with enabled"
		On("IBM-STATE-002", flows.Use, func(c *Case, run *flows.UseRun) {
			c.Expect(run.State).To(HaveStatus(http.StatusOK))
		}),
		// "last_active is milliseconds since epoch"
		Each("IBM-STATE-004", func(c *Case, x *record.Exchange) {
			if x.Operation != "state-get" && x.Operation != "state-put" {
				return
			}
			number, _ := x.Object()["last_active"].(json.Number)
			value, err := number.Float64()
			if err != nil {
				return
			}
			if c.Look(x); value > 0 && value < secondsBelow {
				c.Fail(x, Want("milliseconds since 1970; this looks like seconds").Got("last_active %s", number))
			}
		}),
		// "last_active accompanies idle instances"
		Each("IBM-STATE-005", func(c *Case, x *record.Exchange) {
			if x.Operation != "state-get" || !x.Is(http.StatusOK) {
				return
			}
			if state := x.Object(); state["enabled"] == true && state["active"] == false {
				c.Expect(x).To(HaveMember("/last_active", Kind("number")))
			}
		}),
		// "Disabling takes effect"
		On("IBM-STATE-006", flows.Use, func(c *Case, run *flows.UseRun) {
			c.Expect(run.DisabledLater).To(HaveMember("/enabled", false))
		}),
		// "Enabling restores access"
		On("IBM-STATE-007", flows.Use, func(c *Case, run *flows.UseRun) {
			c.Expect(run.Enabled).To(HaveMember("/enabled", true))
			if run.BindEnabled.Present() {
				c.Expect(run.BindEnabled).To(HaveStatus(http.StatusCreated))
			}
		}),
		// "State change answers 200 or 204"
		On("IBM-STATE-008", flows.Use, func(c *Case, run *flows.UseRun) {
			for _, step := range []record.Step{run.Disable, run.Enable} {
				if x := c.Use(step); c.Expect(x).To(HaveStatus(http.StatusOK, http.StatusNoContent)) && x.Is(http.StatusOK) {
					c.Expect(x).To(HaveObject())
				}
			}
		}),
		// "200 body mirrors the request"
		On("IBM-STATE-009", flows.Use, func(c *Case, run *flows.UseRun) {
			mirrored(c, run.Disable, false)
			mirrored(c, run.Enable, true)
		}),
		// "enabled must be a JSON boolean"
		On("IBM-STATE-010", flows.Use, func(c *Case, run *flows.UseRun) {
			rejected(c, run.BadState)
			c.Expect(run.AfterBadState).To(HaveMember("/enabled", false))
		}),
		// "initiator_id is an optional string"
		On("IBM-STATE-011", flows.Use, func(c *Case, run *flows.UseRun) { successful(c, run.WithoutInitiator) }),
		// "reason_code comes from a fixed list"
		On("IBM-STATE-012", flows.Use, func(c *Case, run *flows.UseRun) { successful(c, run.Reasons) }),
		// "Deprecated BMX_ codes still work"
		On("IBM-STATE-013", flows.Use, func(c *Case, run *flows.UseRun) { successful(c, run.OldReason) }),
		// "State changes are idempotent"
		On("IBM-STATE-015", flows.Use, func(c *Case, run *flows.UseRun) {
			successful(c, run.DisableAgain)
			successful(c, run.EnableAgain)
		}),
		// "State of unknown instance is 404"
		On("IBM-STATE-016", flows.Refusals, func(c *Case, run *flows.RefusalsRun) {
			c.Expect(run.State).To(HaveStatus(missing, http.StatusGone))
		}),
		// "A new instance starts enabled"
		On("IBM-STATE-017", flows.Use, func(c *Case, run *flows.UseRun) {
			c.Expect(run.State).To(HaveMember("/enabled", true))
		}),
		// "Disabling is not deleting"
		On("IBM-STATE-018", flows.Use, func(c *Case, run *flows.UseRun) {
			c.Expect(run.ProvisionDisabled).NotTo(HaveStatus(http.StatusCreated))
			c.Expect(run.Deprovision).NotTo(HaveStatus(http.StatusGone))
		}),
		// "State change is synchronous"
		On("IBM-STATE-020", flows.Use, func(c *Case, run *flows.UseRun) {
			c.Expect(run.Disabled).To(HaveMember("/enabled", false))
		}),
		// "State methods accept encoded CRNs"
		On("IBM-STATE-021", flows.Use, func(c *Case, run *flows.UseRun) {
			c.Expect(run.State).NotTo(HaveStatus(missing))
		}),
	}
}

func successful(c *Case, step record.Step) {
	c.Expect(step).To(HaveStatus(http.StatusOK, http.StatusNoContent))
}

// mirrored demands that the answer to a state change repeats what was asked for.
func mirrored(c *Case, step record.Step, enabled bool) {
	x := c.Use(step)
	if !x.Is(http.StatusOK) {
		c.NotApplicable(x, "the change was answered %s, without the state", x.Got())
	}
	c.Expect(x).To(HaveMember("/enabled", enabled))
}
