package flows

import (
	"net/http"

	"conformance/suites/scenario"
)

// Header is what a platform sends with every request.
func Header(site *scenario.Site, newID func() string) http.Header {
	h := http.Header{"X-Broker-Api-Version": {string(site.Version)}}
	if !site.Version.Before("2.15") {
		h.Set("X-Broker-API-Request-Identity", newID())
	}
	return h
}
