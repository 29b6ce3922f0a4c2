package manage_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"conformance/mocks"
	"conformance/mocks/manage"
	"conformance/reference/broker"
	"conformance/specs"
	"conformance/suites/record"
)

const password = "correct horse battery"

// bench is a broker with its management, each on a listener of its own.
type bench struct {
	*testing.T
	server             *manage.Server
	protocol, steering string
}

// faults are a few of different kinds.
func faults() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "teapot", Title: "the catalog is a teapot", Rules: []mocks.Rule{mocks.On("catalog").Status(418)}},
		{ID: "nameless", Title: "offerings have no name", Version: "2.17", Rules: []mocks.Rule{mocks.On("catalog").Remove("/services/*/name")}},
		{ID: "second", Title: "the second request fails", Rules: []mocks.Rule{mocks.On("catalog").Nth(2).Status(500)}},
		{ID: "two", Title: "two rules", Rules: []mocks.Rule{mocks.On("catalog").Header("X-Two", "1"), mocks.On("bind").Status(500)}},
		{ID: "drop", Title: "the connection closes", Rules: []mocks.Rule{mocks.On("catalog").Drop()}},
		{ID: "unlabelled", Title: "no content type", Rules: []mocks.Rule{mocks.On("catalog").Header("Content-Type", "")}},
		{ID: "sends", Title: "the caller asks for something else", Sent: []mocks.Rule{mocks.On("catalog").SetSentHeader("X-Broker-API-Version", "9.9")}},
	}
}

func reference() (http.Handler, error) {
	return broker.New(broker.Config{Username: "user", Password: password, Strict: true})
}

func newBench(t *testing.T, change func(*manage.Config)) *bench {
	t.Helper()
	server, reset, err := manage.Fresh(reference)
	if err != nil {
		t.Fatal(err)
	}
	config := manage.Config{API: "osb", Server: server, Faults: faults(), Reset: reset}
	if change != nil {
		change(&config)
	}
	b := &bench{T: t}
	if b.server, err = manage.New(config); err != nil {
		t.Fatal(err)
	}
	protocol, steering := httptest.NewServer(b.server.Handler()), httptest.NewServer(b.server)
	t.Cleanup(protocol.Close)
	t.Cleanup(steering.Close)
	b.protocol, b.steering = protocol.URL, steering.URL
	return b
}

// send sends a request, and returns the status, 0 when none came, the headers and the body.
func (b *bench) send(method, url, body string) (int, http.Header, string) {
	b.Helper()
	request, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		b.Fatal(err)
	}
	if strings.HasPrefix(url, b.protocol) {
		request.SetBasicAuth("user", password)
		request.Header.Set("X-Broker-API-Version", "2.17")
	}
	request.Close = true // a connection that is used again would be tried twice
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		return 0, nil, err.Error()
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		b.Fatal(err)
	}
	return response.StatusCode, response.Header, string(text)
}

// steer sends a request to the management side, whose answers are JSON objects.
func (b *bench) steer(want int, method, path string) (string, map[string]any) {
	b.Helper()
	status, header, text := b.send(method, b.steering+path, "")
	var object map[string]any
	if err := json.Unmarshal([]byte(text), &object); err != nil || status != want || header.Get("Content-Type") != "application/json" {
		b.Fatalf("%s %s: got %d, %v and %s, want %d and a JSON object", method, path, status, header, text, want)
	}
	return text, object
}

func (b *bench) catalog(want int) {
	b.Helper()
	if status, _, text := b.send("GET", b.protocol+"/v2/catalog", ""); status != want {
		b.Errorf("catalog: got %d %s, want %d", status, text, want)
	}
}

func (b *bench) history() *record.Recording {
	b.Helper()
	text, _ := b.steer(200, "GET", "/history")
	recording, err := record.Read(strings.NewReader(text))
	if err != nil {
		b.Fatal(err)
	}
	return recording
}

