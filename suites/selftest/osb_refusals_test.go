package selftest

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"conformance/mocks"
	"conformance/reference/broker"
	"conformance/specs"
)

// work is how long the operations of these brokers take.
const work = 30 * time.Second

// TestBrokersThatRefuseMuch: a broker that refuses what it may is not blamed for it by a run that sends one request at a
// time, in any version.
func TestBrokersThatRefuseMuch(t *testing.T) {
	api, err := specs.Load("osb")
	if err != nil {
		t.Fatal(err)
	}
	catalog := offer("bindable: true, plan_updateable: true, instances_retrievable: true, bindings_retrievable: true", "reference: {instances: async, bindings: async}")
	for name, refuse := range map[string]func() *picky{
		"one thing at a time":   oneAtATime,
		"one instance":          oneInstance,
		"too many requests":     tooMany,
		"updates of nothing":    idle,
		"out of order at times": outOfOrder,
	} {
		for _, version := range api.Versions {
			t.Run(name+"/"+string(version), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					s := serving(catalog, broker.Config{AsyncDelay: work})
					serve := s.serve
					s.serve = func(t *testing.T, version specs.Version, fault mocks.Mutant) target {
						target, broker := serve(t, version, fault), refuse()
						broker.next = target.transport
						target.transport = broker
						return target
					}
					outcome, _ := s.run(t, version, mocks.Mutant{}, 1)
					modest(t, outcome, nil)
				})
			})
		}
	}
}

// picky is a broker that refuses some requests.
type picky struct {
	next http.RoundTripper
	// refuse returns the status with which a request is refused, or 0. learn is told of what was not.
	refuse func(*http.Request) (status int, body string)
	learn  func(*http.Request, *http.Response)

	mu sync.Mutex
}

func (p *picky) RoundTrip(r *http.Request) (*http.Response, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if status, body := p.refuse(r); status != 0 {
		header := http.Header{"Content-Type": {"application/json"}}
		if identity := r.Header["X-Broker-Api-Request-Identity"]; identity != nil {
			header["X-Broker-Api-Request-Identity"] = identity
		}
		return &http.Response{StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: header,
			Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)), Request: r}, nil
	}
	response, err := p.next.RoundTrip(r)
	if err == nil && p.learn != nil {
		p.learn(r, response)
	}
	return response, err
}

// oneAtATime refuses everything that changes something while it works, whatever it works on.
func oneAtATime() *picky {
	var until time.Time
	return &picky{
		refuse: func(r *http.Request) (int, string) {
			if r.Method != http.MethodGet && time.Now().Before(until) {
				return 422, `{"error": "ConcurrencyError", "description": "one thing at a time"}`
			}
			return 0, ""
		},
		learn: func(_ *http.Request, response *http.Response) {
			if response.StatusCode == http.StatusAccepted {
				until = time.Now().Add(work)
			}
		},
	}
}

// oneInstance refuses a second instance before it looks at the request any further.
func oneInstance() *picky {
	there := map[string]bool{}
	isInstance := func(r *http.Request) bool { return strings.Count(r.URL.Path, "/") == 3 }
	return &picky{
		refuse: func(r *http.Request) (int, string) {
			if r.Method == http.MethodPut && isInstance(r) && len(there) > 0 && !there[r.URL.Path] {
				return 403, `{"description": "there is one already"}`
			}
			return 0, ""
		},
		learn: func(r *http.Request, response *http.Response) {
			switch {
			case !isInstance(r) || response.StatusCode > 299:
			case r.Method == http.MethodPut:
				there[r.URL.Path] = true
			case r.Method == http.MethodDelete:
				delete(there, r.URL.Path)
			}
		},
	}
}

// tooMany puts off every ninth request.
func tooMany() *picky {
	return every(9, 429, `{"description": "slow down"}`, func(*http.Request) bool { return true })
}

// outOfOrder fails at every third poll.
func outOfOrder() *picky {
	return every(3, 503, `{"description": "out of order"}`, func(r *http.Request) bool {
		return strings.HasSuffix(r.URL.Path, "/last_operation") && strings.Contains(r.URL.RawQuery, "operation=create")
	})
}

func every(n, status int, body string, of func(*http.Request) bool) *picky {
	seen := 0
	return &picky{refuse: func(r *http.Request) (int, string) {
		if !of(r) {
			return 0, ""
		}
		if seen++; seen%n == n-1 {
			return status, body
		}
		return 0, ""
	}}
}

// idle refuses updates that name nothing to change, before it looks at them any further.
func idle() *picky {
	return &picky{refuse: func(r *http.Request) (int, string) {
		if r.Method != http.MethodPatch {
			return 0, ""
		}
		body, _ := io.ReadAll(r.Body) // it comes from memory
		r.Body = io.NopCloser(bytes.NewReader(body))
		if bytes.HasSuffix(body, []byte("}")) && !bytes.Contains(body, []byte(`"parameters"`)) {
			return 422, `{"description": "there is nothing to do"}`
		}
		return 0, ""
	}}
}
