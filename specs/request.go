package specs

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"

	"conformance/specs/jsonvalue"
)

// Violation is one way in which a message departs from the document.
type Violation struct {
	// Where is "path", "query", "header", "cookie" or "body".
	Where string
	// Name is the parameter's name, or the JSON pointer of the member of the body.
	Name string
	// Message says what was expected. It never quotes the value, which may be secret.
	Message string
}

func (v Violation) String() string {
	return strings.TrimSpace(fmt.Sprintf("%s %s: %s", v.Where, v.Name, v.Message))
}

// ValidateRequest compares a request with the operation: parameters, headers and body. The body is validated as
// JSON whatever its label, as the documented samples demand. Authentication is not looked at.
func (d *Document) ValidateRequest(op *Operation, params map[string]string, r *http.Request, body []byte) []Violation {
	var value any
	if len(body) > 0 && op.body != nil {
		decoder := json.NewDecoder(bytes.NewReader(body))
		decoder.UseNumber()
		if err := decoder.Decode(&value); err != nil {
			return append(d.validateParameters(op, params, r), Violation{Where: "body", Message: "is no JSON: " + err.Error()})
		}
	}
	return d.ValidateDecoded(op, params, r, value, len(body) > 0)
}

// ValidateDecoded is ValidateRequest for callers that have decoded the body already, numbers as json.Number. hasBody is
// false when there is none.
func (d *Document) ValidateDecoded(op *Operation, params map[string]string, r *http.Request, body any, hasBody bool) []Violation {
	all := d.validateParameters(op, params, r)
	switch {
	case !hasBody && op.spec.RequestBody != nil && op.spec.RequestBody.Value.Required:
		all = append(all, Violation{Where: "body", Message: openapi3filter.ErrInvalidRequired.Error()})
	case hasBody && op.body != nil && !op.quickBody.fits(body):
		for _, leaf := range flatten(op.body.VisitJSON(body, openapi3.VisitAsRequest(), openapi3.MultiErrors(), terse())) {
			all = append(all, Violation{Where: "body", Name: leaf.pointer, Message: leaf.reason})
		}
	}
	return all
}

func (d *Document) validateParameters(op *Operation, params map[string]string, r *http.Request) []Violation {
	input := &openapi3filter.RequestValidationInput{
		Request:     r,
		PathParams:  params,
		QueryParams: r.URL.Query(),
		Route:       op.route,
		Options:     &openapi3filter.Options{MultiError: true, SkipSettingDefaults: true},
	}
	var all []Violation
	for _, parameter := range op.parameters {
		if skip(parameter, input) {
			continue
		}
		all = append(all, parameterViolations(openapi3filter.ValidateParameter(r.Context(), input, parameter.Parameter))...)
	}
	return all
}

// skip reports whether a parameter is surely right: it is absent and may be, or plain text that fits.
func skip(p parameter, input *openapi3filter.RequestValidationInput) bool {
	switch p.In {
	case openapi3.ParameterInQuery:
		values := input.QueryParams[p.Name]
		return len(values) == 0 && !p.Required || len(values) == 1 && values[0] != "" && p.quick.fits(values[0])
	case openapi3.ParameterInHeader:
		values := input.Request.Header.Values(p.Name)
		if len(values) == 0 {
			return !p.Required
		}
		return values[0] != "" && p.quick.fits(values[0])
	case openapi3.ParameterInPath:
		return input.PathParams[p.Name] != "" && p.quick.fits(input.PathParams[p.Name])
	}
	return false
}

func parameterViolations(err error) []Violation {
	var refused *openapi3filter.RequestError
	switch {
	case err == nil:
		return nil
	case !errors.As(err, &refused) || refused.Parameter == nil:
		return []Violation{{Where: "request", Message: err.Error()}}
	}
	at := Violation{Where: refused.Parameter.In, Name: refused.Parameter.Name, Message: refused.Reason}
	var all []Violation
	for _, leaf := range flatten(refused.Err) {
		v := at
		v.Message = cmp.Or(leaf.reason, refused.Reason)
		all = append(all, v)
	}
	if len(all) == 0 {
		all = append(all, at)
	}
	return all
}

// leaf is one schema violation, with the path to the value.
type leaf struct {
	essence
	path []string
}

// essence is what a violation says. The parts of an allOf often repeat what another part found.
type essence struct{ pointer, keyword, reason string }

// newLeaf gives null the keyword type, as null is a type of JSON, and a reason to keywords that come without one.
func newLeaf(err *openapi3.SchemaError) leaf {
	path := err.JSONPointer()
	l := leaf{essence{jsonvalue.Pointer(path...), err.SchemaField, err.Reason}, path}
	switch {
	case l.keyword == "nullable":
		l.keyword, l.reason = "type", "value must not be null"
	case l.reason == "":
		l.reason = fmt.Sprintf("value breaks the keyword %s of its schema", l.keyword)
	}
	return l
}

// terse leaves schema and value out of the texts of errors, which nobody reads: they are written out on every level of
// a combined schema, and a value may be large, deep and secret.
func terse() openapi3.SchemaValidationOption {
	return openapi3.SetSchemaErrorMessageCustomizer(func(err *openapi3.SchemaError) string { return newLeaf(err).reason })
}

// flatten returns the single violations in an error. A violated allOf yields what its parts found.
func flatten(err error) []leaf {
	if err == nil {
		return nil
	}
	if many, ok := err.(openapi3.MultiError); ok { //nolint:errorlint // the tree is walked level by level
		var all []leaf
		seen := map[essence]bool{}
		for _, one := range many {
			for _, l := range flatten(one) {
				if !seen[l.essence] {
					seen[l.essence] = true
					all = append(all, l)
				}
			}
		}
		return all
	}
	if schema, ok := err.(*openapi3.SchemaError); ok { //nolint:errorlint // likewise
		if leaves := flatten(schema.Origin); schema.SchemaField == "allOf" && len(leaves) > 0 {
			return leaves
		}
		return []leaf{newLeaf(schema)}
	}
	if inner := errors.Unwrap(err); inner != nil {
		if leaves := flatten(inner); len(leaves) > 0 && leaves[0].keyword != "" {
			return leaves
		}
	}
	return []leaf{{essence: essence{reason: err.Error()}}}
}
