package ibmbroker

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestStories(t *testing.T) {
	put, patch, del := "PUT "+instance, "PATCH "+instance, "DELETE "+instance+hints(redis, standard)
	poll, delAsync := "GET "+instance+"/last_operation", del+"&accepts_incomplete=true"
	plain := request(redis, standard, `"parameters":{"location":"us-south","size":{"nodes":3}}`)
	slow := request(redis, dedicated)
	inProgress, succeeded, failed := map[string]any{"state": "in progress"}, map[string]any{"state": "succeeded"}, map[string]any{"state": "failed"}
	needsAsync := map[string]any{"error": "AsyncRequired"}
	on, off := map[string]any{"enabled": true}, map[string]any{"enabled": false}

	for name, steps := range map[string][]step{
		"synchronous life": {
			{call: put, body: plain, want: 201},
			{call: put + async, body: plain, want: 200},
			{call: put, body: request(redis, large, `"parameters":{"location":"us-south","size":{"nodes":3}}`), want: 409},
			{call: put, body: request(redis, standard, `"parameters":{"location":"eu-de"}`), want: 409},
			{call: put, body: request(volume, mounted), want: 409},
			{call: poll, want: 200, has: succeeded},
			{call: patch, body: request(redis, "", `"context":{"platform":"ibmcloud"}`), want: 200},
			{call: put, body: plain, want: 200},
			{call: patch, body: request(redis, large, `"previous_values":{"plan_id":"wrong"}`), want: 200},
			{call: put, body: plain, want: 409},
			{call: patch, body: request(redis, "", `"parameters":{"memory_mb":512}`), want: 200},
			{call: put, body: request(redis, large, `"parameters":{"memory_mb":512}`), want: 200},
			{call: del, want: 200},
			{call: del, want: 410},
			{call: patch, body: request(redis, ""), want: 404},
			{call: "GET " + state, want: 404},
			{call: "PUT " + binding, body: request(redis, standard), want: 404},
			{call: poll, want: 410},
			{call: put, body: plain, want: 201},
		},
		"asynchronous life": {
			{call: put, body: slow, want: 422, has: needsAsync},
			{call: put + "?accepts_incomplete=false", body: slow, want: 422, has: needsAsync},
			{call: delAsync, want: 410},
			{call: put + async, body: slow, want: 202, has: map[string]any{"operation": "Provision_id-1"}},
			{after: 30 * time.Second, call: put + async, body: slow, want: 202, has: map[string]any{"operation": "Provision_id-1"}},
			{call: put, body: slow, want: 422, has: needsAsync},
			{call: put + async, body: request(redis, standard), want: 409},
			{call: patch + async, body: request(redis, large), want: 422},
			{call: delAsync, want: 422},
			{call: "PUT " + binding, body: request(redis, dedicated), want: 422},
			{call: poll + "?operation=Provision_id-1&service_id=x&plan_id=y", want: 200, has: inProgress},
			{call: poll + "?operation=other", want: 400},
			{after: 30 * time.Second, call: poll, want: 200, has: succeeded},
			{call: put + async, body: slow, want: 200},
			{call: "PUT " + binding, body: request(redis, dedicated), want: 201},
			{call: patch, body: request(redis, standard), want: 422, has: needsAsync},
			{call: patch + async, body: request(redis, standard), want: 202},
			{call: patch + async, body: request(redis, standard), want: 202},
			{call: patch + async, body: request(redis, large), want: 422},
			{call: put + async, body: slow, want: 200},
			{after: time.Minute, call: poll + "?operation=Provision_id-1", want: 200, has: succeeded},
			{call: put, body: request(redis, standard), want: 200},
			{call: patch + async, body: request(redis, dedicated), want: 202},
			{after: time.Minute, call: del, want: 422, has: needsAsync},
			{call: delAsync, want: 202},
			{call: delAsync, want: 202},
			{call: put + async, body: slow, want: 422},
			{call: poll, want: 200, has: inProgress},
			{after: time.Minute, call: poll, want: 410},
			{call: poll, want: 410},
			{call: delAsync, want: 410},
		},
		"failure": {
			{call: put, body: request(redis, standard, `"parameters":{"location":"unavailable"}`), want: 422},
			{call: del, want: 410},
			{call: put + async, body: request(redis, dedicated, `"parameters":{"location":"unavailable"}`), want: 202},
			{after: time.Minute, call: poll, want: 200, has: map[string]any{"state": "failed", "description": "No capacity is left in the location unavailable."}},
			{call: poll, want: 200, has: failed},
			{call: "PUT " + binding, body: request(redis, dedicated), want: 422},
			{call: patch + async, body: request(redis, dedicated), want: 422},
			{call: put + async, body: slow, want: 202},
			{after: time.Minute, call: poll, want: 200, has: succeeded},
			{after: time.Hour, call: "GET " + state, want: 200, has: map[string]any{"enabled": true, "active": false, "last_active": 1772366520000.0}},
			{call: patch + async, body: request(redis, "", `"parameters":{"location":"unavailable"}`), want: 202},
			{after: time.Minute, call: poll, want: 200, has: failed},
			{call: put + async, body: slow, want: 200},
			{call: delAsync, want: 202},
		},
		"reclamation": {
			{call: put, body: plain, want: 201},
			{call: "GET " + state, want: 200, has: map[string]any{"enabled": true, "active": false, "last_active": 1772366400000.0}},
			{call: "PUT " + binding, body: request(redis, standard), want: 201},
			{call: "GET " + state, want: 200, has: map[string]any{"enabled": true, "active": true, "last_active": nil}},
			{call: "PUT " + state, body: `{"enabled":false,"initiator_id":"IBMid-1","reason_code":"IBMCLOUD_RECLAMATION_SCHEDULE"}`, want: 200, has: off},
			{call: "PUT " + state, body: `{"enabled":false}`, want: 200, has: off},
			{call: "GET " + state, want: 200, has: off},
			{call: "PUT " + binding + "2", body: request(redis, standard), want: 422},
			{call: put, body: plain, want: 200},
			{call: "PUT " + state, body: `{"enabled":true,"reason_code":"IBMCLOUD_RECLAMATION_RESTORE"}`, want: 200, has: on},
			{call: "PUT " + binding, body: request(redis, standard), want: 200},
			{call: "PUT " + state, body: `{"enabled":false,"reason_code":"test_reason"}`, want: 200, has: off},
			{call: "DELETE " + binding + hints(redis, standard), want: 200},
			{call: del, want: 200},
			{call: del, want: 410},
		},
		"ids": {
			{call: put, body: plain, want: 201},
			{call: "PUT " + strings.ReplaceAll(instance, "%3A", ":"), body: plain, want: 200},
			{call: "DELETE " + strings.ReplaceAll(instance, "%", "%25") + hints(redis, standard), want: 410},
			{call: "GET " + strings.ReplaceAll(state, "%3A", ":"), want: 200, has: on},
			{call: "PUT " + strings.ReplaceAll(instance, "%2F", "/"), body: plain, want: 404},
			{call: "PUT /v2/resource_instances/x", body: plain, want: 404},
			{call: "PUT /v2/service_instances/5f6c0e1a-plain", body: plain, want: 201},
		},
	} {
		t.Run(name, func(t *testing.T) { start(t, nil).play(t, steps) })
	}
}

