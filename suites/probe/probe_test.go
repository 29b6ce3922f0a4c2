package probe

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"conformance/suites/record"
)

const (
	user     = "planted-user"
	password = "planted-S3cret/of the?probe"
)

// service demands the login, except where the path says otherwise. It counts what it is asked.
type service struct {
	mu    sync.Mutex
	asked []string
}

func (s *service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.asked = append(s.asked, r.URL.Path)
	s.mu.Unlock()
	name, word, given := r.BasicAuth()
	switch {
	case r.URL.Path == "/open":
	case !given || r.URL.Path == "/login" && word != password:
		w.Header().Set("WWW-Authenticate", `Bearer realm="a", BASIC realm="b"`)
		w.WriteHeader(http.StatusUnauthorized)
	case r.URL.Path == "/bearer":
		w.Header().Set("WWW-Authenticate", `Bearer realm="basic"`)
		w.WriteHeader(http.StatusUnauthorized)
	case r.URL.Path == "/silent":
		w.WriteHeader(http.StatusUnauthorized)
	case name != user || word != password, r.URL.Path == "/forbidden":
		w.WriteHeader(http.StatusForbidden)
	case r.URL.Path == "/moved":
		http.Redirect(w, r, "/elsewhere", http.StatusFound)
	case r.URL.Path == "/broken":
		w.WriteHeader(http.StatusInternalServerError)
	case r.URL.Path == "/endless":
		for r.Context().Err() == nil {
			if _, err := w.Write(make([]byte, 1<<16)); err != nil {
				return
			}
		}
	case r.URL.Path == "/long":
		w.Header().Set("X-Long", strings.Repeat("x", 1<<20))
	}
}

func TestHTTP(t *testing.T) {
	s := &service{}
	server := httptest.NewServer(s)
	defer server.Close()
	for name, c := range map[string]struct {
		path, password string
		outcome        record.Outcome
		reason         string
		asked          int
	}{
		"opens":              {"/", password, record.Opened, "", 2},
		"wrong":              {"/login", "wrong", record.Refused, "the service answers 401", 1},
		"a token wanted":     {"/bearer", password, record.Denied, "the service answers 401 without asking for Basic authentication", 1},
		"nothing wanted":     {"/silent", password, record.Denied, "the service answers 401 without asking for Basic authentication", 1},
		"forbidden":          {"/forbidden", password, record.Denied, "the service answers 403", 1},
		"open to all":        {"/open", password, record.Unclear, "the service answers 200 without credentials, too", 2},
		"redirect":           {"/moved", password, record.Opened, "", 2},
		"broken":             {"/broken", password, record.Unclear, "the service answers 500", 1},
		"endless":            {"/endless", password, record.Opened, "", 2},
		"a header too large": {"/long", password, record.Unclear, "what answers there does not speak HTTP as it was asked to", 1},
	} {
		t.Run(name, func(t *testing.T) {
			s.asked = nil
			var told []string
			p, err := New(Config{Target: server.URL, Tell: func(where string) { told = append(told, where) }})
			if err != nil {
				t.Fatal(err)
			}
			o := p.Open(t.Context(), map[string]any{"uri": server.URL + c.path, "username": user, "password": c.password})
			if o.Outcome != c.outcome || o.Reason != c.reason || o.Login != 1 {
				t.Errorf("got %+v, want %s %q", o, c.outcome, c.reason)
			}
			s.mu.Lock()
			defer s.mu.Unlock()
			if len(s.asked) != c.asked {
				t.Errorf("asked %v, want %d requests", s.asked, c.asked)
			}
			if len(told) != 1 || told[0] != "opens "+server.URL {
				t.Errorf("told %v, want %s", told, server.URL)
			}
		})
	}
}

