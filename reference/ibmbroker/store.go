package ibmbroker

import "sync"

// Store keeps one record for each instance id. The broker never has two calls under way on it. Numbers in parameters
// are json.Number and have to come back so, or a repeated request no longer equals the first.
type Store interface {
	// Load returns a copy of the record; for an id that was never saved, one with nothing but the id.
	Load(id string) (Instance, error)
	// Save replaces the record with that id.
	Save(instance Instance) error
}

// Memory is a Store that forgets everything when the process ends.
type Memory struct {
	mu        sync.Mutex
	instances map[string]Instance
}

// NewMemory returns an empty store.
func NewMemory() *Memory { return &Memory{instances: map[string]Instance{}} }

// Load returns a copy of the record.
func (m *Memory) Load(id string) (Instance, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	instance := m.instances[id].clone()
	instance.ID = id
	return instance, nil
}

// Save keeps a copy of the record.
func (m *Memory) Save(instance Instance) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.instances[instance.ID] = instance.clone()
	return nil
}
