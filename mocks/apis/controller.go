package apis

import (
	"cmp"
	"context"
	"net/http"
	"time"

	"conformance/mocks"
	mockscfv2 "conformance/mocks/cfv2"
	"conformance/reference/controller"
	"conformance/suites/record"
	"conformance/suites/scenario"
)

// serveController builds the reference controller. All its times are measured by the asynchronous delay, such as ten
// polls in one, so that a run against it does not wait for the minutes that controllers usually take.
func serveController(o Options) (*Reference, error) {
	config := controller.Config{
		Username: o.Username, Password: o.Password, AsyncDelay: o.AsyncDelay, Strict: o.Strict, Fixtures: o.Users,
		PollInterval:  cmp.Or(o.PollInterval, max(o.AsyncDelay/10, 10*time.Millisecond)),
		CleanupPause:  cmp.Or(o.CleanupPause, max(o.AsyncDelay*10, time.Second)),
		BrokerTimeout: cmp.Or(o.BrokerTimeout, max(o.AsyncDelay*20, 2*time.Second)),
	}
	idle := func() {}
	if config.Broker = o.Brokers; o.Brokers == nil {
		transport, _ := http.DefaultTransport.(*http.Transport)
		way := transport.Clone()
		config.Broker, idle = way, way.CloseIdleConnections
	}
	osb, err := document("osb", "")
	if err != nil {
		return nil, err
	}
	var sent []*mocks.Armed
	for _, m := range o.Mutants {
		way, armed := mocks.ArmClient(osb, m.Sent, config.Broker)
		config.Broker, sent = way, append(sent, armed)
	}
	server, err := controller.New(config)
	if err != nil {
		return nil, err
	}
	r, err := o.reference("cf-v2", server, scenario.Credentials{Username: o.Username, Password: o.Password}, mockscfv2.Fixtures(config))
	if err != nil {
		return nil, err
	}
	in := r.Fired
	r.Fired = func() bool { return in() && fired(sent) }
	r.Close = func() error {
		idle()
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		return server.Close(ctx)
	}
	return r, nil
}

// plantedController has users whose tokens can be told from every other text.
func plantedController() (Options, []string) {
	const variable = "planted-variable/of the?app"
	o := Options{
		Username: "suite", Password: "planted-S3cret/of the?administrator", AsyncDelay: time.Second, Strict: true,
		PollInterval: time.Second, BrokerTimeout: 30 * time.Second, CleanupPause: 5 * time.Second, Users: controller.DefaultFixtures(),
	}
	o.Users.Apps[0].Environment = map[string]any{"MAIL": variable}
	o.Fixtures = mockscfv2.Fixtures(controller.Config{PollInterval: o.PollInterval, BrokerTimeout: o.BrokerTimeout, CleanupPause: o.CleanupPause})
	secrets := []string{o.Password, variable}
	for i, user := range o.Users.Users {
		planted := "planted-T0ken/of+the-" + user.Name
		for key, value := range o.Fixtures {
			if value == user.Token {
				o.Fixtures[key] = planted
			}
		}
		o.Users.Users[i].Token = planted
	}
	for key, value := range o.Fixtures {
		if record.Secret(key) {
			secrets = append(secrets, value)
		}
	}
	return o, secrets
}
