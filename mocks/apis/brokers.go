package apis

import (
	"time"

	mocksosb "conformance/mocks/osb"
	"conformance/reference/broker"
	"conformance/reference/ibmbroker"
	"conformance/suites/scenario"
)

const password = "planted-S3cret/of the?suite"

func serveBroker(o Options) (*Reference, error) {
	server, err := broker.New(broker.Config{
		Version: o.Version, Username: o.Username, Password: o.Password, AsyncDelay: o.AsyncDelay, Strict: o.Strict,
		Catalog: o.Catalog, Store: o.Store, Values: o.Values,
	})
	if err != nil {
		return nil, err
	}
	var fixtures map[string]string
	if o.Catalog == nil {
		fixtures = mocksosb.Fixtures() // of the default catalog
	}
	return o.reference("osb", server, scenario.Credentials{Username: o.Username, Password: o.Password}, fixtures)
}

func plantedBroker() (Options, []string) {
	return Options{Username: "suite", Password: password, AsyncDelay: time.Second, Strict: true}, []string{password}
}

func serveIBMBroker(o Options) (*Reference, error) {
	server, err := ibmbroker.New(ibmbroker.Config{Username: o.Username, Password: o.Password, AsyncDelay: o.AsyncDelay, Strict: o.Strict})
	if err != nil {
		return nil, err
	}
	return o.reference("ibm-osb", server, scenario.Credentials{Username: o.Username, Password: o.Password}, map[string]string{
		"async_plan_id":      ibmbroker.AsyncPlanID,
		"update_parameters":  `{"memory_mb":512}`,
		"refused_parameters": `{"memory_mb":0}`,
		"failing_parameters": `{"location":"` + ibmbroker.LocationUnavailable + `"}`,
	})
}

func plantedIBMBroker() (Options, []string) {
	o, secrets := plantedBroker()
	o.AsyncDelay = 12 * time.Second // work that takes less than ten seconds ought to be synchronous
	return o, secrets
}
