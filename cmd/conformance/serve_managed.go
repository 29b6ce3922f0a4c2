package main

import (
	"fmt"
	"net/http"
	"os"
	"sync"

	"conformance/mocks/apis"
	"conformance/mocks/manage"
	"conformance/specs"
)

// buildManaged makes a reference that can be built anew while it is served, and its management.
func (s *serving) buildManaged(api *apis.API, o referenceOptions, around func(http.Handler) http.Handler) (*reference, http.Handler, error) {
	var calls later // the management stands between the reference and the servers that it calls, and is made after it
	config := manage.Config{
		API: api.Name, Version: o.Version, Faults: api.Mutants(), Armed: s.faults, Around: around, Secrets: []string{o.Password, o.Token},
	}
	if api.Calls != "" {
		var err error
		if config.Calls, err = documentOf(api.Calls, ""); err != nil {
			return nil, nil, err
		}
		o.Brokers = &calls
	}
	o.Mutants = nil
	current := &renewed{reference: &reference{Reference: &apis.Reference{Close: func() error { return nil }}}}
	var err error
	if config.Server, config.Reset, err = manage.Fresh(func() (http.Handler, error) { return current.renew(api, o) }); err != nil {
		return nil, nil, err
	}
	m, err := manage.New(config)
	if err != nil {
		return nil, nil, err
	}
	calls.to = m.Transport()
	r := &reference{service: current.service, Reference: &apis.Reference{
		Handler: m.Handler(), Credentials: current.Credentials, Fixtures: current.Fixtures, Close: current.close,
	}}
	return r, m, nil
}

// renewed is the reference that is served at present.
type renewed struct {
	mu sync.Mutex
	*reference
}

func (r *renewed) renew(api *apis.API, o referenceOptions) (http.Handler, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if o.sqlite != nil && r.Handler != nil {
		if err := o.sqlite.Clear(); err != nil {
			return nil, err
		}
	}
	fresh, err := o.build(api)
	if err != nil {
		return nil, err
	}
	r.stop()
	r.reference = fresh
	return fresh.Handler, nil
}

func (r *renewed) close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.Close()
}

// later is a way to servers that is known once something else is built.
type later struct{ to http.RoundTripper }

func (l *later) RoundTrip(r *http.Request) (*http.Response, error) { return l.to.RoundTrip(r) }

// stop stops a reference at the end of the program.
func (r *reference) stop() {
	if err := r.Close(); err != nil {
		fmt.Fprintf(os.Stderr, "stop the reference: %v\n", err)
	}
}

func documentOf(name string, version specs.Version) (*specs.Document, error) {
	api, err := specs.Load(name)
	if err != nil {
		return nil, err
	}
	if version, err = api.Version(string(version)); err != nil {
		return nil, err
	}
	return api.Document(version)
}
