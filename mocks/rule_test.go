package mocks

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"conformance/specs"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func document(t *testing.T) *specs.Document {
	t.Helper()
	api, err := specs.Load("osb")
	if err != nil {
		t.Fatal(err)
	}
	d, err := api.Document("2.17")
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// echo answers with what it was asked.
var echo = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Kept", "yes")
	w.WriteHeader(http.StatusCreated)
	_ = json.NewEncoder(w).Encode(map[string]any{"list": []any{map[string]any{"a": 1}, map[string]any{"a": 2}}, "sent": string(body), "uri": r.RequestURI, "query": r.URL.RawQuery, "header": r.Header.Get("X-Sent")})
})

// ask1 sends one request through a server and returns status, header X-Kept and body.
func ask1(t *testing.T, server http.Handler, method, uri, body string) (int, http.Header, string) {
	t.Helper()
	request := httptest.NewRequest(method, uri, strings.NewReader(body))
	request.Header.Set("X-Sent", "original")
	recorder := httptest.NewRecorder()
	server.ServeHTTP(recorder, request)
	return recorder.Code, recorder.Header(), strings.TrimSpace(recorder.Body.String())
}

const instance = "/v2/service_instances/i-1"

func TestRules(t *testing.T) {
	const untouched = `{"header":"original","list":[{"a":1},{"a":2}],"query":"a=1","sent":"{\"plan_id\":\"p\"}","uri":"` + instance + `?a=1"}`
	changed := func(old, new string) string { return strings.ReplaceAll(untouched, old, new) }
	for name, c := range map[string]struct {
		rule   Rule
		status int
		body   string
		fired  bool
	}{
		"another operation":    {On("bind", "update").Status(500), 201, untouched, false},
		"this operation":       {On("bind", "provision").Status(500), 500, untouched, true},
		"any operation":        {On().Status(500), 500, untouched, true},
		"when":                 {On().When(func(s *Seen) bool { return s.Params["instance_id"] == "i-1" }).Status(500), 500, untouched, true},
		"when not":             {On().When(func(*Seen) bool { return false }).Status(500), 201, untouched, false},
		"the first":            {On().Nth(1).Status(500), 500, untouched, true},
		"the second":           {On().Nth(2).Status(500), 201, untouched, false},
		"after the first":      {On().After(1).Status(500), 201, untouched, false},
		"a query":              {On().Query("a", "1").Status(500), 500, untouched, true},
		"no such query":        {On().Query("b", "").Status(500), 500, untouched, true},
		"another query":        {On().Query("a", "").Status(500), 201, untouched, false},
		"a member":             {On().Sends("plan_id", "p").Status(500), 500, untouched, true},
		"any member":           {On().Sends("plan_id", nil).Status(500), 500, untouched, true},
		"no such member":       {On().Sends("service_id", nil).Status(500), 201, untouched, false},
		"an answer":            {On().Answered(200, 201).Status(500), 500, untouched, true},
		"another answer":       {On().Answered(200).Status(500), 201, untouched, false},
		"such an answer":       {On().AnsweredWith(func(a *Answer) bool { return a.Header.Get("X-Kept") == "" }).Status(500), 201, untouched, false},
		"instead":              {On().Instead(418, map[string]any{"a": "b"}), 418, `{"a":"b"}`, true},
		"instead, empty":       {On().Instead(418, nil), 418, `{}`, true},
		"another body":         {On().Body("<p>"), 201, "<p>", true},
		"set":                  {On().Set("/query", nil), 201, changed(`"a=1"`, "null"), true},
		"set a new one":        {On().Set("/more", 1), 201, changed(`"query"`, `"more":1,"query"`), true},
		"set in an element":    {On().Set("/list/1/a", "x"), 201, changed(`{"a":2}`, `{"a":"x"}`), true},
		"set in all elements":  {On().Set("/list/*/a", 0), 201, changed(`{"a":1},{"a":2}`, `{"a":0},{"a":0}`), true},
		"set below nothing":    {On().Set("/none/deep", 1), 201, untouched, true},
		"set the whole":        {On().Set("", []any{}), 201, "[]", true},
		"remove":               {On().Remove("/query"), 201, changed(`"query":"a=1",`, ""), true},
		"remove an element":    {On().Remove("/list/0"), 201, changed(`{"a":1},`, ""), true},
		"remove all elements":  {On().Remove("/list/*"), 201, changed(`{"a":1},{"a":2}`, ""), true},
		"map":                  {On().Map("/list/0/a", func(old any) any { return fmt.Sprint(old, "!") }), 201, changed(`{"a":1}`, `{"a":"1!"}`), true},
		"set what is sent":     {On().SetSent("/plan_id", "q"), 201, changed(`:\"p\"`, `:\"q\"`), true},
		"drop what is sent":    {On().DropSent("/plan_id"), 201, changed(`{\"plan_id\":\"p\"}`, `{}`), true},
		"set a sent header":    {On().SetSentHeader("X-Sent", "other"), 201, changed("original", "other"), true},
		"drop a sent header":   {On().SetSentHeader("X-Sent", ""), 201, changed("original", ""), true},
		"set a query":          {On().SetQuery("a", "2"), 201, changed(`"query":"a=1"`, `"query":"a=2"`), true},
		"drop a query":         {On().SetQuery("a", ""), 201, changed(`"query":"a=1"`, `"query":""`), true},
		"everything must hold": {On("provision").Nth(1).Sends("plan_id", "q").Status(500), 201, untouched, false},
	} {
		t.Run(name, func(t *testing.T) {
			armed := Arm(document(t), []Rule{c.rule}, echo)
			status, _, body := ask1(t, armed, "PUT", instance+"?a=1", `{"plan_id":"p"}`)
			if status != c.status || body != c.body || armed.Fired() != c.fired {
				t.Errorf("%d %s, fired %v\nwant %d %s, %v", status, body, armed.Fired(), c.status, c.body, c.fired)
			}
		})
	}
}

