package mocks

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// TestHeaderNames: a handler sees header names as a server does, in one case; rules can tell how they were sent.
func TestHeaderNames(t *testing.T) {
	for name, c := range map[string]struct {
		header    http.Header
		respelled bool
	}{
		"usual":      {http.Header{"X-Sent": {"it"}}, false},
		"lower case": {http.Header{"x-sent": {"it"}}, true},
		"upper case": {http.Header{"X-SENT": {"it"}}, true},
	} {
		t.Run(name, func(t *testing.T) {
			var seen bool
			armed := Arm(document(t), []Rule{On().When(func(s *Seen) bool { return s.Respelled("x-SENT") }).Before(func(*Seen) { seen = true })},
				http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write([]byte(r.Header.Get("X-Sent"))) }))
			request, err := http.NewRequest(http.MethodGet, "https://target.example.com/v2/catalog", nil)
			if err != nil {
				t.Fatal(err)
			}
			request.Header = c.header
			response, err := Transport(armed).RoundTrip(request)
			if err != nil {
				t.Fatal(err)
			}
			defer response.Body.Close()
			var body [2]byte
			if _, err := response.Body.Read(body[:]); err != nil || string(body[:]) != "it" {
				t.Errorf("the handler read %q (%v), want it", body, err)
			}
			if seen != c.respelled {
				t.Errorf("respelled is %t, want %t", seen, c.respelled)
			}
		})
	}
	request, err := http.NewRequest(http.MethodGet, "https://target.example.com/", nil)
	if err != nil {
		t.Fatal(err)
	}
	if (&Seen{Header: request.Header}).Respelled("X-Sent") {
		t.Error("a header that was not sent is called respelled")
	}
}

func TestTransport(t *testing.T) {
	client := func(handler http.Handler) *http.Client { return &http.Client{Transport: Transport(handler)} }
	response, err := client(Arm(document(t), nil, echo)).Post("http://target.example.com"+instance+"?a=%2F", "application/json", strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(response.Body)
	if response.StatusCode != 201 || !bytes.Contains(body, []byte(`"uri":"`+instance+`?a=%2F"`)) {
		t.Errorf("%d %s", response.StatusCode, body)
	}
	if _, err := client(Arm(document(t), []Rule{On().Drop()}, echo)).Get("http://h/"); !errors.Is(err, io.EOF) {
		t.Errorf("dropped: %v", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://h/", nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client(Arm(document(t), []Rule{On().Hang()}, echo)).Do(request); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("hanging: %v", err)
	}
	defer func() {
		if recover() != "oops" {
			t.Error("a panic of the server got lost")
		}
	}()
	request, _ = http.NewRequest(http.MethodGet, "http://h/", nil)
	_, _ = Transport(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("oops") })).RoundTrip(request)
}

// TestArmClient: whatever stands before /v2/ is the address of the server, and stays.
func TestArmClient(t *testing.T) {
	way, armed := ArmClient(document(t), []Rule{On("provision").SetSent("/x", 1)}, Transport(echo))
	for _, prefix := range []string{"", "/scenario-1", "/a%2Fb"} {
		request, err := http.NewRequest(http.MethodPut, "http://broker.example.com"+prefix+instance+"?b=c", strings.NewReader("{}"))
		if err != nil {
			t.Fatal(err)
		}
		response, err := way.RoundTrip(request)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(response.Body)
		if want := `"sent":"{\"x\":1}","uri":"` + prefix + instance + `?b=c"`; !strings.Contains(string(body), want) {
			t.Errorf("%s: %s lacks %s", prefix, body, want)
		}
	}
	if !armed.Fired() {
		t.Error("the rule did not fire")
	}
	away, _ := ArmClient(document(t), nil, Transport(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })))
	request, _ := http.NewRequest(http.MethodGet, "http://h/v2/catalog", nil)
	if _, err := away.RoundTrip(request); !errors.Is(err, io.EOF) {
		t.Errorf("a broker that closes: %v", err)
	}
}
