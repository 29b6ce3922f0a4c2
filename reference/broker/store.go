package broker

import "sync"

// Store keeps the records of service instances, each with its bindings.
type Store interface {
	// Change hands the record of the instance with that id to change, nil when there is none, and keeps what change
	// returns; nil removes the record. Changes of one id happen one after the other, and all of a change is kept or
	// nothing. The record belongs to change until it returns. An error means that nothing was changed.
	Change(id string, change func(*Instance) *Instance) error
}

// memory is a Store that forgets everything when the process ends.
type memory struct {
	mutex     sync.Mutex
	instances map[string]*Instance
}

// NewMemory returns an empty Store in memory.
func NewMemory() Store { return &memory{instances: map[string]*Instance{}} }

// Change never returns an error.
func (m *memory) Change(id string, change func(*Instance) *Instance) error {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if changed := change(m.instances[id]); changed != nil {
		m.instances[id] = changed
	} else {
		delete(m.instances, id)
	}
	return nil
}