func TestHeaderRules(t *testing.T) {
	armed := Arm(document(t), []Rule{On().Header("X-Kept", ""), On().Header("X-New", "1")}, echo)
	_, header, _ := ask1(t, armed, "GET", "/nowhere", "")
	if header.Get("X-Kept") != "" || header.Get("X-New") != "1" {
		t.Errorf("header %v", header)
	}
}

// TestNth: requests are counted by operation and path.
func TestNth(t *testing.T) {
	armed := Arm(document(t), []Rule{On("provision").Nth(2).Status(500)}, echo)
	var got []int
	for _, path := range []string{instance, "/v2/service_instances/i-2", instance, instance} {
		status, _, _ := ask1(t, armed, "PUT", path, "{}")
		got = append(got, status)
	}
	if fmt.Sprint(got) != "[201 201 500 201]" {
		t.Errorf("got %v", got)
	}
}

// TestRulesAreValues: a rule that others are made of stays what it is.
func TestRulesAreValues(t *testing.T) {
	base := On("provision").When(func(*Seen) bool { return true })
	_ = base.Status(500)
	one, two := base.Nth(7).Status(501), base.Status(502)
	for _, c := range []struct {
		rule Rule
		want int
	}{{base, 201}, {one, 201}, {two, 502}} {
		if status, _, _ := ask1(t, Arm(document(t), []Rule{c.rule}, echo), "PUT", instance, "{}"); status != c.want {
			t.Errorf("status %d, want %d", status, c.want)
		}
	}
}

func TestSend(t *testing.T) {
	var asked []string
	server := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		asked = append(asked, fmt.Sprintf("%s %s %s %s", r.Method, r.RequestURI, body, r.Header.Get("X-Sent")))
	})
	armed := Arm(document(t), []Rule{On("provision").Before(func(s *Seen) {
		s.Send("deprovision", map[string]string{"instance_id": "a/b"}, url.Values{"plan_id": {"p"}}, nil)
		s.Send("update", s.Params, nil, map[string]any{"x": 1})
	})}, server)
	ask1(t, armed, "PUT", instance, "{}")
	want := []string{"DELETE /v2/service_instances/a%2Fb?plan_id=p  original", "PATCH " + instance + ` {"x":1} original`, "PUT " + instance + " {} original"}
	if fmt.Sprint(asked) != fmt.Sprint(want) || !armed.Fired() {
		t.Errorf("asked %q, want %q", asked, want)
	}
}

// TestTooLate: of two rules that answer in the server's place one does, and the other has not fired.
func TestTooLate(t *testing.T) {
	armed := Arm(document(t), []Rule{On().Instead(418, nil), On().Instead(419, nil)}, echo)
	if status, _, _ := ask1(t, armed, "PUT", instance, "{}"); status != 418 || armed.Fired() {
		t.Errorf("status %d, all fired %v", status, armed.Fired())
	}
}

func TestEdit(t *testing.T) {
	for _, c := range []struct{ body, pointer, want string }{
		{"<p>", "/a", "<p>"}, {"", "/a", ""}, {`{"a":{"b/c":1}}`, "/a/b~1c", `{"a":{"b/c":"new"}}`}, {`[1,2]`, "/5", `[1,2]`}, {`[]`, "/*", `[]`}, {`"x"`, "/a", `"x"`},
		{`{"a":1}`, "/a/b", `{"a":1}`},
	} {
		if got := edit([]byte(c.body), c.pointer, func(any) (any, bool) { return "new", true }); string(got) != c.want {
			t.Errorf("%s %s: %s, want %s", c.body, c.pointer, got, c.want)
		}
	}
}

// TestSideBySide: an armed server counts right when requests come together.
func TestSideBySide(t *testing.T) {
	armed := Arm(document(t), []Rule{On().Nth(50).Instead(418, nil), On().Instead(200, nil)}, echo)
	var group sync.WaitGroup
	var mu sync.Mutex
	seen := map[int]int{}
	for range 100 {
		group.Go(func() {
			status, _, _ := ask1(t, armed, "PUT", instance, "{}")
			mu.Lock()
			defer mu.Unlock()
			seen[status]++
		})
	}
	group.Wait()
	if seen[418] != 1 || seen[200] != 99 {
		t.Errorf("seen %v", seen)
	}
}
