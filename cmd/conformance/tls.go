package main

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"os"
	"time"
)

// roots are the certificates to trust; nil means those of the system.
func (t *target) roots() (*x509.CertPool, error) {
	if t.caCert == "" {
		return nil, nil //nolint:nilnil // nil is the system's, as in tls.Config
	}
	pem, err := os.ReadFile(t.caCert)
	if err != nil {
		return nil, usage("--ca-cert: %v", err)
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	if !pool.AppendCertsFromPEM(pem) {
		return nil, usage("--ca-cert %s holds no PEM certificate", t.caCert)
	}
	return pool, nil
}

func (t *target) transport() (http.RoundTripper, error) {
	roots, err := t.roots()
	if err != nil {
		return nil, err
	}
	config := &tls.Config{RootCAs: roots, InsecureSkipVerify: t.insecure} //nolint:gosec // the owner asked for it with --insecure
	if (t.clientCert == "") != (t.clientKey == "") {
		return nil, usage("--client-cert and --client-key go together; only one was given")
	}
	if t.clientCert != "" {
		pair, err := tls.LoadX509KeyPair(t.clientCert, t.clientKey)
		if err != nil {
			return nil, usage("--client-cert and --client-key: %v", err)
		}
		config.Certificates = []tls.Certificate{pair}
	}
	return &http.Transport{
		Proxy: http.ProxyFromEnvironment, TLSClientConfig: config, TLSHandshakeTimeout: 10 * time.Second,
		MaxIdleConnsPerHost: t.parallel, IdleConnTimeout: 30 * time.Second, ForceAttemptHTTP2: true,
	}, nil
}
