package vary_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"conformance/mocks/vary"
	"conformance/reference/broker"
	"conformance/specs"
)

func document(t *testing.T, version specs.Version) *specs.Document {
	t.Helper()
	api, err := specs.Load("osb")
	if err != nil {
		t.Fatal(err)
	}
	d, err := api.Document(version)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// canned answers with one body, whatever is asked.
func canned(contentType, body string, more ...string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		for i := 0; i < len(more); i += 2 {
			w.Header().Set(more[i], more[i+1])
		}
		w.Header().Set("Content-Length", fmt.Sprint(len(body)))
		_, _ = io.WriteString(w, body)
	})
}

const (
	polling = "/v2/service_instances/a/last_operation"
	bound   = "/v2/service_instances/a/service_bindings/b"
)

const (
	catalog = `{"services":[{"id":"1","name":"n","metadata":{"a":[{}],"b":{}},"dashboard_client":{"id":"x","secret":"y"},
		"plans":[{"id":"p","schemas":{"service_instance":{"create":{"parameters":{"type":"object","properties":{"a":{},"b":{}}}}}},"maintenance_info":{"version":"1.0.0"},"metadata":{"c":1}}]}]}`
	binding = `{"credentials":{"b":{"c":{},"d":1},"a":1.50,"n":10000000000000000000001,"s":"\u00e4\/<"},"metadata":{"expires_at":"x"},
		"parameters":{"p":{"q":{}}},"endpoints":[{"host":"h","ports":["1"]}],"volume_mounts":[{"driver":"d","device":{"volume_id":"v","mount_config":{}}}]}`
)

// ask sends requests one after the other in memory, and returns the answers.
func ask(server http.Handler, count int, path string) (all []*httptest.ResponseRecorder) {
	for range count {
		w := httptest.NewRecorder()
		server.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		all = append(all, w)
	}
	return all
}

func dump(all []*httptest.ResponseRecorder) string {
	var out strings.Builder
	for _, w := range all {
		_ = w.Result().Write(&out)
	}
	return out.String()
}

func TestSeeds(t *testing.T) {
	d := document(t, "2.17")
	run := func(seed uint64) string {
		return dump(ask(vary.New(seed, d, canned("application/json", catalog)), 20, "/v2/catalog"))
	}
	seen := map[string]bool{}
	for seed := range uint64(10) {
		text := run(seed)
		if text != run(seed) {
			t.Errorf("seed %d: got other bytes the second time", seed)
		}
		seen[text] = true
	}
	if len(seen) != 10 {
		t.Errorf("10 seeds gave %d different runs", len(seen))
	}
	bodies := map[string]bool{}
	for _, w := range ask(vary.New(1, d, canned("application/json", catalog)), 20, "/v2/catalog") {
		bodies[w.Body.String()] = true
	}
	if len(bodies) != 20 {
		t.Errorf("20 requests gave %d different bodies", len(bodies))
	}
}

func decode(t *testing.T, text string) any {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var v any
	if err := decoder.Decode(&v); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return v
}

// strip removes the members that were added and counts them by place.
func strip(v any, at string, places map[string]int) any {
	switch v := v.(type) {
	case map[string]any:
		for name, member := range v {
			if strings.HasPrefix(name, vary.Prefix) {
				delete(v, name)
				places[at]++
				continue
			}
			v[name] = strip(member, at+"/"+name, places)
		}
	case []any:
		for i, item := range v {
			v[i] = strip(item, at+"/*", places)
		}
	}
	return v
}

