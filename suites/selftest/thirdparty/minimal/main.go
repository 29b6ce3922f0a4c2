// Command minimal serves a small broker written with brokerapi: synchronous, its state in maps behind a mutex. Where it
// departs from the API the library is the reason, and its speed is about what the library can reach.
package main

import (
	"log/slog"
	"net/http"

	"code.cloudfoundry.org/brokerapi/v13"
	"code.cloudfoundry.org/brokerapi/v13/domain"

	"conformance/suites/selftest/thirdparty/internal/serving"
)

func main() {
	serving.Main(func(user, password string) http.Handler {
		b := &broker{instances: map[string]domain.ProvisionDetails{}, bindings: map[string]binding{}}
		return brokerapi.New(b, slog.New(slog.DiscardHandler), brokerapi.BrokerCredentials{Username: user, Password: password})
	})
}
