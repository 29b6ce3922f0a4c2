package dispatch

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"conformance/specs"
)

const document = `
openapi: 3.0.3
info: {title: Pets, version: "1"}
servers: [{url: /}]
paths:
  /pets/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get:
      operationId: get
      responses:
        "200":
          description: A pet.
          headers: {X-Age: {required: true, schema: {type: integer}}}
          content: {application/json: {schema: {type: object, required: [name], properties: {name: {type: string}}}}}
    put:
      operationId: put
      parameters: [{name: loud, in: query, schema: {type: boolean}}]
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, required: [name], properties: {name: {type: string}}}}}
      responses: {"200": {description: Kept.}, "400": {description: Refused.}}
  /pets/{id}/toys/{toy}:
    delete:
      operationId: delete
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
        - {name: toy, in: path, required: true, schema: {type: string}}
      responses: {"200": {description: Gone.}}
`

func newServer(t *testing.T, handlers map[string]Handler, options Options) *httptest.Server {
	t.Helper()
	doc, err := specs.ParseDocument([]byte(document), "1")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]Handler{}
	for _, op := range doc.Operations() {
		all[op.ID] = func(*Call) Reply { return Reply{Status: http.StatusOK} }
	}
	for id, handler := range handlers {
		all[id] = handler
	}
	handler, err := New(doc, all, options)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server
}

func send(t *testing.T, server *httptest.Server, method, path, body string) (*http.Response, string) {
	t.Helper()
	request, err := http.NewRequest(method, server.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	response, err := server.Client().Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(text)
}

func TestRequests(t *testing.T) {
	cases := []struct {
		name, method, path, body string
		status                   int
		want                     string // part of the body
	}{
		{"a valid call", "PUT", "/pets/a?loud=true", `{"name":"Rex"}`, 200, ``},
		{"an unknown member is legal", "PUT", "/pets/a", `{"name":"Rex","x":1}`, 200, ``},
		{"an unknown query parameter is legal", "PUT", "/pets/a?x=1", `{"name":"Rex"}`, 200, ``},
		{"an unknown path", "GET", "/cats", ``, 404, `Not Found`},
		{"an unknown method", "PATCH", "/pets/a", `{}`, 405, `Method Not Allowed`},
		{"no body", "PUT", "/pets/a", ``, 400, `body`},
		{"malformed JSON", "PUT", "/pets/a", `{"name":`, 400, `is not one JSON object`},
		{"two values", "PUT", "/pets/a", `{"name":"Rex"}{}`, 400, `is not one JSON object`},
		{"an array", "PUT", "/pets/a", `[]`, 400, `is not one JSON object`},
		{"null", "PUT", "/pets/a", `null`, 400, `is not one JSON object`},
		{"a missing member", "PUT", "/pets/a", `{}`, 400, `name`},
		{"a wrong type", "PUT", "/pets/a", `{"name":1}`, 400, `/name`},
		{"a wrong query parameter", "PUT", "/pets/a?loud=maybe", `{"name":"Rex"}`, 400, `loud`},
		{"a query that breaks off", "PUT", "/pets/a?x=%zz", `{"name":"Rex"}`, 400, `percent-encoded`},
		{"a body that means nothing", "DELETE", "/pets/a/toys/b", `{"`, 200, ``},
		{"a long body", "PUT", "/pets/a", `{"name":"` + strings.Repeat("x", 100) + `"}`, 413, `Too Large`},
	}
	server := newServer(t, nil, Options{MaxBody: 64, Strict: true})
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			response, body := send(t, server, c.method, c.path, c.body)
			if response.StatusCode != c.status || !strings.Contains(body, c.want) {
				t.Errorf("got %d %s, want %d and %q", response.StatusCode, body, c.status, c.want)
			}
		})
	}
}

func TestCallCarriesTheRequest(t *testing.T) {
	var seen *Call
	server := newServer(t, map[string]Handler{
		"put":    func(c *Call) Reply { seen = c; return Reply{Status: 200} },
		"delete": func(c *Call) Reply { seen = c; return Reply{Status: 200} },
	}, Options{})
	send(t, server, "PUT", "/pets/crn%3Aa%2Fb%252F%C3%A9?loud=true", `{"name":"Rex","age":1.0,"home":{"a":1}}`)
	if got, want := seen.Params["id"], "crn:a/b%2Fé"; got != want {
		t.Errorf("id: got %q, want %q", got, want)
	}
	if seen.Operation != "put" || seen.Query.Get("loud") != "true" || seen.Text("name") != "Rex" || seen.Text("age") != "" {
		t.Errorf("got %+v", seen)
	}
	if len(seen.Object("home")) != 1 || seen.Object("name") != nil || seen.Object("none") != nil {
		t.Errorf("objects: got %+v", seen.Body)
	}
	if !strings.Contains(string(seen.Raw), `"age":1.0`) {
		t.Errorf("raw: got %s", seen.Raw)
	}
	send(t, server, "DELETE", "/pets/a%20b/toys/c+d", `{"name":"Rex"}`)
	if seen.Params["id"] != "a b" || seen.Params["toy"] != "c+d" || seen.Body != nil {
		t.Errorf("got %+v", seen)
	}
}

