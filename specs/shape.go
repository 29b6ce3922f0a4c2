package specs

import (
	"fmt"
	"net/http"
	"slices"
	"sort"
	"strconv"

	"github.com/getkin/kin-openapi/openapi3"

	"conformance/specs/jsonvalue"
)

// Shape is what the document says of one response. kin-openapi answers "no error" for statuses and media types
// that a document does not mention; Described tells that silence from a validated response.
type Shape struct {
	// Described reports whether the document describes this status with a JSON body or with headers.
	Described bool
	// Possible are the requirements that some response with this status can show, sorted.
	Possible []string
	// Nodes are the places with an x-requirement that the response reached, violated or not.
	Nodes []Node
	// Unnamed are violations at places that carry no requirement.
	Unnamed []Violation
}

// Node is one place of a response that a requirement rules.
type Node struct {
	// Requirement is the id that the document's x-requirement names.
	Requirement string
	// Pointer is the JSON pointer of the place, or "header NAME".
	Pointer string
	// Present reports whether the response has something at that place.
	Present bool
	// Violation says what was expected; it is empty when the place is as it must be.
	Violation string
}

// Shape compares a response with the document. body is the decoded JSON body (numbers as json.Number); hasBody is
// false when there is none or when it is no JSON, which is for other rules to judge.
func (d *Document) Shape(op *Operation, status int, header http.Header, body any, hasBody bool) Shape {
	shape := d.HeaderShape(op, status, header)
	if hasBody {
		told := d.BodyShape(op, status, body)
		shape.Described = shape.Described || told.Described
		shape.Possible = told.Possible
		shape.Nodes = append(shape.Nodes, told.Nodes...)
		shape.Unnamed = append(shape.Unnamed, told.Unnamed...)
	}
	return shape
}

// HeaderShape is what Shape says of the headers.
func (d *Document) HeaderShape(op *Operation, status int, header http.Header) Shape {
	var shape Shape
	if response := op.response(status); response != nil {
		for _, name := range op.answers()[response].headers {
			shape.Described = true
			shape.header(name, response.Headers[name].Value, header)
		}
	}
	return shape
}

// BodyShape is what Shape says of a JSON body. Equal bodies of one operation and status have the same.
func (d *Document) BodyShape(op *Operation, status int, body any) Shape {
	response := op.response(status)
	if response == nil {
		return Shape{}
	}
	a := op.answers()[response]
	if a.body == nil {
		return Shape{}
	}
	shape := Shape{Described: true, Possible: a.possible}
	begun, cut := beginning(body, mostElements)
	shape.visit(a.outline, begun, "")
	if a.quick.fits(body) {
		return shape
	}
	leaves := violations(a.body.Value, body, begun, cut)
	places := map[place]int{}
	for i := len(shape.Nodes) - 1; i >= 0 && len(leaves) > 0; i-- {
		places[place{shape.Nodes[i].Requirement, shape.Nodes[i].Pointer}] = i
	}
	for _, l := range leaves {
		shape.attribute(places, a.body, l)
	}
	return shape
}

// place is where a requirement rules.
type place struct{ requirement, pointer string }

// ShapeRequirements returns the ids that the document's x-requirement members name, sorted.
func (d *Document) ShapeRequirements() []string { return d.named() }

func (d *Document) collectRequirements() []string {
	found := map[string]bool{}
	seen := map[*openapi3.Schema]bool{}
	for _, op := range d.operations {
		for _, ref := range op.spec.Responses.Map() {
			for _, header := range ref.Value.Headers {
				collect(header.Value.Schema, seen, found)
			}
			if media := ref.Value.Content.Get("application/json"); media != nil {
				collect(media.Schema, seen, found)
			}
		}
	}
	return sortedKeys(found)
}

func collect(ref *openapi3.SchemaRef, seen map[*openapi3.Schema]bool, found map[string]bool) {
	if ref == nil || ref.Value == nil {
		return
	}
	for _, rule := range rules(ref) {
		found[rule.id] = true
	}
	if seen[ref.Value] {
		return
	}
	seen[ref.Value] = true
	for _, child := range children(ref.Value) {
		collect(child, seen, found)
	}
}

func children(s *openapi3.Schema) []*openapi3.SchemaRef {
	all := slices.Concat(s.AllOf, s.AnyOf, s.OneOf)
	for _, name := range sortedKeys(s.Properties) {
		all = append(all, s.Properties[name])
	}
	return append(all, s.Items, s.AdditionalProperties.Schema)
}

func (o *Operation) response(status int) *openapi3.Response {
	all := o.spec.Responses
	for _, key := range []string{strconv.Itoa(status), fmt.Sprintf("%dXX", status/100), "default"} {
		if ref := all.Value(key); ref != nil {
			return ref.Value
		}
	}
	return nil
}

// Describes reports whether the document lists the status for this operation, by itself or in a range.
func (o *Operation) Describes(status int) bool { return o.response(status) != nil }

