package broker

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
)

// TestLifecycle takes an instance of each bindable plan of documents from its creation to its end.
func TestLifecycle(t *testing.T) {
	everyVersion(t, func(b *bench) {
		for _, plan := range []string{"sync", "async", "either", "large"} {
			path, remove := instance(plan), query(b, "documents", plan)+later202
			b.finish(201, "PUT", path, "?accepts_incomplete=true", order(b, "documents", plan, `,"parameters":{"size":1}`))
			b.finish(200, "PATCH", path, "?accepts_incomplete=true", patch(b, `,"parameters":{"size":2}`))
			b.finish(201, "PUT", binding(plan, "b"), "?accepts_incomplete=true", link(b, "documents", plan, ""))
			if b.since("2.14") {
				b.want(200, `"size":2`, "GET", path, "")
				b.want(200, `"credentials"`, "GET", binding(plan, "b"), "")
			}
			b.finish(200, "DELETE", binding(plan, "b"), remove, "")
			b.finish(200, "DELETE", path, remove, "")
			b.want(410, "", "DELETE", path+remove, "")
		}
	})
}

// finish sends a request and, when it is accepted, polls until the operation has ended.
func (b *bench) finish(status int, method, path, query, body string) {
	b.Helper()
	a := b.do(method, path+query, body)
	if a.status != http.StatusAccepted {
		if a.status != status {
			b.Errorf("%s %s: got %d %s, want %d or 202", method, path, a.status, a.text, status)
		}
		return
	}
	poll := path + "/last_operation?operation=" + a.member("operation")
	b.want(200, `"in progress"`, "GET", poll, "")
	b.wait()
	last := b.do("GET", poll, "")
	if last.status != http.StatusGone && last.member("state") != "succeeded" {
		b.Errorf("%s %s: the poll got %d %s", method, path, last.status, last.text)
	}
}

// TestConcurrentRequests sends the same requests at once: one creates, one deletes, and each answer is a lawful one.
func TestConcurrentRequests(t *testing.T) {
	b := newBench(t, Config{})
	at := func(method, path, body string) map[int]int {
		var group sync.WaitGroup
		statuses := make([]int, 16)
		for i := range statuses {
			group.Go(func() {
				request, err := http.NewRequest(method, b.server.URL+path, strings.NewReader(body))
				if err != nil {
					return
				}
				request.Header.Set("X-Broker-API-Version", "2.17")
				response, err := b.server.Client().Do(request)
				if err != nil {
					return
				}
				response.Body.Close()
				statuses[i] = response.StatusCode
			})
		}
		group.Wait()
		counts := map[int]int{}
		for _, status := range statuses {
			counts[status]++
		}
		return counts
	}
	cases := []struct {
		method, path, body string
		want               map[int]int
	}{
		{"PUT", instance("a"), order(t, "documents", "sync", ""), map[int]int{201: 1, 200: 15}},
		{"PUT", binding("a", "b"), link(t, "documents", "sync", ""), map[int]int{201: 1, 200: 15}},
		{"PUT", instance("later") + "?accepts_incomplete=true", order(t, "documents", "async", ""), map[int]int{202: 16}},
		{"GET", instance("a"), "", map[int]int{200: 16}},
		{"PATCH", instance("a"), patch(t, `,"parameters":{"size":3}`), map[int]int{200: 16}},
		{"DELETE", binding("a", "b") + query(t, "documents", "sync"), "", map[int]int{200: 1, 410: 15}},
		{"DELETE", instance("a") + query(t, "documents", "sync"), "", map[int]int{200: 1, 410: 15}},
	}
	for _, c := range cases {
		if got := at(c.method, c.path, c.body); fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s %s: got %v, want %v", c.method, c.path, got, c.want)
		}
	}
}

// brokenStore is a Store that cannot do its work.
type brokenStore struct{}

func (brokenStore) Change(string, func(*Instance) *Instance) error { return errors.New("disk full") }

func TestStoreFailure(t *testing.T) {
	b := newBench(t, Config{Store: brokenStore{}})
	a := b.want(500, "description", "PUT", instance("a"), order(t, "documents", "sync", ""))
	if strings.Contains(a.text, "disk") {
		t.Errorf("got %s, want no word of the inside", a.text)
	}
}

// TestNothingStays looks into the store: what was deleted leaves nothing, and asynchronous deletions are forgotten.
func TestNothingStays(t *testing.T) {
	store := &memory{instances: map[string]*Instance{}}
	b := newBench(t, Config{Store: store})
	b.want(201, "", "PUT", instance("a"), order(t, "documents", "sync", ""))
	b.want(201, "", "PUT", binding("a", "b"), link(t, "documents", "sync", ""))
	b.want(200, "", "DELETE", instance("a")+query(t, "documents", "sync"), "")
	b.want(202, "", "PUT", instance("c")+"?accepts_incomplete=true", order(t, "documents", "async", ""))
	b.wait()
	b.want(202, "", "DELETE", instance("c")+query(t, "documents", "async")+later202, "")
	b.clock.Add(7200)
	b.want(404, "", "GET", instance("c"), "")
	if len(store.instances) != 0 {
		t.Errorf("the store keeps %v", store.instances)
	}
}

// TestPlanLeavesTheCatalog opens a store with another catalog than the one that filled it.
func TestPlanLeavesTheCatalog(t *testing.T) {
	store := NewMemory()
	b := newBench(t, Config{Store: store})
	b.want(201, "", "PUT", instance("a"), order(t, "documents", "sync", ""))
	b = newBench(t, Config{Store: store, Catalog: []byte("{}")})
	b.want(500, "left the catalog", "GET", instance("a"), "")
}
