// Package controller is a reference Cloud Foundry controller: the v2 endpoints for service brokers, instances,
// bindings and keys, and a platform that really calls the brokers registered with it.
//
// Nothing is locked while a broker is asked. A request first reserves what it is about to change (an instance that
// is only a name yet, an operation in progress), then asks the broker, then settles. Two requests for one resource
// therefore meet at the reservation, and one of them is told that something is in progress.
//
// Polling, clean-up after failed creations and delete jobs run in goroutines, which Close ends.
package controller

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	// The usual one; Go has no UUIDs of its own.
	"github.com/google/uuid"

	"conformance/reference/dispatch"
	"conformance/specs"
)

// Config says how a controller behaves. The zero value is a usable one.
type Config struct {
	// Username and Password are what the administrator exchanges for a token; the defaults are admin and admin.
	Username, Password string
	// Token is a bearer token of the administrator that needs no exchange; empty means that there is none.
	Token string
	// Fixtures are what exists from the start; nil means DefaultFixtures.
	Fixtures *Fixtures
	// URL is the address that clients reach the controller by, without a trailing slash; empty means what the Host
	// header of each request says.
	URL string

	// Broker carries requests to brokers; nil means a transport of its own that follows http.DefaultTransport.
	Broker http.RoundTripper
	// BrokerTimeout is how long a broker may take to answer one request; 0 means 60 s.
	BrokerTimeout time.Duration
	// PollInterval is the pause between two polls of an operation; 0 means 60 s.
	PollInterval time.Duration
	// PollDeadline is how long an operation may take as a whole; 0 means seven days.
	PollDeadline time.Duration
	// CleanupPause is the first pause before a failed clean-up request is repeated; it doubles each time. 0 means
	// two minutes.
	CleanupPause time.Duration
	// AsyncDelay is how long a delete job stays queued before it runs.
	AsyncDelay time.Duration

	// Now tells the time; nil means time.Now.
	Now func() time.Time
	// Sleep waits, or returns the context's error when that ends first; nil means a timer.
	Sleep func(ctx context.Context, d time.Duration) error
	// NewID makes the id of a resource or request; nil means a random UUID.
	NewID func() string
	// Store keeps the state; nil means memory.
	Store Store
	// Strict compares every reply with the document before it is sent: a departure becomes a 500 that names it.
	Strict bool
}

// Server is a controller. It is an http.Handler, safe for concurrent requests.
type Server struct {
	config   Config
	client   *http.Client
	handler  http.Handler
	beside   *http.ServeMux
	outcomes map[class]outcomes
	users    []User
	key      []byte

	mu       sync.Mutex // guards what follows; never held while a broker is asked
	state    state
	reserved map[string]bool // broker names whose catalogs are being read

	ctx    context.Context
	cancel context.CancelFunc
	tasks  struct {
		sync.Mutex
		sync.WaitGroup
		closed bool
	}
}

// New returns a controller that serves the cf-v2 document, and takes up the polling of operations that the store
// says are in progress. An error is a defect of the configuration or of the embedded document. Close ends it.
func New(config Config) (*Server, error) {
	config = config.withDefaults()
	api, err := specs.Load("cf-v2")
	if err != nil {
		return nil, err
	}
	doc, err := api.Document(api.Latest())
	if err != nil {
		return nil, err
	}
	s := &Server{config: config, state: newState(config.Store), outcomes: outcomeTable(), users: config.users(), reserved: map[string]bool{}}
	s.key = make([]byte, 32)
	if _, err := rand.Read(s.key); err != nil {
		return nil, fmt.Errorf("make a key that signs tokens: %w", err)
	}
	s.client = &http.Client{Transport: config.Broker, CheckRedirect: keepRedirect}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.handler, err = dispatch.New(doc, s.operations(), dispatch.Options{
		Authorize: s.authorize,
		Invalid:   s.invalid,
		Unknown:   s.unknown,
		Header:    secure,
		Strict:    config.Strict,
	})
	if err != nil {
		s.cancel()
		return nil, err
	}
	s.beside = s.besideDocument()
	s.mu.Lock()
	s.seed()
	s.resume()
	err = s.state.trouble()
	s.mu.Unlock()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("read the store: %w", err), s.Close(context.Background()))
	}
	return s, nil
}

func (c Config) withDefaults() Config {
	c.Username = orElse(c.Username, "admin")
	c.Password = orElse(c.Password, "admin")
	c.BrokerTimeout = orElse(c.BrokerTimeout, 60*time.Second)
	c.PollInterval = orElse(c.PollInterval, 60*time.Second)
	c.PollDeadline = orElse(c.PollDeadline, 7*24*time.Hour)
	c.CleanupPause = orElse(c.CleanupPause, 2*time.Minute)
	if c.Fixtures == nil {
		c.Fixtures = DefaultFixtures()
	}
	if c.Broker == nil {
		c.Broker = http.DefaultTransport.(*http.Transport).Clone()
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Sleep == nil {
		c.Sleep = sleep
	}
	if c.NewID == nil {
		c.NewID = uuid.NewString
	}
	if c.Store == nil {
		c.Store = NewMemory()
	}
	return c
}

func orElse[T comparable](value, otherwise T) T {
	var zero T
	if value == zero {
		return otherwise
	}
	return value
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// now is the present time as the API shows it: UTC, in whole seconds.
func (s *Server) now() time.Time { return s.config.Now().UTC().Truncate(time.Second) }

// background runs a task that lives no longer than the server.
func (s *Server) background(task func(ctx context.Context)) {
	s.tasks.Lock()
	defer s.tasks.Unlock()
	if !s.tasks.closed {
		s.tasks.Go(func() { task(s.ctx) })
	}
}

// Close ends polling, clean-up and jobs, cancels requests to brokers, and waits until all of it has ended or the
// context has, whose error it then returns.
func (s *Server) Close(ctx context.Context) error {
	s.tasks.Lock()
	s.tasks.closed = true
	s.tasks.Unlock()
	s.cancel()
	ended := make(chan struct{})
	go func() {
		s.tasks.Wait()
		s.client.CloseIdleConnections()
		close(ended)
	}()
	select {
	case <-ended:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("wait for background tasks to end: %w", ctx.Err())
	}
}
