package controller

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
)

// Store keeps records, each a JSON document, by kind and id. The controller serialises its transactions; a store
// need only be safe for concurrent single calls. Records hold broker passwords and binding credentials.
type Store interface {
	// Get returns a record, or nil when there is none.
	Get(kind, id string) ([]byte, error)
	// Put adds a record or replaces it.
	Put(kind, id string, record []byte) error
	// Delete removes a record; one that is not there is no error.
	Delete(kind, id string) error
	// All returns the records of a kind in the order in which they were added.
	All(kind string) ([][]byte, error)
}

// Memory is a Store that forgets everything when the process ends.
type Memory struct {
	mu      sync.Mutex
	records map[string]map[string][]byte
	order   map[string][]string
}

// NewMemory returns an empty Memory.
func NewMemory() *Memory {
	return &Memory{records: map[string]map[string][]byte{}, order: map[string][]string{}}
}

// Get returns a record, or nil when there is none.
func (m *Memory) Get(kind, id string) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.records[kind][id], nil
}

// Put adds a record or replaces it.
func (m *Memory) Put(kind, id string, record []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.records[kind] == nil {
		m.records[kind] = map[string][]byte{}
	}
	if m.records[kind][id] == nil {
		m.order[kind] = append(m.order[kind], id)
	}
	m.records[kind][id] = bytes.Clone(record)
	return nil
}

// Delete removes a record; one that is not there is no error.
func (m *Memory) Delete(kind, id string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.records[kind], id)
	m.order[kind] = slices.DeleteFunc(m.order[kind], func(other string) bool { return other == id })
	return nil
}

// All returns the records of a kind in the order in which they were added.
func (m *Memory) All(kind string) ([][]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var all [][]byte
	for _, id := range m.order[kind] {
		all = append(all, m.records[kind][id])
	}
	return all, nil
}

// table gives one kind of the store its type. A record is a copy: changing it changes nothing until put, as long as nobody
// changes what its maps and slices hold. What goes wrong in the store is kept for state.trouble, so that the many lookups
// of a handler need no error each.
type table[R record] struct {
	kind   string
	store  Store
	failed *error
	// read are the records of the store by their text: decoding it for every lookup was a tenth of the time of a run.
	read map[string]R
	// detach copies what a record's owner changes in place; nil when there is nothing.
	detach func(R) R
}

func newTable[R record](kind string, store Store, failed *error) table[R] {
	return table[R]{kind: kind, store: store, failed: failed, read: map[string]R{}}
}

type record interface{ id() string }

func (t table[R]) fail(doing string, err error) {
	if err != nil && *t.failed == nil {
		*t.failed = fmt.Errorf("%s %s: %w", doing, t.kind, err)
	}
}

func (t table[R]) get(id string) (record R, found bool) {
	data, err := t.store.Get(t.kind, id)
	t.fail("get", err)
	if data == nil || err != nil {
		return record, false
	}
	return t.decode(data)
}

func (t table[R]) decode(data []byte) (record R, ok bool) {
	record, ok = t.read[string(data)]
	if !ok {
		decoder := json.NewDecoder(bytes.NewReader(data))
		decoder.UseNumber()
		err := decoder.Decode(&record)
		t.fail("decode", err)
		if err != nil {
			return record, false
		}
		t.read[string(data)] = record
	}
	if t.detach != nil {
		record = t.detach(record)
	}
	return record, true
}

func (t table[R]) put(record R) {
	t.forget(record.id())
	data, err := json.Marshal(record)
	if err == nil {
		err = t.store.Put(t.kind, record.id(), data)
	}
	t.fail("put", err)
}

func (t table[R]) remove(id string) {
	t.forget(id)
	t.fail("delete", t.store.Delete(t.kind, id))
}

// forget drops what was read of a record that is about to change.
func (t table[R]) forget(id string) {
	before, err := t.store.Get(t.kind, id)
	t.fail("get", err)
	delete(t.read, string(before))
}

// where returns the records that match, oldest first; a nil match takes them all.
func (t table[R]) where(match func(R) bool) []R {
	all, err := t.store.All(t.kind)
	t.fail("list", err)
	found := []R{}
	for _, data := range all {
		if record, ok := t.decode(data); ok && (match == nil || match(record)) {
			found = append(found, record)
		}
	}
	return found
}

func (t table[R]) find(match func(R) bool) (record R, found bool) {
	if all := t.where(match); len(all) > 0 {
		return all[0], true
	}
	return record, false
}

func (t table[R]) any(match func(R) bool) bool {
	_, found := t.find(match)
	return found
}
