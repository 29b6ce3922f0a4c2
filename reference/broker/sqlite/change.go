package sqlite

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"conformance/reference/broker"
)

// Change changes one instance in one transaction, as broker.Store says. When it returns without error, the change is on
// the disk. It must not be called from within change.
func (s *Store) Change(id string, change func(*broker.Instance) *broker.Instance) error {
	if err := s.change(id, change); err != nil {
		return fmt.Errorf("change instance %q in the store %s: %w", id, s.path, explain(err))
	}
	return nil
}

func (s *Store) change(id string, change func(*broker.Instance) *broker.Instance) error {
	tx, err := s.db.Begin()
	if err != nil {
		return err
	}
	defer rollback(tx)
	var before []byte
	err = tx.QueryRow("SELECT record FROM instances WHERE id = ?", id).Scan(&before)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	instance, err := decode(before)
	if err != nil {
		return err
	}
	after, err := encode(change(instance))
	if err != nil {
		return err
	}
	switch {
	case bytes.Equal(before, after):
		return nil // reading need not wait for the disk
	case after == nil:
		_, err = tx.Exec("DELETE FROM instances WHERE id = ?", id)
	default:
		_, err = tx.Exec("INSERT INTO instances (id, record) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET record = excluded.record", id, string(after))
	}
	if err != nil {
		return err
	}
	return tx.Commit()
}

// encode writes an instance; equal ones give equal texts. There is no text for none.
func encode(instance *broker.Instance) ([]byte, error) {
	if instance == nil {
		return nil, nil
	}
	record, err := json.Marshal(instance)
	if err != nil {
		return nil, fmt.Errorf("write the record: %w", err)
	}
	return record, nil
}

// decode reads what encode wrote. A member that is unknown would be lost when the record is written again. The error
// does not quote the record, which holds secrets.
func decode(record []byte) (*broker.Instance, error) {
	if record == nil {
		return nil, nil
	}
	decoder := json.NewDecoder(bytes.NewReader(record))
	decoder.UseNumber()
	decoder.DisallowUnknownFields()
	instance := new(broker.Instance)
	if err := decoder.Decode(instance); err != nil {
		return nil, errors.New("the record is not one that this version of the program writes")
	}
	return instance, nil
}