func TestCalls(t *testing.T) {
	b := newBench(t, nil)
	for _, c := range []struct {
		status             int
		method, path, part string
	}{
		{200, "GET", "/", `"POST /reset"`},
		{200, "GET", "/faults", `"id": "nameless"`},
		{200, "GET", "/history", `"format": 2`},
		{200, "PUT", "/faults/teapot", `"armed": true`},
		{200, "PUT", "/faults/teapot", `"armed": true`},
		{200, "DELETE", "/faults/teapot", `"armed": false`},
		{200, "DELETE", "/faults/teapot", `"armed": false`},
		{200, "POST", "/reset", `"state": "dropped"`},
		{404, "PUT", "/faults/none", `there is no fault \"none\"`},
		{404, "DELETE", "/faults/none", `there is no fault \"none\"`},
		{409, "PUT", "/faults/sends", "calls nobody"},
		{404, "GET", "/nothing", "GET /"},
		{404, "GET", "/v2/catalog", "GET /"},
		{404, "GET", "/faults/a/b", "GET /"},
		{405, "POST", "/", "expected GET"},
		{405, "DELETE", "/history", "expected GET"},
		{405, "GET", "/reset", "expected POST"},
		{405, "GET", "/faults/teapot", "expected DELETE, PUT"},
	} {
		text, object := b.steer(c.status, c.method, c.path)
		if _, failed := object["error"]; !strings.Contains(text, c.part) || failed != (c.status >= 400) {
			t.Errorf("%s %s: got %s, want %s", c.method, c.path, text, c.part)
		}
	}
	if status, header, text := b.send("HEAD", b.steering+"/faults", ""); status != 200 || text != "" || header.Get("Content-Length") == "0" {
		t.Errorf("HEAD: got %d %v %s", status, header, text)
	}
	if status, header, _ := b.send("POST", b.steering+"/faults", ""); status != 405 || header.Get("Allow") != "GET" {
		t.Errorf("got %d with Allow %q", status, header.Get("Allow"))
	}
}

func TestNewRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		want   string
		config manage.Config
	}{
		"an unknown API":       {"none", manage.Config{API: "none"}},
		"an unknown version":   {"3.0", manage.Config{API: "osb", Version: "3.0"}},
		"an unknown fault":     {`"none"`, manage.Config{API: "osb", Faults: faults(), Armed: []string{"teapot", "none"}}},
		"a fault listed twice": {"twice", manage.Config{API: "osb", Faults: append(faults(), faults()...)}},
	} {
		if _, err := manage.New(c.config); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want an error with %s", name, err, c.want)
		}
	}
}

func TestFaults(t *testing.T) {
	b := newBench(t, func(c *manage.Config) { c.Armed = []string{"teapot"} })
	want := func(id string, armed bool, fired float64, every bool) {
		t.Helper()
		_, all := b.steer(200, "GET", "/faults")
		for _, item := range all["faults"].([]any) {
			f := item.(map[string]any)
			if f["id"] == id && (f["armed"] != armed || f["fired"] != fired || f["every_rule_fired"] != every) {
				t.Errorf("got %v, want armed %v, fired %v, every %v", f, armed, fired, every)
			}
		}
	}
	want("teapot", true, 0, false)
	b.catalog(418)
	b.catalog(418)
	want("teapot", true, 2, true)
	b.steer(200, "DELETE", "/faults/teapot")
	b.catalog(200)
	want("teapot", false, 2, true)

	b.steer(200, "PUT", "/faults/second")
	b.catalog(200)
	b.steer(200, "PUT", "/faults/two") // what the others count goes on
	b.catalog(500)
	b.catalog(200)
	want("second", true, 1, true)
	want("two", true, 2, false)
	b.steer(200, "PUT", "/faults/teapot")
	want("teapot", true, 0, false)
	b.catalog(418)

	b.steer(200, "POST", "/reset")
	for _, f := range faults() {
		if f.ID != "sends" {
			text, _ := b.steer(200, "DELETE", "/faults/"+f.ID)
			if strings.Contains(text, `"armed": true`) {
				t.Errorf("got %s", text)
			}
		}
	}
	b.catalog(200)
	if _, index := b.steer(200, "GET", "/"); fmt.Sprint(index["armed"]) != "[]" || index["version"] != "2.17" {
		t.Errorf("got %v", index)
	}
}

