package probe

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"

	"conformance/suites/record"
)

// openHTTP asks for the URL, with and without the credentials: where nobody has to log in, nothing is opened.
func openHTTP(ctx context.Context, d door, dial dialer, roots *x509.CertPool) record.Opening {
	connect := func(ctx context.Context, _, _ string) (net.Conn, error) { return dial(ctx) }
	transport := &http.Transport{DialContext: connect, TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12},
		DisableKeepAlives: true, DisableCompression: true, MaxResponseHeaderBytes: 64 << 10}
	with, err := get(ctx, d, transport, true)
	if err != nil {
		return unreachable(err, "what answers there does not speak HTTP as it was asked to")
	}
	reason := fmt.Sprintf("the service answers %d", with)
	switch {
	case with == http.StatusUnauthorized:
		return record.Opening{Outcome: record.Refused, Reason: reason}
	case with == http.StatusForbidden:
		return record.Opening{Outcome: record.Denied, Reason: reason}
	case with >= 400:
		return record.Opening{Outcome: record.Unclear, Reason: reason}
	}
	without, err := get(ctx, d, transport, false)
	switch {
	case err != nil:
		return unreachable(err, "the service did not answer a request without credentials")
	case without != http.StatusUnauthorized && without != http.StatusForbidden:
		return record.Opening{Outcome: record.Unclear, Reason: fmt.Sprintf("the service answers %d without credentials, too", without)}
	}
	return record.Opening{Outcome: record.Opened}
}

// get returns the status of the answer. It follows no redirect and uses no proxy: what was checked is what is asked.
func get(ctx context.Context, d door, transport *http.Transport, authorized bool) (int, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, d.scheme+"://"+d.address()+d.path, nil)
	if err != nil {
		return 0, err
	}
	request.Header.Set("User-Agent", "conformance")
	if authorized {
		request.SetBasicAuth(d.user, d.password)
	}
	response, err := transport.RoundTrip(request)
	if err != nil {
		return 0, err
	}
	defer func() { _ = response.Body.Close() }() // it was only read
	_, _ = io.CopyN(io.Discard, response.Body, 64<<10)
	return response.StatusCode, nil
}
