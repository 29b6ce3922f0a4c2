package scenario

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"conformance/suites/record"
)

// raw answers a request with these bytes, and then with what more does.
func raw(answer string, more func(net.Conn)) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		c, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			panic(err)
		}
		defer c.Close()
		_, _ = io.WriteString(c, answer) // the client may be gone
		if more != nil {
			more(c)
		}
	}
}

// untilClosed waits until the other side has given up.
func untilClosed(c net.Conn) { _, _ = c.Read(make([]byte, 1)) }

// drip sends a piece at a time until the other side has given up.
func drip(piece string) func(net.Conn) {
	return func(c net.Conn) {
		for {
			if _, err := io.WriteString(c, piece); err != nil {
				return
			}
		}
	}
}

// TestHostileTargets: whatever a target does, an exchange says what came of it, in time.
func TestHostileTargets(t *testing.T) {
	const noAnswer = "no answer within 200ms; see --timeout"
	for name, c := range map[string]struct {
		target   http.HandlerFunc
		status   int
		failure  string // how the failure begins
		body     string
		ours     bool
		patience time.Duration
	}{
		"closes at once":               {target: raw("", nil), failure: "the target closed the connection"},
		"closes in the head":           {target: raw("HTTP/1.1 200 OK\r\nContent-", nil), failure: "net/http: HTTP/1.x transport connection broken: malformed MIME header"},
		"closes in the body":           {target: raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"a\":", nil), failure: "status 200, then the body broke off: the target closed the connection"},
		"closes in a chunk":            {target: raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{", nil), failure: "status 200, then the body broke off: the target closed the connection"},
		"no HTTP":                      {target: raw("SSH-2.0-OpenSSH_9.9\r\n", nil), failure: "net/http: HTTP/1.x transport connection broken: malformed HTTP response"},
		"no status":                    {target: raw("HTTP/1.1 abc OK\r\n\r\n", nil), failure: "net/http: HTTP/1.x transport connection broken: malformed HTTP status code"},
		"bad header":                   {target: raw("HTTP/1.1 200 OK\r\n: x\r\n\r\n", nil), failure: "net/http: HTTP/1.x transport connection broken: malformed MIME header"},
		"bad chunk":                    {target: raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", nil), failure: "status 200, then the body broke off: invalid byte in chunk length"},
		"two content lengths":          {target: raw("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", nil), failure: "net/http: HTTP/1.x transport connection broken: http: message cannot contain multiple Content-Length headers"},
		"more than its content length": {target: raw("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}{}{}", nil), status: 200, body: "{}"},
		"never answers":                {target: raw("", untilClosed), failure: noAnswer, patience: 200 * time.Millisecond},
		"never ends its head":          {target: raw("HTTP/1.1 200 OK\r\n", untilClosed), failure: noAnswer, patience: 200 * time.Millisecond},
		"never ends its body":          {target: raw("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{", untilClosed), failure: "status 200, then the body broke off: " + noAnswer, patience: 200 * time.Millisecond},
		"endless head":                 {target: raw("HTTP/1.1 200 OK\r\n", drip("X-Filler: "+strings.Repeat("x", 4096)+"\r\n")), failure: "net/http: HTTP/1.x transport connection broken: net/http: server response headers exceeded"},
		"endless body":                 {target: raw("HTTP/1.1 200 OK\r\n\r\n", drip(strings.Repeat("x", 4096))), failure: "status 200 with a body of more than 65536 bytes; see --max-body", ours: true},
		"endless interim answers":      {target: raw("", drip(strings.Repeat("HTTP/1.1 100 Continue\r\n\r\n", 100))), failure: "net/http: "},
		"a gzip bomb":                  {target: bomb, failure: "status 200 with a body of more than 65536 bytes; see --max-body", ours: true},
		"gzip that is none":            {target: raw("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello", nil), failure: "status 200, then the body broke off: "},
		"exactly the limit":            {target: func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, strings.Repeat("x", 1<<16)) }, status: 200, body: strings.Repeat("x", 1<<16)},
		"a redirect": {target: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "/elsewhere")
			w.WriteHeader(http.StatusFound)
		}, status: 302},
		"a status of its own":           {target: raw("HTTP/1.1 799 Odd\r\nContent-Length: 0\r\n\r\n", nil), status: 799},
		"no content with a body":        {target: raw("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n{}", nil), status: 204},
		"HTTP/1.0 without length":       {target: raw("HTTP/1.0 200 OK\r\n\r\n{}", nil), status: 200, body: "{}"},
		"bytes that are no text":        {target: raw("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n\x00\xff\x1b", nil), status: 200, body: "\x00\xff\x1b"},
		"switches to another protocol":  {target: raw("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n", untilClosed), status: 101, patience: 200 * time.Millisecond},
		"answers before it was asked a": {target: raw("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 500 No\r\n\r\n", nil), status: 200, body: "{}"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := setup(t, c.target)
			if c.patience > 0 {
				s.Client.Timeout = c.patience
			}
			x := s.start(t.Context()).Send("one", catalog())
			body := ""
			if x.Response != nil {
				body = string(x.Response.Body)
			}
			if x.Status() != c.status || !strings.HasPrefix(x.Failure, c.failure) || (x.Failure == "") != (c.failure == "") || x.Limit != c.ours || body != c.body {
				t.Errorf("status %d, failure %q, ours %v, body %.40q", x.Status(), x.Failure, x.Limit, body)
			}
		})
	}
}

