package flows

import "conformance/suites/record"

func (run *InterruptionRun) EarlyInstance() Early {
	return Early{run.Provision, run.Provisioning, run.Deprovision, run.DeprovisionPolls, run.ProvisionPolled,
		run.DeprovisionLater, run.DeprovisionAgain, run.FetchLate, run.DeprovisionLate}
}

func (run *InterruptionRun) EarlyBinding() Early {
	return Early{run.Bind, run.Binding, run.Unbind, run.UnbindPolls, run.BindPolled,
		run.UnbindLater, run.UnbindAgain, run.FetchBindingLate, run.UnbindLate}
}

// Early is a resource that was deleted while it was being made.
type Early struct {
	create, Running, Remove, Polls, Polled, Later, Again, Fetch, Late record.Step
}
