package selftest

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"conformance/mocks"
	"conformance/reference/broker"
	"conformance/specs"
	"conformance/suites/engine"
	"conformance/suites/record"
)

// TestNoMoreThanPromised: a whole run creates at most what its plan says, and leaves nothing. Each instance costs money
// on a real broker, so that one with a single plan is promised little.
func TestNoMoreThanPromised(t *testing.T) {
	const most, mostBindings = 12, 30
	for name, catalog := range map[string]string{
		"the whole reference":   "",
		"one plan":              offer("bindable: true, instances_retrievable: true, bindings_retrievable: true", "free: true"),
		"one asynchronous plan": offer("bindable: true, instances_retrievable: true, bindings_retrievable: true", "reference: {instances: async, bindings: async}"),
		"one plan either way":   offer("bindable: true, instances_retrievable: true, bindings_retrievable: true", "reference: {instances: either, bindings: either}"),
		"one unbindable plan":   offer("bindable: false", "reference: {instances: async}"),
		"no plan":               "services: []",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				store := &watched{Store: broker.NewMemory(), there: map[string]bool{}}
				plan, recording := promised(t, serving(catalog, broker.Config{AsyncDelay: time.Second, Store: store}), "", engine.Config{})
				if catalog != "" && (plan.Instances() > most || plan.Bindings() > mostBindings) {
					t.Errorf("the plan promises %d instances and %d bindings, want at most %d and %d", plan.Instances(), plan.Bindings(), most, mostBindings)
				}
				kept(t, plan, recording)
				if len(store.there) > 0 {
					t.Errorf("the broker still has %v", store.there)
				}
			})
		})
	}
}

// promised plans and records a run.
func promised(t *testing.T, s subject, version specs.Version, config engine.Config) (*engine.Plan, *record.Recording) {
	t.Helper()
	target := s.serve(t, version, mocks.Mutant{})
	defer target.close()
	config.Suite, config.Target, config.Version, config.Transport = s.suite, "https://target.example.com", version, target.transport
	config.Credentials, config.Tool, config.Parallel = target.credentials, "test", 4
	run, err := engine.Prepare(context.Background(), config)
	if err != nil {
		t.Fatal(err)
	}
	return run.Plan, run.Record(context.Background())
}

// kept compares the distinct ids that a broker accepted with what the plan promised.
func kept(t *testing.T, plan *engine.Plan, recording *record.Recording) {
	t.Helper()
	paths := map[string]map[string]bool{"provision": {}, "bind": {}}
	for _, x := range recording.Exchanges {
		if x.Request.Method == http.MethodPut && x.Status() >= 200 && x.Status() < 300 && paths[x.Operation] != nil {
			path, _, _ := strings.Cut(x.Request.Path(), "?")
			paths[x.Operation][path] = true
		}
	}
	if n := len(paths["provision"]); n > plan.Instances() {
		t.Errorf("%d instances were created, want at most %d as planned", n, plan.Instances())
	}
	if n := len(paths["bind"]); n > plan.Bindings() {
		t.Errorf("%d bindings were created, want at most %d as planned", n, plan.Bindings())
	}
	if len(recording.Left) > 0 {
		t.Errorf("left behind: %v", recording.Left)
	}
}

// watched is a store that tells which instances there are.
type watched struct {
	broker.Store
	mu    sync.Mutex
	there map[string]bool
}

func (w *watched) Change(id string, change func(*broker.Instance) *broker.Instance) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.Store.Change(id, func(before *broker.Instance) *broker.Instance {
		after := change(before)
		if delete(w.there, id); after != nil && after.Present {
			w.there[id] = true
		}
		return after
	})
}