// TestSent arms a fault of what the reference sends, which here is the test.
func TestSent(t *testing.T) {
	api, err := specs.Load("osb")
	if err != nil {
		t.Fatal(err)
	}
	document, err := api.Document(api.Latest())
	if err != nil {
		t.Fatal(err)
	}
	var version atomic.Value
	called := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		version.Store(r.Header.Get("X-Broker-API-Version") + " " + r.URL.Path)
		_, _ = io.WriteString(w, "{}")
	}))
	defer called.Close()
	b := newBench(t, func(c *manage.Config) { c.Calls = document })
	client := http.Client{Transport: b.server.Transport()}
	call := func(want string) {
		t.Helper()
		request, _ := http.NewRequest("GET", called.URL+"/base/v2/catalog", nil)
		request.Header.Set("X-Broker-API-Version", "2.17")
		response, err := client.Do(request)
		if err != nil || version.Load() != want+" /base/v2/catalog" {
			t.Fatalf("got %v and %v, want %s", version.Load(), err, want)
		}
		response.Body.Close()
	}
	call("2.17")
	b.steer(200, "PUT", "/faults/sends")
	b.steer(200, "PUT", "/faults/teapot")
	call("9.9")
	b.steer(200, "DELETE", "/faults/sends")
	call("2.17")
	if text, _ := b.steer(200, "GET", "/faults"); strings.Count(text, `"fired": 1`) != 1 {
		t.Errorf("got %s, want one fault that fired once", text)
	}
}

func TestReset(t *testing.T) {
	b := newBench(t, nil)
	_, _, catalog := b.send("GET", b.protocol+"/v2/catalog", "")
	service, plan := first(t, catalog)
	order := fmt.Sprintf(`{"service_id":%q,"plan_id":%q,"organization_guid":"o","space_guid":"s"}`, service, plan)
	path := b.protocol + "/v2/service_instances/a?accepts_incomplete=true"
	fresh, _, _ := b.send("PUT", path, order)
	if again, _, text := b.send("PUT", path, order); again == 201 || fresh > 202 {
		t.Fatalf("got %d, then %d %s", fresh, again, text)
	}
	b.steer(200, "PUT", "/faults/teapot")
	b.steer(200, "POST", "/reset")
	if n := len(b.history().Exchanges); n != 0 {
		t.Errorf("got %d exchanges, want none", n)
	}
	b.catalog(200)
	if again, _, text := b.send("PUT", path, order); again != fresh {
		t.Errorf("got %d %s, want %d as the state is gone", again, text, fresh)
	}

	for name, c := range map[string]struct {
		reset  func() error
		status int
		kept   int
		part   string
	}{
		"there is nothing to drop": {nil, 200, 0, `"state": "kept"`},
		"it fails":                 {func() error { return errors.New("the disk is full") }, 500, 1, "the disk is full"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, func(config *manage.Config) { config.Reset = c.reset })
			b.catalog(200)
			text, _ := b.steer(c.status, "POST", "/reset")
			if n := len(b.history().Exchanges); !strings.Contains(text, c.part) || n != c.kept {
				t.Errorf("got %s and %d exchanges, want %s and %d", text, n, c.part, c.kept)
			}
		})
	}
}

// first returns an offering and a plan of a catalog.
func first(t *testing.T, catalog string) (service, plan string) {
	t.Helper()
	var body struct {
		Services []struct {
			ID    string
			Plans []struct{ ID string }
		}
	}
	if err := json.Unmarshal([]byte(catalog), &body); err != nil || len(body.Services) == 0 {
		t.Fatalf("got %v and %s", err, catalog)
	}
	return body.Services[0].ID, body.Services[0].Plans[0].ID
}

func TestSteeredWhileServing(t *testing.T) {
	b := newBench(t, func(c *manage.Config) { c.MaxHistory = 10 })
	var group sync.WaitGroup
	for worker := range 4 {
		group.Go(func() {
			for range 10 {
				if status, _, text := b.send("GET", b.protocol+"/v2/catalog", ""); status != 200 && status != 418 {
					t.Errorf("worker %d: got %d %s", worker, status, text)
				}
			}
		})
	}
	group.Go(func() {
		for range 3 {
			for _, call := range [][2]string{{"PUT", "/faults/teapot"}, {"GET", "/faults"}, {"GET", "/history"}, {"DELETE", "/faults/teapot"}, {"POST", "/reset"}} {
				if status, _, text := b.send(call[0], b.steering+call[1], ""); status != 200 {
					t.Errorf("%v: got %d %s", call, status, text)
				}
			}
		}
	})
	group.Wait()
}