func TestStateWithoutBody(t *testing.T) {
	b := start(t, func(c *Config) { c.StateWithoutBody = true })
	b.play(t, []step{
		{call: "PUT " + instance, body: request(redis, standard), want: 201},
		{call: "PUT " + state, body: `{"enabled":false}`, want: 204},
		{call: "GET " + state, want: 200, has: map[string]any{"enabled": false}},
	})
}

// TestRefusals sends requests that differ from a good one in one fault, and then finds nothing made or changed.
func TestRefusals(t *testing.T) {
	b := start(t, nil)
	b.play(t, []step{{call: "PUT " + instance, body: request(volume, mounted), want: 201}})
	good := request(redis, standard)
	fresh := "/v2/service_instances/fresh"
	for _, c := range []struct {
		name, call, body string
		headers          []string
		want             int
	}{
		{"broken JSON", "PUT " + fresh, `{"service_id":`, nil, 400},
		{"no object", "PUT " + fresh, `[]`, nil, 400},
		{"no body", "PUT " + fresh, ``, nil, 400},
		{"no service", "PUT " + fresh, `{"plan_id":"` + standard + `"}`, nil, 400},
		{"empty service", "PUT " + fresh, request("", standard), nil, 400},
		{"number for plan", "PUT " + fresh, `{"service_id":"` + redis + `","plan_id":7}`, nil, 400},
		{"unknown service", "PUT " + fresh, request("nobody", standard), nil, 400},
		{"plan of another service", "PUT " + fresh, request(redis, mounted), nil, 400},
		{"context as text", "PUT " + fresh, request(redis, standard, `"context":"cf"`), nil, 400},
		{"empty space", "PUT " + fresh, request(redis, standard, `"space_guid":""`), nil, 400},
		{"parameters as list", "PUT " + fresh, request(redis, standard, `"parameters":[]`), nil, 400},
		{"memory as text", "PUT " + fresh, request(redis, standard, `"parameters":{"memory_mb":"much"}`), nil, 422},
		{"half a megabyte", "PUT " + fresh, request(redis, standard, `"parameters":{"memory_mb":0.5}`), nil, 422},
		{"empty location", "PUT " + fresh, request(redis, standard, `"parameters":{"location":""}`), nil, 422},
		{"text body", "PUT " + fresh, good, []string{"Content-Type", "text/plain"}, 415},
		{"broken label", "PUT " + fresh, good, []string{"Content-Type", ";"}, 415},
		{"no credentials", "PUT " + fresh, good, []string{"Authorization", ""}, 401},
		{"plan that stays", "PATCH " + instance, request(volume, detached), nil, 422},
		{"unknown plan", "PATCH " + instance, request(volume, "nowhere"), nil, 422},
		{"other service", "PATCH " + instance, request(redis, ""), nil, 400},
		{"no service on update", "PATCH " + instance, `{}`, nil, 400},
		{"bad parameter on update", "PATCH " + instance, request(volume, "", `"parameters":{"memory_mb":0}`), nil, 422},
		{"nowhere to move", "PATCH " + instance, request(volume, "", `"parameters":{"location":"unavailable"}`), nil, 422},
		{"delete without plan", "DELETE " + instance + "?service_id=" + volume, "", nil, 400},
		{"no application", "PUT " + binding, request(volume, mounted), nil, 422},
		{"plan of another instance", "PUT " + binding, request(redis, standard), nil, 400},
		{"bind without plan", "PUT " + binding, request(volume, ""), nil, 400},
		{"bind_resource as text", "PUT " + binding, request(volume, mounted, `"bind_resource":"app"`), nil, 400},
		{"unbind without service", "DELETE " + binding + "?plan_id=" + mounted, "", nil, 400},
		{"state without enabled", "PUT " + state, `{}`, nil, 400},
		{"enabled as text", "PUT " + state, `{"enabled":"no"}`, nil, 400},
		{"unknown path", "GET /v2/no-such-thing", "", nil, 404},
		{"unknown method", "POST /v2/catalog", "", nil, 405},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := b.send(t, c.call, c.body, c.headers...)
			if text, _ := got.body["description"].(string); got.status != c.want || text == "" {
				t.Errorf("got %d %v, want %d with a description", got.status, got.body, c.want)
			}
			b.play(t, []step{
				{call: "DELETE " + fresh + hints(redis, standard), want: 410},
				{call: "DELETE " + binding + hints(volume, mounted), want: 410},
				{call: "GET " + state, want: 200, has: map[string]any{"enabled": true}},
				{call: "PUT " + instance, body: request(volume, mounted), want: 200},
			})
		})
	}
}

