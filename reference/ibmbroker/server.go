// Package ibmbroker is a broker for IBM Cloud that keeps every rule of specs/ibmosb: Open Service Broker 2.12, IBM's
// additions to it and the two state calls. Instances and bindings exist in its records only.
//
// Where the sources leave a choice it takes these:
//
//   - ids are opaque text, decoded once by the router; a record is found by the decoded text
//   - an identity header is neither read nor judged: whatever it says, the call goes on
//   - service, plan and parameters decide whether a repeated provision is identical; context and the deprecated guids do not
//   - an unknown instance is 410 to DELETE and 404 to everything else
//   - a disabled instance keeps all it has, refuses binds and can be updated, unbound and deleted
package ibmbroker

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"conformance/reference/dispatch"
	"conformance/specs"
)

// Config says how a broker behaves. The zero value lacks only credentials.
type Config struct {
	// Username and Password are what callers present with the basic scheme; both empty refuses that scheme.
	Username, Password string
	// Token is what callers present with the bearer scheme; empty refuses that scheme.
	Token string
	// Services is the catalog; nil means DefaultServices.
	Services []Service
	// AsyncDelay is how long an operation of an asynchronous plan takes.
	AsyncDelay time.Duration
	// DashboardURL is the address before an instance's id in its dashboard_url; empty means an address that nobody serves.
	DashboardURL string
	// StateWithoutBody makes a state change answer 204 without body, the other documented form of 200.
	StateWithoutBody bool
	// Store keeps the instances; nil means in memory.
	Store Store
	// Now tells the time; nil means time.Now.
	Now func() time.Time
	// NewID makes operation ids and secrets; nil means random text.
	NewID func() string
	// Strict compares the broker's own answers with the document; one that departs from it becomes a 500 that says so.
	Strict bool
}

// Server is the broker. It is safe for concurrent requests.
type Server struct {
	config Config
	routes http.Handler
	// calls lets one call at a time read, judge and change a record.
	calls sync.Mutex
}

// New returns a broker, or an error when the configuration has no credentials.
func New(config Config) (*Server, error) {
	if config.Username == "" && config.Password == "" && config.Token == "" {
		return nil, errors.New("configure the broker: there are no credentials; set Username and Password, or Token")
	}
	api, err := specs.Load("ibm-osb")
	if err != nil {
		return nil, err
	}
	doc, err := api.Document(api.Latest())
	if err != nil {
		return nil, err
	}
	s := &Server{config: config.withDefaults()}
	s.routes, err = dispatch.New(doc, map[string]dispatch.Handler{
		"catalog":                 s.catalog,
		"provision":               s.on(s.provision),
		"update":                  s.on(s.update),
		"deprovision":             s.on(s.deprovision),
		"instance-last-operation": s.on(s.lastOperation),
		"bind":                    s.on(s.bind),
		"unbind":                  s.on(s.unbind),
		"state-get":               s.on(s.stateGet),
		"state-put":               s.on(s.statePut),
	}, dispatch.Options{
		Authorize: s.authorize,
		Precheck:  refuseForeignBody,
		Invalid:   invalid,
		Unknown:   unrouted,
		Strict:    config.Strict,
	})
	if err != nil {
		return nil, fmt.Errorf("serve the ibm-osb document: %w", err)
	}
	return s, nil
}

func (c Config) withDefaults() Config {
	if c.Services == nil {
		c.Services = DefaultServices()
	}
	if c.DashboardURL == "" {
		c.DashboardURL = "https://dashboard.example.com/instances/"
	}
	if c.Store == nil {
		c.Store = NewMemory()
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.NewID == nil {
		c.NewID = rand.Text
	}
	return c
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.routes.ServeHTTP(w, r) }

// instanceHandler answers a call about one instance, and leaves in the record what the call changed.
type instanceHandler func(call *dispatch.Call, instance *Instance) dispatch.Reply

// on gives a handler the record of the instance that the path names, as of now, and keeps what it makes of it.
func (s *Server) on(handle instanceHandler) dispatch.Handler {
	return func(call *dispatch.Call) dispatch.Reply {
		s.calls.Lock()
		defer s.calls.Unlock()
		instance, err := s.config.Store.Load(call.Params["instance_id"])
		if err != nil {
			return refuse(http.StatusInternalServerError, "The record of the instance could not be read.")
		}
		instance.settle(s.config.Now())
		reply := handle(call, &instance)
		if instance.Stage == Unknown {
			return reply
		}
		if err := s.config.Store.Save(instance); err != nil {
			return refuse(http.StatusInternalServerError, "The record of the instance could not be written.")
		}
		return reply
	}
}
