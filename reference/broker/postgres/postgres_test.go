package postgres

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"conformance/reference/broker"
	"conformance/reference/broker/postgres/cluster"
)

// bench is a store on a database, with the superuser's view of it.
type bench struct {
	*testing.T
	dsn   string
	admin *pgx.Conn
	*Store
}

// odd are ids as platforms may choose them.
const odd = `in"st'ance; drop schema public cascade; --` + "\u00e4\u2028"

func TestStore(t *testing.T) {
	dsn := cluster.Start(t)
	admin := connected(t, dsn)
	command(t, admin, "create role keeper login createrole password 'kept'")
	command(t, admin, "grant create on database postgres to keeper")
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	u.User = url.UserPassword("keeper", "kept")
	for name, who := range map[string]string{"superuser": dsn, "one who may create roles": u.String()} {
		for title, test := range map[string]func(*bench){
			"lifecycle": lifecycle, "sessions end": sessionsEnd, "crash": crash, "close": closes, "expiry": expiry, "odd ids": oddIDs,
		} {
			t.Run(name+"/"+title, func(t *testing.T) {
				store, err := Open(who)
				if err != nil {
					t.Fatal(err)
				}
				b := &bench{T: t, dsn: dsn, admin: admin, Store: store}
				test(b)
				if err := store.Close(); err != nil {
					t.Error(err)
				}
				b.nothingLeft()
			})
		}
	}
	t.Run("refusals", func(t *testing.T) { refusals(t, dsn, admin) })
	t.Run("failure", func(t *testing.T) { failure(t, u.String(), admin) })
}

func connected(t *testing.T, dsn string) *pgx.Conn {
	t.Helper()
	connection, err := pgx.Connect(context.Background(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = connection.Close(context.Background()) })
	return connection
}

