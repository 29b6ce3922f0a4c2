package main

import (
	"context"
	"net/http"
	"time"

	"conformance/mocks"
	mockscfv2 "conformance/mocks/cfv2"
	"conformance/reference/controller"
	"conformance/suites/cfv2"
)

func cfContent() content {
	return content{
		api: "cf-v2", suite: cfv2.Suite(), mutants: mockscfv2.Faults(), equivalents: mockscfv2.Equivalents(), server: "controller",
		start: startController,
	}
}

// startController builds the reference controller. All its times are measured by the asynchronous delay, such as ten
// polls in one, so that a run against it does not wait for the minutes that controllers usually take.
func startController(o serveOptions) (*reference, error) {
	credentials := o.basic()
	osb, err := document("osb", "")
	if err != nil {
		return nil, err
	}
	transport, _ := http.DefaultTransport.(*http.Transport)
	way := transport.Clone()
	toBrokers, _ := mocks.ArmClient(osb, o.fault.Sent, way)
	config := controller.Config{
		Username: credentials.Username, Password: credentials.Password, Broker: toBrokers, AsyncDelay: o.asyncDelay,
		PollInterval:  max(o.asyncDelay/10, 10*time.Millisecond),
		CleanupPause:  max(o.asyncDelay*10, time.Second),
		BrokerTimeout: max(o.asyncDelay*20, 2*time.Second),
	}
	server, err := controller.New(config)
	if err != nil {
		return nil, err
	}
	handler, err := armed("cf-v2", o.version, o.fault, server)
	return &reference{
		handler: handler, client: credentials,
		fixtures: mockscfv2.Fixtures(config),
		stop: func() {
			way.CloseIdleConnections()
			ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
			defer cancel()
			_ = server.Close(ctx) // the program ends; what still runs ends with it
		},
	}, err
}