// bomb is a megabyte that travels as a kilobyte.
func bomb(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Encoding", "gzip")
	z := gzip.NewWriter(w)
	_, _ = z.Write(make([]byte, 1<<20)) // the client may be gone
	_ = z.Close()
}

func TestUnreachable(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	gone := listener.Addr().String()
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	for target, want := range map[string]string{"http://" + gone: "connect: connection refused", "http://x.invalid": "lookup x.invalid", "gopher://x": "unsupported protocol scheme"} {
		transport := &http.Transport{}
		x := against(t, target, transport).start(t.Context()).Send("one", catalog())
		transport.CloseIdleConnections()
		if !strings.Contains(x.Failure, want) || x.Limit {
			t.Errorf("%s: %q, want %q", target, x.Failure, want)
		}
	}
}

func TestRequests(t *testing.T) {
	var got *http.Request
	var body string
	s := setup(t, func(w http.ResponseWriter, r *http.Request) {
		data, _ := io.ReadAll(r.Body)
		got, body = r, string(data)
		_, _ = io.WriteString(w, "{}")
	})
	s.Client.Credentials = Credentials{Username: "u", Password: "p"}
	session := s.start(t.Context())
	provision := Call{Operation: "provision", Params: map[string]string{"instance_id": "a/b c"}, Query: url.Values{"accepts_incomplete": {"true"}}, Body: map[string]any{"service_id": "s"}}
	with := func(change func(*Call)) Call { c := provision; change(&c); return c }
	for name, c := range map[string]struct {
		call Call
		want string
	}{
		"as it is":           {provision, `PUT /v2/service_instances/a%2Fb%20c?accepts_incomplete=true {"service_id":"s"} application/json Basic dTpw 2.17`},
		"raw body":           {with(func(c *Call) { c.Body = []byte(`{`) }), `PUT /v2/service_instances/a%2Fb%20c?accepts_incomplete=true { application/json Basic dTpw 2.17`},
		"no body":            {with(func(c *Call) { c.Body = nil }), `PUT /v2/service_instances/a%2Fb%20c?accepts_incomplete=true   Basic dTpw 2.17`},
		"null body":          {with(func(c *Call) { c.Body = []byte("null") }), `PUT /v2/service_instances/a%2Fb%20c?accepts_incomplete=true null application/json Basic dTpw 2.17`},
		"no credentials":     {with(func(c *Call) { c.Credentials = NoCredentials() }), `PUT /v2/service_instances/a%2Fb%20c?accepts_incomplete=true {"service_id":"s"} application/json  2.17`},
		"other credentials":  {with(func(c *Call) { c.Credentials = &Credentials{Token: "t"} }), `PUT /v2/service_instances/a%2Fb%20c?accepts_incomplete=true {"service_id":"s"} application/json Bearer t 2.17`},
		"another scheme":     {with(func(c *Call) { c.Credentials, c.Scheme = &Credentials{Token: "t"}, "bEARER" }), `PUT /v2/service_instances/a%2Fb%20c?accepts_incomplete=true {"service_id":"s"} application/json bEARER t 2.17`},
		"no scheme to spell": {with(func(c *Call) { c.Scheme = "bearer" }), `PUT /v2/service_instances/a%2Fb%20c?accepts_incomplete=true {"service_id":"s"} application/json Basic dTpw 2.17`},
		"another method":     {with(func(c *Call) { c.Method = http.MethodPost }), `POST /v2/service_instances/a%2Fb%20c?accepts_incomplete=true {"service_id":"s"} application/json Basic dTpw 2.17`},
		"another header":     {with(func(c *Call) { c.Header = http.Header{"x-broker-api-version": {"1"}, "Content-Type": nil} }), `PUT /v2/service_instances/a%2Fb%20c?accepts_incomplete=true {"service_id":"s"}  Basic dTpw 1`},
		"another path":       {with(func(c *Call) { c.Path, c.Query = "/v2/elsewhere?x=%2f", nil }), `PUT /v2/elsewhere?x=%2f {"service_id":"s"} application/json Basic dTpw 2.17`},
	} {
		t.Run(name, func(t *testing.T) {
			x := session.Send("one", c.call)
			line := fmt.Sprintf("%s %s %s %s %s %s", got.Method, got.RequestURI, body, got.Header.Get("Content-Type"), got.Header.Get("Authorization"), got.Header.Get("X-Broker-Api-Version"))
			if line != c.want {
				t.Errorf("got  %s\nwant %s", line, c.want)
			}
			if got.Header.Get("User-Agent") != "conformance/test (run run-1; scenario flow; step one)" {
				t.Errorf("User-Agent %q", got.Header.Get("User-Agent"))
			}
			if x.Request.Method+" "+x.Request.Path()+" "+string(x.Request.Body) != fmt.Sprintf("%s %s %s", got.Method, got.RequestURI, body) {
				t.Errorf("recorded %+v", x.Request)
			}
		})
	}
}

