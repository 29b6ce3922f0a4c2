package mocks

import (
	"net/http"
	"testing"
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
