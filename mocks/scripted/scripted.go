// Package scripted is the broker that a controller under test calls: it does what a scenario tells it, and everything
// that the controller sends is part of the scenario's recording. Each scenario has a broker of its own, told apart by
// the first segment of the path.
package scripted

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"

	"github.com/google/uuid"

	"conformance/specs"
	"conformance/suites/record"
	"conformance/suites/scenario"
)

// Username is what every scripted broker demands, beside a password of its own.
const Username = "conformance-suite"

// longestBody bounds what is kept of a request, in bytes.
const longestBody = 1 << 20

// Server holds the scripted brokers of a run. It is an http.Handler and a scenario.Counterpart.
type Server struct {
	base     string
	document *specs.Document
	// listens is the host at which the server listens; empty in memory.
	listens string
	stop    func()

	mu      sync.Mutex
	brokers map[string]*Broker
}

// New returns a server that controllers reach at base, such as http://127.0.0.1:4000.
func New(base string) (*Server, error) {
	api, err := specs.Load("osb")
	if err != nil {
		return nil, err
	}
	document, err := api.Document(api.Latest())
	if err != nil {
		return nil, err
	}
	return &Server{base: strings.TrimRight(base, "/"), document: document, stop: func() {}, brokers: map[string]*Broker{}}, nil
}

// Listen starts a server on an address. Controllers reach it at url; an empty url means the address itself.
func Listen(address, url string) (*Server, error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, err
	}
	if url == "" {
		url = "http://" + listener.Addr().String()
	}
	s, err := New(url)
	if err != nil {
		_ = listener.Close() // the error at hand says more
		return nil, err
	}
	s.listens, _, _ = net.SplitHostPort(listener.Addr().String()) // it is that of a listener
	s.stop = serve(listener, &http.Server{Handler: s})
	return s, nil
}

// Close stops listening and ends every request that hangs.
func (s *Server) Close() {
	s.mu.Lock()
	brokers := s.brokers
	s.brokers = map[string]*Broker{}
	s.mu.Unlock()
	for _, b := range brokers {
		b.Close()
		if b.apart != nil {
			b.apart.Leave()
		}
	}
	s.stop()
}

// Open starts the broker of one scenario.
func (s *Server) Open(_ context.Context, name string, recorder *record.Recorder) (scenario.Broker, error) {
	b, err := s.open(name, recorder)
	if err != nil {
		return nil, err
	}
	return b, nil
}

// segment is the first segment of the path to the broker of a scenario.
func segment(name string) string { return strings.ReplaceAll(name, " ", "-") }

func (s *Server) open(name string, recorder *record.Recorder) (*Broker, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	segment := segment(name)
	if s.brokers[segment] != nil {
		return nil, fmt.Errorf("scenario %s has a scripted broker already", name)
	}
	b := &Broker{
		url: s.base + "/" + segment, passwords: []string{uuid.NewString()}, scenario: name, recorder: recorder, document: s.document,
		scripts: map[string][]scenario.Answer{}, arrived: map[string]int{}, calls: map[string]int{}, changed: make(chan struct{}), closed: make(chan struct{}),
	}
	s.brokers[segment] = b
	return b, nil
}

// ServeHTTP gives the request to the broker that the first segment of its path names.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	segment, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.EscapedPath(), "/"), "/")
	s.mu.Lock()
	b := s.brokers[segment]
	s.mu.Unlock()
	if b == nil {
		http.NotFound(w, r)
		return
	}
	b.reach()
	body, err := io.ReadAll(io.LimitReader(r.Body, longestBody))
	if err != nil {
		panic(http.ErrAbortHandler) // the caller broke off: there is nobody to answer
	}
	b.serve(w, r, "/"+rest, body)
}
