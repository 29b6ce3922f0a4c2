package broker

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"conformance/specs"
)

// bench is a broker under test with a clock that only the test turns.
type bench struct {
	*testing.T
	version specs.Version
	server  *httptest.Server
	clock   atomic.Int64 // seconds
}

const delay = 10 * time.Second

// documents are those of every version, loaded once for all tests.
var documents = sync.OnceValues(func() ([]*specs.Document, error) {
	api, err := specs.Load("osb")
	if err != nil {
		return nil, err
	}
	var all []*specs.Document
	for _, version := range api.Versions {
		document, err := api.Document(version)
		if err != nil {
			return nil, err
		}
		all = append(all, document)
	}
	return all, nil
})

// everyVersion runs a test against a strict broker of each version.
func everyVersion(t *testing.T, test func(b *bench)) {
	t.Helper()
	all, err := documents()
	if err != nil {
		t.Fatal(err)
	}
	for _, document := range all {
		t.Run(string(document.Version), func(t *testing.T) { test(newBench(t, Config{Document: document})) })
	}
}

func newBench(t *testing.T, config Config) *bench {
	t.Helper()
	b := &bench{T: t}
	b.clock.Store(1_900_000_000)
	var ids atomic.Int64
	config.Strict, config.AsyncDelay = true, delay
	config.Now = func() time.Time { return time.Unix(b.clock.Load(), 0) }
	config.NewID = func() string { return fmt.Sprintf("id-%d", ids.Add(1)) }
	broker, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	b.version = broker.config.Version
	b.server = httptest.NewServer(broker)
	t.Cleanup(b.server.Close)
	return b
}

func (b *bench) since(v specs.Version) bool { return !b.version.Before(v) }

// wait lets asynchronous operations end.
func (b *bench) wait() { b.clock.Add(int64(delay / time.Second)) }

// answer is a response with its body as JSON.
type answer struct {
	status int
	header http.Header
	text   string
	body   map[string]any
}

func (a answer) member(name string) string {
	text, _ := a.body[name].(string)
	return text
}

// do sends a request with the version header unless a header says otherwise.
func (b *bench) do(method, path, body string, headers ...string) answer {
	b.Helper()
	request, err := http.NewRequest(method, b.server.URL+path, strings.NewReader(body))
	if err != nil {
		b.Fatal(err)
	}
	request.Header.Set("X-Broker-API-Version", string(b.version))
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
		if headers[i+1] == "" {
			request.Header.Del(headers[i])
		}
	}
	response, err := b.server.Client().Do(request)
	if err != nil {
		b.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		b.Fatal(err)
	}
	a := answer{status: response.StatusCode, header: response.Header, text: string(text)}
	if len(text) > 0 {
		if err := json.Unmarshal(text, &a.body); err != nil {
			b.Fatalf("%s %s: the body is no JSON object: %s", method, path, text)
		}
	}
	return a
}

// want sends a request and compares the status and a part of the body.
func (b *bench) want(status int, part, method, path, body string, headers ...string) answer {
	b.Helper()
	a := b.do(method, path, body, headers...)
	if a.status != status || !strings.Contains(a.text, part) {
		b.Errorf("%s %s %s: got %d %s, want %d and %q", method, path, body, a.status, a.text, status, part)
	}
	return a
}

// offered is the default catalog.
var offered = sync.OnceValues(func() (*catalog, error) { return parseCatalog(defaultCatalog, "2.17") })

// ids finds an offering and a plan of the default catalog by name.
func ids(t testing.TB, offering, plan string) (string, string) {
	t.Helper()
	c, err := offered()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range c.plans {
		if p.Name == plan && p.offering.Name == offering {
			return p.offering.ID, p.ID
		}
	}
	t.Fatalf("the catalog has no plan %s of %s", plan, offering)
	return "", ""
}

// order is a provision body; more are further members, each preceded by a comma.
func order(t testing.TB, offering, plan, more string) string {
	s, p := ids(t, offering, plan)
	return fmt.Sprintf(`{"service_id":%q,"plan_id":%q,"organization_guid":"org","space_guid":"space"%s}`, s, p, more)
}

// link is a bind body.
func link(t testing.TB, offering, plan, more string) string {
	s, p := ids(t, offering, plan)
	return fmt.Sprintf(`{"service_id":%q,"plan_id":%q%s}`, s, p, more)
}

// patch is an update body for an instance of documents that keeps its plan unless more names another.
func patch(t testing.TB, more string) string {
	s, _ := ids(t, "documents", "sync")
	return fmt.Sprintf(`{"service_id":%q%s}`, s, more)
}

func query(t testing.TB, offering, plan string) string {
	s, p := ids(t, offering, plan)
	return "?service_id=" + s + "&plan_id=" + p
}

const later202 = "&accepts_incomplete=true"

