package check

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/onsi/gomega"
	"github.com/onsi/gomega/types"

	"conformance/suites/record"
)

// TestMatchers: which exchanges match, and what is said of those that do not.
func TestMatchers(t *testing.T) {
	answered := exchange("one", 200, `{"s":"x","n":5,"big":12345678901234567890,"null":null,"list":[1,"<a>"],"o":{"p":{"q":true}}}`)
	answered.Response.Header = http.Header{"Location": {"/v2/jobs/1", "second"}, "Empty": {""}}
	list, html, closed := exchange("one", 500, `[]`), exchange("one", 500, `<p>`), exchange("one", 0, "")
	for _, c := range []struct {
		x       *record.Exchange
		matcher types.GomegaMatcher
		message string // of the failure; empty when it matches
	}{
		{answered, HaveStatus(200), ""},
		{answered, HaveStatus(201, 202), "got 200, want 201 or 202"},
		{closed, HaveStatus(200), "got no response (closed), want 200"},
		{answered, HaveHeader("location", "/v2/jobs/1"), ""},
		{answered, HaveHeader("Location", "second"), `got header Location "/v2/jobs/1", want header Location "second"`},
		{answered, HaveHeader("Retry-After", "1"), `got no header Retry-After, want header Retry-After "1"`},
		{answered, HaveHeader("Empty", ""), ""},
		{answered, HaveHeader("Empty", gomega.Not(gomega.BeEmpty())), `got header Empty "", want header Empty Not BeEmpty`},
		{closed, HaveHeader("Location", "x"), `got no response (closed), want header Location "x"`},
		{answered, HaveObject(), ""},
		{list, HaveObject(), "got a body that is an array, want a JSON object as body"},
		{html, HaveObject(), "got the body is no JSON: invalid character '<' looking for beginning of value, want a JSON object as body"},
		{closed, HaveObject(), "got no response (closed), want a JSON object as body"},
		{answered, HaveMember("/s", "x"), ""},
		{answered, HaveMember("/s", "y"), `got /s "x", want /s "y"`},
		{answered, HaveMember("/t", "y"), `got no /t, want /t "y"`},
		{answered, HaveMember("/n", 5), ""},
		{answered, HaveMember("/n", json.Number("5.0")), ""},
		{answered, HaveMember("/n", 5.5), "got /n 5, want /n 5.5"},
		{answered, HaveMember("/n", "5"), `got /n 5, want /n "5"`},
		{answered, HaveMember("/s", 5), `got /s "x", want /s 5`},
		{answered, HaveMember("/big", json.Number("12345678901234567890")), ""},
		{answered, HaveMember("/null", nil), ""},
		{answered, HaveMember("/s", nil), `got /s "x", want /s null`},
		{answered, HaveMember("/null", ""), `got /null null, want /null ""`},
		{answered, HaveMember("/list", []any{1, "<a>"}), ""},
		{answered, HaveMember("/list", []string{"1", "<a>"}), `got /list [1,"<a>"], want /list ["1","<a>"]`},
		{answered, HaveMember("/o", map[string]map[string]bool{"p": {"q": true}}), ""},
		{answered, HaveMember("/list/1", gomega.MatchRegexp("^b$")), `got /list/1 "<a>", want /list/1 MatchRegexp "^b$"`},
		{answered, HaveMember("/s", gomega.Or(gomega.Equal("a"), gomega.HavePrefix("b"))), `got /s "x", want /s Or Equal "a", HavePrefix "b"`},
		{answered, HaveMember("/s", Kind("number")), `got /s "x", want /s a number`},
		{answered, HaveMember("/o", Kind("array")), `got /o {"p":{"q":true}}, want /o an array`},
		{answered, HaveMember("/s", Kind("null")), `got /s "x", want /s null`},
		{answered, HaveMember("", Kind("object")), ""},
		{html, HaveMember("/s", "x"), "got the body is no JSON: invalid character '<' looking for beginning of value, want /s \"x\""},
		{closed, HaveMember("/s", "x"), `got no response (closed), want /s "x"`},
	} {
		matched, err := c.matcher.Match(c.x)
		if err != nil {
			t.Errorf("%s: %v", c.message, err)
		}
		message := ""
		if !matched {
			message = c.matcher.FailureMessage(c.x)
		}
		if matched != (c.message == "") || message != c.message {
			t.Errorf("got  %s\nwant %s", message, c.message)
		}
	}
	if got, want := HaveStatus(200).NegatedFailureMessage(answered), "got 200, want anything but 200"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if _, err := HaveStatus(200).Match("x"); err == nil {
		t.Error("a string was taken for an exchange")
	}
}

func TestKinds(t *testing.T) {
	for want, value := range map[string]any{"null": nil, "string": "", "number": json.Number("1"), "boolean": false, "array": []any{}, "object": map[string]any{}} {
		for _, name := range []string{"null", "string", "number", "boolean", "array", "object"} {
			if matched, err := Kind(name).Match(value); err != nil || matched != (name == want) {
				t.Errorf("%v is %s: %v, %v", value, name, matched, err)
			}
		}
	}
	if got := Kind("object").FailureMessage("x"); got != "got a string, want an object" {
		t.Error(got)
	}
	if got := Kind("string").NegatedFailureMessage("x"); got != "got a string" {
		t.Error(got)
	}
	if got := kind(struct{}{}); got != "a struct {}" {
		t.Error(got)
	}
}

func TestAt(t *testing.T) {
	value, err := record.Body(`{"a":[10,{"b":null}],"":"empty","x/y":1,"m~n":2,"~1":3,"a b":4,"0":5}`).JSON()
	if err != nil {
		t.Fatal(err)
	}
	for pointer, want := range map[string]string{
		"/a/0": "10", "/a/1/b": "null", "/": `"empty"`, "/x~1y": "1", "/m~0n": "2", "/~01": "3", "/a b": "4", "/0": "5",
		"/a/2": "", "/a/-1": "", "/a/-": "", "/a/00": "", "/a/+0": "", "/a/x": "", "/a/0/x": "", "/b": "", "a": "", "/a/1/b/c": "", "//": "",
	} {
		found, ok := At(value, pointer)
		if ok != (want != "") || ok && quote(found) != want {
			t.Errorf("%s: %v, %v; want %s", pointer, found, ok, want)
		}
	}
	if found, ok := At(value, ""); !ok || kind(found) != "an object" {
		t.Errorf("the whole: %v", found)
	}
}

func TestQuote(t *testing.T) {
	for want, value := range map[string]any{`"<&>"`: "<&>", "null": nil, `"` + strings.Repeat("ü", 119) + "…": strings.Repeat("ü", 300)} {
		if got := quote(value); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	if got := quote(func() {}); !strings.HasPrefix(got, "0x") {
		t.Errorf("a function: %s", got)
	}
}
