package controller

import (
	"encoding/base64"
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func (w *world) grant(form string) got {
	w.t.Helper()
	return w.as("").do("POST", "/oauth/token", form)
}

func TestTokens(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	w := newWorld(t, func(c *Config) {
		c.Username, c.Password = "root", "pw"
		c.Now = func() time.Time { return now }
	})
	g := w.grant("grant_type=password&username=root&password=pw").is(200).has("bearer", "token_type")
	token := g.at("access_token").(string)
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		t.Fatalf("the token has %d parts", len(parts))
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	var said map[string]any
	if err != nil || json.Unmarshal(payload, &said) != nil || said["user_name"] != "root" || said["exp"].(float64) <= float64(now.Unix()) {
		t.Errorf("the token says %s", payload)
	}
	w.as(token).do("GET", "/v2/service_brokers", "").is(200)
	refreshed := w.grant("grant_type=refresh_token&refresh_token=" + g.at("refresh_token").(string)).is(200)
	w.as(refreshed.at("access_token").(string)).do("GET", "/v2/service_brokers", "").is(200)
	w.grant("grant_type=client_credentials&client_id=root&client_secret=pw").is(200)
	w.grant("grant_type=password&username=root&password=no").is(401).has("invalid_grant", "error")
	w.grant("grant_type=password&username=developer&password=").is(401)
	w.grant("grant_type=refresh_token&refresh_token=" + token).is(401)
	w.grant("grant_type=magic").is(400).has("unsupported_grant_type", "error")
	now = now.Add(tokenLife)
	w.as(token).do("GET", "/v2/service_brokers", "").is(401, "CF-InvalidAuthToken")
}

func TestAuthorization(t *testing.T) {
	w := newWorld(t, nil)
	tests := []struct {
		token, method, path string
		status              int
		code                string
	}{
		{"", "GET", "/v2/service_brokers", 401, "CF-NotAuthenticated"},
		{"", "POST", "/v2/service_instances", 401, "CF-NotAuthenticated"},
		{"nonsense", "GET", "/v2/service_brokers", 401, "CF-InvalidAuthToken"},
		{"nonsense", "GET", "/v2/services", 401, "CF-InvalidAuthToken"},
		{"a.b.c", "GET", "/v2/services", 401, "CF-InvalidAuthToken"},
		{ScopelessToken, "GET", "/v2/service_brokers", 403, "CF-InsufficientScope"},
		{ScopelessToken, "POST", "/v2/service_bindings", 403, "CF-InsufficientScope"},
		{"root", "GET", "/v2/nothing", 404, "CF-NotFound"},
		{"root", "GET", "/v2/service_instances/", 404, "CF-NotFound"},
		{"root", "POST", "/v2/services", 404, "CF-NotFound"},
		{"root", "PUT", "/v2/services", 404, "CF-NotFound"},
		{"root", "POST", "/v2/service_plans", 404, "CF-NotFound"},
		{"root", "GET", "/v2/jobs/unknown", 200, ""},
		{"", "GET", "/v2/info", 200, ""},
		{"nonsense", "GET", "/v2/info", 200, ""},
		{"", "GET", "/v2/services", 200, ""},
		{"", "GET", "/v2/service_plans", 200, ""},
		{StrangerToken, "GET", "/v2/spaces/" + SpaceGUID, 403, "CF-NotAuthorized"},
		{StrangerToken, "GET", "/v2/organizations/" + OrganizationGUID, 403, "CF-NotAuthorized"},
		{StrangerToken, "GET", "/v2/apps/" + AppGUID, 403, "CF-NotAuthorized"},
		{AuditorToken, "GET", "/v2/apps/" + AppGUID + "/env", 403, "CF-NotAuthorized"},
		{AuditorToken, "GET", "/v2/spaces/" + SpaceGUID, 200, ""},
	}
	for _, test := range tests {
		t.Run(test.token+" "+test.method+" "+test.path, func(t *testing.T) {
			caller := w.as(test.token)
			caller.t = t
			g := caller.do(test.method, test.path, "")
			if test.code != "" {
				g.is(test.status, test.code)
			}
			g.is(test.status)
			if g.header.Get("X-VCAP-Request-ID") == "" || g.header.Get("X-Content-Type-Options") != "nosniff" || g.header.Get("Content-Type") != contentType {
				t.Errorf("the headers are %v", g.header)
			}
		})
	}
}

func TestRolesOnInstances(t *testing.T) {
	w := newWorld(t, nil)
	guid := w.instance(w.register()["p1"])
	path := "/v2/service_instances/" + guid
	w.as(StrangerToken).do("GET", path, "").is(403, "CF-NotAuthorized")
	w.as(AuditorToken).do("GET", path, "").is(200).has("[PRIVATE DATA HIDDEN]", "entity", "credentials", "redacted_message")
	w.as(AuditorToken).do("PUT", path, `{"name":"x"}`).is(403, "CF-NotAuthorized")
	w.as(AuditorToken).do("DELETE", path, "").is(403, "CF-NotAuthorized")
	for token, want := range map[string][2]bool{DeveloperToken: {true, true}, AuditorToken: {false, true}, StrangerToken: {false, false}} {
		w.as(token).do("GET", path+"/permissions", "").is(200).has(want[0], "manage").has(want[1], "read")
	}
	if n := w.as(StrangerToken).do("GET", "/v2/service_instances", "").total(); n != 0 {
		t.Errorf("a stranger sees %d instances", n)
	}
}

func TestRequestID(t *testing.T) {
	w := newWorld(t, nil)
	for given, want := range map[string]string{"": "", "abc-1_2": "abc-1_2::", "a b/ü\"c": "abc::", "///": "", strings.Repeat("x", 300): strings.Repeat("x", 255) + "::"} {
		r := httptest.NewRequest("GET", "/v2/info", nil)
		r.Header.Set("X-Vcap-Request-Id", given)
		r.Header.Set("Cookie", "")
		recorder := httptest.NewRecorder()
		w.server.ServeHTTP(recorder, r)
		if id := recorder.Header().Get("X-VCAP-Request-ID"); !strings.HasPrefix(id, want) || len(id) != len(want)+36 {
			t.Errorf("given %q the id is %q", given, id)
		}
	}
}
