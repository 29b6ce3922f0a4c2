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
		// "Async-only broker answers 400"
		failed("CFV2-ERR-020", func(r *flows.FailuresRun) record.Step { return r.ProvisionAsync }, 400, "AsyncRequired"),
		// "Broker concurrency error answers 422"
		failed("CFV2-ERR-021", func(r *flows.FailuresRun) record.Step { return r.ProvisionBusy }, 422, "ConcurrencyError"),
		// "App-only service answers 400"
		failed("CFV2-ERR-024", func(r *flows.FailuresRun) record.Step { return r.BindApp }, 400, "AppRequired"),
		// "Maintenance conflict answers 422"
		failed("CFV2-ERR-025", func(r *flows.FailuresRun) record.Step { return r.ProvisionStale }, 422, "MaintenanceInfoConflict"),
		// "Broker conflict on PUT answers 409"
		failed("CFV2-ERR-026", func(r *flows.FailuresRun) record.Step { return r.Provision409 }, 409, "ServiceBrokerConflict"),
		// "Broker conflict on PUT answers 409"
		failed("CFV2-ERR-026", func(r *flows.FailuresRun) record.Step { return r.Bind409 }, 409, "ServiceBrokerConflict"),
		// "Broker conflict elsewhere answers 502"
		failed("CFV2-ERR-027", func(r *flows.FailuresRun) record.Step { return r.Update409 }, 502, "ServiceBrokerBadResponse"),
		// "Rejecting broker answers 502"
		failed("CFV2-ERR-028", func(r *flows.FailuresRun) record.Step { return r.Provision400 }, 502, "ServiceBrokerRequestRejected"),
		// "Rejecting broker answers 502"
		failed("CFV2-ERR-028", func(r *flows.FailuresRun) record.Step { return r.Bind400 }, 502, "ServiceBrokerRequestRejected"),
		// "Unauthorised broker call answers 502"
		failed("CFV2-ERR-029", func(r *flows.FailuresRun) record.Step { return r.Provision401 }, 502, "ServiceBrokerApiAuthenticationFailed"),
		// "Failing broker answers 502"
		failed("CFV2-ERR-030", func(r *flows.FailuresRun) record.Step { return r.Provision500 }, 502, "ServiceBrokerBadResponse"),
		// "Failing broker answers 502"
		failed("CFV2-ERR-030", func(r *flows.FailuresRun) record.Step { return r.Bind500 }, 502, "ServiceBrokerBadResponse"),
		// "Failing broker answers 502"
		failed("CFV2-ERR-030", func(r *flows.FailuresRun) record.Step { return r.Update500 }, 502, "ServiceBrokerBadResponse"),
		// "Failing broker answers 502"
		failed("CFV2-ERR-030", func(r *flows.FailuresRun) record.Step { return r.Delete500 }, 502, "ServiceBrokerBadResponse"),
		// "Failing broker answers 502"
		failed("CFV2-ERR-030", func(r *flows.FailuresRun) record.Step { return r.Unbind500 }, 502, "ServiceBrokerBadResponse"),
		// "Broker request timeout status answers 504"
		failed("CFV2-ERR-031", func(r *flows.FailuresRun) record.Step { return r.Provision408 }, 504, "ServiceBrokerApiTimeout"),
		// "Unexpected delete answers are errors"
		failed("CFV2-PLAT-059", func(r *flows.FailuresRun) record.Step { return r.Update201 }, 502, "ServiceBrokerBadResponse"),
		// "Unexpected delete answers are errors"
		failed("CFV2-PLAT-059", func(r *flows.FailuresRun) record.Step { return r.Delete204 }, 502, "ServiceBrokerBadResponse"),
		// "Malformed delete answers are errors"
		failed("CFV2-PLAT-060", func(r *flows.FailuresRun) record.Step { return r.DeleteText }, 502, "ServiceBrokerResponseMalformed"),
		// "Provision answer types are checked"
		failed("CFV2-PLAT-061", func(r *flows.FailuresRun) record.Step { return r.ProvisionDashboard }, 502, "ServiceBrokerResponseMalformed"),
		// "Concurrency on delete answers 409"
		{"CFV2-ERR-022", func(r *flows.FailuresRun) record.Step { return r.DeleteBusy }, 409, "AsyncServiceInstanceOperationInProgress", 60016, false},
		// "Concurrency on delete answers 409"
		{"CFV2-ERR-022", func(r *flows.FailuresRun) record.Step { return r.UnbindBusy }, 409, "AsyncServiceBindingOperationInProgress", 90008, false},
		// "Failed recursive delete keeps instance"
		{"CFV2-INST-067", func(r *flows.FailuresRun) record.Step { return r.Recursive }, 502, "ServiceInstanceRecursiveDeleteFailed", 60027, false},
		// "Parameter fetch failures answer 502"
		{"CFV2-INST-076", func(r *flows.FailuresRun) record.Step { return r.ParametersBad }, 502, "", 0, false},
	})
}