// TestOnlyWhatIsAllowed: whatever credentials say, nobody else is connected to.
func TestOnlyWhatIsAllowed(t *testing.T) {
	login := url.UserPassword(user, password).String()
	addresses := map[string]string{"broker.example.com": "192.0.2.1", "here.example.com": "127.0.0.1", "meta.example.com": "169.254.169.254", "mapped.example.com": "::ffff:169.254.169.254"}
	for name, c := range map[string]struct {
		target, allow, uri, reason string
		called                     bool
	}{
		"own host":               {"http://127.0.0.1:1", "", "postgres://" + login + "@127.0.0.1:PORT/d", "", true},
		"own host, written odd":  {"http://127.0.0.1:1", "", "postgres://" + login + "@[::ffff:127.0.0.1]:PORT/d", "", true},
		"allowed":                {"http://192.0.2.1", "127.0.0.1", "postgres://" + login + "@127.0.0.1:PORT/d", "", true},
		"allowed with port":      {"http://192.0.2.1", "127.0.0.1:PORT", "postgres://" + login + "@127.0.0.1:PORT/d", "", true},
		"allowed, in upper case": {"http://192.0.2.1", "HERE.example.com", "http://" + login + "@here.EXAMPLE.com:PORT/", "", true},
		"another port":           {"http://192.0.2.1", "127.0.0.1:1", "postgres://" + login + "@127.0.0.1:PORT/d", "not probed: host 127.0.0.1:PORT is not allowed; --probe-allow 127.0.0.1:PORT", false},
		"another host":           {"http://192.0.2.1", "", "http://" + login + "@127.0.0.1:PORT/", "not probed: host 127.0.0.1:PORT is not allowed; --probe-allow 127.0.0.1:PORT", false},
		"another name":           {"http://127.0.0.1", "", "http://" + login + "@localhost:PORT/", "not probed: host localhost:PORT is not allowed", false},
		"a name for this host":   {"http://here.example.com", "", "http://" + login + "@here.example.com:PORT/", "which is this machine", false},
		"a name for metadata":    {"http://meta.example.com", "meta.example.com", "http://" + login + "@meta.example.com/", "leads to 169.254.169.254", false},
		"metadata, mapped":       {"http://mapped.example.com", "", "http://" + login + "@mapped.example.com/", "leads to 169.254.169.254", false},
		"metadata":               {"http://broker.example.com", "", "http://" + login + "@169.254.169.254/", "host 169.254.169.254:80 is not allowed", false},
		"a number":               {"http://127.0.0.1", "", "http://" + login + "@2130706433:PORT/", "host 2130706433:PORT is not allowed", false},
		"a host in the query":    {"http://127.0.0.1:1", "", "postgres://" + login + "@127.0.0.1:1/d?host=127.0.0.1&port=PORT", "", false},
		"two hosts":              {"http://127.0.0.1:1", "", "postgres://" + login + "@127.0.0.1:1,127.0.0.1:PORT/d", "", false},
		"a socket":               {"http://127.0.0.1:1", "", "postgres://" + login + "@%2Ftmp/d", "", false},
		"no name at all":         {"http://none.example.com", "", "http://" + login + "@none.example.com/", "host none.example.com cannot be resolved", false},
	} {
		t.Run(name, func(t *testing.T) {
			calls := listen(t)
			placed := strings.NewReplacer("PORT", calls.port)
			uri, reason := placed.Replace(c.uri), placed.Replace(c.reason)
			config := Config{Target: c.target, Limit: 5 * time.Second, Resolve: func(_ context.Context, host string) ([]netip.Addr, error) {
				if addresses[host] == "" {
					return nil, fmt.Errorf("no such host %s", host)
				}
				return []netip.Addr{netip.MustParseAddr(addresses[host])}, nil
			}}
			if c.allow != "" {
				config.Allow = []string{placed.Replace(c.allow)}
			}
			p, err := New(config)
			if err != nil {
				t.Fatal(err)
			}
			o := p.Open(t.Context(), map[string]any{"uri": uri})
			if o.Outcome == record.Opened || !strings.Contains(o.Reason, reason) {
				t.Errorf("got %+v, want %q", o, reason)
			}
			if called := calls.count(t) > 0; called != c.called {
				t.Errorf("connected %t, want %t: %+v", called, c.called, o)
			}
			discreet(t, p, o, uri)
		})
	}
}

// calls counts who connects to a port, and hangs up on them.
type calls struct {
	listener net.Listener
	port     string
	from     chan string
}

func listen(t *testing.T) *calls {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	c := &calls{listener: listener, port: port, from: make(chan string, 64)}
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			c.from <- connection.RemoteAddr().String()
			_ = connection.Close()
		}
	}()
	return c
}

