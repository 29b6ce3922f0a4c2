package scenario

import (
	"crypto/tls"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestHints: what may help against failures of connections.
func TestHints(t *testing.T) {
	plain := httptest.NewServer(http.NotFoundHandler())
	defer plain.Close()
	secure := httptest.NewTLSServer(http.NotFoundHandler())
	defer secure.Close()
	mutual := httptest.NewUnstartedServer(http.NotFoundHandler())
	mutual.TLS = &tls.Config{ClientAuth: tls.RequireAnyClientCert, MinVersion: tls.VersionTLS12}
	mutual.StartTLS()
	defer mutual.Close()
	reset := resetting(t)
	for _, c := range []struct {
		name, url string
		trusting  bool
		want      string
	}{
		{"https to a server of http", strings.Replace(plain.URL, "http:", "https:", 1), true, "does it speak http?"},
		{"a certificate of nobody", secure.URL, false, "see --ca-cert and --insecure"},
		{"no certificate of ours", mutual.URL, true, "see --client-cert and --client-key"},
		{"a reset", "http://" + reset, true, "does it speak https?"},
		{"a reset of TLS", "https://" + reset, true, ""},
		{"nobody there", "http://127.0.0.1:1", true, ""},
		{"all well", secure.URL, true, ""},
	} {
		transport := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: c.trusting}} //nolint:gosec // some are to be trusted
		x := against(t, c.url, transport).start(t.Context()).Send("one", catalog())
		transport.CloseIdleConnections()
		if x.Hint != c.want {
			t.Errorf("%s: hint %q, want %q; failure %s", c.name, x.Hint, c.want, x.Failure)
		}
	}
}

// resetting is a server that resets every connection once something was sent.
func resetting(t *testing.T) (address string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			_, _ = conn.Read(make([]byte, 1))
			_ = conn.(*net.TCPConn).SetLinger(0)
			_ = conn.Close()
		}
	}()
	return listener.Addr().String()
}
