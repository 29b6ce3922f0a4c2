package cfv2

import (
	"net/http"

	. "conformance/suites/check"
	"conformance/suites/record"
)

// failed is a refusal that stems from the broker: its code is 10001 for all.
func failed(id string, step func(*FailuresRun) record.Step, status int, name string) refusal[FailuresRun] {
	return refusal[FailuresRun]{id, step, status, name, 10001, false}
}

func failureRefusals() List {
	return refusals(Failures, []refusal[FailuresRun]{
		failed("CFV2-ERR-020", func(r *FailuresRun) record.Step { return r.ProvisionAsync }, 400, "AsyncRequired"),
		failed("CFV2-ERR-021", func(r *FailuresRun) record.Step { return r.ProvisionBusy }, 422, "ConcurrencyError"),
		failed("CFV2-ERR-024", func(r *FailuresRun) record.Step { return r.BindApp }, 400, "AppRequired"),
		failed("CFV2-ERR-025", func(r *FailuresRun) record.Step { return r.ProvisionStale }, 422, "MaintenanceInfoConflict"),
		failed("CFV2-ERR-026", func(r *FailuresRun) record.Step { return r.Provision409 }, 409, "ServiceBrokerConflict"),
		failed("CFV2-ERR-026", func(r *FailuresRun) record.Step { return r.Bind409 }, 409, "ServiceBrokerConflict"),
		failed("CFV2-ERR-027", func(r *FailuresRun) record.Step { return r.Update409 }, 502, "ServiceBrokerBadResponse"),
		failed("CFV2-ERR-028", func(r *FailuresRun) record.Step { return r.Provision400 }, 502, "ServiceBrokerRequestRejected"),
		failed("CFV2-ERR-028", func(r *FailuresRun) record.Step { return r.Bind400 }, 502, "ServiceBrokerRequestRejected"),
		failed("CFV2-ERR-029", func(r *FailuresRun) record.Step { return r.Provision401 }, 502, "ServiceBrokerApiAuthenticationFailed"),
		failed("CFV2-ERR-030", func(r *FailuresRun) record.Step { return r.Provision500 }, 502, "ServiceBrokerBadResponse"),
		failed("CFV2-ERR-030", func(r *FailuresRun) record.Step { return r.Bind500 }, 502, "ServiceBrokerBadResponse"),
		failed("CFV2-ERR-030", func(r *FailuresRun) record.Step { return r.Update500 }, 502, "ServiceBrokerBadResponse"),
		failed("CFV2-ERR-030", func(r *FailuresRun) record.Step { return r.Delete500 }, 502, "ServiceBrokerBadResponse"),
		failed("CFV2-ERR-030", func(r *FailuresRun) record.Step { return r.Unbind500 }, 502, "ServiceBrokerBadResponse"),
		failed("CFV2-ERR-031", func(r *FailuresRun) record.Step { return r.Provision408 }, 504, "ServiceBrokerApiTimeout"),
		failed("CFV2-PLAT-059", func(r *FailuresRun) record.Step { return r.Update201 }, 502, "ServiceBrokerBadResponse"),
		failed("CFV2-PLAT-059", func(r *FailuresRun) record.Step { return r.Delete204 }, 502, "ServiceBrokerBadResponse"),
		failed("CFV2-PLAT-060", func(r *FailuresRun) record.Step { return r.DeleteText }, 502, "ServiceBrokerResponseMalformed"),
		failed("CFV2-PLAT-061", func(r *FailuresRun) record.Step { return r.ProvisionDashboard }, 502, "ServiceBrokerResponseMalformed"),
		{"CFV2-ERR-022", func(r *FailuresRun) record.Step { return r.DeleteBusy }, 409, "AsyncServiceInstanceOperationInProgress", 60016, false},
		{"CFV2-ERR-022", func(r *FailuresRun) record.Step { return r.UnbindBusy }, 409, "AsyncServiceBindingOperationInProgress", 90008, false},
		{"CFV2-INST-067", func(r *FailuresRun) record.Step { return r.Recursive }, 502, "ServiceInstanceRecursiveDeleteFailed", 60027, false},
		{"CFV2-INST-076", func(r *FailuresRun) record.Step { return r.ParametersBad }, 502, "", 0, false},
	})
}

func failureChecks() List {
	return List{
		On("CFV2-ERR-003", Failures, func(c *Case, run *FailuresRun) {
			x := c.Use(run.Provision500)
			c.Expect(x).To(HaveMember("/code", number(10001)))
			c.Expect(x).To(HaveMember("/http/method", http.MethodPut))
			c.Expect(x).To(HaveMember("/http/status", number(500)))
		}),
		On("CFV2-ERR-023", Failures, func(c *Case, run *FailuresRun) { c.Expect(run.UpdateBusy).To(HaveStatus(502, 422)) }),
		On("CFV2-ERR-034", Failures, func(c *Case, run *FailuresRun) {
			c.Expect(run.Provision500).To(HaveMember("/description", Containing(broken)))
		}),
		On("CFV2-ERR-035", Failures, func(c *Case, run *FailuresRun) {
			c.Expect(run.Delete500).To(HaveMember("/description", Containing(text(c.Use(run.AfterDelete), "/entity/name"))))
		}),
		On("CFV2-INST-037", Failures, func(c *Case, run *FailuresRun) { c.Expect(run.ListAfter).To(HaveMember("/resources", BeEmptyList())) }),
		On("CFV2-INST-058", Failures, func(c *Case, run *FailuresRun) {
			x, before := c.Use(run.AfterUpdate), c.Use(run.Create)
			operates(c, x, "update", "failed")
			for _, member := range []string{"name", "service_plan_guid"} {
				c.Expect(x).To(HaveMember("/entity/"+member, value(before, "/entity/"+member)))
			}
		}),
		On("CFV2-INST-068", Failures, func(c *Case, run *FailuresRun) { c.Expect(run.DeleteGone).To(HaveStatus(http.StatusNoContent)) }),
		On("CFV2-INST-069", Failures, func(c *Case, run *FailuresRun) {
			x := c.Use(run.AfterDelete)
			c.Expect(x).To(HaveStatus(http.StatusOK))
			operates(c, x, "delete", "failed")
			c.Expect(run.DeleteGone).To(HaveStatus(http.StatusNoContent, http.StatusAccepted))
		}),
		On("CFV2-BIND-036", Failures, func(c *Case, run *FailuresRun) { c.Expect(run.UnbindGone).To(HaveStatus(http.StatusNoContent)) }),
		On("CFV2-BIND-037", Failures, func(c *Case, run *FailuresRun) {
			x := c.Use(run.AfterUnbind)
			c.Expect(x).To(HaveStatus(http.StatusOK))
			c.Expect(x).To(HaveMember("/entity/credentials", value(c.Use(run.Bind), "/entity/credentials")))
		}),
	}
}
