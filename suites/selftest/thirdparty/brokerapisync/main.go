// Command brokerapisync serves brokerapi's synchronous fake broker.
package main

import (
	"code.cloudfoundry.org/brokerapi/v13/domain"
	"code.cloudfoundry.org/brokerapi/v13/fakes"

	"conformance/suites/selftest/thirdparty/internal/fakebroker"
)

func main() {
	fakebroker.Main(func(base fakes.FakeServiceBroker) domain.ServiceBroker { return &base })
}
