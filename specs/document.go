package specs

import (
	"context"
	"fmt"
	"net/url"
	"path"
	"sort"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/routers"
)

// Document is the OpenAPI document of one API, reduced to one version.
type Document struct {
	// Version is the version that the document describes.
	Version Version

	doc        *openapi3.T
	router     router
	operations map[string]*Operation
	// words and named are collected when they are first asked for.
	words, named func() []string
	places       func() map[string]Place
}

// Operation is one call of the document.
type Operation struct {
	// ID is the operationId; requirements name it in their operations.
	ID string
	// Method is the HTTP method, Path the path template with {parameters}.
	Method, Path string

	spec *openapi3.Operation
	// What follows is what validating a request needs, looked up once. The parameters are the operation's own and those
	// of its path that it does not replace; body is the schema of a JSON body, nil when there is none.
	route      *routers.Route
	parameters []parameter
	body       *openapi3.Schema
	quickBody  *quick
	answers    func() map[*openapi3.Response]*answer
}

type parameter struct {
	*openapi3.Parameter
	quick *quick
}

func newOperation(doc *openapi3.T, template string, item *openapi3.PathItem, method string, spec *openapi3.Operation) *Operation {
	op := &Operation{ID: spec.OperationID, Method: method, Path: template, spec: spec}
	op.answers = sync.OnceValue(op.prepareAnswers)
	op.route = &routers.Route{Spec: doc, Path: template, PathItem: item, Method: method, Operation: spec}
	for _, ref := range item.Parameters {
		if spec.Parameters.GetByInAndName(ref.Value.In, ref.Value.Name) == nil {
			op.parameters = append(op.parameters, newParameter(ref.Value))
		}
	}
	for _, ref := range spec.Parameters {
		op.parameters = append(op.parameters, newParameter(ref.Value))
	}
	if spec.RequestBody != nil {
		if media := spec.RequestBody.Value.Content.Get("application/json"); media != nil && media.Schema != nil {
			op.body = media.Schema.Value
			op.quickBody = newQuickReader(openapi3.VisitAsRequest()).read(op.body)
		}
	}
	return op
}

func newParameter(p *openapi3.Parameter) parameter {
	if p.Schema == nil || p.Style != "" {
		return parameter{Parameter: p}
	}
	q := newQuickReader().read(p.Schema.Value)
	if q.kind != "string" {
		q = nil // the text would have to be read as something else
	}
	return parameter{p, q}
}

// Document loads the API's OpenAPI document and drops what does not exist in version v. It is shared, like the API.
func (a *API) Document(v Version) (*Document, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if d := a.documents[v]; d != nil {
		return d, nil
	}
	data, err := files.ReadFile(path.Join(a.dir, "openapi.yaml"))
	if err != nil {
		return nil, err
	}
	d, err := ParseDocument(data, v)
	if err == nil {
		d.places = a.places
		a.documents[v] = d
	}
	return d, err
}

// ParseDocument reads an OpenAPI 3.0 document and drops what does not exist in version v.
func ParseDocument(data []byte, v Version) (*Document, error) {
	doc, err := openapi3.NewLoader().LoadFromData(data)
	if err != nil {
		return nil, fmt.Errorf("load the OpenAPI document: %w", err)
	}
	if err := prune(doc, v); err != nil {
		return nil, fmt.Errorf("reduce the OpenAPI document to version %s: %w", v, err)
	}
	if err := doc.Validate(context.Background(), openapi3.DisableExamplesValidation()); err != nil {
		return nil, fmt.Errorf("validate the OpenAPI document for version %s: %w", v, err)
	}
	d := &Document{Version: v, doc: doc, operations: map[string]*Operation{}, places: func() map[string]Place { return nil }}
	d.words, d.named = sync.OnceValue(d.collectWords), sync.OnceValue(d.collectRequirements)
	for template, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			if d.operations[op.OperationID] != nil || op.OperationID == "" {
				return nil, fmt.Errorf("%s %s: operationId %q is missing or used twice", method, template, op.OperationID)
			}
			d.operations[op.OperationID] = newOperation(doc, template, item, method, op)
		}
	}
	if d.router, err = newRouter(doc); err != nil {
		return nil, fmt.Errorf("route the OpenAPI document: %w", err)
	}
	return d, nil
}

// MarshalJSON writes the reduced document.
func (d *Document) MarshalJSON() ([]byte, error) { return d.doc.MarshalJSON() }

// Operation returns the operation with that id, or nil when this version has none.
func (d *Document) Operation(id string) *Operation { return d.operations[id] }

// Operations returns the operations of the document, sorted by id.
func (d *Document) Operations() []*Operation {
	all := make([]*Operation, 0, len(d.operations))
	for _, op := range d.operations {
		all = append(all, op)
	}
	sort.Slice(all, func(i, j int) bool { return all[i].ID < all[j].ID })
	return all
}

// EscapedPath fills the path template, percent-encoding each parameter as one path segment. A parameter that is
// not given stays empty.
func (o *Operation) EscapedPath(params map[string]string) string {
	segments := strings.Split(o.Path, "/")
	for i, segment := range segments {
		if strings.HasPrefix(segment, "{") && strings.HasSuffix(segment, "}") {
			segments[i] = url.PathEscape(params[segment[1:len(segment)-1]])
		}
	}
	return strings.Join(segments, "/")
}
