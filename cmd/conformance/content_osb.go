package main

import (
	mocksosb "conformance/mocks/osb"
	"conformance/reference/broker"
	"conformance/suites/osb"
)

func osbContent() content {
	return content{
		api: "osb", suite: osb.Suite(), mutants: mocksosb.Mutants(), equivalents: mocksosb.Equivalents(), server: "broker",
		start: func(o serveOptions) (*reference, error) {
			credentials := o.basic()
			config := broker.Config{
				Version: o.version, Username: credentials.Username, Password: credentials.Password,
				Catalog: o.catalog, AsyncDelay: o.asyncDelay,
			}
			if o.store != nil {
				config.Store = o.store
			}
			server, err := broker.New(config)
			if err != nil {
				return nil, err
			}
			handler, err := armed("osb", o.version, o.fault, server)
			return &reference{handler: handler, client: credentials, stop: func() {}}, err
		},
	}
}
