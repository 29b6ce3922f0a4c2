package flows

import (
	"net/http"

	"conformance/suites/scenario"
)

const (
	versionHeader  = "X-Broker-Api-Version"
	identityHeader = "X-Broker-API-Originating-Identity"
	// The identity is the one that IBM's page shows encoded and decoded.
	identityJSON = `{"iam_id":"IBMid-50GNR717YE"}`
)

// Header is what the platform sends with every request that a user caused.
func Header(site *scenario.Site, _ func() string) http.Header {
	return http.Header{versionHeader: {string(site.Version)}, identityHeader: {identity(identityJSON)}}
}
