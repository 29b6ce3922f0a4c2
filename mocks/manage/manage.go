// Package manage lets somebody else steer a reference while it is served: arm and disarm its faults, read what was said
// to it, and begin anew. The steering has a handler of its own, meant for a listener of its own, so that nothing of it
// shows on the side that speaks the protocol.
//
// Whoever reaches the management side needs no credentials: it belongs on a loopback address.
package manage

import (
	"cmp"
	"fmt"
	"net/http"
	"sync"
	"time"

	"conformance/mocks"
	"conformance/specs"
)

// Config says what is managed.
type Config struct {
	// API is the name of the API that the reference serves, and Version the version; empty means the newest.
	API     string
	Version specs.Version
	// Server is the reference, and Faults are those that can be armed in front of it.
	Server http.Handler
	Faults []mocks.Mutant
	// Armed are the ids of the faults that are armed at the beginning.
	Armed []string
	// Around, when it is not nil, puts something more in front of the armed faults; the history shows what it does.
	Around func(http.Handler) http.Handler
	// Calls is the document of the servers that the reference itself calls through Server.Transport, and Way how they are
	// reached. Nil Calls mean that it calls nobody, a nil Way is http.DefaultTransport.
	Calls *specs.Document
	Way   http.RoundTripper
	// Reset drops the state of the reference; nil means that it has none, or keeps it. Fresh makes one.
	Reset func() error
	// MaxHistory is how many exchanges the history keeps; 0 means 1000. The oldest go first.
	MaxHistory int
	// Secrets never leave in the history, besides those that it finds by itself.
	Secrets []string
	// Now is the clock; nil means time.Now.
	Now func() time.Time
}

// Server is the management side of a reference. It is safe for concurrent requests.
type Server struct {
	config   Config
	document *specs.Document
	history  *history
	protocol http.Handler
	steering http.Handler

	mu sync.Mutex
	// armed are replaced as a whole, so that a request sees the faults that were armed when it came.
	armed []*layer
	// layers are what was armed last for each fault, by id.
	layers map[string]*layer
}

// New returns the management of a reference, or an error about the API, its version, or a fault that is not there.
func New(config Config) (*Server, error) {
	api, err := specs.Load(config.API)
	if err != nil {
		return nil, err
	}
	if config.Version, err = api.Version(string(config.Version)); err != nil {
		return nil, err
	}
	document, err := api.Document(config.Version)
	if err != nil {
		return nil, err
	}
	if config.Now == nil {
		config.Now = time.Now
	}
	if config.Way == nil {
		config.Way = http.DefaultTransport
	}
	s := &Server{
		config: config, document: document, layers: map[string]*layer{},
		history: newHistory(config.Now, cmp.Or(config.MaxHistory, 1000)),
	}
	known := map[string]bool{}
	for _, fault := range config.Faults {
		if known[fault.ID] {
			return nil, fmt.Errorf("fault %q is listed twice", fault.ID)
		}
		known[fault.ID] = true
	}
	for _, id := range config.Armed {
		if err := s.arm(id); err != nil {
			return nil, err
		}
	}
	var server http.Handler = http.HandlerFunc(s.serve)
	if config.Around != nil {
		server = config.Around(server)
	}
	s.protocol = s.history.observe(document, server)
	s.steering = routed(s.routes())
	return s, nil
}

// Handler returns the side that speaks the protocol: the reference behind the faults that are armed.
func (s *Server) Handler() http.Handler { return s.protocol }

// ServeHTTP answers one request of the management side.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.steering.ServeHTTP(w, r) }

func (s *Server) routes() map[string]methods {
	return map[string]methods{
		"/{$}":         {http.MethodGet: s.index},
		"/faults":      {http.MethodGet: s.listFaults},
		"/faults/{id}": {http.MethodPut: s.armFault, http.MethodDelete: s.disarmFault},
		"/history":     {http.MethodGet: s.readHistory},
		"/reset":       {http.MethodPost: s.reset},
	}
}

func (s *Server) index(*http.Request) (int, any) {
	kept, dropped := s.history.size()
	armed := []string{}
	for _, l := range s.current() {
		armed = append(armed, l.fault.ID)
	}
	return http.StatusOK, map[string]any{
		"api": s.config.API, "version": s.config.Version,
		"armed":   armed,
		"history": map[string]int{"kept": kept, "dropped": dropped, "limit": s.history.limit},
		"calls": map[string]string{
			"GET /faults":         "every fault, whether it is armed, and how often it fired",
			"PUT /faults/{id}":    "arm a fault",
			"DELETE /faults/{id}": "disarm a fault",
			"GET /history":        "the exchanges so far, as a recording for conformance judge",
			"POST /reset":         "forget the history, disarm every fault, drop the state",
		},
	}
}

func (s *Server) readHistory(r *http.Request) (int, any) {
	return http.StatusOK, s.history.recording(r.Context(), s.config, s.document)
}

// reset begins anew. When the state cannot be dropped, everything stays as it is.
func (s *Server) reset(*http.Request) (int, any) {
	state := "kept"
	if s.config.Reset != nil {
		if err := s.config.Reset(); err != nil {
			return http.StatusInternalServerError, problem{"the state could not be dropped, and nothing was reset: " + err.Error()}
		}
		state = "dropped"
	}
	s.disarm(func(*layer) bool { return true })
	s.history.forget()
	return http.StatusOK, map[string]string{"faults": "disarmed", "history": "forgotten", "state": state}
}
