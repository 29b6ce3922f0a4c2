package manage

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"conformance/specs"
	"conformance/suites/record"
)

// Scenario is the scenario that all exchanges of a history belong to.
const Scenario = "served"

// longest is how many bytes of a body the history keeps.
const longest = 1 << 20

// history keeps the latest exchanges, as the caller saw them.
type history struct {
	now   func() time.Time
	limit int

	mu      sync.Mutex
	started time.Time
	entries []*entry
	dropped int
}

// entry is one exchange. It is over when there is an answer, or the reason why there is none.
type entry struct {
	record.Exchange
	// begun is set when the first byte of the answer may be on its way; over is closed when all is known.
	begun bool
	over  chan struct{}
	// cut is set when the request's body is longer than what is kept of it.
	cut bool
}

func newHistory(now func() time.Time, limit int) *history {
	return &history{now: now, limit: max(limit, 1), started: now()}
}

// forget drops everything. What is under way ends unseen.
func (h *history) forget() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.entries, h.dropped, h.started = nil, 0, h.now()
}

func (h *history) size() (kept, dropped int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.entries), h.dropped
}

// begin adds an exchange whose request has come.
func (h *history) begin(e *entry) {
	h.mu.Lock()
	defer h.mu.Unlock()
	e.Start = h.now().Sub(h.started)
	if len(h.entries) == h.limit {
		h.entries[0] = nil
		h.entries = h.entries[1:]
		h.dropped++
	}
	h.entries = append(h.entries, e)
}

// end completes an exchange. It may have been dropped in the meantime.
func (h *history) end(e *entry, response *record.Response, failure string, limit bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	e.Response, e.Failure, e.Limit = response, failure, limit
	e.Duration = max(h.now().Sub(h.started)-e.Start, 0)
	close(e.over)
}

// answers notes that the answer of an exchange begins.
func (h *history) answers(e *entry) {
	h.mu.Lock()
	defer h.mu.Unlock()
	e.begun = true
}

// settle waits until every answer that has begun is over: a caller can have read the whole of one before the server
// knows that it is done with it.
func (h *history) settle(ctx context.Context) {
	h.mu.Lock()
	var begun []*entry
	for _, e := range h.entries {
		if e.begun {
			begun = append(begun, e)
		}
	}
	h.mu.Unlock()
	for _, e := range begun {
		select {
		case <-e.over:
		case <-ctx.Done():
			return
		}
	}
}

// recording returns what is over as a recording of its own, redacted.
func (h *history) recording(ctx context.Context, config Config, document *specs.Document) *record.Recording {
	h.settle(ctx)
	recording := h.copy()
	recording.API, recording.Version = config.API, config.Version
	key := make([]byte, 32)
	_, _ = rand.Read(key) // never fails
	record.Redact(recording, document, key, config.Secrets...)
	return recording
}

func (h *history) copy() *record.Recording {
	h.mu.Lock()
	defer h.mu.Unlock()
	recording := &record.Recording{
		Format: record.Format, Run: Scenario, Started: h.started, Duration: h.now().Sub(h.started),
		Exchanges: []*record.Exchange{},
	}
	var cut []string
	for _, e := range h.entries {
		if e.Response == nil && e.Failure == "" {
			continue
		}
		x := clone(&e.Exchange)
		x.Number = len(recording.Exchanges) + 1
		recording.Exchanges = append(recording.Exchanges, x)
		recording.Target = origin(x)
		if e.cut {
			cut = append(cut, fmt.Sprint(x.Number))
		}
	}
	recording.Scenarios = []record.Scenario{{Name: Scenario, Subject: h.remarks(cut)}}
	return recording
}

// remarks say what the recording does not show.
func (h *history) remarks(cut []string) map[string]string {
	remarks := map[string]string{}
	if h.dropped > 0 {
		remarks["dropped"] = fmt.Sprintf("%d older exchanges, as the history keeps %d", h.dropped, h.limit)
	}
	if cut != nil {
		remarks["cut"] = fmt.Sprintf("the request bodies of exchanges %s, of which the history keeps %d bytes", strings.Join(cut, ", "), longest)
	}
	return remarks
}

// clone copies what redaction changes.
func clone(x *record.Exchange) *record.Exchange {
	c := *x
	c.Request.Header, c.Request.Body = x.Request.Header.Clone(), slices.Clone(x.Request.Body)
	if r := x.Response; r != nil {
		c.Response = &record.Response{Status: r.Status, Header: r.Header.Clone(), Body: slices.Clone(r.Body)}
	}
	return &c
}

// origin is the scheme and the host of the request.
func origin(x *record.Exchange) string {
	scheme, after, _ := strings.Cut(x.Request.URL, "://")
	host, _, _ := strings.Cut(after, "/")
	return scheme + "://" + host
}

// observe puts every exchange of a server into the history.
func (h *history) observe(document *specs.Document, server http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		e := arrived(document, r)
		h.begin(e)
		o := &observed{ResponseWriter: w, begins: func() { h.answers(e) }, bodiless: r.Method == http.MethodHead}
		defer func() {
			// A handler that panics closes the connection, and http.Server has to see it.
			panicked := recover()
			h.end(e, o.response(panicked != nil), o.failure(r, panicked != nil), o.long && panicked == nil)
			if panicked != nil {
				panic(panicked)
			}
		}()
		server.ServeHTTP(o, r)
	})
}
