package specs

import (
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// Member is one member of a JSON body, at a place whose members the document names.
type Member struct {
	// Pointer is the place as a JSON pointer, with * for the index of a list; Name is its last token.
	Pointer, Name string
	// Known reports whether the document names it. What stands below an unknown member is not looked at.
	Known bool
	Value any
}

// Members returns the members of a response body wherever the document names members. Places that are free, because
// the document names none or says additionalProperties, hold no unknown ones.
func (d *Document) Members(op *Operation, status int, body any) []Member {
	response := op.response(status)
	if response == nil {
		return nil
	}
	media := response.Content.Get("application/json")
	if media == nil {
		return nil
	}
	var found []Member
	members([]*openapi3.SchemaRef{media.Schema}, body, "", &found)
	return found
}

func members(refs []*openapi3.SchemaRef, value any, at string, found *[]Member) {
	refs = expand(refs)
	switch value := value.(type) {
	case []any:
		var items []*openapi3.SchemaRef
		for _, ref := range refs {
			items = append(items, ref.Value.Items)
		}
		for _, item := range value {
			members(items, item, at+"/*", found)
		}
	case map[string]any:
		named, free := false, false
		for _, ref := range refs {
			named = named || len(ref.Value.Properties) > 0
			free = free || ref.Value.AdditionalProperties.Has != nil && *ref.Value.AdditionalProperties.Has
		}
		if !named {
			return
		}
		for _, name := range sortedKeys(value) {
			property := properties(refs, name)
			if len(property) > 0 || !free {
				*found = append(*found, Member{at + "/" + name, name, len(property) > 0, value[name]})
			}
			members(property, value[name], at+"/"+name, found)
		}
	}
}

func properties(refs []*openapi3.SchemaRef, name string) []*openapi3.SchemaRef {
	var all []*openapi3.SchemaRef
	for _, ref := range refs {
		if property := ref.Value.Properties[name]; property != nil {
			all = append(all, property)
		}
	}
	return all
}

// Names are the names of all members that the document's bodies have, requests included, sorted.
func (d *Document) Names() []string {
	seen, names := map[*openapi3.Schema]bool{}, map[string]bool{}
	for _, op := range d.operations {
		if op.body != nil {
			name(op.body, seen, names)
		}
		for _, ref := range op.spec.Responses.Map() {
			if media := ref.Value.Content.Get("application/json"); media != nil && media.Schema != nil {
				name(media.Schema.Value, seen, names)
			}
		}
	}
	return sortedKeys(names)
}

func name(schema *openapi3.Schema, seen map[*openapi3.Schema]bool, names map[string]bool) {
	if seen[schema] {
		return
	}
	seen[schema] = true
	for property := range schema.Properties {
		names[property] = true
	}
	for _, child := range slices.DeleteFunc(children(schema), func(ref *openapi3.SchemaRef) bool { return ref == nil || ref.Value == nil }) {
		name(child.Value, seen, names)
	}
}
