package specs

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
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
	clone := r.Clone(r.Context())
	clone.Body = io.NopCloser(bytes.NewReader(body))
	clone.ContentLength = int64(len(body))
	if len(body) > 0 {
		clone.Header.Set("Content-Type", "application/json")
	} else {
		clone.Body = http.NoBody
	}
	err := openapi3filter.ValidateRequest(r.Context(), &openapi3filter.RequestValidationInput{
		Request:     clone,
		PathParams:  params,
		QueryParams: clone.URL.Query(),
		Route:       &routers.Route{Spec: d.doc, Path: op.Path, PathItem: op.item, Method: op.Method, Operation: op.spec},
		Options: &openapi3filter.Options{
			MultiError:          true,
			SkipSettingDefaults: true,
			AuthenticationFunc:  openapi3filter.NoopAuthenticationFunc,
		},
	})
	return requestViolations(err)
}

func requestViolations(err error) []Violation {
	if err == nil {
		return nil
	}
	var all []Violation
	if many, ok := err.(openapi3.MultiError); ok {
		for _, one := range many {
			all = append(all, requestViolations(one)...)
		}
		return all
	}
	var request *openapi3filter.RequestError
	if !errors.As(err, &request) {
		return []Violation{{Where: "request", Message: err.Error()}}
	}
	for _, leaf := range flatten(request.Err) {
		v := Violation{Where: "body", Message: leaf.reason, Name: leaf.pointer}
		if request.Parameter != nil {
			v.Where, v.Name = request.Parameter.In, request.Parameter.Name
		}
		if v.Message == "" {
			v.Message = request.Reason
		}
		all = append(all, v)
	}
	if len(all) == 0 {
		v := Violation{Where: "body", Message: request.Reason}
		if request.Parameter != nil {
			v.Where, v.Name = request.Parameter.In, request.Parameter.Name
		}
		all = append(all, v)
	}
	return all
}

// leaf is one schema violation, with the path to the value.
type leaf struct {
	pointer string
	path    []string
	keyword string
	reason  string
}

// same reports whether both say the same: the parts of an allOf often repeat what another part found.
func (l leaf) same(other leaf) bool {
	return l.pointer == other.pointer && l.keyword == other.keyword && l.reason == other.reason
}

// newLeaf gives null the keyword type, as null is a type of JSON, and a reason to keywords that come without one.
func newLeaf(err *openapi3.SchemaError) leaf {
	path := err.JSONPointer()
	l := leaf{pointer: pointer(path), path: path, keyword: err.SchemaField, reason: err.Reason}
	switch {
	case l.keyword == "nullable":
		l.keyword, l.reason = "type", "value must not be null"
	case l.reason == "":
		l.reason = fmt.Sprintf("value breaks the keyword %s of its schema", l.keyword)
	}
	return l
}

// flatten returns the single violations in an error. A violated allOf yields what its parts found.
func flatten(err error) []leaf {
	if err == nil {
		return nil
	}
	if many, ok := err.(openapi3.MultiError); ok {
		var all []leaf
		for _, one := range many {
			for _, l := range flatten(one) {
				if !slices.ContainsFunc(all, l.same) {
					all = append(all, l)
				}
			}
		}
		return all
	}
	if schema, ok := err.(*openapi3.SchemaError); ok {
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
	return []leaf{{reason: err.Error()}}
}

// pointer writes a path as a JSON pointer (RFC 6901).
func pointer(path []string) string {
	var b strings.Builder
	for _, token := range path {
		b.WriteString("/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(token))
	}
	return b.String()
}
