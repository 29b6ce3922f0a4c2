package scripted

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/url"
	"sync"
	"syscall"
	"time"

	"conformance/mocks"
	"conformance/suites/record"
	"conformance/suites/scenario"
)

// Apart is a broker with an address of its own, where it can stop listening.
type Apart struct {
	*Broker
	server *Server
	// address is where it listens; empty in memory. certificate is nil without TLS.
	address     string
	certificate *tls.Certificate

	mu   sync.Mutex
	away bool
	stop func()
}

// OpenApart starts the broker of one scenario at an address of its own: another port of the address at which the server
// listens. With untrusted it speaks TLS, with a certificate that nobody has signed.
func (s *Server) OpenApart(_ context.Context, name string, recorder *record.Recorder, untrusted bool) (scenario.ApartBroker, error) {
	base, err := url.Parse(s.base)
	if err != nil {
		return nil, fmt.Errorf("the address of the scripted brokers, %s, is no URL: %w", s.base, err)
	}
	b, err := s.open(name, recorder)
	if err != nil {
		return nil, err
	}
	a := &Apart{Broker: b, server: s, stop: func() {}}
	port := "8443"
	if untrusted {
		if a.certificate, err = selfSigned(base.Hostname()); err != nil {
			return nil, fmt.Errorf("make a certificate: %w", err)
		}
	}
	if s.listens != "" {
		a.address = net.JoinHostPort(s.listens, "0")
		if err := a.Return(); err != nil {
			return nil, err
		}
		_, port, _ = net.SplitHostPort(a.address) // it is that of a listener
	}
	address := url.URL{Scheme: "http", Host: net.JoinHostPort(base.Hostname(), port), Path: "/" + segment(name)}
	if untrusted {
		address.Scheme = "https"
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	b.url, b.apart = address.String(), a
	return a, nil
}

// Leave makes it refuse connections until Return.
func (a *Apart) Leave() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.away = true
	a.stop()
	a.stop = func() {}
}

// Return makes it listen again, where it did before.
func (a *Apart) Return() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.away = false
	if a.address == "" {
		return nil
	}
	listener, err := net.Listen("tcp", a.address)
	if err != nil {
		return err
	}
	a.address = listener.Addr().String()
	if a.certificate != nil {
		listener = tls.NewListener(listener, &tls.Config{Certificates: []tls.Certificate{*a.certificate}, MinVersion: tls.VersionTLS12})
	}
	server := &http.Server{Handler: a.server, ErrorLog: log.New(io.Discard, "", 0)} // a handshake that is broken off is what is wanted
	server.SetKeepAlivesEnabled(false)                                              // a caller that kept a connection would find it broken, and not refused
	a.stop = serve(listener, server)
	return nil
}

// unreached is why no connection comes about in memory, where nothing listens; nil when one does.
func (a *Apart) unreached() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	switch {
	case a.address != "":
	case a.away:
		return &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
	case a.certificate != nil:
		return &tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}
	}
	return nil
}

// reach breaks the connection off where none would come about.
func (b *Broker) reach() {
	if b.apart == nil {
		return
	}
	if err := b.apart.unreached(); err != nil {
		panic(mocks.Broken{Err: err})
	}
}

// serve serves until what it returns is called.
func serve(listener net.Listener, server *http.Server) (stop func()) {
	server.ReadHeaderTimeout = 10 * time.Second
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(listener) // it returns when it is closed
	}()
	return func() {
		_ = server.Close() // nothing is owed to a caller after the run
		<-done
	}
}

// selfSigned makes a certificate for a host that is signed by itself alone.
func selfSigned(host string) (*tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: host}, DNSNames: []string{host},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	if ip := net.ParseIP(host); ip != nil {
		template.IPAddresses = []net.IP{ip}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return nil, err
	}
	return &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, nil
}
