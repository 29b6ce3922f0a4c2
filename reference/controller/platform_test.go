package controller

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestOverNetwork runs a lifecycle with real servers on both sides.
func TestOverNetwork(t *testing.T) {
	broker := &stub{catalog: goodCatalog, script: map[string][]says{}}
	behind := httptest.NewServer(broker)
	defer behind.Close()
	server, err := New(Config{Token: "root", Strict: true, BrokerTimeout: 5 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	front := httptest.NewServer(server)
	send := func(method, path, body string, want int) string {
		t.Helper()
		r, err := http.NewRequest(method, front.URL+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer root")
		response, err := front.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		text, err := io.ReadAll(response.Body)
		if err != nil || response.StatusCode != want {
			t.Fatalf("%s %s: got %d %s %v, want %d", method, path, response.StatusCode, text, err, want)
		}
		return response.Header.Get("Location")
	}
	location := send("POST", "/v2/service_brokers", strings.Replace(brokerBody, "http://broker.test/base", behind.URL, 1), 201)
	closed := httptest.NewServer(nil)
	closed.Close()
	refused := strings.NewReplacer("http://broker.test/base", closed.URL, "b1", "b2").Replace(brokerBody)
	send("POST", "/v2/service_brokers", refused, 502)
	send("DELETE", location, "", 204)
	if address := broker.asked("catalog")[0].header.Get("X-Api-Info-Location"); address != strings.TrimPrefix(front.URL, "http://")+"/v2/info" {
		t.Errorf("X-Api-Info-Location is %s", address)
	}
	front.Close()
	if err := server.Close(context.Background()); err != nil {
		t.Error(err)
	}
}

// TestRedirect lets a broker send requests elsewhere: method, body and credentials go along on the same host.
func TestRedirect(t *testing.T) {
	w := newWorld(t, nil)
	plans := w.register()
	moved := says{status: 307, header: http.Header{"Location": {"/moved/v2/service_instances/x"}}}
	w.broker.will("provision", moved, says{status: 201, body: "{}"})
	w.do("POST", "/v2/service_instances", instanceBody("i1", plans["p1"])).is(201)
	sent := w.broker.asked("provision")
	if len(sent) != 2 || sent[1].path != "/moved/v2/service_instances/x" || sent[1].raw != sent[0].raw || sent[1].header.Get("Authorization") == "" {
		t.Errorf("the broker got %+v", sent)
	}
	moved.header = http.Header{"Location": {"http://elsewhere.test/"}}
	w.broker.will("deprovision", moved, says{status: 200, body: "{}"})
	w.do("DELETE", w.do("GET", "/v2/service_instances", "").at("resources").([]any)[0].(map[string]any)["metadata"].(map[string]any)["url"].(string), "").is(204)
	if sent := w.broker.asked("deprovision"); sent[1].header.Get("Authorization") != "" {
		t.Error("the credentials went to another host")
	}
	w.broker.will("provision", moved)
	w.do("POST", "/v2/service_instances", instanceBody("i2", plans["p1"])).is(502, "CF-ServiceBrokerBadResponse")
}

func TestExplain(t *testing.T) {
	w := newWorld(t, nil)
	plans := w.register()
	w.broker.will("provision", says{status: 500, body: `{"description":"` + strings.Repeat("ü", 20000) + `"}`})
	if g := w.do("POST", "/v2/service_instances", instanceBody("i1", plans["p1"])).is(502); len(g.at("description").(string)) > longestText+10 {
		t.Errorf("the description has %d bytes", len(g.raw))
	}
	w.broker.will("provision", says{status: 400, body: `{"description":"no room"}`})
	g := w.do("POST", "/v2/service_instances", instanceBody("i1", plans["p1"])).is(502).has("PUT", "http", "method")
	if status, _ := integer(g.at("http", "status")); status != 400 || !strings.Contains(g.raw, "no room") {
		t.Errorf("got %s", g.raw)
	}
}

// TestOneWins sends deletes and updates of one instance at the same time.
func TestOneWins(t *testing.T) {
	for _, test := range []struct{ method, body, what string }{{"DELETE", "", "deprovision"}, {"PUT", `{"parameters":{}}`, "update"}} {
		synced(t, func(t *testing.T) {
			w := newWorld(t, nil)
			path := "/v2/service_instances/" + w.instance(w.register()["p1"])
			w.broker.will(test.what, says{status: 200, body: "{}", delay: time.Second})
			var wait sync.WaitGroup
			statuses := make([]int, 5)
			for i := range statuses {
				wait.Go(func() { statuses[i] = w.do(test.method, path, test.body).status })
			}
			wait.Wait()
			busy := 0
			for _, status := range statuses {
				if status == http.StatusConflict {
					busy++
				}
			}
			if busy != 4 || len(w.broker.asked(test.what)) != 1 {
				t.Errorf("%s: got %v, want all but one refused with 409", test.method, statuses)
			}
			w.close()
		})
	}
}

// TestManyAtOnce creates the same things at the same time: each name is given once.
func TestManyAtOnce(t *testing.T) {
	w := newWorld(t, nil)
	plans := w.register()
	var wait sync.WaitGroup
	created := make(chan int, 8)
	for range cap(created) {
		wait.Go(func() { created <- w.do("POST", "/v2/service_instances", instanceBody("same", plans["p1"])).status })
	}
	wait.Wait()
	close(created)
	won := 0
	for status := range created {
		if status == http.StatusCreated {
			won++
		}
	}
	if won != 1 {
		t.Errorf("%d instances have the name, want one", won)
	}
}

// ill is a store that fails.
type ill struct{ *Memory }

func (ill) Put(string, string, []byte) error { return errors.New("disk full") }

func TestStoreFails(t *testing.T) {
	if _, err := New(Config{Store: ill{NewMemory()}}); err == nil || !strings.Contains(err.Error(), "disk full") {
		t.Errorf("got %v", err)
	}
	w := newWorld(t, nil)
	w.server.state.brokers.store = ill{NewMemory()}
	w.do("POST", "/v2/service_brokers", brokerBody).is(500, "UnknownError")
}

func TestMemoryKeepsOrder(t *testing.T) {
	m := NewMemory()
	for _, id := range []string{"b", "a", "b", "c"} {
		if err := m.Put("k", id, []byte(id)); err != nil {
			t.Fatal(err)
		}
	}
	_ = m.Delete("k", "a")
	all, err := m.All("k")
	if err != nil || len(all) != 2 || string(all[0]) != "b" || string(all[1]) != "c" {
		t.Errorf("got %q %v", all, err)
	}
}

// TestCloseGivesUp lets the context of Close end before a task does.
func TestCloseGivesUp(t *testing.T) {
	w := newWorld(t, nil)
	hold := make(chan struct{})
	w.server.background(func(context.Context) { <-hold })
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := w.server.Close(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want the context's error", err)
	}
	close(hold)
}
