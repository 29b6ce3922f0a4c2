package specs_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"conformance/specs"
)

// answer is a body and the requirements that it breaks, as "ID place"; one without a requirement begins with a dash.
type answer struct {
	op     string
	status int
	body   string
	broken []string
}

func checkAnswers(t *testing.T, doc *specs.Document, answers []answer) {
	t.Helper()
	for _, a := range answers {
		t.Run(fmt.Sprint(a.op, " ", a.status, " ", a.body), func(t *testing.T) {
			shape := doc.Shape(doc.Operation(a.op), a.status, http.Header{}, decode(t, []byte(a.body)), true)
			var got []string
			for _, node := range shape.Nodes {
				if node.Violation != "" {
					got = append(got, node.Requirement+" "+node.Pointer)
				}
			}
			for _, v := range shape.Unnamed {
				got = append(got, "- "+v.Name)
			}
			slices.Sort(got)
			if got = slices.Compact(got); !slices.Equal(got, a.broken) {
				t.Errorf("want %q\ngot  %q", a.broken, got)
			}
		})
	}
}

// call is a request and the places where the document refuses it.
type call struct {
	name, op, target string
	headers          map[string]string
	body             string
	refused          []string
}

func checkCalls(t *testing.T, doc *specs.Document, calls []call) {
	t.Helper()
	for _, c := range calls {
		t.Run(c.op+" "+c.name, func(t *testing.T) {
			op := doc.Operation(c.op)
			r, err := http.NewRequest(op.Method, "http://target.example.org"+c.target, strings.NewReader(c.body))
			if err != nil {
				t.Fatal(err)
			}
			r.Header = header(sample{Headers: c.headers})
			routed, params, err := doc.Route(r)
			if err != nil || routed.ID != c.op {
				t.Fatalf("%s %s is not routed to %s: %v", op.Method, c.target, c.op, err)
			}
			var got []string
			for place := range byMember(doc.ValidateRequest(op, params, r, []byte(c.body))) {
				got = append(got, place)
			}
			slices.Sort(got)
			if !slices.Equal(got, c.refused) {
				t.Errorf("want it refused at %q\ngot  %q", c.refused, got)
			}
		})
	}
}