func TestSlips(t *testing.T) {
	s := setup(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "{}") })
	for base, target := range map[string]string{"plain": s.Client.Target, "with a path": s.Client.Target + "/broker/a%20b", "odd case": strings.Replace(s.Client.Target, "http", "HTTP", 1)} {
		s.Client.Target = target
		session := s.start(t.Context())
		good := map[string]any{"service_id": "s", "plan_id": "p", "organization_guid": "o", "space_guid": "s"}
		id := map[string]string{"instance_id": "i"}
		for name, c := range map[string]struct {
			call Call
			slip string
		}{
			"valid":           {Call{Operation: "provision", Params: id, Body: good}, ""},
			"a missing id":    {Call{Operation: "provision", Params: id, Body: map[string]any{"service_id": "s"}}, "plan_id"},
			"said so":         {Call{Operation: "provision", Params: id, Body: map[string]any{"service_id": "s"}, Invalid: "plan_id is missing"}, ""},
			"broken JSON":     {Call{Operation: "provision", Params: id, Body: []byte("{")}, "JSON"},
			"a foreign path":  {Call{Operation: "catalog", Path: "/v2/nowhere"}, "no matching operation"},
			"a missing query": {Call{Operation: "deprovision", Params: id}, "service_id"},
		} {
			x := session.Send("one", c.call)
			if !strings.Contains(x.Slip, c.slip) || (x.Slip == "") != (c.slip == "") {
				t.Errorf("%s, %s: slip %q, want %q", base, name, x.Slip, c.slip)
			}
		}
		_, faults, _ := session.Close()
		if len(faults) != 4 || !strings.Contains(faults[0], "scenario flow, step one: our request breaks the document") {
			t.Errorf("%s: faults %q", base, faults)
		}
	}
	session := s.start(t.Context())
	if x := session.Send("two", Call{Operation: "no such"}); x.Slip == "" || x.Response != nil {
		t.Errorf("an unknown operation was sent: %+v", x)
	}
	if x := session.Send("two", Call{Operation: "catalog", Body: func() {}}); x.Slip == "" {
		t.Error("a body that is no JSON was sent")
	}
	absent, faults, _ := session.Close()
	if len(faults) != 2 || absent["two"].Class != record.NotExercised {
		t.Errorf("faults %q, absent %v", faults, absent)
	}
}

