package ibmbroker

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const (
	redis     = "0bc9d744-6f8c-4821-9648-2278bf6925bb"
	standard  = "ecc19311-aba2-49f7-8198-1e450c8460d4"
	large     = "4c1f1d3e-6d0b-4f6b-9c53-7f6f4c6a7d21"
	dedicated = "a1d5e5f0-21f7-4b7c-8c58-0a6c3c9e2b64"
	volume    = "5a0c8f3b-93a5-4c1e-b6a2-58f0f7f0c9d3"
	mounted   = "d2f7b7d4-5b0e-4a35-9c0f-6d1c2e9a8b17"
	detached  = "7be3a9c6-0f4d-4e82-a8d5-1c9b3f5e7a90"

	instance = "/v2/service_instances/crn%3Av1%3Atest%3Apublic%3Aredis%3Aus-south%3Aa%2Facc%3Aone%3A%3A"
	state    = "/bluemix_v1/service_instances/crn%3Av1%3Atest%3Apublic%3Aredis%3Aus-south%3Aa%2Facc%3Aone%3A%3A"
	binding  = instance + "/service_bindings/crn%3Av1%3Aa%2Facc%3Aone%3Aresource-key%3Ak1"
	async    = "?accepts_incomplete=true"
)

// clock tells a time that only tests move.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)} }

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

// counter makes ids that tests can foretell.
func counter() func() string {
	var mu sync.Mutex
	n := 0
	return func() string {
		mu.Lock()
		defer mu.Unlock()
		n++
		return fmt.Sprintf("id-%d", n)
	}
}

// target is a strict broker behind HTTP, with its clock.
type target struct {
	url   string
	clock *clock
}

func start(t *testing.T, change func(*Config)) target {
	t.Helper()
	clock := newClock()
	config := Config{Username: "user", Password: "password", Token: "token", AsyncDelay: time.Minute,
		Now: clock.Now, NewID: counter(), Strict: true}
	if change != nil {
		change(&config)
	}
	broker, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(broker)
	t.Cleanup(server.Close)
	return target{server.URL, clock}
}

type answer struct {
	status int
	header http.Header
	body   map[string]any
}