func TestAuthentication(t *testing.T) {
	all := func(*Config) {}
	onlyBasic := func(c *Config) { c.Token = "" }
	onlyBearer := func(c *Config) { c.Username, c.Password = "", "" }
	for _, c := range []struct {
		name      string
		change    func(*Config)
		header    string
		want      int
		challenge string
	}{
		{"basic", all, "Basic dXNlcjpwYXNzd29yZA==", 200, ""},
		{"lower case", all, "basic dXNlcjpwYXNzd29yZA==", 200, ""},
		{"bearer", all, "bearer token", 200, ""},
		{"none", all, "", 401, `Basic realm="service broker"`},
		{"wrong password", all, "Basic dXNlcjp3cm9uZw==", 401, `Basic realm="service broker"`},
		{"not base64", all, "Basic ???", 401, `Basic realm="service broker"`},
		{"wrong token", all, "Bearer tokens", 401, `Basic realm="service broker"`},
		{"unknown scheme", all, "Digest token", 401, `Basic realm="service broker"`},
		{"bearer refused", onlyBasic, "Bearer ", 401, `Basic realm="service broker"`},
		{"basic refused", onlyBearer, "Basic Og==", 401, `Bearer realm="service broker"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := start(t, c.change)
			for _, call := range []string{"GET /v2/catalog", "GET " + state, "GET /v2/nothing"} {
				got := b.send(t, call, "", "Authorization", c.header)
				want := c.want
				if want == 200 && call != "GET /v2/catalog" {
					want = 404
				}
				if got.status != want || got.header.Get("WWW-Authenticate") != c.challenge {
					t.Errorf("%s: got %d %q, want %d %q", call, got.status, got.header.Get("WWW-Authenticate"), want, c.challenge)
				}
			}
		})
	}
}

// TestHeaders sends what platforms send, and what they should not.
func TestHeaders(t *testing.T) {
	for name, headers := range map[string][]string{
		"identity":          {"X-Broker-API-Originating-Identity", "ibmcloud eyJpYW1faWQiOiJJQk1pZC01MEdOUjcxN1lFIn0="},
		"identity as text":  {"X-Broker-API-Originating-Identity", "ibmcloud aWJtaWQtNDU2MzQ1WA=="},
		"identity broken":   {"X-Broker-API-Originating-Identity", "ibmcloud"},
		"lower-case names":  {"x-broker-api-version", "2.12"},
		"labelled":          {"Content-Type", "application/json; charset=utf-8"},
		"region and others": {"X-Bluemix-Region", "us-south", "Transaction-Id", "1"},
	} {
		t.Run(name, func(t *testing.T) {
			got := start(t, nil).send(t, "PUT "+instance, request(redis, standard), headers...)
			if got.status != http.StatusCreated || got.header.Get("Content-Type") != "application/json" {
				t.Errorf("got %d %s, want 201 application/json", got.status, got.header.Get("Content-Type"))
			}
		})
	}
	t.Run("state needs no version", func(t *testing.T) {
		b := start(t, nil)
		b.play(t, []step{{call: "PUT " + instance, body: request(redis, standard), want: 201}})
		if got := b.send(t, "GET "+state, "", "X-Broker-Api-Version", ""); got.status != http.StatusOK {
			t.Errorf("got %d, want 200", got.status)
		}
	})
}

func TestCatalog(t *testing.T) {
	got := start(t, nil).send(t, "GET /v2/catalog", "")
	first := got.body["services"].([]any)[0].(map[string]any)
	plans := first["plans"].([]any)
	want := []any{redis, standard, large, dedicated}
	ids := []any{first["id"]}
	for _, plan := range plans {
		ids = append(ids, plan.(map[string]any)["id"])
	}
	if diff := cmp.Diff(want, ids); diff != "" {
		t.Errorf("ids (-want +got):\n%s", diff)
	}
}

func TestCredentials(t *testing.T) {
	b := start(t, nil)
	b.play(t, []step{{call: "PUT " + instance, body: request(redis, standard), want: 201}})
	body := request(redis, standard, `"bind_resource":{"serviceid_crn":"crn:v1:x","target_crn":"crn:v1:y"}`, `"parameters":{"access":"read"}`)
	first := b.send(t, "PUT "+binding, body)
	again := b.send(t, "PUT "+binding, body)
	other := b.send(t, "PUT "+binding+"2", body)
	if diff := cmp.Diff(first.body, again.body); diff != "" || again.status != http.StatusOK {
		t.Errorf("repeated: %d (-first +again):\n%s", again.status, diff)
	}
	secret := func(a answer) any { return a.body["credentials"].(map[string]any)["password"] }
	if secret(first) == secret(other) {
		t.Error("two bindings share a password")
	}
	b.play(t, []step{
		{call: "PUT " + binding, body: request(redis, standard, `"parameters":{"access":"write"}`), want: 409},
		{call: "PUT " + binding, body: request(redis, standard), want: 409},
		{call: "PUT " + binding, body: request(redis, large), want: 409},
		{call: "PUT " + binding + "3", body: request(redis, standard, `"parameters":{"access":"all"}`), want: 422},
		{call: "DELETE " + binding + hints(redis, standard), want: 200},
		{call: "DELETE " + binding + hints(redis, standard), want: 410},
	})
}

// TestPermissions finds beside the credentials what the catalog's requires announces, and nothing else.
func TestPermissions(t *testing.T) {
	b := start(t, nil)
	b.play(t, []step{{call: "PUT " + instance, body: request(volume, mounted), want: 201}})
	got := b.send(t, "PUT "+binding, request(volume, mounted, `"bind_resource":{"app_guid":"app"}`))
	for _, member := range []string{"credentials", "syslog_drain_url", "route_service_url", "volume_mounts"} {
		if got.body[member] == nil {
			t.Errorf("%d: %s is missing", got.status, member)
		}
	}
	b.play(t, []step{
		{call: "PUT /v2/service_instances/kept", body: request(volume, detached), want: 201},
		{call: "PUT /v2/service_instances/kept/service_bindings/b", body: request(volume, detached, `"bind_resource":{"app_guid":"app"}`), want: 400},
	})
}
