package controller

import (
	"context"
	"net/http"
)

// mostAttempts is how often a clean-up request is sent before it is given up.
const mostAttempts = 11

// cleanUp removes in the background what a failed creation may have left at a broker: once right away, then with
// pauses that double. An answer of 200, 202 or 410 ends it; a 202 is not followed further.
func (s *Server) cleanUp(q question) {
	q.background = true
	s.background(func(ctx context.Context) {
		pause := s.config.CleanupPause
		for attempt := 1; attempt <= mostAttempts; attempt++ {
			if s.cleanedUp(q) || attempt == mostAttempts || s.config.Sleep(ctx, pause) != nil {
				return
			}
			pause *= 2
		}
	})
}

// cleanedUp sends the request once, with the credentials that the broker has by now.
func (s *Server) cleanedUp(q question) bool {
	s.mu.Lock()
	if b, found := s.state.brokers.get(q.broker.GUID); found {
		q.broker = b
	}
	s.mu.Unlock()
	a := s.ask(q)
	return a.err == nil && (a.status == http.StatusOK || a.status == http.StatusAccepted || a.status == http.StatusGone)
}

// deprovision asks a broker to delete an instance.
func (s *Server) deprovision(i instance, acceptsIncomplete bool, o origin) question {
	q := s.toBroker(i, http.MethodDelete, o)
	q.query = incomplete(s.idQuery(i), acceptsIncomplete)
	return q
}

// unbindRequest asks a broker to delete a binding or key.
func (s *Server) unbindRequest(i instance, b binding, acceptsIncomplete bool, o origin) question {
	q := s.toBinding(i, b, http.MethodDelete, o)
	q.query = incomplete(s.idQuery(i), acceptsIncomplete)
	return q
}
