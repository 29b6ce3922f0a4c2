package scripted

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"conformance/mocks"
	"conformance/suites/record"
	"conformance/suites/scenario"
)

// world is a scripted broker and a controller's way to it.
type world struct {
	t         *testing.T
	server    *Server
	broker    scenario.Broker
	recorder  *record.Recorder
	transport http.RoundTripper
}

func open(t *testing.T) *world {
	t.Helper()
	server, err := New("http://scripted.example.com/")
	if err != nil {
		t.Fatal(err)
	}
	recorder := record.NewRecorder(time.Now)
	broker, err := server.Open(context.Background(), "two words", recorder)
	if err != nil {
		t.Fatal(err)
	}
	return &world{t: t, server: server, broker: broker, recorder: recorder, transport: mocks.Transport(server)}
}

func (w *world) send(ctx context.Context, method, path, password, body string) (*http.Response, error) {
	w.t.Helper()
	r, err := http.NewRequestWithContext(ctx, method, w.broker.URL()+path, strings.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	r.SetBasicAuth(w.broker.Username(), password)
	return w.transport.RoundTrip(r)
}

// ask sends a request with good credentials and returns status and body.
func (w *world) ask(method, path string) (int, string) {
	w.t.Helper()
	response, err := w.send(context.Background(), method, path, w.broker.Password(), "{}")
	if err != nil {
		w.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return response.StatusCode, string(body)
}

// exchanges are what the recorder has seen.
func (w *world) exchanges() []*record.Exchange {
	recording := &record.Recording{Scenarios: []record.Scenario{{Name: "two words"}}}
	w.recorder.Finish(recording)
	return recording.Exchanges
}

const instance = "/v2/service_instances/i%2F1"

func TestBehavesWell(t *testing.T) {
	w := open(t)
	for _, c := range []struct {
		method, path string
		status       int
		holds        string
	}{
		{"GET", "/v2/catalog", 200, `{"services":[]}`},
		{"PUT", instance, 201, "dashboard_url"},
		{"PATCH", instance, 200, "{}"},
		{"GET", instance, 200, "{}"},
		{"GET", instance + "/last_operation", 200, "succeeded"},
		{"PUT", instance + "/service_bindings/b", 201, "credentials"},
		{"GET", instance + "/service_bindings/b", 200, "credentials"},
		{"GET", instance + "/service_bindings/b/last_operation", 200, "succeeded"},
		{"DELETE", instance + "/service_bindings/b", 200, "{}"},
		{"DELETE", instance, 200, "{}"},
		{"GET", "/v3/elsewhere", 404, ""},
	} {
		if status, body := w.ask(c.method, c.path); status != c.status || !strings.Contains(body, c.holds) {
			t.Errorf("%s %s: got %d %s, want %d with %s", c.method, c.path, status, body, c.status, c.holds)
		}
	}
}

func TestRecordsWhatItWasAsked(t *testing.T) {
	w := open(t)
	w.broker.Answer("provision", scenario.Answer{Status: 418, Header: map[string]string{"X-Odd": "yes"}, Body: []byte("no JSON")})
	w.ask("PUT", instance+"?accepts_incomplete=true")
	all := w.exchanges()
	if len(all) != 1 {
		t.Fatalf("got %d exchanges, want 1", len(all))
	}
	x := all[0]
	if x.Side != record.Broker || x.Scenario != "two words" || x.Step != "broker-provision" || x.Operation != "broker-provision" {
		t.Errorf("got side %s, scenario %s, step %s, operation %s", x.Side, x.Scenario, x.Step, x.Operation)
	}
	if want := "http://scripted.example.com/two-words" + instance + "?accepts_incomplete=true"; x.Request.URL != want {
		t.Errorf("got URL %s, want %s", x.Request.URL, want)
	}
	if string(x.Request.Body) != "{}" || x.Request.Header.Get("Authorization") == "" {
		t.Errorf("got body %s and headers %v", x.Request.Body, x.Request.Header)
	}
	if x.Status() != 418 || string(x.Response.Body) != "no JSON" || x.Response.Header.Get("X-Odd") != "yes" {
		t.Errorf("got answer %d %s %v", x.Status(), x.Response.Body, x.Response.Header)
	}
}

func TestAnswersInOrder(t *testing.T) {
	w := open(t)
	w.broker.Answer("update", scenario.Answer{Status: 500}, scenario.Answer{Status: 422, Body: map[string]any{"error": "X"}})
	for i, want := range []int{500, 422, 422} {
		if status, _ := w.ask("PATCH", instance); status != want {
			t.Errorf("answer %d: got %d, want %d", i+1, status, want)
		}
	}
	if status, _ := w.ask("GET", instance); status != 200 {
		t.Errorf("another operation: got %d, want 200", status)
	}
	w.broker.Answer("update")
	if status, _ := w.ask("PATCH", instance); status != 200 {
		t.Errorf("without a script: got %d, want 200", status)
	}
	w.broker.Answer("update", scenario.Answer{Status: 500})
	w.broker.Close()
	if status, _ := w.ask("PATCH", instance); status != 200 {
		t.Errorf("after Close: got %d, want 200", status)
	}
}

func TestDemandsCredentials(t *testing.T) {
	w := open(t)
	w.broker.Answer("provision", scenario.Answer{Status: 409}, scenario.Answer{Status: 500})
	response, err := w.send(context.Background(), "PUT", instance, "wrong", "{}")
	if err != nil || response.StatusCode != http.StatusUnauthorized {
		t.Fatalf("got %v %v, want 401", response, err)
	}
	if status, _ := w.ask("PUT", instance); status != 409 {
		t.Errorf("got %d, want 409: a refused request takes no answer", status)
	}
}

func TestWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := open(t)
		came := make(chan bool)
		go func() { came <- w.broker.Wait(context.Background(), "deprovision", 2) }()
		w.ask("DELETE", instance)
		synctest.Wait()
		select {
		case <-came:
			t.Fatal("the wait for two requests ended after one")
		default:
		}
		w.ask("DELETE", instance)
		if !<-came {
			t.Error("got false, want true after two requests")
		}
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		start := time.Now()
		if w.broker.Wait(ctx, "deprovision", 3) || time.Since(start) != time.Minute {
			t.Errorf("a third request came, or the wait took %s, want a minute", time.Since(start))
		}
	})
}

func TestHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := open(t)
		w.broker.Answer("provision", scenario.Answer{Hang: true})
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		if _, err := w.send(ctx, "PUT", instance, w.broker.Password(), "{}"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, want that the caller gives up", err)
		}
		failed := make(chan error)
		go func() {
			_, err := w.send(context.Background(), "PUT", instance, w.broker.Password(), "{}")
			failed <- err
		}()
		synctest.Wait()
		w.server.Close()
		if err := <-failed; !errors.Is(err, io.EOF) {
			t.Errorf("got %v, want a closed connection after Close", err)
		}
		for _, x := range w.exchanges() {
			if x.Response != nil || x.Failure == "" {
				t.Errorf("got response %v and failure %q, want no response and why", x.Response, x.Failure)
			}
		}
	})
}

func TestOneBrokerPerScenario(t *testing.T) {
	w := open(t)
	if _, err := w.server.Open(context.Background(), "two words", w.recorder); err == nil || !strings.Contains(err.Error(), "two words") {
		t.Errorf("got %v, want an error that names the scenario", err)
	}
	other, err := w.server.Open(context.Background(), "another", w.recorder)
	if err != nil || other.URL() == w.broker.URL() || other.Password() == w.broker.Password() {
		t.Errorf("got %v %v, want a broker with a URL and a password of its own", other, err)
	}
}

func TestListens(t *testing.T) {
	server, err := Listen("127.0.0.1:0", "")
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	broker, err := server.Open(context.Background(), "over the network", record.NewRecorder(time.Now))
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, server: server, broker: broker, transport: http.DefaultTransport}
	if status, body := w.ask("GET", "/v2/catalog"); status != 200 || body != `{"services":[]}` {
		t.Errorf("got %d %s", status, body)
	}
	response, err := http.Get(strings.TrimSuffix(broker.URL(), "/over-the-network") + "/nobody/v2/catalog")
	if err != nil || response.StatusCode != http.StatusNotFound {
		t.Errorf("got %v %v, want 404 where no broker is", response, err)
	}
	if _, err := Listen(strings.TrimPrefix(strings.TrimSuffix(broker.URL(), "/over-the-network"), "http://"), ""); err == nil {
		t.Error("got no error, want one for an address that is taken")
	}
}

