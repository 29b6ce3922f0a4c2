package main

import (
	"fmt"

	osb "sigs.k8s.io/go-open-service-broker-client/v2"

	"conformance/suites/selftest/thirdparty/internal/steps"
)

// pending says what kind of operation is waited for: one on the binding or on the instance, and whether 410 ends it.
type pending struct{ binding, deletes bool }

// settle waits for the end of an operation that the broker called asynchronous, and tells how it went.
func (l *lifecycle) settle(async bool, operation *osb.OperationKey, kind pending) (string, error) {
	if !async {
		return "at once", nil
	}
	polls := 0
	err := steps.Poll(l.timeout, func() (bool, error) {
		polls++
		reply, err := l.poll(operation, kind.binding)
		if kind.deletes && osb.IsGoneError(err) {
			return true, nil
		}
		if err != nil {
			return false, err
		}
		switch reply.State {
		case osb.StateSucceeded:
			return true, nil
		case osb.StateInProgress:
			return false, nil
		}
		return false, fmt.Errorf("got state %q, expected %q or %q", reply.State, osb.StateInProgress, osb.StateSucceeded)
	})
	return fmt.Sprintf("asynchronously, polls: %d", polls), err
}

func (l *lifecycle) poll(operation *osb.OperationKey, binding bool) (*osb.LastOperationResponse, error) {
	if binding {
		return l.client.PollBindingLastOperation(&osb.BindingLastOperationRequest{
			InstanceID: l.instance, BindingID: l.binding, ServiceID: &l.service.ID, PlanID: &l.plan.ID, OperationKey: operation,
		})
	}
	return l.client.PollLastOperation(&osb.LastOperationRequest{
		InstanceID: l.instance, ServiceID: &l.service.ID, PlanID: &l.plan.ID, OperationKey: operation,
	})
}
