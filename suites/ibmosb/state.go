package ibmosb

import (
	"encoding/json"
	"net/http"

	. "conformance/suites/check"
	"conformance/suites/record"
)

// secondsBelow is a time in 1973 in milliseconds; smaller values are seconds.
const secondsBelow = 1e11

func stateChecks() List {
	const missing, method = http.StatusNotFound, http.StatusMethodNotAllowed
	return List{
		On("IBM-STATE-001", Use, func(c *Case, run *UseRun) {
			c.Expect(run.State).NotTo(HaveStatus(missing, method))
			c.Expect(run.Disable).NotTo(HaveStatus(missing, method))
		}),
		On("IBM-STATE-002", Use, func(c *Case, run *UseRun) {
			c.Expect(run.State).To(HaveStatus(http.StatusOK))
		}),
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
		Each("IBM-STATE-005", func(c *Case, x *record.Exchange) {
			if x.Operation != "state-get" || !x.Is(http.StatusOK) {
				return
			}
			if state := x.Object(); state["enabled"] == true && state["active"] == false {
				c.Expect(x).To(HaveMember("/last_active", Kind("number")))
			}
		}),
		On("IBM-STATE-006", Use, func(c *Case, run *UseRun) {
			c.Expect(run.DisabledLater).To(HaveMember("/enabled", false))
		}),
		On("IBM-STATE-007", Use, func(c *Case, run *UseRun) {
			c.Expect(run.Enabled).To(HaveMember("/enabled", true))
			if run.BindEnabled.Present() {
				c.Expect(run.BindEnabled).To(HaveStatus(http.StatusCreated))
			}
		}),
		On("IBM-STATE-008", Use, func(c *Case, run *UseRun) {
			for _, step := range []record.Step{run.Disable, run.Enable} {
				if x := c.Use(step); c.Expect(x).To(HaveStatus(http.StatusOK, http.StatusNoContent)) && x.Is(http.StatusOK) {
					c.Expect(x).To(HaveObject())
				}
			}
		}),
		On("IBM-STATE-009", Use, func(c *Case, run *UseRun) {
			mirrored(c, run.Disable, false)
			mirrored(c, run.Enable, true)
		}),
		On("IBM-STATE-010", Use, func(c *Case, run *UseRun) {
			rejected(c, run.BadState)
			c.Expect(run.AfterBadState).To(HaveMember("/enabled", false))
		}),
		On("IBM-STATE-011", Use, func(c *Case, run *UseRun) { successful(c, run.WithoutInitiator) }),
		On("IBM-STATE-012", Use, func(c *Case, run *UseRun) { successful(c, run.Reasons) }),
		On("IBM-STATE-013", Use, func(c *Case, run *UseRun) { successful(c, run.OldReason) }),
		On("IBM-STATE-015", Use, func(c *Case, run *UseRun) {
			successful(c, run.DisableAgain)
			successful(c, run.EnableAgain)
		}),
		On("IBM-STATE-016", Refusals, func(c *Case, run *RefusalsRun) {
			c.Expect(run.State).To(HaveStatus(missing, http.StatusGone))
		}),
		On("IBM-STATE-017", Use, func(c *Case, run *UseRun) {
			c.Expect(run.State).To(HaveMember("/enabled", true))
		}),
		On("IBM-STATE-018", Use, func(c *Case, run *UseRun) {
			c.Expect(run.ProvisionDisabled).NotTo(HaveStatus(http.StatusCreated))
			c.Expect(run.Deprovision).NotTo(HaveStatus(http.StatusGone))
		}),
		On("IBM-STATE-020", Use, func(c *Case, run *UseRun) {
			c.Expect(run.Disabled).To(HaveMember("/enabled", false))
		}),
		On("IBM-STATE-021", Use, func(c *Case, run *UseRun) {
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

func reclamationChecks() List {
	return List{
		On("IBM-RECL-002", Use, func(c *Case, run *UseRun) {
			c.Expect(run.ProvisionRestored).To(HaveStatus(http.StatusOK))
			if !run.BindRestored.Present() {
				return
			}
			x := c.Use(run.BindRestored)
			if first := made(c, run); c.Expect(x).To(HaveStatus(http.StatusOK)) && !same(first, x) {
				c.Fail(x, Want("the same after restoring").Got("other credentials than in exchange %d", first.Number))
			}
		}),
		On("IBM-RECL-003", Use, func(c *Case, run *UseRun) {
			if x := c.Use(run.DisableLast); !changed(x) {
				c.NotApplicable(x, "the instance was not disabled")
			}
			c.Expect(run.Deprovision).To(HaveStatus(http.StatusOK, http.StatusAccepted))
		}),
	}
}
