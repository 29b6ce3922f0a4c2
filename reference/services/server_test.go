package services

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const root = "/api/v1/services"

// clock tells a time that only tests move.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// counter makes UUIDs that tests can foretell.
func counter() func() string {
	var mu sync.Mutex
	n := 0
	return func() string {
		mu.Lock()
		defer mu.Unlock()
		n++
		return fmt.Sprintf("00000000-0000-4000-8000-%012d", n)
	}
}

// target is a strict server behind HTTP, with its clock.
type target struct {
	url   string
	clock *clock
}

func start(t *testing.T, change func(*Config)) target {
	t.Helper()
	clock := &clock{now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	config := Config{Token: "full", ReadOnlyToken: "reader", ForeignToken: "stranger", Now: clock.Now, NewID: counter(), Strict: true}
	if change != nil {
		change(&config)
	}
	server, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(server)
	t.Cleanup(web.Close)
	return target{web.URL, clock}
}

type answer struct {
	status int
	header http.Header
	text   string
	body   any
}

// member returns what a body that is an object has at a path of names.
func (a answer) member(names ...string) any {
	value := a.body
	for _, name := range names {
		object, _ := value.(map[string]any)
		value = object[name]
	}
	return value
}

// send makes a call with the full token; headers are added, and an empty value drops one.
func (s target) send(t *testing.T, call, body string, headers ...string) answer {
	t.Helper()
	method, where, _ := strings.Cut(call, " ")
	r, err := http.NewRequest(method, s.url+where, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer full")
	for i := 0; i < len(headers); i += 2 {
		if headers[i+1] == "" {
			r.Header.Del(headers[i])
			continue
		}
		r.Header.Set(headers[i], headers[i+1])
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	got := answer{status: response.StatusCode, header: response.Header, text: string(raw)}
	if len(raw) > 0 {
		if err := json.Unmarshal(raw, &got.body); err != nil {
			t.Fatalf("%s: body %q: %v", call, raw, err)
		}
	}
	return got
}

// must is send for a call whose status is certain.
func (s target) must(t *testing.T, want int, call, body string, headers ...string) answer {
	t.Helper()
	got := s.send(t, call, body, headers...)
	if got.status != want {
		t.Fatalf("%s: got %d %s, want %d", call, got.status, got.text, want)
	}
	return got
}

// created makes a service and returns the path of it.
func (s target) created(t *testing.T, body string) (answer, string) {
	t.Helper()
	got := s.must(t, http.StatusCreated, "POST "+root, body)
	return got, root + "/" + got.member("uuid").(string)
}

func (s target) count(t *testing.T) int {
	t.Helper()
	return len(s.must(t, http.StatusOK, "GET "+root, "").body.([]any))
}

type fields map[string]any

// with returns a body of these fields and more ones; a nil value leaves a field out.
func (f fields) with(more fields) string {
	all := maps.Clone(f)
	maps.Copy(all, more)
	maps.DeleteFunc(all, func(_ string, value any) bool { return value == nil })
	text, err := json.Marshal(all)
	if err != nil {
		panic(err)
	}
	return string(text)
}

func postgres() fields {
	return fields{"service_type": "postgres", "project_id": DefaultProjectID, "resource_id": DefaultResourceID,
		"label": "Café orders", "postgres_version": "16"}
}

func storage() fields {
	return fields{"service_type": "shared_storage", "project_id": DefaultProjectID, "resource_id": DefaultResourceID,
		"label": "Uploads", "mount_point": "/data"}
}

func TestRefusesToStart(t *testing.T) {
	if _, err := New(Config{}); err == nil || !strings.Contains(err.Error(), "Token") {
		t.Errorf("New without token: got %v, want an error that names what to set", err)
	}
}

// TestDefaults serves with nothing configured but a token.
func TestDefaults(t *testing.T) {
	s := start(t, func(c *Config) { *c = Config{Token: "full", Strict: true} })
	first, one := s.created(t, postgres().with(nil))
	second, _ := s.created(t, postgres().with(nil))
	if first.member("uuid") == second.member("uuid") || inside(t, first).password == inside(t, second).password {
		t.Errorf("two services share uuid or password:\n%s\n%s", first.text, second.text)
	}
	s.must(t, http.StatusOK, "GET "+one, "")
}

func TestAuthentication(t *testing.T) {
	unknown := "3f0e7c52-6d1a-4b98-8c47-5e2d9a0b1f65"
	create := postgres().with(nil)
	s := start(t, nil)
	for _, c := range []struct {
		name, call, body string
		headers          []string
		want             int
	}{
		{"token", "GET " + root, "", nil, 200},
		{"default workspace", "GET " + root, "", []string{"X-Workspace-Id", DefaultWorkspaceID}, 200},
		{"second workspace", "GET " + root, "", []string{"X-Workspace-Id", DefaultSecondWorkspaceID}, 200},
		{"reader", "GET " + root, "", []string{"Authorization", "Bearer reader"}, 200},
		{"none", "GET " + root, "", []string{"Authorization", ""}, 401},
		{"none on creation", "POST " + root, create, []string{"Authorization", ""}, 401},
		{"wrong", "GET " + root, "", []string{"Authorization", "Bearer fulL"}, 401},
		{"empty", "GET " + root, "", []string{"Authorization", "Bearer "}, 401},
		{"basic", "GET " + root, "", []string{"Authorization", "Basic ZnVsbDpmdWxs"}, 401},
		{"bare", "GET " + root, "", []string{"Authorization", "full"}, 401},
		{"foreign workspace", "GET " + root, "", []string{"X-Workspace-Id", unknown}, 403},
		{"no workspace", "GET " + root, "", []string{"X-Workspace-Id", "x"}, 403},
		{"stranger in first workspace", "GET " + root, "", []string{"Authorization", "Bearer stranger", "X-Workspace-Id", DefaultWorkspaceID}, 403},
		{"reader creates", "POST " + root, create, []string{"Authorization", "Bearer reader"}, 403},
		{"creation elsewhere", "POST " + root, create, []string{"X-Workspace-Id", DefaultSecondWorkspaceID}, 404},
		{"unknown path", "GET /api/v1/nothing", "", nil, 404},
		{"unknown method", "PATCH " + root, "", nil, 405},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := s.send(t, c.call, c.body, c.headers...)
			if text, _ := got.member("error").(string); got.status != c.want || got.status >= 400 && text == "" {
				t.Errorf("got %d %s, want %d, and an error when refused", got.status, got.text, c.want)
			}
			if challenge := got.header.Get("WWW-Authenticate"); (got.status == 401) != (challenge == "Bearer") {
				t.Errorf("got %d with WWW-Authenticate %q", got.status, challenge)
			}
			if s.count(t) != 0 {
				t.Error("a refused request made a service")
			}
		})
	}
}

// TestWorkspaces finds that a service exists for callers in its workspace only.
func TestWorkspaces(t *testing.T) {
	s := start(t, nil)
	_, one := s.created(t, postgres().with(nil))
	for _, header := range [][]string{
		{"X-Workspace-Id", DefaultSecondWorkspaceID},
		{"Authorization", "Bearer stranger"},
	} {
		s.must(t, http.StatusNotFound, "GET "+one, "", header...)
		s.must(t, http.StatusNotFound, "DELETE "+one, "", header...)
		if list := s.must(t, http.StatusOK, "GET "+root, "", header...); len(list.body.([]any)) != 0 {
			t.Errorf("%v: the list shows a service of another workspace", header)
		}
	}
	s.must(t, http.StatusOK, "GET "+one, "", "Authorization", "Bearer reader")
	s.must(t, http.StatusForbidden, "DELETE "+one, "", "Authorization", "Bearer reader")
}

type brokenStore struct{ err error }

func (s brokenStore) List() ([]Service, error)           { return nil, s.err }
func (s brokenStore) Load(string) (Service, bool, error) { return Service{}, false, s.err }
func (s brokenStore) Save(Service) error                 { return s.err }
func (s brokenStore) Remove(string) error                { return s.err }

func TestBrokenStore(t *testing.T) {
	s := start(t, func(c *Config) { c.Store = brokenStore{errors.New("disk /secret/path is full")} })
	for _, call := range []string{"GET " + root, "GET " + root + "/x", "POST " + root} {
		body := ""
		if strings.HasPrefix(call, "POST") {
			body = postgres().with(nil)
		}
		if got := s.must(t, http.StatusInternalServerError, call, body); strings.Contains(got.text, "secret") {
			t.Errorf("%s: the answer tells the cause: %s", call, got.text)
		}
	}
}

// TestConcurrency creates and deletes from many callers: each creation is one service, each service is deleted once.
func TestConcurrency(t *testing.T) {
	s := start(t, nil)
	var (
		mu       sync.Mutex
		wait     sync.WaitGroup
		uuids    = map[string]bool{}
		statuses = map[int]int{}
	)
	for range 20 {
		wait.Go(func() {
			got := s.send(t, "POST "+root, postgres().with(nil))
			mu.Lock()
			defer mu.Unlock()
			uuids[got.member("uuid").(string)] = true
		})
	}
	wait.Wait()
	if len(uuids) != 20 || s.count(t) != 20 {
		t.Fatalf("20 creations made %d uuids and %d services", len(uuids), s.count(t))
	}
	for uuid := range uuids {
		for range 2 {
			wait.Go(func() {
				got := s.send(t, "DELETE "+root+"/"+uuid, "")
				mu.Lock()
				defer mu.Unlock()
				statuses[got.status]++
			})
		}
	}
	wait.Wait()
	if diff := cmp.Diff(map[int]int{204: 20, 404: 20}, statuses); diff != "" {
		t.Errorf("statuses of the deletions (-want +got):\n%s", diff)
	}
}
