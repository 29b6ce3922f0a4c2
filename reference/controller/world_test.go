package controller

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// said is one request that the stub of a broker got.
type said struct {
	what   string // catalog, provision, update, deprovision, bind, unbind, poll, fetch
	at     time.Time
	path   string
	query  string
	header http.Header
	body   map[string]any
	raw    string
}

// says is an answer of the stub.
type says struct {
	status int
	body   string
	header http.Header
	delay  time.Duration
}

// stub is a broker that answers as it is told, and well when it is told nothing.
type stub struct {
	mu      sync.Mutex
	catalog string
	// script holds what is said next to each kind of request; the last answer stays.
	script map[string][]says
	heard  []said
}

func (b *stub) will(what string, answers ...says) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.script[what] = answers
}

// asked returns the requests of a kind; all of them when what is empty.
func (b *stub) asked(what string) []said {
	b.mu.Lock()
	defer b.mu.Unlock()
	var found []said
	for _, one := range b.heard {
		if what == "" || one.what == what {
			found = append(found, one)
		}
	}
	return found
}

func kindOf(r *http.Request) string {
	binding := strings.Contains(r.URL.Path, "/service_bindings/")
	switch {
	case strings.HasSuffix(r.URL.Path, "/last_operation"):
		return "poll"
	case strings.HasSuffix(r.URL.Path, "/v2/catalog"):
		return "catalog"
	case r.Method == http.MethodGet:
		return "fetch"
	case binding && r.Method == http.MethodPut:
		return "bind"
	case binding:
		return "unbind"
	}
	return map[string]string{"PUT": "provision", "PATCH": "update", "DELETE": "deprovision"}[r.Method]
}

func (b *stub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	raw, _ := io.ReadAll(r.Body)
	one := said{what: kindOf(r), at: time.Now(), path: r.URL.Path, query: r.URL.RawQuery, header: r.Header.Clone(), raw: string(raw)}
	_ = json.Unmarshal(raw, &one.body)
	b.mu.Lock()
	b.heard = append(b.heard, one)
	answer := b.next(one.what)
	b.mu.Unlock()
	if answer.delay > 0 {
		_ = sleep(r.Context(), answer.delay)
	}
	for name, values := range answer.header {
		w.Header()[name] = values
	}
	w.WriteHeader(answer.status)
	_, _ = io.WriteString(w, answer.body)
}

func (b *stub) next(what string) says {
	if script := b.script[what]; len(script) > 0 {
		if len(script) > 1 {
			b.script[what] = script[1:]
		}
		return script[0]
	}
	switch what {
	case "catalog":
		return says{status: 200, body: b.catalog}
	case "provision":
		return says{status: 201, body: `{"dashboard_url":"https://dashboard.example.com"}`}
	case "bind":
		return says{status: 201, body: `{"credentials":{"uri":"db://u:p@host","port":5432,"deep":{"list":[1,2.50]}}}`}
	}
	return says{status: 200, body: `{}`}
}

// inMemory carries requests to a handler without a network, so that time may be fake.
type inMemory struct{ http.Handler }

func (m inMemory) RoundTrip(r *http.Request) (*http.Response, error) {
	recorder := httptest.NewRecorder()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		m.ServeHTTP(recorder, r)
	}()
	select {
	case <-ended:
		return recorder.Result(), nil
	case <-r.Context().Done():
		<-ended
		return nil, r.Context().Err()
	}
}

const goodCatalog = `{"services":[
 {"id":"s1","name":"db","description":"A database","bindable":true,"plan_updateable":true,"instances_retrievable":true,"bindings_retrievable":true,
  "requires":["syslog_drain","volume_mount"],"tags":["sql"],"metadata":{"displayName":"DB"},
  "plans":[{"id":"p1","name":"small","description":"Small","maintenance_info":{"version":"1.0.0","description":"first"}},
           {"id":"p2","name":"large","description":"Large","free":false,"maximum_polling_duration":300},
           {"id":"p3","name":"fixed","description":"Fixed","plan_updateable":false,"bindable":false}]},
 {"id":"s2","name":"queue","description":"A queue","bindable":true,"allow_context_updates":true,
  "plans":[{"id":"q1","name":"small","description":"Small"}]}]}`

