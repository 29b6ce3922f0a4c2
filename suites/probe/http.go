package probe

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"regexp"
	"slices"

	"conformance/suites/record"
)

// openHTTP asks for the URL, with and without the credentials: where nobody has to log in, nothing is opened.
func openHTTP(ctx context.Context, d door, dial dialer, roots *x509.CertPool) record.Opening {
	connect := func(ctx context.Context, _, _ string) (net.Conn, error) { return dial(ctx) }
	transport := &http.Transport{DialContext: connect, TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12},
		DisableKeepAlives: true, DisableCompression: true, MaxResponseHeaderBytes: 64 << 10}
	with, asked, err := get(ctx, d, transport, true)
	if err != nil {
		return unreachable(err, "what answers there does not speak HTTP as it was asked to")
	}
	reason := fmt.Sprintf("the service answers %d", with)
	switch {
	case with == http.StatusUnauthorized && asked:
		return record.Opening{Outcome: record.Refused, Reason: reason}
	case with == http.StatusUnauthorized: // it does not say that it takes user name and password in this way
		return record.Opening{Outcome: record.Denied, Reason: reason + " without asking for Basic authentication"}
	case with == http.StatusForbidden:
		return record.Opening{Outcome: record.Denied, Reason: reason}
	case with >= 400:
		return record.Opening{Outcome: record.Unclear, Reason: reason}
	}
	without, _, err := get(ctx, d, transport, false)
	switch {
	case err != nil:
		return unreachable(err, "the service did not answer a request without credentials")
	case without != http.StatusUnauthorized && without != http.StatusForbidden:
		return record.Opening{Outcome: record.Unclear, Reason: fmt.Sprintf("the service answers %d without credentials, too", without)}
	}
	return record.Opening{Outcome: record.Opened}
}

// get returns the status of the answer, and whether it asks for a user name and a password. It follows no redirect and uses no proxy: what was checked is what is asked.
func get(ctx context.Context, d door, transport *http.Transport, authorized bool) (status int, asked bool, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, d.scheme+"://"+d.address()+d.path, nil)
	if err != nil {
		return 0, false, err
	}
	request.Header.Set("User-Agent", "conformance")
	if authorized {
		request.SetBasicAuth(d.user, d.password)
	}
	response, err := transport.RoundTrip(request)
	if err != nil {
		return 0, false, err
	}
	defer func() { _ = response.Body.Close() }() // it was only read
	_, _ = io.CopyN(io.Discard, response.Body, 64<<10)
	return response.StatusCode, challenged(response.Header), nil
}

// basic is the scheme at the beginning of a challenge, or after another one.
var basic = regexp.MustCompile(`(?i)(^|,)\s*basic(\s|,|$)`)

// challenged reports whether an answer asks for Basic authentication.
func challenged(header http.Header) bool {
	return slices.ContainsFunc(header.Values("WWW-Authenticate"), basic.MatchString)
}
