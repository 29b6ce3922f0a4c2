package flows

import (
	"cmp"
	"encoding/base64"
	"net/url"
	"strings"

	"conformance/suites/scenario"
)

// crn is a fresh instance id as the platform makes them: ten segments, the last two empty.
func crn(s *scenario.Session) string { return crnWithoutEnd(s) + "::" }

// crnWithoutEnd is a CRN in the shorter form of IBM's example.
func crnWithoutEnd(s *scenario.Session) string {
	name := cmp.Or(s.Subject["offering"], "conformance")
	return strings.Join([]string{"crn", "v1", "bluemix", "public", name, location(s), "a/" + account(s), s.NewID()}, ":")
}

// bindingCRN is a fresh binding id; kind is resource-key or resource-binding.
func bindingCRN(s *scenario.Session, instance, kind string) string {
	return strings.TrimSuffix(instance, "::") + ":" + kind + ":" + s.NewID()
}

func location(s *scenario.Session) string { return cmp.Or(s.Fixture("location"), "us-south") }

func account(s *scenario.Session) string {
	return cmp.Or(s.Fixture("account_id"), "8f1d0c6ab9d24f0e9a7c53e1d2b4a680")
}

// escape makes one path segment of an id the way the platform does, colons encoded.
func escape(id string) string { return strings.ReplaceAll(url.PathEscape(id), ":", "%3A") }

// identity is the value of the originating identity header for a decoded text.
func identity(text string) string {
	return "ibmcloud " + base64.StdEncoding.EncodeToString([]byte(text))
}
