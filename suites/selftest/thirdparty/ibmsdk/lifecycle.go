package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/IBM/go-sdk-core/v5/core"
	sdk "github.com/IBM/platform-services-go-sdk/openservicebrokerv1"

	"conformance/suites/selftest/thirdparty/internal/steps"
)

// lifecycle is one instance with one binding and what the steps learn about them.
type lifecycle struct {
	client            *sdk.OpenServiceBrokerV1
	timeout           time.Duration
	serviceID, planID string
	service           sdk.Services
	plan              sdk.Plans
	account           string
	instance, binding string
	app               string
}

// osb holds the header that OSB calls need and the client does not send by itself.
var osb = map[string]string{"X-Broker-Api-Version": "2.12"}

func (l *lifecycle) catalog() (string, error) {
	catalog, _, err := l.client.ListCatalog(l.client.NewListCatalogOptions().SetHeaders(osb))
	if err != nil {
		return "", err
	}
	for _, service := range catalog.Services {
		for _, plan := range service.Plans {
			if service.ID == nil || plan.ID == nil || service.Name == nil || plan.Name == nil || service.Bindable == nil {
				return "", errors.New("got a service or plan without id or name, or a service without bindable")
			}
			if (l.serviceID == "" || l.serviceID == *service.ID) && (l.planID == "" || l.planID == *plan.ID) {
				l.service, l.plan = service, plan
				return fmt.Sprintf("%d services, using %s/%s", len(catalog.Services), *service.Name, *plan.Name), nil
			}
		}
	}
	return "", fmt.Errorf("find a plan: none of %d services fits; -service and -plan take ids", len(catalog.Services))
}

func (l *lifecycle) provision() (string, error) {
	reply, response, err := l.client.ReplaceServiceInstance(&sdk.ReplaceServiceInstanceOptions{
		InstanceID: &l.instance, ServiceID: l.service.ID, PlanID: l.plan.ID, AcceptsIncomplete: new(true),
		Context:    &sdk.Context{AccountID: &l.account, CRN: &l.instance, Platform: new("ibmcloud")},
		Parameters: map[string]string{"location": "us-south"}, Headers: osb,
	})
	if err != nil {
		return "", err
	}
	return l.settle(response, reply.Operation, 201)
}

// update moves the instance to the first other plan, or names its own when there is no other. The later steps then name that plan.
func (l *lifecycle) update() (string, error) {
	if l.service.PlanUpdateable == nil || !*l.service.PlanUpdateable {
		return "", steps.Skipped("plan_updateable is not set")
	}
	target := l.plan
	for _, plan := range l.service.Plans {
		if plan.ID != nil && *plan.ID != *l.plan.ID {
			target = plan
			break
		}
	}
	reply, response, err := l.client.UpdateServiceInstance(&sdk.UpdateServiceInstanceOptions{
		InstanceID: &l.instance, ServiceID: l.service.ID, PlanID: target.ID, AcceptsIncomplete: new(true),
		Context:        &sdk.Context{AccountID: &l.account, CRN: &l.instance, Platform: new("ibmcloud")},
		PreviousValues: map[string]string{"plan_id": *l.plan.ID}, Headers: osb,
	})
	if err != nil {
		return "", err
	}
	l.plan = target
	return l.settle(response, reply.Operation, 200)
}

func (l *lifecycle) deprovision() (string, error) {
	options := l.client.NewDeleteServiceInstanceOptions(*l.service.ID, *l.plan.ID, l.instance)
	reply, response, err := l.client.DeleteServiceInstance(options.SetAcceptsIncomplete(true).SetHeaders(osb))
	if err != nil {
		return "", err
	}
	return l.settle(response, reply.Operation, 200)
}

// settle takes the status of an operation that is done, and waits for the end of one that the broker answered with
// 202. Polling may end with 410 when the instance has been deleted, which the client reports as an error.
func (l *lifecycle) settle(response *core.DetailedResponse, operation *string, done int) (string, error) {
	if response.StatusCode != 202 {
		return status(response, done)
	}
	polls := 0
	err := steps.Poll(l.timeout, func() (bool, error) {
		polls++
		reply, response, err := l.client.GetLastOperation(&sdk.GetLastOperationOptions{
			InstanceID: &l.instance, Operation: operation, ServiceID: l.service.ID, PlanID: l.plan.ID, Headers: osb,
		})
		if response != nil && response.StatusCode == 410 {
			return true, nil
		}
		if err != nil {
			return false, err
		}
		if reply.State == nil || *reply.State != "succeeded" && *reply.State != "in progress" {
			return false, fmt.Errorf("got state %s, expected the operation to succeed", core.StringNilMapper(reply.State))
		}
		return *reply.State == "succeeded", nil
	})
	return fmt.Sprintf("asynchronously, polls: %d", polls), err
}

// status tells the status of a response when it is the wanted one, and is an error otherwise.
func status(response *core.DetailedResponse, wanted int) (string, error) {
	if response.StatusCode != wanted {
		return "", fmt.Errorf("got status %d, expected %d", response.StatusCode, wanted)
	}
	return fmt.Sprintf("status %d", wanted), nil
}
