package scripted

import (
	"cmp"
	"context"
	"crypto/subtle"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"sync"

	"github.com/google/uuid"

	"conformance/specs"
	"conformance/suites/record"
	"conformance/suites/scenario"
)

// Broker is the broker of one scenario.
type Broker struct {
	url, scenario string
	recorder      *record.Recorder
	document      *specs.Document
	// apart is set for one with an address of its own.
	apart *Apart

	mu sync.Mutex
	// passwords are all that it takes, the newest last.
	passwords []string
	scripts   map[string][]scenario.Answer
	// arrived counts requests, calls those of them that were answered.
	arrived, calls map[string]int
	changed        chan struct{}
	closed         chan struct{}
}

// URL is how a controller reaches the broker.
func (b *Broker) URL() string { return b.url }

// Username is what the broker demands.
func (b *Broker) Username() string { return Username }

// Password is what the broker demands.
func (b *Broker) Password() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.passwords[len(b.passwords)-1]
}

// Rotate changes the password to another; the old ones are still taken.
func (b *Broker) Rotate() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.passwords = append(b.passwords, uuid.NewString())
}

// Answer sets the coming answers to an operation; the last one repeats, and none makes it behave well again.
func (b *Broker) Answer(operation string, answers ...scenario.Answer) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.scripts[operation] = answers
}

// Wait blocks until the operation was called n times, or the context ends, and reports whether it was.
func (b *Broker) Wait(ctx context.Context, operation string, n int) bool {
	return b.wait(ctx, b.calls, operation, n)
}

// Asked is Wait for requests that have arrived, whether or not they are answered yet.
func (b *Broker) Asked(ctx context.Context, operation string, n int) bool {
	return b.wait(ctx, b.arrived, operation, n)
}

func (b *Broker) wait(ctx context.Context, counted map[string]int, operation string, n int) bool {
	for {
		b.mu.Lock()
		calls, changed := counted[operation], b.changed
		b.mu.Unlock()
		if calls >= n {
			return true
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return false
		}
	}
}

// Close ends every request that hangs. From then on the broker behaves well: what removes the leftovers of a scenario
// still calls it.
func (b *Broker) Close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.scripts = map[string][]scenario.Answer{}
	select {
	case <-b.closed:
	default:
		close(b.closed)
	}
}

func (b *Broker) serve(w http.ResponseWriter, r *http.Request, path string, body []byte) {
	operation := b.operation(r, path)
	x := &record.Exchange{
		Scenario: b.scenario, Step: "broker-" + operation, Operation: "broker-" + operation, Side: record.Broker,
		Request: record.Request{Method: r.Method, URL: b.url + path, Header: r.Header.Clone(), Body: body},
	}
	if r.URL.RawQuery != "" {
		x.Request.URL += "?" + r.URL.RawQuery
	}
	b.recorder.Begin(x)
	b.count(b.arrived, operation)
	answer := b.next(r, operation)
	if answer.Until != nil {
		select {
		case <-answer.Until:
		case <-r.Context().Done():
		case <-b.closed:
		}
	}
	if answer.Hang {
		select {
		case <-r.Context().Done():
		case <-b.closed:
		}
		b.recorder.End(x, nil, "the suite did not answer, as the scenario wants")
		b.count(b.calls, operation)
		panic(http.ErrAbortHandler)
	}
	recorder := httptest.NewRecorder()
	write(recorder, answer)
	b.recorder.End(x, &record.Response{Status: recorder.Code, Header: recorder.Header().Clone(), Body: recorder.Body.Bytes()}, "")
	b.count(b.calls, operation)
	write(w, answer)
}

// operation names the call by its OSB operationId, "unknown" for what is none.
func (b *Broker) operation(r *http.Request, path string) string {
	decoded, err := url.PathUnescape(path)
	if err != nil {
		return "unknown"
	}
	routed := &http.Request{Method: r.Method, URL: &url.URL{Path: decoded, RawPath: path}, Header: r.Header}
	op, _, err := b.document.Route(routed)
	if err != nil {
		return "unknown"
	}
	return op.ID
}

func (b *Broker) next(r *http.Request, operation string) scenario.Answer {
	user, password, _ := r.BasicAuth()
	b.mu.Lock()
	defer b.mu.Unlock()
	taken := func(known string) bool { return subtle.ConstantTimeCompare([]byte(password), []byte(known)) == 1 }
	if user != Username || !slices.ContainsFunc(b.passwords, taken) {
		return scenario.Answer{Status: http.StatusUnauthorized, Body: map[string]any{"description": "wrong credentials"}}
	}
	script := b.scripts[operation]
	if len(script) == 0 {
		return wellBehaved(operation)
	}
	if len(script) > 1 {
		b.scripts[operation] = script[1:]
	}
	return script[0]
}

// count counts a request and wakes those who wait.
func (b *Broker) count(counted map[string]int, operation string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	counted[operation]++
	close(b.changed)
	b.changed = make(chan struct{})
}

func write(w http.ResponseWriter, answer scenario.Answer) {
	w.Header().Set("Content-Type", "application/json")
	for name, value := range answer.Header {
		w.Header().Set(name, value)
	}
	body, raw := answer.Body.([]byte)
	switch {
	case raw:
	case answer.Body == nil:
		body = []byte("{}")
	default:
		body, _ = json.Marshal(answer.Body) // scenarios hold what can be marshalled
	}
	w.WriteHeader(cmp.Or(answer.Status, http.StatusOK))
	_, _ = w.Write(body) // the caller may be gone
}

// wellBehaved is what a good broker answers.
func wellBehaved(operation string) scenario.Answer {
	switch operation {
	case "catalog":
		return scenario.Answer{Status: http.StatusOK, Body: map[string]any{"services": []any{}}}
	case "provision":
		return scenario.Answer{Status: http.StatusCreated, Body: map[string]any{"dashboard_url": "https://dashboard.example.com/"}}
	case "bind":
		return scenario.Answer{Status: http.StatusCreated, Body: map[string]any{"credentials": credentials()}}
	case "fetch-binding":
		return scenario.Answer{Status: http.StatusOK, Body: map[string]any{"credentials": credentials()}}
	case "instance-last-operation", "binding-last-operation":
		return scenario.Answer{Status: http.StatusOK, Body: map[string]any{"state": "succeeded"}}
	case "unknown":
		return scenario.Answer{Status: http.StatusNotFound}
	}
	return scenario.Answer{Status: http.StatusOK}
}

// credentials are no secret: nothing can be opened with them. They are long enough to be found where they leak, and no
// words that stand elsewhere.
func credentials() map[string]any {
	return map[string]any{"uri": "https://not-a-real-user:not-a-real-password@data.example.com/", "username": "not-a-real-user", "password": "not-a-real-password"}
}
