package main

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	cfclient "github.com/cloudfoundry-community/go-cfclient"

	"conformance/suites/selftest/thirdparty/internal/steps"
)

// lifecycle is one broker, one instance and one binding, and what the steps learn about them.
type lifecycle struct {
	config          cfclient.Config
	seen            *statuses
	client          *cfclient.Client
	broker          cfclient.CreateServiceBrokerRequest
	org, space, app string
	planName        string
	suffix          string
	timeout         time.Duration

	brokerGUID, instanceGUID, bindingGUID string
	plan                                  cfclient.ServicePlan
}

func (l *lifecycle) signIn() (string, error) {
	client, err := cfclient.NewClient(&l.config)
	if err != nil {
		return "", err
	}
	l.client = client
	info, err := client.GetInfo()
	if err != nil {
		return "", err
	}
	if info.APIVersion == "" {
		return "", errors.New("got an info without api_version")
	}
	return "API version " + info.APIVersion, nil
}

func (l *lifecycle) checkSpace() (string, error) {
	if l.org == "" {
		return "", steps.Skipped("-org is not given")
	}
	space, err := l.client.GetSpaceByGuid(l.space)
	if err != nil {
		return "", err
	}
	if space.OrganizationGuid != l.org {
		return "", fmt.Errorf("got a space of organization %q, expected %q", space.OrganizationGuid, l.org)
	}
	return "belongs to the organization", nil
}

func (l *lifecycle) createBroker() (string, error) {
	l.broker.Name = "broker-" + l.suffix
	broker, err := l.client.CreateServiceBroker(l.broker)
	if err != nil {
		return "", err
	}
	if broker.Guid == "" || broker.Name != l.broker.Name {
		return "", fmt.Errorf("got a broker with guid %q and name %q, expected a guid and %q", broker.Guid, broker.Name, l.broker.Name)
	}
	l.brokerGUID = broker.Guid
	return l.seen.expect(http.StatusCreated)
}

func (l *lifecycle) deleteBroker() (string, error) {
	if err := l.client.DeleteServiceBroker(l.brokerGUID); err != nil {
		return "", err
	}
	return l.seen.expect(http.StatusNoContent)
}

func (l *lifecycle) findPlan() (string, error) {
	services, err := l.client.ListServicesByQuery(url.Values{"q": {"service_broker_guid:" + l.brokerGUID}})
	if err != nil {
		return "", err
	}
	for _, service := range services {
		plans, err := l.client.ListServicePlansByQuery(url.Values{"q": {"service_guid:" + service.Guid}})
		if err != nil {
			return "", err
		}
		for _, plan := range plans {
			if plan.Name == l.planName || l.planName == "" && plan.Bindable {
				l.plan = plan
				return service.Label + "/" + plan.Name, nil
			}
		}
	}
	return "", fmt.Errorf("find a plan of the new broker: none in %d services fits; -plan takes a name", len(services))
}

func (l *lifecycle) publish() (string, error) {
	if err := l.client.MakeServicePlanPublic(l.plan.Guid); err != nil {
		return "", err
	}
	return l.seen.expect(http.StatusCreated)
}
