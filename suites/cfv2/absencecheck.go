package cfv2

import (
	"net/http"
	"slices"

	. "conformance/suites/check"
	"conformance/suites/record"
)

const notReached = "ServiceBrokerApiUnreachable"

func absenceChecks() List {
	return List{
		On("CFV2-ERR-033", Absence, func(c *Case, run *AbsenceRun) {
			for _, step := range []record.Step{run.Provision, run.Bind, run.Update, run.Delete} {
				refused(c, c.Use(step), http.StatusBadGateway, notReached, 10001)
			}
		}),
		On("CFV2-PLAT-046", Absence, func(c *Case, run *AbsenceRun) {
			x := c.Use(run.Back)
			asked := caused(run, x, "broker-fetch-instance")
			if len(asked) == 0 {
				c.NotApplicable(x, "the broker was not asked again, so that nobody knows whether the target reaches it")
			}
			c.Look(asked[0])
			for _, y := range slices.Concat(run.SentDeprovision.Exchanges, run.SentUnbind.Exchanges) {
				if y.Number < asked[0].Number { // what comes later is what the suite removes
					c.Fail(y, Want("no clean-up of what it was never asked for").Got("after the broker had refused all connections"))
				}
			}
		}),
		On("CFV2-PLAT-062", Untrusted, func(c *Case, run *UntrustedRun) {
			x := c.Use(run.Create)
			if value(x, "/error_code") == "CF-"+notReached {
				c.NotApplicable(x, "the target does not reach the broker at a second port of the suite: %s", text(x, "/error_code"))
			}
			c.Expect(x).NotTo(HaveStatus(http.StatusOK, http.StatusCreated, http.StatusAccepted))
			for _, y := range run.Catalogs.Exchanges {
				c.Fail(y, Want("no request").Got("to a broker with an untrusted certificate"))
			}
		}),
	}
}
