package ibmosb

import (
	"sync"

	"conformance/mocks"
)

// memory remembers requests to an operation and path. Ids are fresh in every run, so that runs do not disturb each other.
type memory struct {
	mu   sync.Mutex
	seen map[string]bool
}

// known reports whether the request was marked before, and marks it.
func (m *memory) known(s *mocks.Seen) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	known := m.seen[s.Path]
	if m.seen == nil {
		m.seen = map[string]bool{}
	}
	m.seen[s.Path] = true
	return known
}

// has reports whether the request was marked before.
func (m *memory) has(s *mocks.Seen) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.seen[s.Path]
}
