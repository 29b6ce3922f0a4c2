package manage_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"conformance/mocks"
	"conformance/mocks/manage"
	"conformance/specs"
	"conformance/suites/check"
	"conformance/suites/verdict"
)

func TestHistory(t *testing.T) {
	b := newBench(t, nil)
	b.catalog(200)
	path := b.protocol + "/v2/service_instances/a%2Fb"
	b.send("GET", path+"/last_operation?operation=x", "")
	b.send("PUT", path, `{"parameters":{"password":"a very secret value"}}`)
	b.send("POST", b.protocol+"/elsewhere", "\xff")
	b.steer(200, "PUT", "/faults/drop")
	b.catalog(0)
	text, _ := b.steer(200, "GET", "/history")
	for _, secret := range []string{password, "a very secret value", "dXNlcjpjb3JyZWN0"} {
		if strings.Contains(text, secret) {
			t.Errorf("the history tells %q", secret)
		}
	}
	recording := b.history()
	if recording.API != "osb" || recording.Version != "2.17" || recording.Target != b.protocol || len(recording.Scenarios) != 1 {
		t.Errorf("got %+v", recording)
	}
	var got []string
	for _, x := range recording.Exchanges {
		got = append(got, fmt.Sprintf("%d %s %s %s %s %d %t", x.Number, x.Scenario, x.Operation, x.Side, x, x.Status(), x.Failure != ""))
	}
	want := []string{
		"1 served catalog target GET /v2/catalog 200 false",
		"2 served instance-last-operation target GET /v2/service_instances/a%2Fb/last_operation?operation=x 404 false",
		"3 served provision target PUT /v2/service_instances/a%2Fb 400 false",
		"4 served  target POST /elsewhere 404 false",
		"5 served catalog target GET /v2/catalog 0 true",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want, got:\n%s", diff)
	}
	if !bytes.Equal(recording.Exchanges[3].Request.Body, []byte("\xff")) {
		t.Errorf("got body %q", recording.Exchanges[3].Request.Body)
	}
}

// TestJudged judges histories: the faultless one breaks no shape, and a fault shows.
func TestJudged(t *testing.T) {
	for fault, want := range map[string]verdict.Verdict{"": verdict.Pass, "nameless": verdict.Fail} {
		b := newBench(t, nil)
		if fault != "" {
			b.steer(200, "PUT", "/faults/"+fault)
		}
		b.catalog(200)
		recording := b.history()
		api, err := specs.Load("osb")
		if err != nil {
			t.Fatal(err)
		}
		document, err := api.Document(recording.Version)
		if err != nil {
			t.Fatal(err)
		}
		reading, judged := check.Read(document, recording), 0
		for _, k := range check.Shapes(document) {
			result := k.Judge(api.Requirements.Find(k.ID), reading)
			if result.Verdict == verdict.Fail && want == verdict.Pass || result.Verdict == verdict.Error {
				t.Errorf("%s: got %v", k.ID, result)
			}
			if result.Verdict == want {
				judged++
			}
		}
		if judged == 0 {
			t.Errorf("fault %q: no rule has the verdict %s", fault, want)
		}
	}
}

func TestHistoryIsAsTheCallerSaw(t *testing.T) {
	var calls atomic.Int64
	b := newBench(t, func(c *manage.Config) {
		c.Around = func(server http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header()["x-around"] = []string{fmt.Sprint(calls.Add(1))}
				server.ServeHTTP(w, r)
			})
		}
	})
	b.steer(200, "PUT", "/faults/unlabelled")
	for _, path := range []string{"/v2/catalog", "/v2/other", "/"} {
		_, header, text := b.send("GET", b.protocol+path, "")
		all := b.history().Exchanges
		last := all[len(all)-1].Response
		for _, name := range []string{"X-Around", "Content-Type", "X-Content-Type-Options"} {
			if got, want := last.Header.Get(name), header.Get(name); got != want || want == "" {
				t.Errorf("%s: %s: got %q, want %q", path, name, got, want)
			}
		}
		if path != "/v2/catalog" && string(last.Body) != text {
			t.Errorf("%s: got %s, want %s", path, last.Body, text)
		}
	}
}

// TestHistoryIsComplete reads the history as soon as an answer is there.
func TestHistoryIsComplete(t *testing.T) {
	b := newBench(t, func(c *manage.Config) { c.MaxHistory = 1 })
	for n := range 20 {
		path := fmt.Sprintf("/v2/catalog?n=%d", n)
		b.send("GET", b.protocol+path, "")
		if all := b.history().Exchanges; len(all) != 1 || all[0].Request.Path() != path {
			t.Fatalf("got %v, want %s", all, path)
		}
	}
}

// TestHistoryWaitsForNoAnswer reads the history while a request hangs.
func TestHistoryWaitsForNoAnswer(t *testing.T) {
	b := newBench(t, func(c *manage.Config) {
		c.Faults = []mocks.Mutant{{ID: "hang", Rules: []mocks.Rule{mocks.On("catalog").Hang()}}}
		c.Armed = []string{"hang"}
	})
	ctx, cancel := context.WithCancel(context.Background())
	request, err := http.NewRequestWithContext(ctx, "GET", b.protocol+"/v2/catalog", nil)
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error)
	go func() {
		_, err := http.DefaultTransport.RoundTrip(request)
		ended <- err
	}()
	for text := ""; !strings.Contains(text, `"fired": 1`); {
		text, _ = b.steer(200, "GET", "/faults")
	}
	if n := len(b.history().Exchanges); n != 0 {
		t.Errorf("got %d exchanges, want none that is over", n)
	}
	cancel()
	if err := <-ended; err == nil {
		t.Error("got an answer")
	}
	for len(b.history().Exchanges) == 0 { // until the server knows as well
	}
	if x := b.history().Exchanges[0]; x.Response != nil || !strings.Contains(x.Failure, "gave up") {
		t.Errorf("got %v and failure %q", x.Response, x.Failure)
	}
}

func TestBounds(t *testing.T) {
	long := strings.Repeat("x", 1<<20)
	b := newBench(t, func(c *manage.Config) {
		c.MaxHistory = 3
		c.Around = func(server http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/long" {
					_, _ = io.WriteString(w, long)
					_, _ = io.Copy(w, r.Body)
					return
				}
				server.ServeHTTP(w, r)
			})
		}
	})
	for range 3 {
		b.catalog(200)
	}
	if subject := b.history().Scenarios[0].Subject; len(subject) != 0 {
		t.Errorf("got %v, want no remark", subject)
	}
	if _, _, text := b.send("PUT", b.protocol+"/long", long+"y"); len(text) != 2*len(long)+1 {
		t.Errorf("got %d bytes, want %d", len(text), 2*len(long)+1)
	}
	b.send("PUT", b.protocol+"/v2/service_instances/a", long+"y")
	recording := b.history()
	subject := recording.Scenarios[0].Subject
	if len(recording.Exchanges) != 3 || !strings.HasPrefix(subject["dropped"], "2 older") || !strings.Contains(subject["cut"], "exchanges 2, 3,") {
		t.Errorf("got %d exchanges and %v", len(recording.Exchanges), subject)
	}
	if x := recording.Exchanges[1]; !x.Limit || x.Response != nil || !strings.Contains(x.Failure, "longer") || len(x.Request.Body) != 1<<20 {
		t.Errorf("got limit %t, failure %q and a request of %d bytes", x.Limit, x.Failure, len(x.Request.Body))
	}
	if _, index := b.steer(200, "GET", "/"); fmt.Sprint(index["history"]) != "map[dropped:2 kept:3 limit:3]" {
		t.Errorf("got %v", index["history"])
	}
}
