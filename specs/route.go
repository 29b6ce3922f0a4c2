package specs

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/routers"
)

// router finds the route of a request among the templates with as many segments, which are in the order of their match.
type router map[int][]template

// template is a path of the document. A segment is a parameter when it has a name, and stands for itself otherwise.
type template struct {
	segments   []segment
	operations map[string]*Operation
}

type segment struct{ text, name string }

func newRouter(paths *openapi3.Paths, operations map[string]*Operation) router {
	r := router{}
	for _, path := range paths.InMatchingOrder() {
		t := template{operations: map[string]*Operation{}}
		for _, text := range strings.Split(path, "/") {
			s := segment{text: text}
			if strings.HasPrefix(text, "{") && strings.HasSuffix(text, "}") {
				s.name = text[1 : len(text)-1]
			}
			t.segments = append(t.segments, s)
		}
		for method, op := range paths.Value(path).Operations() {
			t.operations[method] = operations[op.OperationID]
		}
		r[len(t.segments)] = append(r[len(t.segments)], t)
	}
	return r
}

func (r router) find(method, path string) (*Operation, map[string]string, error) {
	segments := strings.Split(path, "/")
	for _, t := range r[len(segments)] {
		params, matches := t.match(segments)
		if !matches {
			continue
		}
		if op := t.operations[method]; op != nil {
			return op, params, nil
		}
		return nil, nil, ErrMethod
	}
	return nil, nil, ErrPath
}

func (t template) match(segments []string) (params map[string]string, matches bool) {
	for i, s := range t.segments {
		if s.name == "" && s.text != segments[i] || s.name != "" && segments[i] == "" {
			return nil, false
		}
	}
	params = map[string]string{}
	for i, s := range t.segments {
		if s.name != "" {
			params[s.name] = segments[i]
		}
	}
	return params, true
}

// Route finds the operation that a request calls and its path parameters, each decoded once; a percent-encoded
// slash does not split a segment. It returns an error when no path matches, or none has the method:
// errors.Is(err, ErrPath) and errors.Is(err, ErrMethod) tell them apart.
func (d *Document) Route(r *http.Request) (*Operation, map[string]string, error) {
	op, params, err := d.router.find(r.Method, r.URL.EscapedPath())
	if err != nil {
		return nil, nil, err
	}
	for name, value := range params {
		decoded, err := url.PathUnescape(value)
		if err != nil {
			return nil, nil, fmt.Errorf("path parameter %s: %w", name, err)
		}
		params[name] = decoded
	}
	return op, params, nil
}

// ErrPath and ErrMethod say that the document has no such path, or the path no such method.
var (
	ErrPath   error = routers.ErrPathNotFound
	ErrMethod error = routers.ErrMethodNotAllowed
)
