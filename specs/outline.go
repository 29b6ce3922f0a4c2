package specs

import (
	"slices"
	"strconv"

	"github.com/getkin/kin-openapi/openapi3"

	// Writes JSON pointers.
	"github.com/go-json-experiment/json/jsontext"
)

// answer is a response of the document with what comparing others with it needs, prepared once. headers and possible are
// sorted; body is nil when the response has no JSON body.
type answer struct {
	headers  []string
	body     *openapi3.SchemaRef
	quick    *quick
	outline  *outline
	possible []string
}

func (o *Operation) prepareAnswers() map[*openapi3.Response]*answer {
	all := map[*openapi3.Response]*answer{}
	reader := newQuickReader(openapi3.VisitAsResponse(), openapi3.EnableFormatValidation())
	for _, ref := range o.spec.Responses.Map() {
		a := &answer{headers: sortedKeys(ref.Value.Headers)}
		all[ref.Value] = a
		media := ref.Value.Content.Get("application/json")
		if media == nil || media.Schema == nil {
			continue
		}
		a.body = media.Schema
		a.quick = reader.read(media.Schema.Value)
		a.outline = newOutline(media.Schema, map[*openapi3.SchemaRef]*outline{})
		a.possible = sortedKeys(reached(media.Schema))
	}
	return all
}

func reached(ref *openapi3.SchemaRef) map[string]bool {
	found := map[string]bool{}
	collect(ref, map[*openapi3.Schema]bool{}, found)
	return found
}

// outline is what a schema says about the places of requirements, and nil where it names none there or below.
type outline struct {
	rules []rule
	// all are the parts of an allOf, some those of an anyOf or oneOf, which count when the value fits them.
	all  []*outline
	some []choice
	// members are sorted by name; properties are the schema's own. others is for the members besides.
	members       []member
	properties    openapi3.Schemas
	others, items *outline
}

type choice struct {
	*outline
	schema *openapi3.Schema
}

type member struct {
	*outline
	name string
	// absent are the rules of which nothing is seen when the member is not there.
	absent []rule
}

func newOutline(ref *openapi3.SchemaRef, known map[*openapi3.SchemaRef]*outline) *outline {
	if o, met := known[ref]; met {
		return o
	}
	if len(reached(ref)) == 0 {
		return nil
	}
	o, schema := &outline{rules: rules(ref)}, ref.Value
	known[ref] = o
	for _, part := range schema.AllOf {
		if child := newOutline(part, known); child != nil {
			o.all = append(o.all, child)
		}
	}
	for _, part := range slices.Concat(schema.AnyOf, schema.OneOf) {
		if child := newOutline(part, known); child != nil {
			o.some = append(o.some, choice{child, part.Value})
		}
	}
	for _, name := range sortedKeys(schema.Properties) {
		property := schema.Properties[name]
		if child := newOutline(property, known); child != nil {
			m := member{outline: child, name: name}
			for _, part := range expand([]*openapi3.SchemaRef{property}) {
				m.absent = append(m.absent, rules(part)...)
			}
			o.members = append(o.members, m)
		}
	}
	o.properties = schema.Properties
	o.others, o.items = newOutline(schema.AdditionalProperties.Schema, known), newOutline(schema.Items, known)
	return o
}

// visit records every node with a requirement that the value at a JSON pointer reaches.
func (s *Shape) visit(o *outline, value any, at jsontext.Pointer) {
	if o == nil {
		return
	}
	for _, rule := range o.rules {
		s.Nodes = append(s.Nodes, Node{Requirement: rule.id, Pointer: string(at), Present: true})
	}
	for _, part := range o.all {
		s.visit(part, value, at)
	}
	for _, part := range o.some {
		if part.schema.VisitJSON(value) == nil {
			s.visit(part.outline, value, at)
		}
	}
	switch value := value.(type) {
	case map[string]any:
		s.visitObject(o, value, at)
	case []any:
		if o.items == nil {
			return
		}
		for i, item := range value {
			s.visit(o.items, item, at.AppendToken(strconv.Itoa(i)))
		}
	}
}

func (s *Shape) visitObject(o *outline, object map[string]any, at jsontext.Pointer) {
	for _, m := range o.members {
		value, present := object[m.name]
		if present {
			s.visit(m.outline, value, at.AppendToken(m.name))
			continue
		}
		for _, rule := range m.absent {
			s.Nodes = append(s.Nodes, Node{Requirement: rule.id, Pointer: string(at.AppendToken(m.name))})
		}
	}
	if o.others == nil {
		return
	}
	for _, name := range sortedKeys(object) {
		if o.properties[name] == nil {
			s.visit(o.others, object[name], at.AppendToken(name))
		}
	}
}