func TestMeaning(t *testing.T) {
	offering, plan := "/services/*", "/services/*/plans/*"
	for _, c := range []struct {
		name, path, body string
		version          specs.Version
		places           []string
	}{
		{"a catalog", "/v2/catalog", catalog, "2.17", []string{"", offering, offering + "/dashboard_client", plan, plan + "/maintenance_info"}},
		{"a binding", bound, binding, "2.17", []string{""}},
		{"an instance", "/v2/service_instances/a", `{"parameters":{},"maintenance_info":{"version":"1"},"metadata":{"labels":{}}}`, "2.17", []string{""}},
		{"an error", "/v2/none", `{"error":"Concurrency","description":"d"}`, "2.14", []string{""}},
		{"an empty object", polling, `{}`, "2.15", []string{""}},
		{"before extensions", "/v2/catalog", catalog, "2.13", nil},
		{"an array", "/v2/catalog", `[{},[],[{}],null]`, "2.17", nil},
		{"a text", "/v2/catalog", ` "text\u0000" `, "2.17", nil},
		{"null", "/v2/catalog", `null`, "2.17", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			places := map[string]int{}
			for seed := range uint64(10) {
				for _, w := range ask(vary.New(seed, document(t, c.version), canned("application/json", c.body)), 4, c.path) {
					got := strip(decode(t, w.Body.String()), "", places)
					if diff := cmp.Diff(decode(t, c.body), got); diff != "" {
						t.Fatalf("want, got:\n%s", diff)
					}
				}
			}
			for _, place := range c.places {
				if places[place] == 0 {
					t.Errorf("no member was ever added at %q", place)
				}
			}
			if len(places) != len(c.places) {
				t.Errorf("members were added at %v, want %v", places, c.places)
			}
		})
	}
}

func TestLeftAlone(t *testing.T) {
	for name, c := range map[string]struct{ contentType, body string }{
		"broken JSON":     {"application/json", `{"services":[`},
		"two values":      {"application/json", `{} {}`},
		"another type":    {"text/html", `{"a": 1}`},
		"no body":         {"application/json", ``},
		"a name twice":    {"application/json", `[{"a":1,"a":2,"b":3}]`},
		"a coding":        {"application/json", "\x1f\x8b"},
		"a broken string": {"application/json", "\"\xff"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, w := range ask(vary.New(1, document(t, "2.17"), canned(c.contentType, c.body)), 20, "/v2/catalog") {
				if got := strings.Join(strings.Fields(w.Body.String()), ""); got != strings.Join(strings.Fields(c.body), "") {
					t.Errorf("got %q, want %q", got, c.body)
				}
				if c.contentType != "application/json" && w.Header().Get("Content-Type") != c.contentType {
					t.Errorf("got %q", w.Header().Get("Content-Type"))
				}
			}
		})
	}
}

func TestSameTagSameBytes(t *testing.T) {
	for _, tagged := range []bool{true, false} {
		server := canned("application/json", catalog)
		if tagged {
			server = canned("application/json", catalog, "ETag", `"1"`)
		}
		bodies := map[string]bool{}
		for _, w := range ask(vary.New(3, document(t, "2.17"), server), 10, "/v2/catalog") {
			bodies[w.Body.String()] = true
		}
		if (len(bodies) == 1) != tagged {
			t.Errorf("tagged %t: got %d different bodies", tagged, len(bodies))
		}
	}
}

func TestRetryAfter(t *testing.T) {
	for _, c := range []struct {
		path, body string
		version    specs.Version
		want       bool
	}{
		{polling, `{"state":"in progress"}`, "2.17", true},
		{polling, `{"state":"in progress"}`, "2.15", true},
		{bound + "/last_operation", `{"state":"in progress"}`, "2.15", true},
		{polling, `{"state":"in progress"}`, "2.14", false},
		{polling, `{"state":"succeeded"}`, "2.17", false},
		{polling, `{"state":{}}`, "2.17", false},
		{polling, `["in progress"]`, "2.17", false},
		{polling, `{`, "2.17", false},
		{bound, `{"state":"in progress"}`, "2.17", false},
	} {
		seen := map[string]int{}
		for _, w := range ask(vary.New(5, document(t, c.version), canned("application/json", c.body)), 40, c.path) {
			seen[w.Header().Get("Retry-After")]++
		}
		if got := seen["0"] > 0 && seen["1"] > 0; got != c.want || seen["0"]+seen["1"]+seen[""] != 40 {
			t.Errorf("%s %s %s: got %v, want a number at times: %t", c.version, c.path, c.body, seen, c.want)
		}
	}
}

