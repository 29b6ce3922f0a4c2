package ibmosb

import (
	"net/http"

	. "conformance/suites/check"
	"conformance/suites/record"
)

func pathChecks() List {
	const missing, method = http.StatusNotFound, http.StatusMethodNotAllowed
	return List{
		On("IBM-PATH-001", Lifecycle, func(c *Case, run *LifecycleRun) {
			c.Expect(run.Provision).NotTo(HaveStatus(missing, method))
		}),
		On("IBM-PATH-002", Lifecycle, func(c *Case, run *LifecycleRun) {
			for _, step := range []record.Step{run.Again, run.Update, run.Deprovision} {
				c.Expect(step).NotTo(HaveStatus(missing))
			}
		}),
		On("IBM-PATH-002", Asynchronous, func(c *Case, run *AsynchronousRun) {
			c.Expect(run.Polled).NotTo(HaveStatus(missing))
		}),
		On("IBM-PATH-003", Lifecycle, func(c *Case, run *LifecycleRun) { alike(c, run.Again, run.LiteralColon) }),
		On("IBM-PATH-004", Lifecycle, func(c *Case, run *LifecycleRun) {
			if c.Expect(run.DoublyEncoded).To(HaveStatus(http.StatusGone, http.StatusNotFound, http.StatusBadRequest)) {
				c.Expect(run.AfterDoublyEncoded).To(HaveStatus(http.StatusOK))
			}
		}),
		On("IBM-PATH-005", Lifecycle, func(c *Case, run *LifecycleRun) {
			c.Expect(run.Update).NotTo(HaveStatus(missing, http.StatusGone))
			c.Expect(run.Deprovision).NotTo(HaveStatus(missing, http.StatusGone))
		}),
		On("IBM-PATH-005", Use, func(c *Case, run *UseRun) {
			c.Expect(run.Bind).NotTo(HaveStatus(missing, http.StatusGone))
		}),
		On("IBM-PATH-006", Use, func(c *Case, run *UseRun) {
			for _, step := range []record.Step{run.Bind, run.BindAgain, run.Unbind} {
				c.Expect(step).NotTo(HaveStatus(missing))
			}
		}),
		On("IBM-PATH-007", Identifiers, func(c *Case, run *IdentifiersRun) {
			c.Expect(run.Short).To(HaveStatus(http.StatusCreated, http.StatusAccepted))
			c.Expect(run.Plain).To(HaveStatus(http.StatusCreated, http.StatusAccepted))
		}),
		On("IBM-PATH-008", Lifecycle, func(c *Case, run *LifecycleRun) { understood(c, run.OtherAccount) }),
	}
}
