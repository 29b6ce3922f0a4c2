package main

import (
	"context"
	"reflect"
	"sync"

	"code.cloudfoundry.org/brokerapi/v13/domain"
	"code.cloudfoundry.org/brokerapi/v13/domain/apiresponses"
)

// broker keeps what was asked for: an identical request finds it, another one is a conflict.
type broker struct {
	mutex     sync.Mutex
	instances map[string]domain.ProvisionDetails
	bindings  map[string]binding
}

type binding struct {
	instance string
	details  domain.BindDetails
}

// Services implements domain.ServiceBroker.
func (b *broker) Services(context.Context) ([]domain.Service, error) {
	return []domain.Service{{
		ID: "5c1c8a7e-3f0b-4a4d-8f53-0a1d6b1f2c01", Name: "notes", Description: "Keeps notes.",
		Bindable: true, PlanUpdatable: true, InstancesRetrievable: true, BindingsRetrievable: true,
		Plans: []domain.ServicePlan{
			{ID: "5c1c8a7e-3f0b-4a4d-8f53-0a1d6b1f2c02", Name: "few", Description: "Ten notes."},
			{ID: "5c1c8a7e-3f0b-4a4d-8f53-0a1d6b1f2c03", Name: "many", Description: "A thousand notes."},
		},
	}}, nil
}

// Provision implements domain.ServiceBroker.
func (b *broker) Provision(_ context.Context, id string, details domain.ProvisionDetails, _ bool) (domain.ProvisionedServiceSpec, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	switch known, exists := b.instances[id]; {
	case !exists:
		b.instances[id] = details
		return domain.ProvisionedServiceSpec{}, nil
	case reflect.DeepEqual(known, details):
		return domain.ProvisionedServiceSpec{AlreadyExists: true}, nil
	}
	return domain.ProvisionedServiceSpec{}, apiresponses.ErrInstanceAlreadyExists
}

// Update implements domain.ServiceBroker.
func (b *broker) Update(_ context.Context, id string, details domain.UpdateDetails, _ bool) (domain.UpdateServiceSpec, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	known, exists := b.instances[id]
	if !exists {
		return domain.UpdateServiceSpec{}, apiresponses.ErrInstanceNotFound
	}
	if details.PlanID != "" {
		known.PlanID = details.PlanID
	}
	if details.RawParameters != nil {
		known.RawParameters = details.RawParameters
	}
	b.instances[id] = known
	return domain.UpdateServiceSpec{}, nil
}

// GetInstance implements domain.ServiceBroker.
func (b *broker) GetInstance(_ context.Context, id string, _ domain.FetchInstanceDetails) (domain.GetInstanceDetailsSpec, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	known, exists := b.instances[id]
	if !exists {
		return domain.GetInstanceDetailsSpec{}, apiresponses.ErrInstanceNotFound
	}
	return domain.GetInstanceDetailsSpec{ServiceID: known.ServiceID, PlanID: known.PlanID}, nil
}

// Deprovision implements domain.ServiceBroker. The bindings go with their instance.
func (b *broker) Deprovision(_ context.Context, id string, _ domain.DeprovisionDetails, _ bool) (domain.DeprovisionServiceSpec, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if _, exists := b.instances[id]; !exists {
		return domain.DeprovisionServiceSpec{}, apiresponses.ErrInstanceDoesNotExist
	}
	delete(b.instances, id)
	for name, known := range b.bindings {
		if known.instance == id {
			delete(b.bindings, name)
		}
	}
	return domain.DeprovisionServiceSpec{}, nil
}

// Bind implements domain.ServiceBroker.
func (b *broker) Bind(_ context.Context, id, name string, details domain.BindDetails, _ bool) (domain.Binding, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if _, exists := b.instances[id]; !exists {
		return domain.Binding{}, apiresponses.ErrInstanceNotFound
	}
	wanted := binding{id, details}
	known, exists := b.bindings[name]
	if exists && !reflect.DeepEqual(known, wanted) {
		return domain.Binding{}, apiresponses.ErrBindingAlreadyExists
	}
	b.bindings[name] = wanted
	return domain.Binding{AlreadyExists: exists, Credentials: credentials(name)}, nil
}

// GetBinding implements domain.ServiceBroker.
func (b *broker) GetBinding(_ context.Context, id, name string, _ domain.FetchBindingDetails) (domain.GetBindingSpec, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if known, exists := b.bindings[name]; !exists || known.instance != id {
		return domain.GetBindingSpec{}, apiresponses.ErrBindingNotFound
	}
	return domain.GetBindingSpec{Credentials: credentials(name)}, nil
}

// Unbind implements domain.ServiceBroker.
func (b *broker) Unbind(_ context.Context, id, name string, _ domain.UnbindDetails, _ bool) (domain.UnbindSpec, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if known, exists := b.bindings[name]; !exists || known.instance != id {
		return domain.UnbindSpec{}, apiresponses.ErrBindingDoesNotExist
	}
	delete(b.bindings, name)
	return domain.UnbindSpec{}, nil
}

// LastOperation implements domain.ServiceBroker: nothing is ever under way.
func (b *broker) LastOperation(_ context.Context, id string, _ domain.PollDetails) (domain.LastOperation, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if _, exists := b.instances[id]; !exists {
		return domain.LastOperation{}, apiresponses.ErrInstanceNotFound
	}
	return domain.LastOperation{State: domain.Succeeded}, nil
}

// LastBindingOperation implements domain.ServiceBroker.
func (b *broker) LastBindingOperation(_ context.Context, id, name string, _ domain.PollDetails) (domain.LastOperation, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if known, exists := b.bindings[name]; !exists || known.instance != id {
		return domain.LastOperation{}, apiresponses.ErrBindingNotFound
	}
	return domain.LastOperation{State: domain.Succeeded}, nil
}

func credentials(name string) map[string]any {
	return map[string]any{"uri": "notes://notes.example.com/" + name}
}
