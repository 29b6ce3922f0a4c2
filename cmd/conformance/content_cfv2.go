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
		api: "cf-v2", suite: cfv2.Suite(), mutants: mockscfv2.Mutants(), equivalents: mockscfv2.Equivalents(), server: "controller",
		start: startController,
	}
}

// startController builds the reference controller. It polls brokers ten times in an asynchronous delay, so that a run
// against it does not wait for the minutes that controllers usually leave between two polls.
func startController(o serveOptions) (*reference, error) {
	credentials := o.basic()
	osb, err := document("osb", "")
	if err != nil {
		return nil, err
	}
	transport, _ := http.DefaultTransport.(*http.Transport)
	way := transport.Clone()
	toBrokers, _ := mocks.ArmClient(osb, o.fault.Sent, way)
	server, err := controller.New(controller.Config{
		Username: credentials.Username, Password: credentials.Password, Broker: toBrokers,
		PollInterval: max(o.asyncDelay/10, 10*time.Millisecond), AsyncDelay: o.asyncDelay,
	})
	if err != nil {
		return nil, err
	}
	handler, err := armed("cf-v2", o.version, o.fault, server)
	return &reference{
		handler: handler, client: credentials,
		fixtures: mockscfv2.Fixtures(),
		stop: func() {
			way.CloseIdleConnections()
			ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
			defer cancel()
			_ = server.Close(ctx) // the program ends; what still runs ends with it
		},
	}, err
}
