package rules

import (
	"conformance/suites/cfv2/flows"
	. "conformance/suites/check"
	"conformance/suites/record"
)

// failed is a refusal that stems from the broker: its code is 10001 for all.
func failed(id string, step func(*flows.FailuresRun) record.Step, status int, name string) refusal[flows.FailuresRun] {
	return refusal[flows.FailuresRun]{id, step, status, name, 10001, false}
}

func failureRefusals() List {
	return refusals(flows.Failures, []refusal[flows.FailuresRun]{
		failed("CFV2-ERR-020", func(r *flows.FailuresRun) record.Step { return r.ProvisionAsync }, 400, "AsyncRequired"),
		failed("CFV2-ERR-021", func(r *flows.FailuresRun) record.Step { return r.ProvisionBusy }, 422, "ConcurrencyError"),
		failed("CFV2-ERR-024", func(r *flows.FailuresRun) record.Step { return r.BindApp }, 400, "AppRequired"),
		failed("CFV2-ERR-025", func(r *flows.FailuresRun) record.Step { return r.ProvisionStale }, 422, "MaintenanceInfoConflict"),
		failed("CFV2-ERR-026", func(r *flows.FailuresRun) record.Step { return r.Provision409 }, 409, "ServiceBrokerConflict"),
		failed("CFV2-ERR-026", func(r *flows.FailuresRun) record.Step { return r.Bind409 }, 409, "ServiceBrokerConflict"),
		failed("CFV2-ERR-027", func(r *flows.FailuresRun) record.Step { return r.Update409 }, 502, "ServiceBrokerBadResponse"),
		failed("CFV2-ERR-028", func(r *flows.FailuresRun) record.Step { return r.Provision400 }, 502, "ServiceBrokerRequestRejected"),
		failed("CFV2-ERR-028", func(r *flows.FailuresRun) record.Step { return r.Bind400 }, 502, "ServiceBrokerRequestRejected"),
		failed("CFV2-ERR-029", func(r *flows.FailuresRun) record.Step { return r.Provision401 }, 502, "ServiceBrokerApiAuthenticationFailed"),
		failed("CFV2-ERR-030", func(r *flows.FailuresRun) record.Step { return r.Provision500 }, 502, "ServiceBrokerBadResponse"),
		failed("CFV2-ERR-030", func(r *flows.FailuresRun) record.Step { return r.Bind500 }, 502, "ServiceBrokerBadResponse"),
		failed("CFV2-ERR-030", func(r *flows.FailuresRun) record.Step { return r.Update500 }, 502, "ServiceBrokerBadResponse"),
		failed("CFV2-ERR-030", func(r *flows.FailuresRun) record.Step { return r.Delete500 }, 502, "ServiceBrokerBadResponse"),
		failed("CFV2-ERR-030", func(r *flows.FailuresRun) record.Step { return r.Unbind500 }, 502, "ServiceBrokerBadResponse"),
		failed("CFV2-ERR-031", func(r *flows.FailuresRun) record.Step { return r.Provision408 }, 504, "ServiceBrokerApiTimeout"),
		failed("CFV2-PLAT-059", func(r *flows.FailuresRun) record.Step { return r.Update201 }, 502, "ServiceBrokerBadResponse"),
		failed("CFV2-PLAT-059", func(r *flows.FailuresRun) record.Step { return r.Delete204 }, 502, "ServiceBrokerBadResponse"),
		failed("CFV2-PLAT-060", func(r *flows.FailuresRun) record.Step { return r.DeleteText }, 502, "ServiceBrokerResponseMalformed"),
		failed("CFV2-PLAT-061", func(r *flows.FailuresRun) record.Step { return r.ProvisionDashboard }, 502, "ServiceBrokerResponseMalformed"),
		{"CFV2-ERR-022", func(r *flows.FailuresRun) record.Step { return r.DeleteBusy }, 409, "AsyncServiceInstanceOperationInProgress", 60016, false},
		{"CFV2-ERR-022", func(r *flows.FailuresRun) record.Step { return r.UnbindBusy }, 409, "AsyncServiceBindingOperationInProgress", 90008, false},
		{"CFV2-INST-067", func(r *flows.FailuresRun) record.Step { return r.Recursive }, 502, "ServiceInstanceRecursiveDeleteFailed", 60027, false},
		{"CFV2-INST-076", func(r *flows.FailuresRun) record.Step { return r.ParametersBad }, 502, "", 0, false},
	})
}
