package manage

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync/atomic"

	"conformance/mocks"
)

// layer is a fault that is, or was, armed.
type layer struct {
	fault mocks.Mutant
	// handler stands in front of the reference; way, which may be nil, in front of what the reference calls.
	handler *mocks.Armed
	way     http.RoundTripper
	sent    *mocks.Armed
	fired   atomic.Int64
}

// newLayer makes a fault ready. Its counters begin at zero.
func (s *Server) newLayer(fault mocks.Mutant) *layer {
	l := &layer{fault: fault}
	l.handler = mocks.Arm(s.document, l.counted(fault.Rules), http.HandlerFunc(s.pass))
	if s.config.Calls != nil {
		l.way, l.sent = mocks.ArmClient(s.config.Calls, l.counted(fault.Sent), behind{s.config.Way})
	}
	return l
}

// counted makes the rules tell when they fire: a change is applied exactly then.
func (l *layer) counted(rules []mocks.Rule) []mocks.Rule {
	all := slices.Clone(rules)
	for i := range all {
		all[i] = all[i].Change(func(*mocks.Seen, *mocks.Answer) { l.fired.Add(1) })
	}
	return all
}

// complete reports whether every rule fired.
func (l *layer) complete() bool { return l.handler.Fired() && (l.sent == nil || l.sent.Fired()) }

// ahead is the key of the layers that a request has still to pass, the next one last.
type ahead struct{}

func within(ctx context.Context, layers []*layer) context.Context {
	return context.WithValue(ctx, ahead{}, layers)
}

// next returns the layer to pass next, nil when none is left, and the context beyond it.
func next(ctx context.Context) (*layer, context.Context) {
	layers, _ := ctx.Value(ahead{}).([]*layer)
	if len(layers) == 0 {
		return nil, ctx
	}
	last := len(layers) - 1
	return layers[last], within(ctx, layers[:last])
}

// serve lets a request through the faults that are armed now.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	s.pass(w, r.WithContext(within(r.Context(), s.current())))
}

func (s *Server) pass(w http.ResponseWriter, r *http.Request) {
	l, beyond := next(r.Context())
	if l == nil {
		s.config.Server.ServeHTTP(w, r)
		return
	}
	l.handler.ServeHTTP(w, r.WithContext(beyond))
}

// Transport carries what the reference sends to the servers that it calls through the faults that are armed, and then
// on by Config.Way.
func (s *Server) Transport() http.RoundTripper { return transport{s} }

type transport struct{ server *Server }

// RoundTrip sends one request.
func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	return behind{t.server.config.Way}.RoundTrip(r.WithContext(within(r.Context(), t.server.current())))
}

// behind is what comes behind a fault on the way to a server that the reference calls.
type behind struct{ way http.RoundTripper }

// RoundTrip sends one request.
func (b behind) RoundTrip(r *http.Request) (*http.Response, error) {
	l, beyond := next(r.Context())
	if l == nil {
		return b.way.RoundTrip(r)
	}
	if l.way == nil {
		return b.RoundTrip(r.WithContext(beyond))
	}
	return l.way.RoundTrip(r.WithContext(beyond))
}

// current returns the armed faults, in the order in which they were armed. Nobody changes the list.
func (s *Server) current() []*layer {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.armed
}

// arm puts a fault in front of those that are armed; one that is armed already stays as it is.
func (s *Server) arm(id string) error {
	i := slices.IndexFunc(s.config.Faults, func(f mocks.Mutant) bool { return f.ID == id })
	if i < 0 {
		return unknown(id)
	}
	fault := s.config.Faults[i]
	if len(fault.Sent) > 0 && s.config.Calls == nil {
		return fmt.Errorf("fault %q changes what the reference sends to others, and this one calls nobody", id)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !slices.Contains(s.armed, s.layers[id]) {
		s.layers[id] = s.newLayer(fault)
		s.armed = append(slices.Clip(s.armed), s.layers[id])
	}
	return nil
}

// disarm takes faults away. What they counted stays to be read until they are armed again.
func (s *Server) disarm(chosen func(*layer) bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.armed = slices.DeleteFunc(slices.Clone(s.armed), chosen)
}

// unknown is the error about a fault that is not there.
type unknown string

// Error says where the faults are listed.
func (u unknown) Error() string {
	return fmt.Sprintf("there is no fault %q; GET /faults lists those there are", string(u))
}

// state is what the management side tells about a fault.
type state struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	// Version is the version that the fault was made for, when it was not the newest.
	Version string `json:"version,omitempty"`
	Armed   bool   `json:"armed"`
	// Fired is how often a rule of it fired since it was armed last, EveryRuleFired whether each of them did.
	Fired          int64 `json:"fired"`
	EveryRuleFired bool  `json:"every_rule_fired"`
}

func (s *Server) state(fault mocks.Mutant) state {
	s.mu.Lock()
	defer s.mu.Unlock()
	told := state{ID: fault.ID, Title: fault.Title, Version: string(fault.Version)}
	if l := s.layers[fault.ID]; l != nil {
		told.Armed, told.Fired, told.EveryRuleFired = slices.Contains(s.armed, l), l.fired.Load(), l.complete()
	}
	return told
}

func (s *Server) listFaults(*http.Request) (int, any) {
	all := []state{}
	for _, fault := range s.config.Faults {
		all = append(all, s.state(fault))
	}
	return http.StatusOK, map[string]any{"faults": all}
}

func (s *Server) armFault(r *http.Request) (int, any) {
	id := r.PathValue("id")
	if err := s.arm(id); err != nil && !errors.As(err, new(unknown)) {
		return http.StatusConflict, problem{err.Error()}
	}
	return s.tell(id)
}

func (s *Server) disarmFault(r *http.Request) (int, any) {
	id := r.PathValue("id")
	s.disarm(func(l *layer) bool { return l.fault.ID == id })
	return s.tell(id)
}

func (s *Server) tell(id string) (int, any) {
	for _, fault := range s.config.Faults {
		if fault.ID == id {
			return http.StatusOK, s.state(fault)
		}
	}
	return http.StatusNotFound, problem{unknown(id).Error()}
}
