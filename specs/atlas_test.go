package specs_test

import (
	"slices"
	"strings"
	"testing"

	"conformance/specs"

	"github.com/getkin/kin-openapi/openapi3"
)

// atlas finds places of a document, written as words:
//
//	provision                                    an operation
//	provision path:instance_id                   a parameter: path:, query: or header: and its name
//	provision request context account_id         a member of the request body
//	provision responses 202 operation            a member of an answer
//	provision responses 202 header:Location      a header of an answer
//	provision responses 202 example:seed         an example, by name
//
// [] stands for the items of an array, * for the values of additionalProperties. OpenAPI keeps Authorization and
// Content-Type elsewhere: they exist where security or a body does.
type atlas struct {
	spec       *openapi3.T
	operations map[string]*openapi3.Operation
	parameters map[string]openapi3.Parameters
}

func newAtlas(t *testing.T, doc *specs.Document) atlas {
	t.Helper()
	data, err := doc.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	spec, err := openapi3.NewLoader().LoadFromData(data)
	if err != nil {
		t.Fatal(err)
	}
	a := atlas{spec: spec, operations: map[string]*openapi3.Operation{}, parameters: map[string]openapi3.Parameters{}}
	for _, item := range spec.Paths.Map() {
		for _, op := range item.Operations() {
			a.operations[op.OperationID] = op
			a.parameters[op.OperationID] = slices.Concat(item.Parameters, op.Parameters)
		}
	}
	return a
}

// normal makes places comparable: header names carry no case.
func normal(place string) string {
	words := strings.Fields(place)
	for i, word := range words {
		if strings.HasPrefix(word, "header:") {
			words[i] = strings.ToLower(word)
		}
	}
	return strings.Join(words, " ")
}

func (a atlas) has(place string) bool {
	id, words, _ := strings.Cut(place, " ")
	op := a.operations[id]
	if op == nil {
		return false
	}
	if words == "" {
		return true
	}
	if in, name, ok := strings.Cut(words, ":"); ok && !strings.Contains(in, " ") {
		return a.hasParameter(op, in, name)
	}
	media, response, members := a.message(place)
	if len(members) == 1 && strings.HasPrefix(members[0], "header:") {
		return hasHeader(response, strings.TrimPrefix(members[0], "header:"))
	}
	if len(members) == 1 && strings.HasPrefix(members[0], "example:") {
		_, ok := a.example(place)
		return ok
	}
	if len(members) == 0 {
		return media != nil || response != nil
	}
	return media != nil && hasMember(media.Schema, members)
}

// message finds the request or response that a place speaks of; the words that are left name something in it.
func (a atlas) message(place string) (*openapi3.MediaType, *openapi3.Response, []string) {
	words := strings.Fields(place)
	op := a.operations[words[0]]
	switch {
	case op == nil:
		return nil, nil, nil
	case len(words) >= 2 && words[1] == "request" && op.RequestBody != nil:
		return op.RequestBody.Value.Content.Get("application/json"), nil, words[2:]
	case len(words) >= 3 && words[1] == "responses":
		for _, status := range []string{words[2], words[2][:1] + "XX", "default"} {
			if ref := op.Responses.Value(status); ref != nil {
				return ref.Value.Content.Get("application/json"), ref.Value, words[3:]
			}
		}
	}
	return nil, nil, words[1:]
}

func (a atlas) hasParameter(op *openapi3.Operation, in, name string) bool {
	switch {
	case in == "header" && strings.EqualFold(name, "Authorization"):
		return op.Security != nil && len(*op.Security) > 0 || op.Security == nil && len(a.spec.Security) > 0
	case in == "header" && strings.EqualFold(name, "Content-Type"):
		return op.RequestBody != nil
	}
	return slices.ContainsFunc(a.parameters[op.OperationID], func(ref *openapi3.ParameterRef) bool {
		p := ref.Value
		return p.In == in && (p.Name == name || in == "header" && strings.EqualFold(p.Name, name))
	})
}