// count says how many connected before it does so itself.
func (c *calls) count(t *testing.T) (n int) {
	t.Helper()
	last, err := net.Dial("tcp", c.listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer last.Close()
	for <-c.from != last.LocalAddr().String() {
		n++
	}
	return n
}

// discreet demands that nothing is told of credentials.
func discreet(t *testing.T, p *Prober, o record.Opening, uri string) {
	t.Helper()
	told := fmt.Sprint(o, p, p.Where(map[string]any{"uri": uri}))
	for _, secret := range []string{user, password, url.PathEscape(password), url.QueryEscape(password)} {
		if strings.Contains(told, secret) {
			t.Errorf("%q tells %q", told, secret)
		}
	}
}

// TestResolvedOnce: a name that leads elsewhere the next time does not.
func TestResolvedOnce(t *testing.T) {
	server := httptest.NewServer(&service{})
	defer server.Close()
	_, port, _ := net.SplitHostPort(server.Listener.Addr().String())
	asked := 0
	p, err := New(Config{Allow: []string{"here.example.com"}, Resolve: func(context.Context, string) ([]netip.Addr, error) {
		if asked++; asked > 1 {
			return []netip.Addr{netip.MustParseAddr("192.0.2.1")}, nil
		}
		return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	for n := range 2 {
		credentials := map[string]any{"url": "http://here.example.com:" + port, "user": user, "password": password}
		if o := p.Open(t.Context(), credentials); o.Outcome != record.Opened {
			t.Errorf("opening %d: %+v", n, o)
		}
	}
	if asked != 1 {
		t.Errorf("resolved %d times, want once", asked)
	}
}

// TestFind reads the forms in which credentials come.
func TestFind(t *testing.T) {
	members := func(text string) map[string]any {
		var object map[string]any
		decoder := json.NewDecoder(strings.NewReader(text))
		decoder.UseNumber()
		if err := decoder.Decode(&object); err != nil {
			t.Fatal(err)
		}
		return object
	}
	for text, want := range map[string]string{
		`{"uri":"postgres://u:p@h/d"}`:                          "postgres://h:5432/d",
		`{"uri":"postgresql://u:p@H:6432/d?sslmode=require"}`:   "postgres://h:6432/d",
		`{"url":"https://u:p@h/key/x?y=z"}`:                     "https://h:443",
		`{"url":"http://h:8080","username":"u","password":"p"}`: "http://h:8080",
		`{"url":"https://key@h/"}`:                              "https://h:443",
		`{"uri":"jdbc:postgresql://h/d","host":"h","port":5432,"username":"u","password":"p","name":"d"}`: "postgres://h:5432/d",
		`{"hostname":"h","port":"5432","user":"u","password":"p","dbname":"d"}`:                           "postgres://h:5432/d",
		`{"uri":"postgres://u:p@[2001:db8::1]/d"}`:                                                        "postgres://[2001:db8::1]:5432/d",
		`{"uri":"postgres://u:pw-of-it@h/pw-of-it"}`:                                                      "postgres://h:5432",
		`{"uri":"postgres://u@h/d"}`:                                                                      otherKind,
		`{"host":"h","port":3306,"user":"u","password":"p","database":"d"}`:                               otherKind,
		`{"host":"h","port":5432,"user":"u","password":"p"}`:                                              otherKind,
		`{"uri":"mysql://u:p@h/d","host":"h","port":5432,"user":"u","password":"p","database":"d"}`:       otherKind,
		`{"uri":"postgres://u:p@h:0/d"}`:                                                                  "the credentials name a port that is none",
		`{"uri":"postgres://u:p@a,b/d"}`:                                                                  "the credentials name a host that is none",
		`{"uri":"postgres:///d?host=h"}`:                                                                  "the credentials name a host that is none",
		`{"uri":"postgres://u:p@[fe80::1%25eth0]/d"}`:                                                     "the credentials name a host that is none",
		`{"uri":"postgres://u:p@h/d?sslmode=/etc/passwd"}`:                                                "the credentials name an sslmode that is none",
		`{"uri":5}`: otherKind,
		`{}`:        otherKind,
		`{"uri":"http://u:p@h","password":{"a":[]}}`: "http://h:80",
	} {
		d, why := find(members(text))
		if got := d.where(); why == "" && got != want || why != "" && why != want {
			t.Errorf("%s: got %s %s, want %s", text, got, why, want)
		}
	}
}

// TestSettings: a URL can name files and other hosts; nothing of that reaches the driver.
func TestSettings(t *testing.T) {
	t.Setenv("PGPASSWORD", "of the environment")
	t.Setenv("PGAPPNAME", "of the environment")
	t.Setenv("PGSSLCERT", "/etc/passwd")
	t.Setenv("PGSSLKEY", "/etc/passwd")
	d, why := find(map[string]any{"uri": "postgres://u:p@h:77/d?sslkey=/etc/passwd&sslcert=/etc/passwd&sslrootcert=/etc/passwd&passfile=/etc/passwd&service=x&host=evil&port=1&options=-c"})
	if why != "" {
		t.Fatal(why)
	}
	roots := x509.NewCertPool()
	config, err := postgresConfig(d, nil, roots)
	if err != nil {
		t.Fatal(err)
	}
	if config.Host != "h" || config.Port != 77 || config.User != "u" || config.Password != "p" || config.Database != "d" || len(config.RuntimeParams) != 1 {
		t.Errorf("%+v", config)
	}
	for _, fallback := range config.Fallbacks {
		if fallback.Host != "h" || fallback.Port != 77 {
			t.Errorf("%+v", fallback)
		}
	}
	if config.TLSConfig == nil || len(config.TLSConfig.Certificates) > 0 || config.TLSConfig.RootCAs != roots {
		t.Errorf("TLS %+v", config.TLSConfig)
	}
}

// TestRoots: a service whose certificate the owner trusts is opened, and no other.
func TestRoots(t *testing.T) {
	server := httptest.NewUnstartedServer(&service{})
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // one handshake is to fail
	server.StartTLS()
	t.Cleanup(server.Close)
	own := x509.NewCertPool()
	own.AddCert(server.Certificate())
	for name, c := range map[string]struct {
		roots *x509.CertPool
		want  record.Opening
	}{
		"trusted":     {own, record.Opening{Outcome: record.Opened, Login: 1}},
		"not trusted": {nil, record.Opening{Outcome: record.Unclear, Reason: "the certificate of the service is not trusted", Login: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := New(Config{Target: server.URL, Roots: c.roots})
			if err != nil {
				t.Fatal(err)
			}
			u, err := url.Parse(server.URL + "/login")
			if err != nil {
				t.Fatal(err)
			}
			u.User = url.UserPassword(user, password)
			if o := p.Open(t.Context(), map[string]any{"uri": u.String()}); o != c.want {
				t.Errorf("got %+v, want %+v", o, c.want)
			}
		})
	}
}

// TestPostgresFailure: of what the server says only the SQLSTATE is told.
func TestPostgresFailure(t *testing.T) {
	for code, want := range map[string]record.Outcome{"28P01": record.Refused, "28000": record.Denied, "3D000": record.Denied, "53300": record.Unclear, password[:5]: record.Unclear} {
		o := postgresFailure(fmt.Errorf("connect: %w", &pgconn.PgError{Code: code, Message: password, Detail: user}))
		if o.Outcome != want || strings.Contains(o.Reason, "lanted") {
			t.Errorf("%s: %+v, want %s", code, o, want)
		}
	}
}

// TestSilence: a service that says nothing, or too much, holds nobody up.
func TestSilence(t *testing.T) {
	for name, c := range map[string]struct {
		say    func(net.Conn)
		reason string
	}{
		"nothing": {func(net.Conn) {}, "no answer within 200ms"},
		"noise": {func(c net.Conn) {
			for {
				if _, err := c.Write([]byte(strings.Repeat("N\x00\x00\x00\x08abcd", 1024))); err != nil {
					return
				}
			}
		}, "what answers there does not speak PostgreSQL as it was asked to"},
		"a huge message": {func(c net.Conn) { _, _ = c.Write([]byte("R\x7f\xff\xff\xff")) }, "what answers there does not speak PostgreSQL as it was asked to"},
	} {
		t.Run(name, func(t *testing.T) {
			listener, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			defer listener.Close()
			go func() {
				for {
					connection, err := listener.Accept()
					if err != nil {
						return
					}
					go func() {
						c.say(connection)
						_, _ = io.Copy(io.Discard, connection) // or the connection is collected, and closed with that
					}()
				}
			}()
			limit := 10 * time.Second
			if name == "nothing" {
				limit = 200 * time.Millisecond
			}
			p, err := New(Config{Target: "http://127.0.0.1", Limit: limit})
			if err != nil {
				t.Fatal(err)
			}
			o := p.Open(t.Context(), map[string]any{"uri": "postgres://u:p@" + listener.Addr().String() + "/d?sslmode=disable"})
			if o.Outcome != record.Unclear || o.Reason != c.reason {
				t.Errorf("got %+v, want %q", o, c.reason)
			}
		})
	}
}

// TestNew refuses what is no host.
func TestNew(t *testing.T) {
	for text, ok := range map[string]bool{"db.example.com": true, "db:5432": true, "::1": true, "[::1]:5432": true, "10.0.0.1": true,
		"": false, "http://db": false, "db:0": false, "db:99999": false, "*.example.com": false, "10.0.0.0/8": false, "a b": false} {
		if _, err := New(Config{Allow: []string{text}}); (err == nil) != ok {
			t.Errorf("%q: %v", text, err)
		}
	}
}
