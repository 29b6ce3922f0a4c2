package osb

import (
	"net/url"
	"slices"
	"sync"

	"conformance/mocks"
)

// memory is what a fault remembers of the requests before. Its keys are ids, which are random, so that one memory serves
// any number of runs.
type memory struct {
	mu   sync.Mutex
	kept map[string][]string
}

func remember() *memory { return &memory{kept: map[string][]string{}} }

func (m *memory) add(key, value string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !slices.Contains(m.kept[key], value) {
		m.kept[key] = append(m.kept[key], value)
	}
}

func (m *memory) of(key string) []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.kept[key])
}

// binding remembers a binding by its instance, owner an instance by its binding.
func (m *memory) binding(s *mocks.Seen, _ *mocks.Answer) {
	m.add(s.Params["instance_id"], s.Params["binding_id"])
}

func (m *memory) owner(s *mocks.Seen, _ *mocks.Answer) {
	m.add(s.Params["binding_id"], s.Params["instance_id"])
}

// below are the parameters of a path below an instance.
func below(s *mocks.Seen, binding string) map[string]string {
	return map[string]string{"instance_id": s.Params["instance_id"], "binding_id": binding}
}

// hints name the plan that the lifecycle works with, for requests that a fault sends.
func hints() url.Values { return url.Values{"service_id": {documents}, "plan_id": {syncPlan}} }