// send makes a call; headers are added to those of a well-behaved platform, and an empty value drops one.
func (b target) send(t *testing.T, call, body string, headers ...string) answer {
	t.Helper()
	method, path, _ := strings.Cut(call, " ")
	r, err := http.NewRequest(method, b.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Broker-Api-Version", "2.12")
	r.Header.Set("Authorization", "Bearer token")
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
	got := answer{status: response.StatusCode, header: response.Header}
	if len(raw) > 0 {
		if err := json.Unmarshal(raw, &got.body); err != nil {
			t.Fatalf("%s: body %q: %v", call, raw, err)
		}
	}
	return got
}

// step is one call of a story: time passes, the call is made, the answer has the status and these members.
type step struct {
	after time.Duration
	call  string
	body  string
	want  int
	has   map[string]any
}

func (b target) play(t *testing.T, steps []step) {
	t.Helper()
	for i, s := range steps {
		b.clock.pass(s.after)
		got := b.send(t, s.call, s.body)
		if got.status != s.want {
			t.Fatalf("step %d: %s: status %d, want %d; body %v", i+1, s.call, got.status, s.want, got.body)
		}
		for member, want := range s.has {
			if diff := cmp.Diff(want, got.body[member]); diff != "" {
				t.Errorf("step %d: %s: %s (-want +got):\n%s", i+1, s.call, member, diff)
			}
		}
		if got.status >= 400 && got.status != http.StatusConflict {
			if text, _ := got.body["description"].(string); text == "" {
				t.Errorf("step %d: %s: the refusal %d has no description", i+1, s.call, got.status)
			}
		}
	}
}

// request is a body with service, plan and more members, each written as JSON.
func request(service, plan string, more ...string) string {
	members := []string{fmt.Sprintf(`"service_id":%q`, service)}
	if plan != "" {
		members = append(members, fmt.Sprintf(`"plan_id":%q`, plan))
	}
	return "{" + strings.Join(append(members, more...), ",") + "}"
}

func hints(service, plan string) string { return "?service_id=" + service + "&plan_id=" + plan }

// TestDocumentedExample sends the provisioning example of IBM's documentation as it stands: lower-case basic, no
// label on the body, an identity that is no JSON, an account in the path that is not that of the context.
func TestDocumentedExample(t *testing.T) {
	b := start(t, nil)
	const example = `{
         "service_id": "0bc9d744-6f8c-4821-9648-2278bf6925bb",  
         "plan_id": "ecc19311-aba2-49f7-8198-1e450c8460d4", 
         "context": {
           "platform": "ibmcloud",
           "account_id": "003e9bc3993aec710d30a5a719e57a80",
           "crn": "crn:v1:bluemix:public:compose-redis:us-south:a/003e9bc3993aec710d30a5a719e57a80:416d769b-682d-4833-8bd7-5ef8778e5b52",
            "resource_group_crn": "crn:v1:bluemix:public:resource-controller::a/003e9bc3993aec710d30a5a719e57a80::resource-group:b4570a825f7f4d57aa54e8e1d9507926"
         },
         "parameters": {
           "location": "us-south",
           "optional-param":"parameter required by your service"
         }
       }`
	call := "PUT /v2/service_instances/crn%3Av1%3Abluemix%3Apublic%3Acompose-redis%3Aus-south%3Aa%2F46aa677e-e83f-4d17-a2b6-5b752564477c%3A416d769b-682d-4833-8bd7-5ef8778e5b52?accepts_incomplete=true"
	headers := []string{
		"Authorization", "basic dXNlcjpwYXNzd29yZA==",
		"X-Broker-API-Originating-Identity", "ibmcloud aWJtaWQtNDU2MzQ1WA==",
	}
	for _, want := range []int{http.StatusCreated, http.StatusOK} {
		got := b.send(t, call, example, headers...)
		dashboard := "https://dashboard.example.com/instances/crn:v1:bluemix:public:compose-redis:us-south:a%2F46aa677e-e83f-4d17-a2b6-5b752564477c:416d769b-682d-4833-8bd7-5ef8778e5b52"
		if got.status != want || got.body["dashboard_url"] != dashboard {
			t.Errorf("got %d %v, want %d with dashboard %s", got.status, got.body, want, dashboard)
		}
	}
}

func TestRefusesToStart(t *testing.T) {
	if _, err := New(Config{}); err == nil || !strings.Contains(err.Error(), "Token") {
		t.Errorf("New without credentials: got %v, want an error that names what to set", err)
	}
}

// TestDefaults serves with nothing configured but a token.
func TestDefaults(t *testing.T) {
	b := start(t, func(c *Config) { *c = Config{Token: "token", Strict: true} })
	for _, want := range []int{http.StatusCreated, http.StatusConflict} {
		plan := map[int]string{http.StatusCreated: standard, http.StatusConflict: large}[want]
		if got := b.send(t, "PUT "+instance, request(redis, plan)); got.status != want {
			t.Errorf("plan %s: got %d, want %d", plan, got.status, want)
		}
	}
	first := b.send(t, "PUT "+binding, request(redis, standard))
	second := b.send(t, "PUT "+binding+"2", request(redis, standard))
	if cmp.Equal(first.body, second.body) {
		t.Errorf("two bindings have the same credentials: %v", first.body)
	}
}

type brokenStore struct{ load, save error }

func (s brokenStore) Load(id string) (Instance, error) { return Instance{ID: id}, s.load }
func (s brokenStore) Save(Instance) error              { return s.save }

func TestBrokenStore(t *testing.T) {
	secret := errors.New("disk /secret/path is full")
	for name, store := range map[string]brokenStore{"load": {load: secret}, "save": {save: secret}} {
		t.Run(name, func(t *testing.T) {
			b := start(t, func(c *Config) { c.Store = store })
			got := b.send(t, "PUT "+instance, request(redis, standard))
			if text := fmt.Sprint(got.body); got.status != http.StatusInternalServerError || strings.Contains(text, "secret") {
				t.Errorf("got %d %v, want 500 that does not tell the cause", got.status, text)
			}
		})
	}
}

// TestConcurrency sends the same creation and deletion from many callers: exactly one makes the instance, exactly one
// removes it.
func TestConcurrency(t *testing.T) {
	b := start(t, nil)
	race := func(call, body string) map[int]int {
		var (
			mu       sync.Mutex
			wait     sync.WaitGroup
			statuses = map[int]int{}
		)
		for range 20 {
			wait.Go(func() {
				got := b.send(t, call, body)
				mu.Lock()
				defer mu.Unlock()
				statuses[got.status]++
			})
		}
		wait.Wait()
		return statuses
	}
	for _, c := range []struct {
		call, body string
		want       map[int]int
	}{
		{"PUT " + instance, request(redis, standard), map[int]int{201: 1, 200: 19}},
		{"PUT " + binding, request(redis, standard), map[int]int{201: 1, 200: 19}},
		{"DELETE " + binding + hints(redis, standard), "", map[int]int{200: 1, 410: 19}},
		{"DELETE " + instance + hints(redis, standard), "", map[int]int{200: 1, 410: 19}},
	} {
		if diff := cmp.Diff(c.want, race(c.call, c.body)); diff != "" {
			t.Errorf("%s: statuses (-want +got):\n%s", c.call, diff)
		}
	}
}
