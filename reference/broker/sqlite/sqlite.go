// Package sqlite keeps the instances of the reference broker in a file, so that a broker that was killed in the middle of
// its asynchronous work goes on with it when it is started again: a record says what becomes of it and when, and whoever
// reads it afterwards finds the work done.
//
// The file is an SQLite database with one table, in which each instance with its bindings is one JSON text. It holds the
// passwords of bindings in the clear, and so a new file is for its owner alone.
package sqlite

import (
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"time"

	driver "modernc.org/sqlite"
	codes "modernc.org/sqlite/lib"
)

// mark is the application id that tells a file of ours from other SQLite databases, and form the version of what stands
// in it: whoever changes how a broker.Instance looks as JSON raises it.
const (
	mark = 0x05b0ca7a
	form = 1
)

// patience is how long a change waits for another process that is changing the same file.
const patience = 5 * time.Second

// Store is a broker.Store in a file. It is safe for concurrent use, and several processes may share the file.
type Store struct {
	db   *sql.DB
	path string
}

// Open opens the file, or makes it when there is none. An error names the file and says what it is instead: a file that
// is no such database, or of another form, is left as it is.
func Open(path string) (*Store, error) { return open(path, patience) }

func open(path string, wait time.Duration) (*Store, error) {
	s := &Store{path: path}
	if err := s.open(wait); err != nil {
		return nil, fmt.Errorf("open the store %s: %w", path, err)
	}
	return s, nil
}

func (s *Store) open(wait time.Duration) error {
	// SQLite would make a file that everybody may read.
	file, err := os.OpenFile(s.path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return errors.Unwrap(err) // without the path, which is named already
	}
	if err := file.Close(); err != nil {
		return err
	}
	name, err := source(s.path, wait)
	if err != nil {
		return err
	}
	if s.db, err = sql.Open("sqlite", name); err != nil {
		return explain(err)
	}
	// SQLite has one writer at a time. Waiting for the one connection is fair, waiting for the lock of a file is not.
	s.db.SetMaxOpenConns(1)
	if err := s.prepare(); err != nil {
		return errors.Join(explain(err), s.db.Close())
	}
	return nil
}

// source is the name of the database for the driver. Every transaction takes the lock for writing at its beginning, as
// it cannot be had later when another process came first, and a commit returns when it is on the disk.
func source(file string, wait time.Duration) (string, error) {
	absolute, err := filepath.Abs(file)
	if err != nil {
		return "", err
	}
	settings := url.Values{
		"_busy_timeout": {strconv.FormatInt(wait.Milliseconds(), 10)},
		"_synchronous":  {"FULL"},
		"_txlock":       {"immediate"},
	}
	location := url.URL{Path: path.Join("/", filepath.ToSlash(absolute))}
	return "file:" + location.EscapedPath() + "?" + settings.Encode(), nil
}

// prepare makes the table in a new file, or checks that a file is ours before anything in it is changed.
func (s *Store) prepare() error {
	tx, err := s.db.Begin()
	if err != nil {
		return err
	}
	defer rollback(tx)
	var found struct{ mark, form, tables int }
	err = errors.Join(
		tx.QueryRow("PRAGMA application_id").Scan(&found.mark),
		tx.QueryRow("PRAGMA user_version").Scan(&found.form),
		tx.QueryRow("SELECT count(*) FROM sqlite_schema").Scan(&found.tables))
	switch {
	case err != nil:
		return err
	case found.mark == mark && found.form != form:
		return fmt.Errorf("the file has form %d, expected %d: another version of this program made it", found.form, form)
	case found.mark != mark && (found.mark != 0 || found.form != 0 || found.tables != 0):
		return errors.New("the file is the SQLite database of another program; expected one that a store made, or a new file")
	case found.mark != mark:
		_, err = tx.Exec(fmt.Sprintf(`PRAGMA application_id = %d; PRAGMA user_version = %d;
			CREATE TABLE instances (id TEXT PRIMARY KEY, record TEXT NOT NULL) STRICT, WITHOUT ROWID`, mark, form))
	}
	if err := errors.Join(err, tx.Commit()); err != nil {
		return err
	}
	var mode string
	if err := s.db.QueryRow("PRAGMA journal_mode = WAL").Scan(&mode); err != nil {
		return err
	}
	if mode != "wal" {
		return fmt.Errorf("the journal mode is %s, expected wal: the file has to be on a local disk", mode)
	}
	return nil
}

// Close ends the use of the file. Nothing that Change has returned from is lost without it.
func (s *Store) Close() error {
	if err := s.db.Close(); err != nil {
		return fmt.Errorf("close the store %s: %w", s.path, explain(err))
	}
	return nil
}

// Clear removes all instances.
func (s *Store) Clear() error {
	if _, err := s.db.Exec("DELETE FROM instances"); err != nil {
		return fmt.Errorf("clear the store %s: %w", s.path, explain(err))
	}
	return nil
}

// explain says what the errors mean that a user can do something about.
func explain(err error) error {
	failure := new(driver.Error)
	if !errors.As(err, &failure) {
		return err
	}
	switch failure.Code() & 0xff {
	case codes.SQLITE_BUSY, codes.SQLITE_LOCKED:
		return fmt.Errorf("another process holds the file; try again when it has ended, or give each its own file: %w", err)
	case codes.SQLITE_NOTADB:
		return fmt.Errorf("the file is no SQLite database; expected one that a store made, or a new file: %w", err)
	case codes.SQLITE_READONLY:
		return fmt.Errorf("the file and its directory have to be writable: %w", err)
	}
	return err
}

// rollback ends a transaction that was not committed. An error would say only that it has ended already.
func rollback(tx *sql.Tx) { _ = tx.Rollback() }
