package services

import (
	"slices"
	"sync"
)

// Store keeps one record for each service. The server never has two calls under way on it.
type Store interface {
	// List returns all services in the order of their creation.
	List() ([]Service, error)
	// Load returns the service with that UUID, and false when there is none.
	Load(uuid string) (Service, bool, error)
	// Save adds the service, or replaces the record with its UUID.
	Save(service Service) error
	// Remove drops the service; one that is not there is no error.
	Remove(uuid string) error
}

// Memory is a Store that forgets everything when the process ends.
type Memory struct {
	mu       sync.Mutex
	services []Service
}

// NewMemory returns an empty store.
func NewMemory() *Memory { return &Memory{} }

// List returns a copy of all records.
func (m *Memory) List() ([]Service, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.services), nil
}

// Load returns a copy of the record.
func (m *Memory) Load(uuid string) (Service, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if at := m.index(uuid); at >= 0 {
		return m.services[at], true, nil
	}
	return Service{}, false, nil
}

// Save keeps the record.
func (m *Memory) Save(service Service) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if at := m.index(service.UUID); at >= 0 {
		m.services[at] = service
		return nil
	}
	m.services = append(m.services, service)
	return nil
}

// Remove drops the record.
func (m *Memory) Remove(uuid string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.services = slices.DeleteFunc(m.services, func(service Service) bool { return service.UUID == uuid })
	return nil
}

func (m *Memory) index(uuid string) int {
	return slices.IndexFunc(m.services, func(service Service) bool { return service.UUID == uuid })
}