// TestRotate: a new password is taken beside the old one.
func TestRotate(t *testing.T) {
	w := open(t)
	old := w.broker.Password()
	w.broker.Rotate()
	if w.broker.Password() == old {
		t.Error("the password stayed as it was")
	}
	for password, want := range map[string]int{old: 200, w.broker.Password(): 200, "another": 401} {
		response, err := w.send(context.Background(), "GET", "/v2/catalog", password, "")
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if response.StatusCode != want {
			t.Errorf("got %d, want %d", response.StatusCode, want)
		}
	}
}

// TestUntil: an answer is held back until its channel is closed, and who waits for the request hears of it before.
func TestUntil(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := open(t)
		gate := make(chan struct{})
		w.broker.Answer("provision", scenario.Answer{Status: 201, Until: gate})
		answered := make(chan int, 1)
		go func() {
			status, _ := w.ask("PUT", instance)
			answered <- status
		}()
		if !w.broker.Asked(t.Context(), "provision", 1) {
			t.Error("the request was not noticed")
		}
		synctest.Wait()
		select {
		case status := <-answered:
			t.Errorf("answered %d before the channel was closed", status)
		default:
		}
		close(gate)
		if status := <-answered; status != 201 {
			t.Errorf("got %d, want 201", status)
		}
	})
}

// TestApart: a broker with an address of its own refuses connections while it is away, over the network as in memory.
func TestApart(t *testing.T) {
	inMemory, err := New("http://scripted.example.com")
	if err != nil {
		t.Fatal(err)
	}
	listening, err := Listen("127.0.0.1:0", "")
	if err != nil {
		t.Fatal(err)
	}
	for name, w := range map[string]*world{
		"in memory": {server: inMemory, transport: mocks.Transport(inMemory)}, "over the network": {server: listening, transport: http.DefaultTransport},
	} {
		t.Run(name, func(t *testing.T) {
			w.t = t
			defer w.server.Close()
			apart, err := w.server.OpenApart(t.Context(), "apart", record.NewRecorder(time.Now), false)
			if err != nil {
				t.Fatal(err)
			}
			w.broker = apart
			for range 3 {
				if status, _ := w.ask("GET", "/v2/catalog"); status != 200 {
					t.Errorf("got %d, want 200", status)
				}
				apart.Leave()
				var refused *net.OpError
				if _, err := w.send(t.Context(), "GET", "/v2/catalog", apart.Password(), ""); !errors.As(err, &refused) || refused.Op != "dial" {
					t.Errorf("got %v while it is away, want a refused connection", err)
				}
				if err := apart.Return(); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// TestUntrusted: nobody trusts the certificate of a broker that signed it itself, and who does not look reaches it.
func TestUntrusted(t *testing.T) {
	inMemory, err := New("http://scripted.example.com")
	if err != nil {
		t.Fatal(err)
	}
	listening, err := Listen("127.0.0.1:0", "")
	if err != nil {
		t.Fatal(err)
	}
	trusting := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}} // that is what is tested
	defer trusting.CloseIdleConnections()
	for name, w := range map[string]*world{
		"in memory": {server: inMemory, transport: mocks.Transport(inMemory)}, "over the network": {server: listening, transport: http.DefaultTransport},
	} {
		w.t = t
		defer w.server.Close()
		w.broker, err = w.server.OpenApart(t.Context(), "untrusted", record.NewRecorder(time.Now), true)
		if err != nil {
			t.Fatal(err)
		}
		var untrusted *tls.CertificateVerificationError
		if _, err := w.send(t.Context(), "GET", "/v2/catalog", w.broker.Password(), ""); !errors.As(err, &untrusted) || !strings.HasPrefix(w.broker.URL(), "https://") {
			t.Errorf("%s: got %v at %s, want an untrusted certificate", name, err, w.broker.URL())
		}
	}
	w := &world{t: t, server: listening, transport: trusting}
	if w.broker, err = listening.OpenApart(t.Context(), "trusted", record.NewRecorder(time.Now), true); err != nil {
		t.Fatal(err)
	}
	if status, _ := w.ask("GET", "/v2/catalog"); status != 200 {
		t.Errorf("got %d, want 200 for who does not look", status)
	}
}
