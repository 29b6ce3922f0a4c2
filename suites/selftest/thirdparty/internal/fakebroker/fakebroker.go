// Package fakebroker serves the fake brokers that brokerapi ships for its own tests. They are taken as they are: only
// what they cannot work without (maps, ids, a limit, the state of the last operation) is filled in.
package fakebroker

import (
	"log/slog"
	"math"
	"net/http"
	"sync"

	"code.cloudfoundry.org/brokerapi/v13"
	"code.cloudfoundry.org/brokerapi/v13/domain"
	"code.cloudfoundry.org/brokerapi/v13/fakes"

	"conformance/suites/selftest/thirdparty/internal/serving"
)

// ServiceID and PlanID are what the only service and the only plan of the catalog are called.
const (
	ServiceID = "7a1f6f4e-20a4-4ad6-9e5b-5b0f7d7c3e11"
	PlanID    = "c2b3a5d8-5f0e-4b1c-8a67-1d9f0e2b4c22"
)

// Main serves the broker that build makes of the common part, and ends the process.
func Main(build func(fakes.FakeServiceBroker) domain.ServiceBroker) {
	broker := build(fakes.FakeServiceBroker{
		ProvisionedInstances: map[string]domain.ProvisionDetails{},
		BoundBindings:        map[string]domain.BindDetails{},
		// An instance stays in the map of the fake when it is deleted, and so would count against a limit for good.
		InstanceLimit:      math.MaxInt,
		LastOperationState: domain.Succeeded,
		ServiceID:          ServiceID,
		PlanID:             PlanID,
	})
	serving.Main(func(user, password string) http.Handler {
		credentials := brokerapi.BrokerCredentials{Username: user, Password: password}
		return oneAtATime(brokerapi.New(broker, slog.New(slog.DiscardHandler), credentials))
	})
}

// oneAtATime lets requests in one by one: the fakes keep their state in maps without a lock.
func oneAtATime(handler http.Handler) http.Handler {
	var mutex sync.Mutex
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mutex.Lock()
		defer mutex.Unlock()
		handler.ServeHTTP(w, r)
	})
}
