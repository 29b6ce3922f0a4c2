// Package postgres puts a real service behind the reference broker: an instance is a schema in a PostgreSQL database, and
// a binding a role that may log in and work in that schema.
//
// The records of the broker say what there has to be. After every change the database is brought to what the record says,
// whatever it was before, so that a crash between the two mends itself with the next request for the instance. Nothing of
// a binding is left once its record is gone, and nothing at all once the store is closed.
package postgres

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"sync"
	"time"

	// The embedded catalog.
	_ "embed"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"conformance/reference/broker"
)

//go:embed catalog.yaml
var offered []byte

// Catalog is what a broker offers whose bindings are roles.
func Catalog() []byte { return bytes.Clone(offered) }

// Store is a broker.Store whose instances and bindings are real. It is safe for concurrent use.
type Store struct {
	records broker.Store
	config  *pgx.ConnConfig

	mu         sync.Mutex
	connection *pgx.Conn
	// made says of each instance what was made for it.
	made map[string]string
}

// patience is how long the database may take for one change.
const patience = 30 * time.Second

// Open connects to the database of a DSN, whose role has to be allowed to create roles and schemas. The records are kept
// in memory. No error holds the password.
func Open(dsn string) (*Store, error) {
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		return nil, errors.New("the DSN cannot be read; expected postgres://USER:PASSWORD@HOST:PORT/DATABASE")
	}
	if strings.HasPrefix(config.Host, "/") {
		return nil, errors.New("the DSN names a socket; bindings need a host that they can reach")
	}
	s := &Store{records: broker.NewMemory(), config: config, made: map[string]string{}}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	connection, err := s.connect(ctx)
	if err != nil {
		return nil, err
	}
	var may bool
	err = connection.QueryRow(ctx, `select (rolsuper or rolcreaterole) and has_database_privilege(current_database(), 'create')
		from pg_roles where rolname = current_user`).Scan(&may)
	if err == nil && !may {
		err = errors.New("the role of the DSN may not create roles and schemas; it needs CREATEROLE, and CREATE on the database")
	}
	if err != nil {
		return nil, errors.Join(explain(err), s.Close())
	}
	return s, nil
}

// connect returns the connection, which is made anew when it broke.
func (s *Store) connect(ctx context.Context) (*pgx.Conn, error) {
	if s.connection != nil && !s.connection.IsClosed() {
		return s.connection, nil
	}
	connection, err := pgx.ConnectConfig(ctx, s.config)
	if err != nil {
		return nil, explain(err)
	}
	s.connection = connection
	return connection, nil
}

// explain keeps of an error what the database says; the rest may hold parts of the DSN.
func explain(err error) error {
	var said *pgconn.PgError
	var dialed *net.OpError
	switch {
	case errors.As(err, &said):
		return fmt.Errorf("PostgreSQL says: %s (SQLSTATE %s)", said.Message, said.Code)
	case errors.As(err, &dialed):
		return fmt.Errorf("PostgreSQL cannot be reached: %w", dialed.Err)
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("PostgreSQL did not answer within %s", patience)
	}
	var connecting *pgconn.ConnectError
	if errors.As(err, &connecting) {
		return errors.New("PostgreSQL cannot be reached")
	}
	return err
}

// Change changes the record and then the database. When that fails, the record stays as it was, and the next change brings
// the database to it.
func (s *Store) Change(id string, change func(*broker.Instance) *broker.Instance) error {
	var failed error
	err := s.records.Change(id, func(inst *broker.Instance) *broker.Instance {
		changed := change(copied(inst))
		if failed = s.settle(id, changed); failed != nil {
			return inst
		}
		return changed
	})
	return errors.Join(failed, err)
}

// copied is the record for whoever changes it: the one in the store has to stay when the change fails.
func copied(inst *broker.Instance) *broker.Instance {
	if inst == nil {
		return nil
	}
	data, err := json.Marshal(inst)
	if err != nil {
		panic(fmt.Sprintf("a record is no JSON: %v", err)) // it came as JSON
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var another broker.Instance
	if err := decoder.Decode(&another); err != nil {
		panic(fmt.Sprintf("a record cannot be read: %v", err)) // it was written above
	}
	return &another
}

// settle brings the database to what the record says, unless it was brought there before.
func (s *Store) settle(id string, inst *broker.Instance) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	wanted := want(id, inst)
	if before, known := s.made[id]; known && before == wanted.String() {
		return nil
	}
	delete(s.made, id)
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	connection, err := s.connect(ctx)
	if err != nil {
		return err
	}
	err = wanted.make(ctx, connection)
	if err != nil && connection.IsClosed() {
		// It broke, perhaps long ago. What was begun can be done again.
		if connection, err = s.connect(ctx); err == nil {
			err = wanted.make(ctx, connection)
		}
	}
	if err != nil {
		return explain(err)
	}
	if wanted.present {
		s.made[id] = wanted.String()
	}
	return nil
}

// Values are what a catalog may say of a binding, besides its id and its password.
func (s *Store) Values(instance, binding, password string) map[string]string {
	port := fmt.Sprint(s.config.Port)
	login := loginName(instance, binding)
	uri := url.URL{
		Scheme: "postgres", User: url.UserPassword(login, password), Host: net.JoinHostPort(s.config.Host, port),
		Path: "/" + s.config.Database, RawQuery: url.Values{"sslmode": {s.mode()}}.Encode(),
	}
	return map[string]string{
		"uri": uri.String(), "host": s.config.Host, "port": port, "database": s.config.Database, "username": login, "schema": schemaName(instance),
	}
}

// Address is where bindings lead, as host and port.
func (s *Store) Address() string { return net.JoinHostPort(s.config.Host, fmt.Sprint(s.config.Port)) }

// mode is the sslmode that does for a binding what the DSN does for the broker.
func (s *Store) mode() string {
	secure, open := s.config.TLSConfig != nil, s.config.TLSConfig == nil
	for _, fallback := range s.config.Fallbacks {
		secure, open = secure || fallback.TLSConfig != nil, open || fallback.TLSConfig == nil
	}
	switch {
	case !secure:
		return "disable"
	case open:
		return "prefer"
	}
	return "require"
}

// Close removes everything that was made, and says what could not be.
func (s *Store) Close() error {
	s.mu.Lock()
	var ids []string
	for id := range s.made {
		ids = append(ids, id)
	}
	s.mu.Unlock()
	var failed []error
	for _, id := range ids {
		if err := s.settle(id, nil); err != nil {
			failed = append(failed, fmt.Errorf("schema %s and its roles are left: %w", schemaName(id), err))
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.connection != nil {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		failed = append(failed, s.connection.Close(ctx))
	}
	return errors.Join(failed...)
}
