package specs

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

func TestMembers(t *testing.T) {
	const document = `
openapi: 3.0.3
info: {title: t, version: "1"}
paths:
  /a:
    get:
      operationId: a
      responses:
        "200":
          description: d
          content:
            application/json:
              schema:
                type: object
                allOf:
                  - {properties: {part: {type: string}}}
                properties:
                  list: {type: array, items: {type: object, properties: {id: {type: string}}}}
                  map: {type: object, additionalProperties: {type: object, properties: {id: {type: string}}}}
                  any: {type: object}
                  open: {type: object, additionalProperties: true, properties: {id: {type: string}}}
                  later: {x-since: "2", type: string}
`
	d, err := ParseDocument([]byte(document), "1")
	if err != nil {
		t.Fatal(err)
	}
	cases := []struct{ name, body, want string }{
		{"known and unknown", `{"part":"x","other":{"deep":1}}`, "-/other +/part"},
		{"items", `{"list":[{"id":1},{"no":1},5]}`, "+/list +/list/*/id -/list/*/no"},
		{"free places", `{"any":{"x":{"y":1}},"map":{"x":{"id":1}},"open":{"x":1,"id":2}}`, "+/any +/map +/open +/open/id"},
		{"of another version", `{"later":"x"}`, "-/later"},
		{"another kind", `[{"part":1}]`, ""},
		{"no object", `null`, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var body any
			if err := json.Unmarshal([]byte(c.body), &body); err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, m := range d.Members(d.Operation("a"), 200, body) {
				got = append(got, map[bool]string{true: "+", false: "-"}[m.Known]+m.Pointer)
			}
			if text := strings.Join(got, " "); text != c.want {
				t.Errorf("got %s, want %s", text, c.want)
			}
			if other := d.Members(d.Operation("a"), 404, body); other != nil {
				t.Errorf("got %v for a status that is not described", other)
			}
		})
	}
	if got, want := d.Names(), []string{"any", "id", "list", "map", "open", "part"}; !slices.Equal(got, want) {
		t.Errorf("names are %v, want %v", got, want)
	}
}
