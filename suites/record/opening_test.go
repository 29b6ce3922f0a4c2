package record

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func opening(o Opening) *Exchange {
	return &Exchange{Number: 1, Scenario: "s", Step: "open", Side: Probed, Request: Request{Method: "OPEN", URL: "postgres://db.example.com:5432/orders"}, Opening: &o}
}

// TestOpening: an opening is told as what it came to, and comes back from a file.
func TestOpening(t *testing.T) {
	x := opening(Opening{Outcome: Refused, Reason: "SQLSTATE 28P01", Login: 2})
	if got := x.String() + ": " + x.Got(); got != "OPEN postgres://db.example.com:5432/orders: refused (SQLSTATE 28P01)" {
		t.Errorf("got %q", got)
	}
	if !x.Came(Opened, Refused) || x.Came(Opened) || (*Exchange)(nil).Came(Opened) || (&Exchange{}).Came(Opened, "") {
		t.Error("Came does not tell what it came to")
	}
	r := &Recording{Format: Format, Scenarios: []Scenario{{Name: "s"}}, Exchanges: []*Exchange{x}}
	var file bytes.Buffer
	if err := r.Write(&file); err != nil {
		t.Fatal(err)
	}
	read, err := Read(&file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(r, read, cmpopts.IgnoreUnexported(Exchange{}, Response{}, Absence{})); diff != "" {
		t.Error(diff)
	}
}

// TestOpeningRedacted: where credentials lead stays, in their body as well; what opens them does not.
func TestOpeningRedacted(t *testing.T) {
	const secret = "planted-S3cret"
	bind := &Exchange{Number: 1, Scenario: "s", Step: "bind", Operation: "bind", Side: Target, Request: Request{Method: "PUT", URL: "http://h/v2/service_instances/i/service_bindings/b"},
		Response: &Response{Status: 201, Body: Body(`{"credentials":{"host":"db.example.com","database":"orders","password":"` + secret + `"}}`)}}
	x := opening(Opening{Outcome: Untried, Reason: "not probed: host db.example.com:5432 is not allowed, says " + secret, Login: 1})
	x.Number = 2
	r := &Recording{Format: Format, Scenarios: []Scenario{{Name: "s"}}, Exchanges: []*Exchange{bind, x}}
	Redact(r, document(t, "osb"), []byte("key"))
	told := fmt.Sprint(string(bind.Response.Body), x.Request.URL, x.Opening)
	if strings.Contains(told, secret) || strings.Count(told, "db.example.com") != 3 || strings.Count(told, "orders") != 2 || x.Opening.Login != 1 {
		t.Errorf("got %s", told)
	}
}
