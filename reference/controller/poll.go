package controller

import (
	"context"
	"net/http"
	"time"
)

// longestPause is the most that a broker can put off the next poll.
const longestPause = 24 * time.Hour

// watched is a resource whose operation the broker is asked about. Its methods run under the lock.
type watched interface {
	// ask says what to ask, and returns nil when the operation has ended or was replaced.
	ask(s *Server) (*question, *operation)
	// note keeps what the broker says of an operation that goes on.
	note(s *Server, description *string)
	// settle ends the operation.
	settle(s *Server, state string, description *string)
	// complete fetches what an operation that succeeded leaves to fetch. It runs without the lock, before settle,
	// and returns the state to settle on.
	complete(s *Server, q question) (state string, description *string)
}

// watch polls the operation of a resource until it has ended: at once, then at the interval.
func (s *Server) watch(w watched) {
	s.background(func(ctx context.Context) {
		for {
			pause, ended := s.poll(ctx, w)
			if ended || s.config.Sleep(ctx, pause) != nil {
				return
			}
		}
	})
}

// poll asks once. It returns how long to wait, or that there is nothing left to wait for.
func (s *Server) poll(ctx context.Context, w watched) (pause time.Duration, ended bool) {
	s.mu.Lock()
	q, o := w.ask(s)
	s.mu.Unlock()
	if q == nil {
		return 0, true
	}
	a := s.ask(*q)
	if ctx.Err() != nil {
		return 0, true // the server ends; the operation does not
	}
	state, description := a.progress(o.Type)
	if state == succeeded {
		if completed, why := w.complete(s, *q); completed != succeeded {
			state, description = completed, why
		}
	}
	pause = min(max(s.config.PollInterval, a.retryAfter()), longestPause)
	if state == inProgress && s.config.Now().Add(pause).After(o.Deadline) {
		late := "the service broker did not finish the operation in the time it has"
		state, description = failed, &late
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if q, _ := w.ask(s); q == nil {
		return 0, true // replaced while the broker was asked
	}
	if state != inProgress {
		w.settle(s, state, description)
		return 0, true
	}
	if description != nil {
		w.note(s, description)
	}
	return pause, false
}

// progress is what an answer to a poll says of an operation. Whatever says nothing lets it go on.
func (a answer) progress(kind string) (state string, description *string) {
	switch {
	case a.err != nil:
		return inProgress, nil
	case a.status == http.StatusOK:
		if state := a.text("state"); state == succeeded || state == failed || state == inProgress {
			return state, a.optionalText("description")
		}
	case a.status == http.StatusBadRequest:
		description := a.explain()
		if given := a.text("description"); given != "" {
			description = given
		}
		return failed, &description
	case a.status == http.StatusGone && kind == remove:
		return succeeded, nil
	}
	return inProgress, nil
}

// about makes a question a poll for an operation.
func (q question) about(o *operation) *question {
	q.method, q.path, q.background = http.MethodGet, q.path+"/last_operation", true
	if o.Token != nil {
		q.query.Set("operation", *o.Token)
	}
	return &q
}

// instanceWatch polls the operation of an instance.
type instanceWatch struct {
	guid, operation string
	origin          origin
}

func (w instanceWatch) find(s *Server) (instance, bool) {
	i, found := s.state.instances.get(w.guid)
	return i, found && i.LastOperation.running() && i.LastOperation.ID == w.operation
}

func (w instanceWatch) ask(s *Server) (*question, *operation) {
	i, found := w.find(s)
	if !found {
		return nil, nil
	}
	q := s.toBroker(i, http.MethodGet, w.origin)
	q.query = s.idQuery(i)
	return q.about(i.LastOperation), i.LastOperation
}

func (w instanceWatch) note(s *Server, description *string) {
	i, _ := w.find(s)
	i.LastOperation.Description, i.LastOperation.Updated = description, s.now()
	s.state.instances.put(i)
}

func (w instanceWatch) complete(*Server, question) (string, *string) { return succeeded, nil }

func (w instanceWatch) settle(s *Server, state string, description *string) {
	i, _ := w.find(s)
	i.Updated = s.now()
	switch {
	case state == failed:
		i.LastOperation.end(failed, description, s.now())
	case i.LastOperation.Type == remove:
		s.state.instances.remove(i.GUID)
		return
	case i.LastOperation.Type == update:
		i.finishUpdate(description, s.now())
	default:
		i.LastOperation.end(succeeded, description, s.now())
	}
	s.state.instances.put(i)
}

// bindingWatch polls the operation of a binding.
type bindingWatch struct {
	guid, operation string
	origin          origin
	// fetched holds what complete found for settle.
	fetched *answer
}

func (w bindingWatch) find(s *Server) (binding, bool) {
	b, found := s.state.bindings.get(w.guid)
	return b, found && b.LastOperation.running() && b.LastOperation.ID == w.operation
}

func (w bindingWatch) ask(s *Server) (*question, *operation) {
	b, found := w.find(s)
	if !found {
		return nil, nil
	}
	i, _ := s.state.instances.get(b.InstanceGUID)
	q := s.toBinding(i, b, http.MethodGet, w.origin)
	q.query = s.idQuery(i)
	return q.about(b.LastOperation), b.LastOperation
}

func (w bindingWatch) note(s *Server, description *string) {
	b, _ := w.find(s)
	b.LastOperation.Description, b.LastOperation.Updated = description, s.now()
	s.state.bindings.put(b)
}

// complete fetches a binding that has been made: its credentials are known only then.
func (w bindingWatch) complete(s *Server, _ question) (string, *string) {
	s.mu.Lock()
	b, found := w.find(s)
	i, _ := s.state.instances.get(b.InstanceGUID)
	q := s.toBinding(i, b, http.MethodGet, w.origin)
	o, _ := s.state.offerings.get(i.OfferingGUID)
	s.mu.Unlock()
	if !found || b.LastOperation.Type == remove {
		return succeeded, nil
	}
	q.background = true
	*w.fetched = s.ask(q)
	refused, _ := s.judgeBind(*w.fetched, o.Service)
	if refused == nil && w.fetched.status != http.StatusOK {
		refused = w.fetched.failure("ServiceBrokerBadResponse")
	}
	if refused != nil {
		return failed, &refused.text
	}
	return succeeded, nil
}

func (w bindingWatch) settle(s *Server, state string, description *string) {
	b, _ := w.find(s)
	b.Updated = s.now()
	switch {
	case state == failed:
		b.LastOperation.end(failed, description, s.now())
	case b.LastOperation.Type == remove:
		s.state.bindings.remove(b.GUID)
		return
	default:
		b.take(*w.fetched)
		b.LastOperation.end(succeeded, description, s.now())
	}
	s.state.bindings.put(b)
}

// resume takes up the operations that the store says are in progress, and drops the reservations of requests that
// nobody waits for any more.
func (s *Server) resume() {
	for _, i := range s.state.instances.where(nil) {
		switch {
		case i.Pending:
			s.state.instances.remove(i.GUID)
		case i.LastOperation.running():
			s.watch(instanceWatch{guid: i.GUID, operation: i.LastOperation.ID})
		}
	}
	for _, b := range s.state.bindings.where(nil) {
		switch {
		case b.Pending:
			s.state.bindings.remove(b.GUID)
		case b.LastOperation.running():
			s.watch(bindingWatch{guid: b.GUID, operation: b.LastOperation.ID, fetched: &answer{}})
		}
	}
}
