// Package apis lists the APIs that can be judged: the document and the rules of each, and its suite. Whoever imports it gets
// neither the references nor their faults; mocks/apis adds those.
package apis

import (
	"conformance/specs"
	"conformance/suites/cfv2"
	"conformance/suites/engine"
	"conformance/suites/ibmosb"
	"conformance/suites/osb"
	"conformance/suites/services"
)

// API is one API with its suite.
type API struct {
	Name  string
	Suite engine.Suite
}

// All returns the APIs, the default one first.
func All() []API {
	all := []API{}
	for _, suite := range []engine.Suite{osb.Suite(), ibmosb.Suite(), cfv2.Suite(), services.Suite()} {
		all = append(all, API{suite.API, suite})
	}
	return all
}

// Find returns the API of that name, or an error that names those that there are.
func Find(name string) (API, error) {
	for _, api := range All() {
		if api.Name == name {
			return api, nil
		}
	}
	_, err := specs.Load(name)
	return API{}, err
}

// Spec returns the versions, documents and rules of the API.
func (a API) Spec() (*specs.API, error) { return specs.Load(a.Name) }
