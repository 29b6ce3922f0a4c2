package record

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestWriteJSON: whatever the head ends with, the exchanges follow as its last member, each on one line.
func TestWriteJSON(t *testing.T) {
	type object map[string]any
	exchange := func(number int, body Body) *Exchange {
		return &Exchange{Number: number, Request: Request{Method: "PUT", Body: body}, Response: &Response{Status: 200, Body: body}}
	}
	for name, c := range map[string]struct {
		head      any
		exchanges []*Exchange
		lines     int
	}{
		"an object at its end": {struct{ A object }{object{"b": object{"c": 1}}}, []*Exchange{exchange(1, Body("{\n}")), exchange(2, nil)}, 2},
		"an empty one":         {struct{ A object }{object{}}, []*Exchange{exchange(1, Body{0xff})}, 1},
		"a text":               {struct{ A string }{"}\n}"}, nil, 0},
		"a gap":                {struct{ A int }{1}, []*Exchange{nil}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			if err := WriteJSON(&out, c.head, c.exchanges); err != nil {
				t.Fatal(err)
			}
			if n := strings.Count(out.String(), "\n    {\"number\":"); n != c.lines {
				t.Errorf("%d exchanges begin a line, want %d", n, c.lines)
			}
			var back, want struct {
				A         any
				Exchanges []*Exchange `json:"exchanges"`
			}
			if err := json.Unmarshal(out.Bytes(), &back); err != nil {
				t.Fatalf("%v:\n%s", err, &out)
			}
			head, err := json.Marshal(c.head)
			if err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(head, &want); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want.A, back.A); diff != "" {
				t.Errorf("the head differs (-want +got):\n%s", diff)
			}
			if len(back.Exchanges) != len(c.exchanges) {
				t.Fatalf("%d exchanges, want %d", len(back.Exchanges), len(c.exchanges))
			}
			for i, x := range c.exchanges {
				if x != nil && (!bytes.Equal(back.Exchanges[i].Request.Body, x.Request.Body) || !bytes.Equal(back.Exchanges[i].Response.Body, x.Response.Body)) {
					t.Errorf("exchange %d has another body", i+1)
				}
			}
		})
	}
}