// demanding is a target that accepts one token.
type demanding struct {
	token    atomic.Value
	requests atomic.Int64
}

func (d *demanding) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d.requests.Add(1)
	if r.Header.Get("Authorization") != "Bearer "+d.token.Load().(string) {
		w.WriteHeader(http.StatusUnauthorized)
	}
}

func TestRefresh(t *testing.T) {
	var d demanding
	d.token.Store("second")
	s := setup(t, d.ServeHTTP)
	var refreshed atomic.Int64
	next := "second"
	s.Client.Credentials = Credentials{Token: "first"}
	s.Client.Refresh = func(context.Context) (string, error) {
		refreshed.Add(1)
		if next == "" {
			return "", errors.New("no")
		}
		return next, nil
	}
	send := func(call Call) int { return s.start(t.Context()).Send("one", call).Status() }
	check := func(what string, status, want int, refreshes, requests int64) {
		t.Helper()
		if status != want || refreshed.Load() != refreshes || d.requests.Load() != requests {
			t.Errorf("%s: status %d, %d refreshes, %d requests; want %d, %d, %d", what, status, refreshed.Load(), d.requests.Load(), want, refreshes, requests)
		}
	}
	check("an old token", send(catalog()), 200, 1, 2)
	check("the new token", send(catalog()), 200, 1, 3)
	check("no credentials on purpose", send(Call{Operation: "catalog", Credentials: NoCredentials()}), 401, 1, 4)
	check("other credentials on purpose", send(Call{Operation: "catalog", Credentials: &Credentials{Token: "wrong"}}), 401, 1, 5)
	check("no header on purpose", send(Call{Operation: "catalog", Header: http.Header{"Authorization": nil}}), 401, 1, 6)
	d.token.Store("nobody's")
	check("a refresh that does not help", send(catalog()), 401, 2, 8)
	next = ""
	check("a refresh that fails", send(catalog()), 401, 3, 9)
	d.token.Store("third")
	next = "third"
	spelled := catalog()
	spelled.Scheme = "bearer"
	check("an old token under a scheme of its own", send(spelled), 401, 4, 11)
	if diff := cmp.Diff([]string{"", "", "first", "second", "second", "third"}, s.Client.Secrets()); diff != "" {
		t.Error(diff)
	}
}

// TestRefreshTogether: scenarios that are refused at the same time share one new token.
func TestRefreshTogether(t *testing.T) {
	var d demanding
	d.token.Store("second")
	s := setup(t, d.ServeHTTP)
	var refreshed atomic.Int64
	s.Client.Credentials = Credentials{Token: "first"}
	s.Client.Refresh = func(context.Context) (string, error) { refreshed.Add(1); return "second", nil }
	done := make(chan int)
	for range 8 {
		go func() { done <- s.start(t.Context()).Send("one", catalog()).Status() }()
	}
	for range 8 {
		if status := <-done; status != 200 {
			t.Errorf("status %d", status)
		}
	}
	if refreshed.Load() != 1 {
		t.Errorf("%d refreshes, want 1", refreshed.Load())
	}
}

func TestSecretsOfBasicAuthentication(t *testing.T) {
	c := &Client{Credentials: Credentials{Username: "u", Password: "p"}}
	if diff := cmp.Diff([]string{"p", "dTpw", ""}, c.Secrets()); diff != "" {
		t.Error(diff)
	}
}
