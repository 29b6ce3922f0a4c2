package rules

import (
	"net/http"

	. "conformance/suites/check"
	"conformance/suites/ibmosb/flows"
	"conformance/suites/record"
)

func pathChecks() List {
	const missing, method = http.StatusNotFound, http.StatusMethodNotAllowed
	return List{
		// "Instances live under /v2/service_instances"
		On("IBM-PATH-001", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			c.Expect(run.Provision).NotTo(HaveStatus(missing, method))
		}),
		// "Percent-encoded CRN instance ids route correctly"
		On("IBM-PATH-002", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			for _, step := range []record.Step{run.Again, run.Update, run.Deprovision} {
				c.Expect(step).NotTo(HaveStatus(missing))
			}
		}),
		// "Percent-encoded CRN instance ids route correctly"
		On("IBM-PATH-002", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			c.Expect(run.Polled).NotTo(HaveStatus(missing))
		}),
		// "Literal and encoded colon name one instance"
		On("IBM-PATH-003", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { alike(c, run.Again, run.LiteralColon) }),
		// "Ids are decoded exactly once"
		On("IBM-PATH-004", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			if c.Expect(run.DoublyEncoded).To(HaveStatus(http.StatusGone, http.StatusNotFound, http.StatusBadRequest)) {
				c.Expect(run.AfterDoublyEncoded).To(HaveStatus(http.StatusOK))
			}
		}),
		// "Instance id is chosen by the platform"
		On("IBM-PATH-005", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			c.Expect(run.Update).NotTo(HaveStatus(missing, http.StatusGone))
			c.Expect(run.Deprovision).NotTo(HaveStatus(missing, http.StatusGone))
		}),
		// "Instance id is chosen by the platform"
		On("IBM-PATH-005", flows.Use, func(c *Case, run *flows.UseRun) {
			c.Expect(run.Bind).NotTo(HaveStatus(missing, http.StatusGone))
		}),
		// "Binding ids may be CRNs as well"
		On("IBM-PATH-006", flows.Use, func(c *Case, run *flows.UseRun) {
			for _, step := range []record.Step{run.Bind, run.BindAgain, run.Unbind} {
				c.Expect(step).NotTo(HaveStatus(missing))
			}
		}),
		// "CRNs are treated as opaque text"
		On("IBM-PATH-007", flows.Identifiers, func(c *Case, run *flows.IdentifiersRun) {
			c.Expect(run.Short).To(HaveStatus(http.StatusCreated, http.StatusAccepted))
			c.Expect(run.Plain).To(HaveStatus(http.StatusCreated, http.StatusAccepted))
		}),
		// "Path id and context CRN may differ"
		On("IBM-PATH-008", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { understood(c, run.OtherAccount) }),
	}
}
