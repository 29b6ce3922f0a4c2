package main

import (
	"fmt"
	"os"

	mocksosb "conformance/mocks/osb"
	"conformance/reference/broker"
	"conformance/reference/broker/postgres"
	"conformance/suites/osb"
)

func osbContent() content {
	return content{
		api: "osb", suite: osb.Suite(), mutants: mocksosb.Faults(), equivalents: mocksosb.Equivalents(), server: "broker",
		start: func(o serveOptions) (*reference, error) {
			credentials := o.basic()
			config := broker.Config{
				Version: o.version, Username: credentials.Username, Password: credentials.Password,
				Catalog: o.catalog, AsyncDelay: o.asyncDelay,
			}
			if o.store != nil {
				config.Store = o.store
			}
			r := &reference{client: credentials, stop: func() {}}
			if o.postgres != "" {
				if err := r.real(&config, o.postgres); err != nil {
					return nil, err
				}
			}
			if config.Catalog == nil {
				r.fixtures = mocksosb.Fixtures() // of the default catalog
			}
			server, err := broker.New(config)
			if err != nil {
				r.stop()
				return nil, err
			}
			r.handler, err = armed("osb", o.version, o.fault, server)
			return r, err
		},
	}
}

// real makes the bindings of a broker roles of a database.
func (r *reference) real(config *broker.Config, dsn string) error {
	store, err := postgres.Open(dsn)
	if err != nil {
		return usage("--postgres: %v", err)
	}
	config.Store, config.Values = store, store.Values
	if config.Catalog == nil {
		config.Catalog = postgres.Catalog()
	}
	r.service = store.Address()
	r.stop = func() {
		if err := store.Close(); err != nil {
			fmt.Fprintf(os.Stderr, "--postgres: %v\n", err)
		}
	}
	return nil
}