func hasHeader(response *openapi3.Response, name string) bool {
	if response == nil {
		return false
	}
	if strings.EqualFold(name, "Content-Type") {
		return len(response.Content) > 0
	}
	for key := range response.Headers {
		if strings.EqualFold(key, name) {
			return true
		}
	}
	return false
}

func hasMember(schema *openapi3.SchemaRef, members []string) bool {
	if schema == nil || schema.Value == nil {
		return false
	}
	if len(members) == 0 {
		return true
	}
	s := schema.Value
	var next *openapi3.SchemaRef
	switch members[0] {
	case "[]":
		next = s.Items
	case "*":
		next = s.AdditionalProperties.Schema
	default:
		next = s.Properties[members[0]]
	}
	if hasMember(next, members[1:]) {
		return true
	}
	return slices.ContainsFunc(slices.Concat(s.AllOf, s.AnyOf, s.OneOf), func(part *openapi3.SchemaRef) bool {
		return hasMember(part, members)
	})
}

// example returns the value of an example: "provision request example:seed", or "… example:" for the only one.
func (a atlas) example(place string) (any, bool) {
	media, _, members := a.message(place)
	if media == nil || len(members) != 1 {
		return nil, false
	}
	name, ok := strings.CutPrefix(members[0], "example:")
	if !ok {
		return nil, false
	}
	if name == "" {
		return media.Example, media.Example != nil
	}
	ref := media.Examples[name]
	if ref == nil {
		return nil, false
	}
	return ref.Value.Value, true
}

// leaves lists the places of the scalars and the empty containers of a value that stands at the place.
func (a atlas) leaves(place []string, value any) [][]string {
	var all [][]string
	switch value := value.(type) {
	case map[string]any:
		for name, member := range value {
			at := append(slices.Clip(place), name)
			if wild := append(slices.Clip(place), "*"); !a.has(strings.Join(at, " ")) && a.has(strings.Join(wild, " ")) {
				at = wild
			}
			all = append(all, a.leaves(at, member)...)
		}
	case []any:
		for _, member := range value {
			all = append(all, a.leaves(append(slices.Clip(place), "[]"), member)...)
		}
	}
	if len(all) == 0 {
		all = append(all, slices.Clone(place))
	}
	return all
}

// covered reports whether a listed place speaks of the leaf: its own, or that of a container which the document
// leaves opaque.
func (a atlas) covered(listed map[string]bool, leaf []string) bool {
	if listed[normal(strings.Join(leaf, " "))] {
		return true
	}
	for end := len(leaf) - 1; end > 0; end-- {
		if a.has(strings.Join(leaf[:end+1], " ")) {
			return false
		}
		if listed[normal(strings.Join(leaf[:end], " "))] {
			return true
		}
	}
	return false
}

func TestPlaces(t *testing.T) {
	a := newAtlas(t, document(t, "ibm-osb", "2.12"))
	for place, want := range map[string]bool{
		"provision":                                       true,
		"no-such-call":                                    false,
		"provision path:instance_id":                      true,
		"provision query:instance_id":                     false,
		"provision header:x-broker-api-version":           true,
		"provision header:Authorization":                  true,
		"provision header:Cookie":                         false,
		"provision request context account_id":            true,
		"provision request context no_such_member":        false,
		"provision responses 202 operation":               true,
		"provision responses 200 operation":               false,
		"provision responses 418":                         false,
		"provision responses 503 description":             true,
		"provision responses 401 header:WWW-Authenticate": true,
		"provision responses 202 header:Location":         false,
		"catalog responses 200 services [] plans [] id":   true,
		"bind responses 201 credentials":                  true,
		"provision request example:seed":                  true,
		"provision request example:other":                 false,
		"catalog request":                                 false,
	} {
		if got := a.has(place); got != want {
			t.Errorf("%q: got %v, want %v", place, got, want)
		}
	}
}
