package main

import (
	mocksibmosb "conformance/mocks/ibmosb"
	"conformance/reference/ibmbroker"
	"conformance/suites/ibmosb"
)

func ibmContent() content {
	return content{
		api: "ibm-osb", suite: ibmosb.Suite(), mutants: mocksibmosb.Faults(), equivalents: mocksibmosb.Equivalents(), server: "ibm-broker",
		start: func(o serveOptions) (*reference, error) {
			credentials := o.basic()
			server, err := ibmbroker.New(ibmbroker.Config{Username: credentials.Username, Password: credentials.Password, AsyncDelay: o.asyncDelay})
			if err != nil {
				return nil, err
			}
			handler, err := armed("ibm-osb", o.version, o.fault, server)
			return &reference{handler: handler, client: credentials, stop: func() {}, fixtures: map[string]string{
				"async_plan_id":      ibmbroker.AsyncPlanID,
				"update_parameters":  `{"memory_mb":512}`,
				"refused_parameters": `{"memory_mb":0}`,
				"failing_parameters": `{"location":"` + ibmbroker.LocationUnavailable + `"}`,
			}}, err
		},
	}
}