// pick is the text for brokers of that version and newer, or else the other.
func pick[V any](b *bench, since specs.Version, newer, older V) V {
	if b.since(since) {
		return newer
	}
	return older
}

func instance(id string) string { return "/v2/service_instances/" + id }

func binding(instanceID, id string) string { return instance(instanceID) + "/service_bindings/" + id }

func TestAuthentication(t *testing.T) {
	b := newBench(t, Config{Username: "user", Password: "secret"})
	for _, header := range []string{"", "Basic dXNlcjp3cm9uZw==", "Basic bm9ib2R5OnNlY3JldA==", "Bearer secret", "Basic %"} {
		a := b.want(401, "credentials", "GET", "/v2/catalog", "", "Authorization", header)
		if a.header.Get("WWW-Authenticate") == "" || strings.Contains(a.text, "secret") {
			t.Errorf("%q: got headers %v and %s", header, a.header, a.text)
		}
		b.want(401, "", "PUT", instance("a"), "{", "Authorization", header)
	}
	b.want(200, "services", "GET", "/v2/catalog", "", "Authorization", "Basic dXNlcjpzZWNyZXQ=")
}

func TestVersionHeader(t *testing.T) {
	everyVersion(t, func(b *bench) {
		const header = "x-broker-api-version"
		for _, good := range []string{"2.11", string(b.version)} {
			b.want(200, "services", "GET", "/v2/catalog", "", header, good)
		}
		for _, bad := range []string{"2.10", "2.18", "1.14", "3.0", "2", "2.", "2.011", "new"} {
			b.want(412, "2.11", "GET", "/v2/catalog", "", header, bad)
		}
		b.want(pick(b, "2.16", 400, 200), "", "GET", "/v2/catalog", "", header, "")
		if !b.since("2.17") {
			b.want(412, "", "GET", "/v2/catalog", "", header, "2.17")
		}
	})
}

func TestRequestIdentity(t *testing.T) {
	everyVersion(t, func(b *bench) {
		const header = "X-Broker-API-Request-Identity"
		want := pick(b, "2.15", "e26cee84", "")
		for _, path := range []string{"/v2/catalog", "/v2/unknown", instance("none") + "/last_operation"} {
			if got := b.do("GET", path, "", header, "e26cee84").header.Get(header); got != want {
				t.Errorf("%s: got %q, want %q", path, got, want)
			}
		}
	})
}

func TestErrorsAreObjects(t *testing.T) {
	everyVersion(t, func(b *bench) {
		for _, c := range []struct {
			status             int
			method, path, body string
		}{
			{404, "GET", "/", ""},
			{404, "GET", "/v2/nothing", ""},
			{405, "POST", "/v2/catalog", "{}"},
			{400, "PUT", instance("a"), `{"service_id":`},
			{400, "PUT", instance("a"), `[]`},
			{400, "PUT", instance("a"), ``},
			{400, "PATCH", instance("a"), `"text"`},
			{400, "DELETE", instance("a"), ``},
			{413, "PUT", instance("a"), `{"a":"` + strings.Repeat("x", 1<<20) + `"}`},
		} {
			if a := b.want(c.status, "", c.method, c.path, c.body); a.member("description") == "" {
				b.Errorf("%s %s: got %s, want a description", c.method, c.path, a.text)
			}
		}
	})
}

func TestNewRefuses(t *testing.T) {
	cases := []struct {
		name, want string
		config     Config
	}{
		{"an unknown version", "2.17", Config{Version: "2.9"}},
		{"a catalog that is no YAML", "read the catalog", Config{Catalog: []byte("a: [")}},
		{"an offering without id", "id", Config{Catalog: []byte("services: [{name: a}]")}},
		{"an offering without plans", "plan", Config{Catalog: []byte("services: [{name: a, id: a}]")}},
		{"two plans with one id", "used twice", Config{Catalog: []byte("services: [{id: a, plans: [{id: a}, {id: a}]}]")}},
		{"an unknown mode", "sometimes", Config{Catalog: []byte("services: [{id: a, plans: [{id: a, reference: {instances: sometimes}}]}]")}},
		{"bindings that nobody can read", "bindings_retrievable", Config{Catalog: []byte("services: [{id: a, plans: [{id: a, reference: {bindings: async}}]}]")}},
		{"a permission not asked for", "syslog_drain", Config{Catalog: []byte("services: [{id: a, plans: [{id: a, reference: {gives: {syslog_drain_url: x}}}]}]")}},
		{"a schema that refers elsewhere", "outside", Config{Catalog: []byte(`services: [{id: a, plans: [{id: a, schemas: {service_instance: {create: {parameters: {$ref: "file:///etc/passwd"}}}}}]}]`)}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if _, err := New(c.config); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want an error with %q", err, c.want)
			}
		})
	}
}
