package apis

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"conformance/mocks"
	"conformance/suites/scenario"
)

// ask sends one request to a reference as its client does, and returns the status and the body.
func ask(t *testing.T, r *Reference, method, path string) (int, string) {
	t.Helper()
	request, recorder := httptest.NewRequest(method, path, nil), httptest.NewRecorder()
	authorize(request, r.Credentials)
	request.Header.Set("X-Broker-Api-Version", "2.17")
	r.Handler.ServeHTTP(recorder, request)
	return recorder.Code, recorder.Body.String()
}

func authorize(request *http.Request, c scenario.Credentials) {
	if c.Token != "" {
		request.Header.Set("Authorization", "Bearer "+c.Token)
		return
	}
	request.SetBasicAuth(c.Username, c.Password)
}

// first is a request that each reference answers.
var first = map[string]string{"osb": "/v2/catalog", "ibm-osb": "/v2/catalog", "cf-v2": "/v2/info", "services": "/api/v1/services"}

func serving(t *testing.T, name string, change func(*Options)) (*Reference, error) {
	t.Helper()
	api, err := Find(name)
	if err != nil {
		t.Fatal(err)
	}
	o, _ := api.Planted()
	change(&o)
	r, err := api.Serve(o)
	if err == nil {
		t.Cleanup(func() {
			if err := r.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	return r, err
}

// TestServe: each reference answers, without mutants and with two at once, and knows when both have struck.
func TestServe(t *testing.T) {
	for _, api := range All() {
		t.Run(api.Name, func(t *testing.T) {
			plain, err := serving(t, api.Name, func(*Options) {})
			if err != nil {
				t.Fatal(err)
			}
			status, _ := ask(t, plain, http.MethodGet, first[api.Name])
			if status != http.StatusOK || !plain.Fired() {
				t.Errorf("got %d, fired %t", status, plain.Fired())
			}
			one := mocks.Mutant{ID: "one", Rules: []mocks.Rule{mocks.On().Header("X-One", "1"), mocks.On().Status(418)}}
			two := mocks.Mutant{ID: "two", Rules: []mocks.Rule{mocks.On().Answered(418).Body("two")}}
			both, err := serving(t, api.Name, func(o *Options) { o.Mutants = []mocks.Mutant{one, two} })
			if err != nil {
				t.Fatal(err)
			}
			if both.Fired() {
				t.Error("they have fired before anybody asked")
			}
			if status, body := ask(t, both, http.MethodGet, first[api.Name]); status != 418 || body != "two" || !both.Fired() {
				t.Errorf("got %d %q, fired %t; want the second mutant after the first", status, body, both.Fired())
			}
		})
	}
}

// TestOptions: what is chosen reaches the reference, and what cannot be is an error.
func TestOptions(t *testing.T) {
	if _, err := serving(t, "osb", func(o *Options) { o.Version = "9.9" }); err == nil || !strings.Contains(err.Error(), "9.9") {
		t.Errorf("got %v, want an error about the version", err)
	}
	r, err := serving(t, "osb", func(o *Options) { o.Catalog, o.Fixtures = []byte("services: []"), map[string]string{"plan_id": "p"} })
	if err != nil {
		t.Fatal(err)
	}
	if _, body := ask(t, r, http.MethodGet, "/v2/catalog"); !strings.Contains(body, `"services":[]`) || len(r.Fixtures) != 1 {
		t.Errorf("got %s and fixtures %v, want an empty catalog and the one that was told", body, r.Fixtures)
	}
	if _, err := Find("none"); err == nil || !strings.Contains(err.Error(), "services") {
		t.Errorf("an unknown API gives %v, want the names of those there are", err)
	}
}

// TestPlanted: nothing secret that a reference is told is among the names that everybody knows.
func TestPlanted(t *testing.T) {
	for _, api := range All() {
		o, secrets := api.Planted()
		if len(secrets) == 0 || o.Password+o.Token == "" {
			t.Errorf("%s has no secrets", api.Name)
		}
		for _, secret := range secrets {
			if !strings.Contains(secret, "planted-") {
				t.Errorf("%s: the secret %q cannot be told from other texts", api.Name, secret)
			}
		}
	}
}