// world is a controller with a broker behind it.
type world struct {
	t      *testing.T
	server *Server
	broker *stub
	token  string
}

func newWorld(t *testing.T, change func(*Config)) *world {
	t.Helper()
	broker := &stub{catalog: goodCatalog, script: map[string][]says{}}
	config := Config{Token: "root", Broker: inMemory{broker}, Strict: true}
	if change != nil {
		change(&config)
	}
	server, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, server: server, broker: broker, token: "root"}
	t.Cleanup(w.close)
	return w
}

func (w *world) close() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := w.server.Close(ctx); err != nil {
		w.t.Error(err)
	}
}

// as returns the world as someone else sees it.
func (w *world) as(token string) *world {
	other := *w
	other.token = token
	return &other
}

// got is a reply of the controller.
type got struct {
	t      *testing.T
	what   string
	status int
	header http.Header
	raw    string
	body   map[string]any
}

func (w *world) do(method, path, body string) got {
	w.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if w.token != "" {
		r.Header.Set("Authorization", "bearer "+w.token)
	}
	recorder := httptest.NewRecorder()
	w.server.ServeHTTP(recorder, r)
	g := got{t: w.t, what: method + " " + path, status: recorder.Code, header: recorder.Header(), raw: recorder.Body.String()}
	decoder := json.NewDecoder(bytes.NewReader(recorder.Body.Bytes()))
	decoder.UseNumber()
	_ = decoder.Decode(&g.body)
	return g
}

// is demands a status, and with a name that of an error.
func (g got) is(status int, name ...string) got {
	g.t.Helper()
	if g.status != status || len(name) > 0 && g.body["error_code"] != name[0] {
		g.t.Fatalf("%s: got %d %s, want %d %v", g.what, g.status, g.raw, status, name)
	}
	return g
}

// at returns a member of the body, by its path.
func (g got) at(path ...string) any {
	var value any = g.body
	for _, member := range path {
		object, _ := value.(map[string]any)
		value = object[member]
	}
	return value
}

func (g got) guid() string {
	guid, _ := g.at("metadata", "guid").(string)
	return guid
}

func (g got) has(want any, path ...string) got {
	g.t.Helper()
	if have := g.at(path...); have != want {
		g.t.Fatalf("%s: %s is %v, want %v in %s", g.what, strings.Join(path, "."), have, want, g.raw)
	}
	return g
}

func (g got) operation(kind, state string) got {
	g.t.Helper()
	return g.has(kind, "entity", "last_operation", "type").has(state, "entity", "last_operation", "state")
}

func (g got) total() int {
	g.t.Helper()
	n, ok := integer(g.at("total_results"))
	if !ok {
		g.t.Fatalf("%s: no list: %s", g.what, g.raw)
	}
	return n
}

const brokerBody = `{"name":"b1","broker_url":"http://broker.test/base","auth_username":"u","auth_password":"s3cret-pass"}`

// register registers the broker, makes its plans public, and returns the guids of the plans by their broker ids.
func (w *world) register() map[string]string {
	w.t.Helper()
	w.do("POST", "/v2/service_brokers", brokerBody).is(201)
	plans := map[string]string{}
	for _, item := range w.do("GET", "/v2/service_plans", "").is(200).at("resources").([]any) {
		g := got{t: w.t, body: item.(map[string]any)}
		plans[g.at("entity", "unique_id").(string)] = g.guid()
		w.do("PUT", "/v2/service_plans/"+g.guid(), `{"public":true}`).is(201)
	}
	return plans
}

// instanceBody is a request for an instance of a plan.
func instanceBody(name, plan string) string {
	return `{"name":"` + name + `","service_plan_guid":"` + plan + `","space_guid":"` + SpaceGUID + `"}`
}

func bindingBody(instance string) string {
	return `{"service_instance_guid":"` + instance + `","app_guid":"` + AppGUID + `"}`
}

// instance makes one at once.
func (w *world) instance(plan string) string {
	w.t.Helper()
	return w.do("POST", "/v2/service_instances", instanceBody("i1", plan)).is(201).guid()
}
