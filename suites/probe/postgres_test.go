package probe

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"conformance/reference/broker/postgres/cluster"
	"conformance/suites/record"
)

// TestPostgreSQL opens roles of a real database.
func TestPostgreSQL(t *testing.T) {
	dsn := cluster.Start(t)
	admin, err := pgx.Connect(context.Background(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close(context.Background())
	for _, statement := range []string{
		"create role \"" + user + "\" login password '" + password + "'", "create role locked nologin password '" + password + "'",
		"create role late login password '" + password + "' valid until '2001-01-01'",
		"create database closed", "revoke connect on database closed from public",
	} {
		if _, err := admin.Exec(context.Background(), statement); err != nil {
			t.Fatal(err)
		}
	}
	at, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		user, password, database, query string
		outcome                         record.Outcome
		reason                          string
	}{
		"opens":                {user, password, "postgres", "", record.Opened, ""},
		"opens without TLS":    {user, password, "postgres", "sslmode=disable", record.Opened, ""},
		"a wrong password":     {user, "wrong", "postgres", "", record.Refused, "PostgreSQL says SQLSTATE 28P01"},
		"no such role":         {"nobody", password, "postgres", "", record.Refused, "PostgreSQL says SQLSTATE 28P01"},
		"a role that expired":  {"late", password, "postgres", "", record.Refused, "PostgreSQL says SQLSTATE 28P01"},
		"a role without login": {"locked", password, "postgres", "", record.Denied, "PostgreSQL says SQLSTATE 28000"},
		"no such database":     {user, password, "none", "", record.Denied, "PostgreSQL says SQLSTATE 3D000"},
		"a database of others": {user, password, "closed", "", record.Denied, "PostgreSQL says SQLSTATE 42501"},
		"TLS that is not had":  {user, password, "postgres", "sslmode=require", record.Unclear, "what answers there does not speak PostgreSQL as it was asked to"},
		"odd names":            {user, password, "a'b\"c", "", record.Denied, "PostgreSQL says SQLSTATE 3D000"},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := New(Config{Target: "http://127.0.0.1"})
			if err != nil {
				t.Fatal(err)
			}
			u := url.URL{Scheme: "postgres", User: url.UserPassword(c.user, c.password), Host: at.Host, Path: "/" + c.database, RawQuery: c.query}
			o := p.Open(t.Context(), map[string]any{"uri": u.String()})
			if o.Outcome != c.outcome || !strings.Contains(o.Reason, c.reason) {
				t.Errorf("got %+v, want %s %q", o, c.outcome, c.reason)
			}
			discreet(t, p, o, u.String())
		})
	}
}
