// Command brokerapiasync serves brokerapi's fake broker that creates and deletes instances asynchronously only.
package main

import (
	"code.cloudfoundry.org/brokerapi/v13/domain"
	"code.cloudfoundry.org/brokerapi/v13/fakes"

	"conformance/suites/selftest/thirdparty/internal/fakebroker"
)

func main() {
	fakebroker.Main(func(base fakes.FakeServiceBroker) domain.ServiceBroker {
		return &fakes.FakeAsyncOnlyServiceBroker{FakeServiceBroker: base}
	})
}