func (s *Shape) header(name string, spec *openapi3.Header, header http.Header) {
	values := header.Values(name)
	present := len(values) > 0
	violation, keyword := "", ""
	switch {
	case !present && spec.Required:
		violation, keyword = "header is missing", "required"
	case present && spec.Schema != nil:
		if leaves := flatten(spec.Schema.Value.VisitJSON(headerValue(spec.Schema.Value, values[0]), terse(), openapi3.EnableFormatValidation())); len(leaves) > 0 {
			violation, keyword = leaves[0].reason, leaves[0].keyword
		}
	}
	named := false
	for _, rule := range rules(spec.Schema) {
		if !rule.covers(keyword) && violation != "" {
			continue
		}
		named = true
		s.Nodes = append(s.Nodes, Node{Requirement: rule.id, Pointer: "header " + name, Present: present, Violation: violation})
	}
	if violation != "" && !named {
		s.Unnamed = append(s.Unnamed, Violation{Where: "header", Name: name, Message: violation})
	}
}

func headerValue(schema *openapi3.Schema, text string) any {
	if schema.Type.Includes("integer") || schema.Type.Includes("number") {
		if number, err := strconv.ParseFloat(text, 64); err == nil {
			return number
		}
	}
	return text
}

// attribute gives a violation to the deepest node on its path whose requirement covers the keyword.
func (s *Shape) attribute(places map[place]int, root *openapi3.SchemaRef, l leaf) {
	nodes := descend([]*openapi3.SchemaRef{root}, l.path)
	for depth := len(nodes) - 1; depth >= 0; depth-- {
		found := false
		for _, ref := range nodes[depth] {
			for _, rule := range rules(ref) {
				if !rule.covers(l.keyword) || depth < len(nodes)-1 && rule.keyword != "" {
					continue
				}
				found = true
				s.violate(places, place{rule.id, jsonvalue.Pointer(l.path[:depth]...)}, l)
			}
		}
		if found {
			return
		}
	}
	s.Unnamed = append(s.Unnamed, Violation{Where: "body", Name: l.pointer, Message: l.reason})
}

// violate notes a violation at a place, at the node that stands there as long as that has none.
func (s *Shape) violate(places map[place]int, at place, l leaf) {
	message := l.reason
	if at.pointer != l.pointer {
		message = l.pointer + ": " + message
	}
	if i, free := places[at]; free {
		s.Nodes[i].Violation = message
		delete(places, at)
		return
	}
	s.Nodes = append(s.Nodes, Node{Requirement: at.requirement, Pointer: at.pointer, Present: l.keyword != "required", Violation: message})
}

// descend returns, for every prefix of the path, the schema nodes that stand there.
func descend(start []*openapi3.SchemaRef, path []string) [][]*openapi3.SchemaRef {
	levels := [][]*openapi3.SchemaRef{expand(start)}
	for _, token := range path {
		var next []*openapi3.SchemaRef
		for _, ref := range levels[len(levels)-1] {
			s := ref.Value
			switch {
			case s.Properties[token] != nil:
				next = append(next, s.Properties[token])
			case s.Items != nil:
				next = append(next, s.Items)
			case s.AdditionalProperties.Schema != nil:
				next = append(next, s.AdditionalProperties.Schema)
			}
		}
		levels = append(levels, expand(next))
	}
	return levels
}

// expand adds the parts of combined schemas, which stand at the same place.
func expand(refs []*openapi3.SchemaRef) []*openapi3.SchemaRef {
	var all []*openapi3.SchemaRef
	for _, ref := range refs {
		if ref == nil || ref.Value == nil {
			continue
		}
		all = append(all, ref)
		all = append(all, expand(slices.Concat(ref.Value.AllOf, ref.Value.AnyOf, ref.Value.OneOf))...)
	}
	return all
}

// rule is one entry of an x-requirement: an id, for one keyword or (keyword empty) for all.
type rule struct{ keyword, id string }

func (r rule) covers(keyword string) bool { return r.keyword == "" || r.keyword == keyword }

func rules(ref *openapi3.SchemaRef) []rule {
	if ref == nil || ref.Value == nil {
		return nil
	}
	value, ok := ref.Extensions["x-requirement"]
	if !ok {
		value = ref.Value.Extensions["x-requirement"]
	}
	switch value := value.(type) {
	case string:
		return []rule{{id: value}}
	case []any:
		return listRules("", value)
	case map[string]any:
		var all []rule
		for _, keyword := range sortedKeys(value) {
			if list, ok := value[keyword].([]any); ok {
				all = append(all, listRules(keyword, list)...)
				continue
			}
			all = append(all, rule{keyword, fmt.Sprint(value[keyword])})
		}
		return all
	}
	return nil
}

func listRules(keyword string, list []any) []rule {
	var all []rule
	for _, id := range list {
		all = append(all, rule{keyword, fmt.Sprint(id)})
	}
	return all
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}