func command(t *testing.T, connection *pgx.Conn, statement string) {
	t.Helper()
	if _, err := connection.Exec(context.Background(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

func (b *bench) nothingLeft() {
	b.Helper()
	var names []string
	err := b.admin.QueryRow(context.Background(), `select coalesce(array_agg(name), '{}') from (
		select rolname::text as name from pg_roles union select nspname::text from pg_namespace) as all_names where starts_with(name, 'conformance')`).Scan(&names)
	if err != nil || len(names) > 0 {
		b.Errorf("left: %v %v", names, err)
	}
}

// set makes the instance be what the bindings say, each with its password.
func (b *bench) set(id string, bindings ...string) {
	b.Helper()
	err := b.Change(id, func(*broker.Instance) *broker.Instance {
		inst := &broker.Instance{Lifecycle: broker.Lifecycle{Present: true}, Bindings: map[string]*broker.Binding{}}
		for _, name := range bindings {
			inst.Bindings[name] = &broker.Binding{Lifecycle: broker.Lifecycle{Present: true}, Password: "pass'word of " + name}
		}
		return inst
	})
	if err != nil {
		b.Fatal(err)
	}
}

func (b *bench) forget(id string) {
	b.Helper()
	if err := b.Change(id, func(*broker.Instance) *broker.Instance { return nil }); err != nil {
		b.Fatal(err)
	}
}

// uri is what a binding hands out.
func (b *bench) uri(id, binding string) string {
	return b.Values(id, binding, "pass'word of "+binding)["uri"]
}

func (b *bench) opens(id, binding string) *pgx.Conn {
	b.Helper()
	return connected(b.T, b.uri(id, binding))
}

func (b *bench) refuses(uri string) {
	b.Helper()
	connection, err := pgx.Connect(context.Background(), uri)
	var said *pgconn.PgError
	if !errors.As(err, &said) || said.Code != "28P01" {
		b.Errorf("got %v, want SQLSTATE 28P01", err)
	}
	if err == nil {
		_ = connection.Close(context.Background())
	}
}

// lifecycle: bindings come and go, what one has made stays for the others, and each opens only while it is there.
func lifecycle(b *bench) {
	b.set("i")
	b.refuses(b.uri("i", "one"))
	b.set("i", "one", "two")
	command(b.T, b.opens("i", "one"), "create table things (n int); insert into things values (1)")
	b.set("i", "two")
	b.refuses(b.uri("i", "one"))
	command(b.T, b.opens("i", "two"), "insert into things values (2)")
	b.set("other", "one")
	b.refuses(b.Values("other", "one", "wrong")["uri"])
	if _, err := b.opens("other", "one").Exec(context.Background(), "select * from "+schemaName("i")+".things"); err == nil {
		b.Error("the binding of another instance reads what is not its own")
	}
	b.forget("i")
	b.refuses(b.uri("i", "two"))
	b.opens("other", "one")
	b.forget("other")
	b.nothingLeft()
}

// sessionsEnd: who was logged in before is not any longer.
func sessionsEnd(b *bench) {
	b.set("i", "one")
	session := b.opens("i", "one")
	command(b.T, session, "begin; create table things (n int)")
	b.set("i")
	if _, err := session.Exec(context.Background(), "select 1"); err == nil {
		b.Error("the session goes on")
	}
}

// crash: a store that knows nothing brings the database to its records, whatever another has left.
func crash(b *bench) {
	b.set("i", "one", "two")
	b.set("gone", "one")
	old := b.Store
	store, err := Open(old.config.ConnString())
	if err != nil {
		b.Fatal(err)
	}
	defer func() { b.Store = old }()
	b.Store = store
	b.set("i", "two", "three")
	b.refuses(old.Values("i", "one", "pass'word of one")["uri"])
	b.opens("i", "two")
	b.opens("i", "three")
	b.forget("gone")
	b.refuses(b.uri("gone", "one"))
	if err := store.Close(); err != nil {
		b.Error(err)
	}
	b.nothingLeft()
}

// closes: what is there when the store is closed goes with it.
func closes(b *bench) {
	b.set("i", "one")
	b.set("j", "one")
	command(b.T, b.opens("i", "one"), "create table things (n int)")
}

// expiry: a binding whose time is over lets nobody in.
func expiry(b *bench) {
	for until, opens := range map[time.Time]bool{time.Now().Add(time.Hour): true, time.Now().Add(-time.Hour): false} {
		err := b.Change("i", func(*broker.Instance) *broker.Instance {
			binding := &broker.Binding{Lifecycle: broker.Lifecycle{Present: true}, Password: "pass'word of one", Expires: until}
			return &broker.Instance{Lifecycle: broker.Lifecycle{Present: true}, Bindings: map[string]*broker.Binding{"one": binding}}
		})
		switch {
		case err != nil:
			b.Fatal(err)
		case opens:
			b.opens("i", "one")
		default:
			b.refuses(b.uri("i", "one"))
		}
	}
}

// oddIDs: names are digests, and values are quoted.
func oddIDs(b *bench) {
	b.set(odd, odd, strings.Repeat("x", 200), strings.Repeat("x", 200)+"y")
	b.opens(odd, odd)
	b.opens(odd, strings.Repeat("x", 200))
	b.set(odd)
	b.refuses(b.uri(odd, odd))
}

func refusals(t *testing.T, dsn string, admin *pgx.Conn) {
	command(t, admin, "create role nobody login password 'planted-S3cret'")
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	as := func(user, password, host string) string {
		another := *u
		another.User, another.Host = url.UserPassword(user, password), host
		return another.String()
	}
	for dsn, want := range map[string]string{
		as("nobody", "planted-S3cret", u.Host):                   "may not create roles",
		as("suite", "planted-S3cret", u.Host):                    "28P01",
		as("suite", "planted-S3cret", "127.0.0.1:1"):             "cannot be reached",
		"postgres://suite:planted-S3cret@h:port/":                "the DSN cannot be read",
		"host=/tmp user=suite password=planted-S3cret dbname=d":  "names a socket",
		"postgres://suite:planted-S3cret@127.0.0.1/?sslmode=odd": "the DSN cannot be read",
	} {
		_, err := Open(dsn)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "lanted") {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

// failure: what the database does not do did not happen.
func failure(t *testing.T, dsn string, admin *pgx.Conn) {
	store, err := Open(dsn)
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{T: t, admin: admin, Store: store}
	b.set("i", "one")
	command(t, admin, "alter role keeper nocreaterole")
	err = store.Change("i", func(inst *broker.Instance) *broker.Instance {
		inst.Bindings["two"] = &broker.Binding{Lifecycle: broker.Lifecycle{Present: true}, Password: "planted-S3cret"}
		return inst
	})
	if err == nil || strings.Contains(fmt.Sprint(err), "lanted") {
		t.Errorf("got %v, want an error", err)
	}
	command(t, admin, "alter role keeper createrole")
	err = store.Change("i", func(inst *broker.Instance) *broker.Instance {
		if inst == nil || len(inst.Bindings) != 1 {
			t.Errorf("the record changed: %+v", inst)
		}
		return inst
	})
	if err != nil {
		t.Error(err)
	}
	b.opens("i", "one")
	// The connection breaks: the next change makes another.
	command(t, admin, "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'keeper'")
	b.forget("i")
	if err := store.Close(); err != nil {
		t.Error(err)
	}
	b.nothingLeft()
}
