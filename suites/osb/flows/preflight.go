// Package flows records brokers of the Open Service Broker API: one file a scenario, and beside them what scenarios share.
package flows

import (
	"fmt"
	"net/http"

	"conformance/specs"
	"conformance/suites/engine"
	"conformance/suites/record"
	"conformance/suites/scenario"
)

// PreflightRun is the first request of a run: the catalog.
type PreflightRun struct {
	Catalog record.Step `step:"catalog"`
}

// Preflight fetches the catalog. When nobody chose a version it begins with the newest and steps down on 412.
var Preflight = scenario.New[PreflightRun](scenario.Scenario{
	Name: "preflight", Title: "fetch the catalog", Operations: []string{"catalog"},
})

// Contact reads the catalog, steps down to the newest version that the broker takes, and finds out whether it is a broker.
func Contact(s *scenario.Session) error {
	site := s.Site
	for {
		x := s.Send("catalog", scenario.Call{Operation: "catalog"})
		if x.Status() == http.StatusPreconditionFailed && !site.VersionChosen {
			if older := olderThan(site.Version, site.API.Versions); older != "" {
				if err := step(site, older); err != nil {
					return err
				}
				continue
			}
		}
		if err := engine.Contacted(x, "a service broker"); err != nil {
			return err
		}
		site.Catalog = x.Object()
		if !site.VersionChosen && site.VersionNote == "" {
			site.VersionNote = fmt.Sprintf("%s assumed, the header was not refused", site.Version)
		}
		return fits(site)
	}
}

func olderThan(v specs.Version, all []specs.Version) specs.Version {
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].Before(v) {
			return all[i]
		}
	}
	return ""
}

func step(site *scenario.Site, v specs.Version) error {
	document, err := site.API.Document(v)
	if err != nil {
		return err
	}
	site.VersionNote = fmt.Sprintf("%s found: the broker refused %s with 412", v, site.Version)
	site.Version, site.Document = v, document
	return nil
}