// TestOnTheWire looks at the bytes that a real server sends.
func TestOnTheWire(t *testing.T) {
	body := `{"services":[]}`
	server := httptest.NewServer(vary.New(2, document(t, "2.17"), canned("application/json", body, "X-Broker-API-Request-Identity", "id")))
	defer server.Close()
	types, identities, lengths := map[string]bool{}, map[string]bool{}, map[bool]bool{}
	line := regexp.MustCompile(`(?im)^(content-type|x-broker-api-request-identity): .*$`)
	for range 40 {
		conn, err := net.Dial("tcp", server.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(conn, "GET /v2/catalog HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
		text, err := io.ReadAll(conn)
		conn.Close()
		if err != nil {
			t.Fatal(err)
		}
		head, _, _ := strings.Cut(string(text), "\r\n\r\n")
		found := line.FindAllString(head, -1)
		if len(found) != 2 {
			t.Fatalf("got %q in %s, want two headers", found, head)
		}
		for _, header := range found {
			if header = strings.TrimSpace(header); strings.HasPrefix(strings.ToLower(header), "c") {
				types[header] = true
			} else {
				identities[header] = true
			}
		}
		response, err := http.ReadResponse(bufio.NewReader(strings.NewReader(string(text))), nil)
		if err != nil {
			t.Fatal(err)
		}
		rest, err := io.ReadAll(response.Body)
		if diff := cmp.Diff(decode(t, body), strip(decode(t, string(rest)), "", map[string]int{})); err != nil || diff != "" {
			t.Errorf("%v, want, got:\n%s", err, diff)
		}
		if response.Header.Get("X-Broker-API-Request-Identity") != "id" || !strings.HasPrefix(strings.ToLower(response.Header.Get("Content-Type")), "application/json") {
			t.Errorf("got %v", response.Header)
		}
		lengths[response.Header.Get("X-Vary-Trace") != ""] = true
	}
	if len(types) < 6 || len(identities) != 3 || len(lengths) != 2 {
		t.Errorf("got %v and %v and %v", types, identities, lengths)
	}
}

// TestReference varies the reference of every version: no answer departs from the document.
func TestReference(t *testing.T) {
	api, err := specs.Load("osb")
	if err != nil {
		t.Fatal(err)
	}
	for _, version := range api.Versions {
		d := document(t, version)
		reference, err := broker.New(broker.Config{Document: d, Strict: true, AsyncDelay: time.Hour})
		if err != nil {
			t.Fatal(err)
		}
		server := vary.New(9, d, reference)
		for n := range 8 {
			for _, path := range []string{"/v2/catalog", polling, bound, "/v2/none"} {
				request := httptest.NewRequest("GET", path, nil)
				request.Header.Set("X-Broker-API-Version", string(version))
				w := httptest.NewRecorder()
				server.ServeHTTP(w, request)
				op, _, err := d.Route(request)
				if err != nil {
					continue
				}
				shape := d.Shape(op, w.Code, w.Header(), decode(t, w.Body.String()), true)
				for _, node := range shape.Nodes {
					if node.Violation != "" {
						t.Errorf("%s: %d: %s: %d: %v", version, n, path, w.Code, node)
					}
				}
				if len(shape.Unnamed) > 0 || w.Code >= 500 {
					t.Errorf("%s: %d: %s: %d: %v", version, n, path, w.Code, shape.Unnamed)
				}
			}
		}
	}
}

func FuzzMeaning(f *testing.F) {
	for _, text := range []string{catalog, binding, `null`, `[[[]]]`, `{"a":{"a":1,"a":2}}`, "\"\\ud800\""} {
		f.Add(text, uint64(1))
	}
	api, err := specs.Load("osb")
	if err != nil {
		f.Fatal(err)
	}
	d, err := api.Document("2.17")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string, seed uint64) {
		if strings.Contains(text, vary.Prefix) {
			return
		}
		w := ask(vary.New(seed, d, canned("application/json", text)), 1, "/v2/catalog")[0]
		if !json.Valid([]byte(text)) {
			if w.Body.String() != text {
				t.Errorf("got %q, want it as it was", w.Body)
			}
			return
		}
		if diff := cmp.Diff(decode(t, text), strip(decode(t, w.Body.String()), "", map[string]int{})); diff != "" {
			t.Errorf("want, got:\n%s", diff)
		}
	})
}
