package postgres

import (
	"context"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"conformance/reference/broker"
)

// wanted is what there has to be for one instance.
type wanted struct {
	// schema is also the name of the role that owns it, as which nobody can log in.
	schema  string
	present bool
	logins  map[string]login // by the name of the role
}

// login is a role that may log in.
type login struct {
	password string
	until    string
}

// Names are digests: ids are of any length, and PostgreSQL cuts names at 63 bytes.
func schemaName(instance string) string { return "conformance_" + digest(instance, 10) }

func loginName(instance, binding string) string {
	return schemaName(instance) + "_" + digest(binding, 8)
}

func digest(id string, bytes int) string {
	sum := sha256.Sum256([]byte(id))
	return hex.EncodeToString(sum[:bytes])
}

// want reads a record.
func want(id string, inst *broker.Instance) wanted {
	w := wanted{schema: schemaName(id), logins: map[string]login{}}
	if inst == nil || !inst.Present {
		return w
	}
	w.present = true
	for bindingID, b := range inst.Bindings {
		if !b.Present {
			continue
		}
		until := "infinity"
		if !b.Expires.IsZero() {
			until = b.Expires.UTC().Format(time.RFC3339Nano)
		}
		w.logins[loginName(id, bindingID)] = login{b.Password, until}
	}
	return w
}

// String is equal for what is equally wanted.
func (w wanted) String() string {
	var text strings.Builder
	fmt.Fprint(&text, w.present)
	for _, name := range slices.Sorted(maps.Keys(w.logins)) {
		fmt.Fprintf(&text, " %s %q", name, w.logins[name])
	}
	return text.String()
}

// make brings the database to what is wanted, whatever is there.
func (w wanted) make(ctx context.Context, connection *pgx.Conn) error {
	rows, err := connection.Query(ctx, `select rolname::text from pg_roles where rolname = $1::text or starts_with(rolname, $1::text || '_')`, w.schema)
	if err != nil {
		return err
	}
	there, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return err
	}
	if w.present {
		err := pgx.BeginFunc(ctx, connection, func(tx pgx.Tx) error { return w.create(ctx, tx, there) })
		if err != nil {
			return err
		}
	}
	for _, name := range there {
		if _, stays := w.logins[name]; !stays && name != w.schema {
			if err := w.revoke(ctx, connection, name); err != nil {
				return err
			}
		}
	}
	if w.present || !slices.Contains(there, w.schema) {
		return nil
	}
	return pgx.BeginFunc(ctx, connection, func(tx pgx.Tx) error {
		return run(ctx, tx, []string{w.schema},
			"drop schema if exists %1$I cascade", "drop owned by %1$I cascade", "drop role %1$I")
	})
}

// create makes the schema with its owner, and the logins. One that is there gets the password that its binding has.
func (w wanted) create(ctx context.Context, tx pgx.Tx, there []string) error {
	if !slices.Contains(there, w.schema) {
		// Who makes a schema for a role, or takes one over from it, has to be a member.
		err := run(ctx, tx, []string{w.schema}, "create role %1$I nologin", "grant %1$I to current_user", "create schema %1$I authorization %1$I")
		if err != nil {
			return err
		}
	}
	for _, name := range slices.Sorted(maps.Keys(w.logins)) {
		statements := []string{"alter role %2$I login password %3$L valid until %4$L"}
		if !slices.Contains(there, name) {
			statements = append([]string{"create role %2$I in role %1$I", "grant %2$I to current_user", "alter role %2$I set search_path = %1$I"}, statements...)
		}
		verifier, err := verifierOf(w.logins[name].password)
		if err != nil {
			return err
		}
		if err := run(ctx, tx, []string{w.schema, name, verifier, w.logins[name].until}, statements...); err != nil {
			return err
		}
	}
	return nil
}

// revoke removes a login. Nobody can log in before its sessions are ended, and what it owned goes to the schema's owner.
func (w wanted) revoke(ctx context.Context, connection *pgx.Conn, name string) error {
	if err := run(ctx, connection, []string{name}, "alter role %1$I nologin"); err != nil {
		return err
	}
	if _, err := connection.Exec(ctx, `select pg_terminate_backend(pid, 5000) from pg_stat_activity where usename = $1`, name); err != nil {
		return err
	}
	return pgx.BeginFunc(ctx, connection, func(tx pgx.Tx) error {
		return run(ctx, tx, []string{w.schema, name}, "reassign owned by %2$I to %1$I", "drop owned by %2$I", "drop role %2$I")
	})
}

// executor is a connection or a transaction.
type executor interface {
	Exec(ctx context.Context, sql string, arguments ...any) (pgconn.CommandTag, error)
	QueryRow(ctx context.Context, sql string, arguments ...any) pgx.Row
}

// run executes statements that take no parameters. The server puts the values into them, and quotes them.
func run(ctx context.Context, on executor, values []string, statements ...string) error {
	for _, statement := range statements {
		var quoted string
		if err := on.QueryRow(ctx, "select format($1, variadic $2::text[])", statement, values).Scan(&quoted); err != nil {
			return err
		}
		if _, err := on.Exec(ctx, quoted); err != nil {
			return err
		}
	}
	return nil
}

// verifierOf is what PostgreSQL keeps of a password (RFC 5803), so that the password itself is never sent, and in no log.
func verifierOf(password string) (string, error) {
	const iterations = 4096
	salt := make([]byte, 16)
	_, _ = rand.Read(salt) // never fails
	salted, err := pbkdf2.Key(sha256.New, password, salt, iterations, sha256.Size)
	if err != nil {
		return "", err
	}
	stored := sha256.Sum256(keyed(salted, "Client Key"))
	encode := base64.StdEncoding.EncodeToString
	return fmt.Sprintf("SCRAM-SHA-256$%d:%s$%s:%s", iterations, encode(salt), encode(stored[:]), encode(keyed(salted, "Server Key"))), nil
}

func keyed(key []byte, text string) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(text))
	return mac.Sum(nil)
}
