package services

import (
	"net/http"
	"net/url"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestConnectionDetails compares every derived member with those that it is made of, after parsing it as its readers do.
func TestConnectionDetails(t *testing.T) {
	for _, c := range []struct {
		name     string
		body     string
		port     int
		external bool
	}{
		{"private", postgres().with(nil), 15432, false},
		{"expressly private", postgres().with(fields{"public_access": "0"}), 15432, false},
		{"public", postgres().with(fields{"public_access": "1"}), 15432, true},
		{"public at the usual port", postgres().with(fields{"public_access": "1"}), 5432, true},
		{"replica", replica().with(fields{"public_access": "0"}), 15432, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := start(t, func(config *Config) { config.ExternalPort = c.port })
			got, one := s.created(t, c.body)
			inside := inside(t, got)
			if !strings.ContainsAny(inside.password, "@/$") {
				t.Errorf("password %q has no character that needs encoding", inside.password)
			}
			url, _ := got.member("connection_details", "internal", "connection_url").(string)
			if parsed := parse(t, url); parsed != inside {
				t.Errorf("connection_url gives %+v, want %+v", parsed, inside)
			}
			external := got.member("connection_details", "external") != nil
			if external != c.external {
				t.Fatalf("external: got %v, want %v", external, c.external)
			}
			if external {
				outside(t, got, inside, c.port)
			}
			if read := s.must(t, http.StatusOK, "GET "+one, ""); read.text != got.text {
				t.Errorf("two reads differ:\n%s\n%s", got.text, read.text)
			}
		})
	}
}

// endpoint is what a client needs to connect.
type endpoint struct{ host, port, user, password, database string }

func inside(t *testing.T, a answer) endpoint {
	t.Helper()
	text := func(name string) string {
		value, _ := a.member("connection_details", "internal", name).(string)
		if value == "" {
			t.Fatalf("internal.%s is missing in %s", name, a.text)
		}
		return value
	}
	port, _ := a.member("connection_details", "internal", "port").(float64)
	return endpoint{text("hostname"), strconv.Itoa(int(port)), text("username"), text("password"), text("database")}
}

func parse(t *testing.T, text string) endpoint {
	t.Helper()
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "postgres" {
		t.Fatalf("%q is no postgres URL: %v", text, err)
	}
	password, _ := u.User.Password()
	return endpoint{u.Hostname(), u.Port(), u.User.Username(), password, strings.TrimPrefix(u.Path, "/")}
}

// outside compares URL and command of a public database with its internal details.
func outside(t *testing.T, a answer, inside endpoint, port int) {
	t.Helper()
	address, _ := a.member("connection_details", "external", "external_connection_url").(string)
	want := inside
	want.host, want.port = strings.Replace(inside.host, ".internal.", ".external.", 1), strconv.Itoa(port)
	if got := parse(t, address); got != want || got.host == inside.host {
		t.Errorf("external_connection_url gives %+v, want %+v", got, want)
	}
	command, _ := a.member("connection_details", "external", "psql_command").(string)
	words := []string{"psql", "-h", want.host, "-p", want.port, "-U", want.user, want.database}
	if port == 5432 {
		words = []string{"psql", "-h", want.host, "-U", want.user, want.database}
	}
	if got := shell(t, command); strings.Join(got, "\n") != strings.Join(append([]string{want.password}, words...), "\n") {
		t.Errorf("%s: a shell sees %q, want %q after the password", command, got, words)
	}
}

// shell lets a real shell read the command, with a psql that prints its password and words, one a line.
func shell(t *testing.T, command string) []string {
	t.Helper()
	script := `psql() { printf '%s\n' "$PGPASSWORD" psql "$@"; }
` + command
	out, err := exec.Command("sh", "-c", script).Output()
	if err != nil {
		t.Fatalf("%s: %v", command, err)
	}
	return strings.Split(strings.TrimRight(string(out), "\n"), "\n")
}

func TestQuote(t *testing.T) {
	for _, text := range []string{"plain", "", "a b", "it's", `"$HOME"`, "`id`", `\`, "a;b&c|d", "~", "*", "#x", "a/@"} {
		if got := shell(t, "psql "+quote(text)+" end"); len(got) != 4 || got[2] != text {
			t.Errorf("quote(%q) = %s, which a shell reads as %q", text, quote(text), got)
		}
	}
	if quote("plain-1.example") != "plain-1.example" {
		t.Error("a word without special characters is quoted")
	}
}

// TestDetailsAppear finds the details missing until the delay has passed, and always for a volume.
func TestDetailsAppear(t *testing.T) {
	s := start(t, func(c *Config) { c.AsyncDelay = time.Minute })
	database, one := s.created(t, postgres().with(fields{"public_access": "1"}))
	volume, two := s.created(t, storage().with(nil))
	for _, got := range []answer{database, volume} {
		if details, _ := got.member("connection_details").(map[string]any); details == nil || len(details) != 0 || got.member("state") != "creating" {
			t.Errorf("new: got %s, want empty details and state creating", got.text)
		}
	}
	s.must(t, http.StatusUnprocessableEntity, "POST "+one+"/rotate_password", "")
	s.clock.pass(time.Minute)
	if got := s.must(t, http.StatusOK, "GET "+one, ""); got.member("connection_details", "external") == nil || got.member("state") != "healthy" {
		t.Errorf("ready: got %s", got.text)
	}
	got := s.must(t, http.StatusOK, "GET "+two, "")
	if details, _ := got.member("connection_details").(map[string]any); details == nil || len(details) != 0 || got.member("state") != "bound" {
		t.Errorf("ready volume: got %s", got.text)
	}
}
