package main

import (
	"fmt"
	"net/http"

	cfclient "github.com/cloudfoundry-community/go-cfclient"

	"conformance/suites/selftest/thirdparty/internal/steps"
)

func (l *lifecycle) createInstance() (string, error) {
	instance, err := l.client.CreateServiceInstance(cfclient.ServiceInstanceRequest{
		Name: "instance-" + l.suffix, SpaceGuid: l.space, ServicePlanGuid: l.plan.Guid,
	})
	if err != nil {
		return "", err
	}
	if instance.Guid == "" {
		return "", fmt.Errorf("got status %d and no guid, expected a guid", l.seen.last)
	}
	l.instanceGUID = instance.Guid
	return l.seen.expect(http.StatusCreated, http.StatusAccepted)
}

func (l *lifecycle) ready() (string, error) {
	polls := 0
	err := steps.Poll(l.timeout, func() (bool, error) {
		polls++
		instance, err := l.client.GetServiceInstanceByGuid(l.instanceGUID)
		if err != nil {
			return false, err
		}
		last := instance.LastOperation
		if last.Type != "create" || last.State != "succeeded" && last.State != "in progress" {
			return false, fmt.Errorf("got last operation %q in state %q, expected create to succeed", last.Type, last.State)
		}
		return last.State == "succeeded", nil
	})
	return fmt.Sprintf("polls: %d", polls), err
}

func (l *lifecycle) deleteInstance() (string, error) {
	if err := l.client.DeleteServiceInstance(l.instanceGUID, false, true); err != nil {
		return "", err
	}
	return l.seen.expect(http.StatusNoContent, http.StatusAccepted)
}

// gone waits until the controller no longer knows the instance.
func (l *lifecycle) gone() (string, error) {
	err := steps.Poll(l.timeout, func() (bool, error) {
		instance, err := l.client.GetServiceInstanceByGuid(l.instanceGUID)
		if l.seen.last == http.StatusNotFound {
			return true, nil
		}
		if err != nil {
			return false, err
		}
		if last := instance.LastOperation; last.Type != "delete" || last.State != "in progress" {
			return false, fmt.Errorf("got last operation %q in state %q, expected delete to succeed", last.Type, last.State)
		}
		return false, nil
	})
	return "status 404", err
}
