package main

import (
	"fmt"
	"time"

	"github.com/google/uuid"
	osb "sigs.k8s.io/go-open-service-broker-client/v2"

	"conformance/suites/selftest/thirdparty/internal/steps"
)

// lifecycle is one instance with one binding and what the steps learn about them.
type lifecycle struct {
	client            osb.Client
	async             bool
	asyncBind         bool
	timeout           time.Duration
	service           osb.Service
	plan              osb.Plan
	serviceID, planID string
	instance, binding string
	app               string
}

func (l *lifecycle) catalog() (string, error) {
	catalog, err := l.client.GetCatalog()
	if err != nil {
		return "", err
	}
	for _, service := range catalog.Services {
		for _, plan := range service.Plans {
			if (l.serviceID == "" || l.serviceID == service.ID) && (l.planID == "" || l.planID == plan.ID) {
				l.service, l.plan = service, plan
				return fmt.Sprintf("%d services, using %s/%s", len(catalog.Services), service.Name, plan.Name), nil
			}
		}
	}
	return "", fmt.Errorf("find a plan: none of %d services fits; -service and -plan take ids", len(catalog.Services))
}

func (l *lifecycle) provision() (string, error) {
	cluster := uuid.NewString()
	reply, err := l.client.ProvisionInstance(&osb.ProvisionRequest{
		InstanceID: l.instance, AcceptsIncomplete: l.async, ServiceID: l.service.ID, PlanID: l.plan.ID,
		OrganizationGUID: cluster, SpaceGUID: uuid.NewString(),
		Context: map[string]any{"platform": "kubernetes", "namespace": "default", "clusterid": cluster},
	})
	if err != nil {
		return "", err
	}
	return l.settle(reply.Async, reply.OperationKey, pending{})
}

func (l *lifecycle) fetchInstance() (string, error) {
	if !l.service.InstancesRetrievable {
		return "", steps.Skipped("instances_retrievable is not set")
	}
	reply, err := l.client.GetInstance(&osb.GetInstanceRequest{InstanceID: l.instance})
	if err != nil {
		return "", err
	}
	if reply.ServiceID != l.service.ID || reply.PlanID != l.plan.ID {
		return "", fmt.Errorf("got service %q and plan %q, expected %q and %q", reply.ServiceID, reply.PlanID, l.service.ID, l.plan.ID)
	}
	return "the service and plan that were asked for", nil
}

// update moves the instance to the first other plan, or names its own when there is no other. The later steps then name that plan.
func (l *lifecycle) update() (string, error) {
	if l.service.PlanUpdatable == nil || !*l.service.PlanUpdatable {
		return "", steps.Skipped("plan_updateable is not set")
	}
	target := l.plan
	for _, plan := range l.service.Plans {
		if plan.ID != l.plan.ID {
			target = plan
			break
		}
	}
	reply, err := l.client.UpdateInstance(&osb.UpdateInstanceRequest{
		InstanceID: l.instance, AcceptsIncomplete: l.async, ServiceID: l.service.ID, PlanID: &target.ID,
		PreviousValues: &osb.PreviousValues{ServiceID: l.service.ID, PlanID: l.plan.ID},
	})
	if err != nil {
		return "", err
	}
	told, err := l.settle(reply.Async, reply.OperationKey, pending{})
	l.plan = target
	return "to plan " + target.Name + ", " + told, err
}

func (l *lifecycle) deprovision() (string, error) {
	reply, err := l.client.DeprovisionInstance(&osb.DeprovisionRequest{
		InstanceID: l.instance, AcceptsIncomplete: l.async, ServiceID: l.service.ID, PlanID: l.plan.ID,
	})
	if err != nil {
		return "", err
	}
	return l.settle(reply.Async, reply.OperationKey, pending{deletes: true})
}
