package rules

import (
	"net/url"
	"strings"
	"testing"
)

func TestReadURL(t *testing.T) {
	for _, c := range []struct {
		text  string
		want  endpoint
		fails bool
	}{
		{text: "postgres://u:p@h:5432/d", want: endpoint{scheme: "postgres", user: "u", password: "p", host: "h", port: "5432", database: "d"}},
		{text: "POSTGRESQL://u:p@h/d", want: endpoint{scheme: "postgresql", user: "u", password: "p", host: "h", database: "d"}},
		{text: "postgres://u:p%40%2F$%25@h:1/d%20e?x=/y#z", want: endpoint{scheme: "postgres", user: "u", password: "p@/$%", host: "h", port: "1", database: "d e"}},
		{text: "postgres://u:a:b@[::1]:5432/d", want: endpoint{scheme: "postgres", user: "u", password: "a:b", host: "::1", port: "5432", database: "d"}},
		{text: "postgres://h/d", want: endpoint{scheme: "postgres", host: "h", database: "d"}},
		{text: "postgres://u:a@b@h:1/d", want: endpoint{scheme: "postgres", user: "u", password: "a", host: "b@h", port: "1", database: "d",
			flaw: "it has a second @ before the host"}},
		{text: "postgres://u:a@/b@h:1/d", want: endpoint{scheme: "postgres", user: "u", password: "a", database: "b@h:1/d", flaw: "it has no host"}},
		{text: "postgres://u:a/b@h:1/d", want: endpoint{scheme: "postgres", host: "u", port: "a", database: "b@h:1/d", flaw: "its port is no number"}},
		{text: "postgres://u:a%zz@h/d", want: endpoint{scheme: "postgres", user: "u", password: "a%zz", host: "h", database: "d",
			flaw: "its password holds a % that begins no encoding"}},
		{text: "postgres://u:a b@h/d", want: endpoint{scheme: "postgres", user: "u", password: "a b", host: "h", database: "d",
			flaw: "its password holds a raw ' ', which has to be percent-encoded"}},
		{text: "postgres://u:p@h/d/e", want: endpoint{scheme: "postgres", user: "u", password: "p", host: "h", database: "d/e",
			flaw: "its database holds a raw '/', which has to be percent-encoded"}},
		{text: "", fails: true},
		{text: "host=h user=u", fails: true},
		{text: "host=h options=a://b", fails: true},
		{text: "://h/d", fails: true},
	} {
		got, err := readURL(c.text)
		if (err != nil) != c.fails || got != c.want {
			t.Errorf("readURL(%q): got %+v, %v\nwant %+v, error %v", c.text, got, err, c.want, c.fails)
		}
	}
}

func TestReadCommand(t *testing.T) {
	for _, c := range []struct {
		text  string
		want  command
		fails bool
	}{
		{text: "PGPASSWORD=p psql -h h -U u d", want: command{password: "p", hasPassword: true, host: "h", user: "u", database: "d"}},
		{text: "PGPASSWORD='a b' psql -hh -p5433 -Uu -dd", want: command{password: "a b", hasPassword: true, host: "h", port: "5433", user: "u", database: "d"}},
		{text: "PGPASSWORD=p /usr/bin/psql --host=h --port 5433 --username=u --dbname d",
			want: command{password: "p", hasPassword: true, host: "h", port: "5433", user: "u", database: "d"}},
		{text: "PGPASSWORD=p PGPORT=1 psql -h h d u", want: command{password: "p", hasPassword: true, host: "h", port: "1", user: "u", database: "d"}},
		{text: "PGSSLMODE=require PGPASSWORD=p psql d", want: command{database: "d"}},
		{text: "psql -h h", want: command{host: "h"}},
		{text: "PGPASSWORD=$p psql", want: command{password: "$p", hasPassword: true, unsafe: '$'}},
		{text: "PGPASSWORD=p psql -h", want: command{password: "p", hasPassword: true}},
		{text: "PGPASSWORD=p", want: command{password: "p", hasPassword: true}, fails: true},
		{text: "PGPASSWORD=a&b psql", want: command{password: "a", hasPassword: true, unsafe: '&'}, fails: true},
		{text: "mysql -h h", fails: true},
		{text: "", fails: true},
		{text: "'", fails: true},
	} {
		got, err := readCommand(c.text)
		if (err != nil) != c.fails || got != c.want {
			t.Errorf("readCommand(%q): got %+v, %v\nwant %+v, error %v", c.text, got, err, c.want, c.fails)
		}
	}
}

// FuzzReadURL reads back what was encoded well, whatever is in it.
func FuzzReadURL(f *testing.F) {
	f.Add("user", "p@/$%:", "db")
	f.Add("ü", "", "a/b")
	f.Fuzz(func(t *testing.T, user, password, database string) {
		escape := func(text string) string { return strings.ReplaceAll(url.QueryEscape(text), "+", "%20") }
		e, err := readURL("postgres://" + escape(user) + ":" + escape(password) + "@host:5432/" + escape(database))
		if err != nil || e.flaw != "" || e.user != user || e.password != password || e.database != database || e.host != "host" || e.port != "5432" {
			t.Errorf("%q %q %q: got %+v, %v", user, password, database, e, err)
		}
	})
}

func TestTimestamp(t *testing.T) {
	for text, valid := range map[string]bool{
		"2026-01-05T09:30:00Z": true, "2026-01-05T09:30:00.123+02:00": true, "2026-01-05T09:30:00,5+0200": true,
		"2026-01-05T09:30Z": true, "2026-01-05T09:30:00+02": true,
		"2026-01-05T09:30:00": false, "2026-01-05": false, "": false, "2026-13-05T09:30:00Z": false,
	} {
		if _, ok := timestamp(text); ok != valid {
			t.Errorf("timestamp(%q): %v, want %v", text, ok, valid)
		}
	}
	if !same("2026-01-05T09:30:00Z", "2026-01-05T11:30:00.4+02:00") || same("2026-01-05T09:30:00Z", "2026-01-05T09:30:01Z") {
		t.Error("same compares the texts, want it to compare the moments, to the second")
	}
	if !same(nil, nil) || same("a", "b") || same(nil, "a") {
		t.Error("same does not compare what is no time")
	}
}
