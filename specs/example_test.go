package specs_test

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"conformance/specs"

	"github.com/getkin/kin-openapi/openapi3"
)

// TestExamplesFitInEveryVersion holds the examples of every document, in every version, against its schemas.
func TestExamplesFitInEveryVersion(t *testing.T) {
	eachDocument(t, specs.Names(), func(t *testing.T, _ *specs.API, doc *specs.Document) {
		for id, op := range newAtlas(t, doc).operations {
			requestExamplesFit(t, doc, doc.Operation(id), op)
			responseExamplesFit(t, doc, doc.Operation(id), op)
		}
	})
}

func requestExamplesFit(t *testing.T, doc *specs.Document, op *specs.Operation, spec *openapi3.Operation) {
	if spec.RequestBody == nil {
		return
	}
	for _, value := range examples(spec.RequestBody.Value.Content.Get("application/json")) {
		body := encode(t, value)
		r, err := http.NewRequest(op.Method, "http://target.example.org/", bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range doc.ValidateRequest(op, nil, r, body) {
			if v.Where == "body" {
				t.Errorf("%s: example request: %s", op.ID, v)
			}
		}
	}
}

func responseExamplesFit(t *testing.T, doc *specs.Document, op *specs.Operation, spec *openapi3.Operation) {
	for key, ref := range spec.Responses.Map() {
		status, err := strconv.Atoi(strings.ReplaceAll(key, "X", "0"))
		if err != nil {
			continue
		}
		for _, value := range examples(ref.Value.Content.Get("application/json")) {
			shape := doc.Shape(op, status, nil, decode(t, encode(t, value)), true)
			for member, message := range violations(shape) {
				if !strings.HasPrefix(member, "header ") {
					t.Errorf("%s: example answer %s: %s: %s", op.ID, key, member, message)
				}
			}
		}
	}
}

func examples(media *openapi3.MediaType) []any {
	if media == nil {
		return nil
	}
	var all []any
	if media.Example != nil {
		all = append(all, media.Example)
	}
	for _, ref := range media.Examples {
		all = append(all, ref.Value.Value)
	}
	return all
}