func TestOrderOfRefusals(t *testing.T) {
	var order []string
	server := newServer(t, nil, Options{
		Authorize: func(r *http.Request) *Reply {
			order = append(order, "authorize")
			if r.URL.Query().Get("who") == "nobody" {
				return &Reply{Status: 401, Header: http.Header{"Www-Authenticate": {"Basic"}}}
			}
			return nil
		},
		Precheck: func(op string, r *http.Request) *Reply {
			order = append(order, "precheck "+op)
			if r.URL.Query().Get("when") == "late" {
				return &Reply{Status: 412, Body: map[string]any{"description": "late"}}
			}
			return nil
		},
		Invalid: func(c *Call, violations []specs.Violation) Reply {
			order = append(order, "invalid "+c.Operation)
			return Reply{Status: 422, Body: map[string]any{"description": Explain(violations)}}
		},
		Header: func(h http.Header) { h.Set("X-Served-By", "test") },
	})
	cases := []struct {
		path, body, order string
		status            int
	}{
		{"/cats?who=nobody", `{`, "authorize", 401},
		{"/pets/a?who=nobody", `{`, "authorize", 401},
		{"/cats", `{`, "authorize", 404},
		{"/pets/a?when=late", `{`, "authorize, precheck put", 412},
		{"/pets/a", `{`, "authorize, precheck put, invalid put", 422},
		{"/pets/a", `{"name":"Rex"}`, "authorize, precheck put", 200},
	}
	for _, c := range cases {
		order = nil
		response, _ := send(t, server, "PUT", c.path, c.body)
		if got := strings.Join(order, ", "); got != c.order || response.StatusCode != c.status {
			t.Errorf("%s %s: got %s and %d, want %s and %d", c.path, c.body, got, response.StatusCode, c.order, c.status)
		}
		if response.Header.Get("X-Served-By") != "test" {
			t.Errorf("%s: the common header is missing", c.path)
		}
		if response.StatusCode == 401 && response.Header.Get("WWW-Authenticate") != "Basic" {
			t.Errorf("%s: the header of the reply is missing", c.path)
		}
	}
}

func TestStrict(t *testing.T) {
	age := http.Header{"X-Age": {"3"}}
	cases := []struct {
		name  string
		reply Reply
		want  string // part of the description; "" when the reply is right
	}{
		{"right", Reply{200, age, map[string]any{"name": "Rex"}}, ""},
		{"a wrong type", Reply{200, age, map[string]any{"name": 1}}, "/name"},
		{"a missing member", Reply{200, age, map[string]any{}}, "name"},
		{"a missing header", Reply{200, nil, map[string]any{"name": "Rex"}}, "X-Age"},
		{"an undocumented status", Reply{418, age, nil}, "status 418 is not documented"},
		{"what JSON cannot say", Reply{200, age, map[string]any{"name": func() {}}}, "encode"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			server := newServer(t, map[string]Handler{"get": func(*Call) Reply { return c.reply }}, Options{Strict: true})
			response, body := send(t, server, "GET", "/pets/a", "")
			if c.want == "" {
				if response.StatusCode != 200 || body != `{"name":"Rex"}` || response.Header.Get("Content-Type") != "application/json" {
					t.Errorf("got %d %s", response.StatusCode, body)
				}
				return
			}
			if response.StatusCode != 500 || !strings.Contains(body, c.want) {
				t.Errorf("got %d %s, want 500 and %q", response.StatusCode, body, c.want)
			}
		})
	}
	lax := newServer(t, map[string]Handler{"get": func(*Call) Reply { return Reply{Status: 418} }}, Options{})
	if response, _ := send(t, lax, "GET", "/pets/a", ""); response.StatusCode != 418 {
		t.Errorf("without strict: got %d, want 418", response.StatusCode)
	}
}

func TestMethodNotAllowedListsMethods(t *testing.T) {
	response, _ := send(t, newServer(t, nil, Options{}), "POST", "/pets/a", "")
	if got := response.Header.Get("Allow"); got != "GET, PUT" {
		t.Errorf("Allow: got %q, want GET, PUT", got)
	}
}

func TestHandlersAndOperationsMatch(t *testing.T) {
	doc, err := specs.ParseDocument([]byte(document), "1")
	if err != nil {
		t.Fatal(err)
	}
	none := func(*Call) Reply { return Reply{} }
	_, err = New(doc, map[string]Handler{"get": none, "put": none, "post": none}, Options{})
	if err == nil || !strings.Contains(err.Error(), "handler post has no operation, operation delete has no handler") {
		t.Errorf("got %v", err)
	}
}
