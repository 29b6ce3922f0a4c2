package schema

import (
	"maps"
	"net/url"
	"slices"
	"strings"
)

// Outside returns the references of a decoded schema to what is no part of it, sorted.
func Outside(document map[string]any) []string {
	own, refs := map[string]bool{}, map[string]bool{}
	walk(document, &url.URL{}, func(node map[string]any, base *url.URL) {
		own[base.String()] = true
		for _, name := range []string{"id", "$id"} {
			id, _ := node[name].(string)
			own[whole(id)] = true
		}
	})
	delete(own, "")
	walk(document, &url.URL{}, func(node map[string]any, base *url.URL) {
		ref, _ := node["$ref"].(string)
		if ref == "" || ref[0] == '#' || own[whole(ref)] || own[resolved(base, ref).String()] {
			return
		}
		refs[ref] = true
	})
	return slices.Sorted(maps.Keys(refs))
}

// whole is a reference without its fragment: that to the document in which the part is.
func whole(ref string) string {
	ref, _, _ = strings.Cut(ref, "#")
	return ref
}

// resolved is the address of the document that a reference names, seen from another.
func resolved(base *url.URL, ref string) *url.URL {
	u, err := url.Parse(whole(ref))
	if err != nil {
		return base
	}
	return base.ResolveReference(u)
}

// walk visits every object of a schema that may be a schema itself, with the address that its references start from.
// Literal values are none, and where properties are named any name is one.
func walk(value any, base *url.URL, visit func(node map[string]any, base *url.URL)) {
	switch value := value.(type) {
	case map[string]any:
		for _, name := range []string{"id", "$id"} {
			if id, _ := value[name].(string); whole(id) != "" {
				base = resolved(base, id)
			}
		}
		visit(value, base)
		for name, member := range value {
			switch name {
			case "const", "default", "enum", "example", "examples":
			case "properties", "patternProperties", "definitions", "$defs", "dependencies", "dependentSchemas":
				named, _ := member.(map[string]any)
				for _, schema := range named {
					walk(schema, base, visit)
				}
			default:
				walk(member, base, visit)
			}
		}
	case []any:
		for _, item := range value {
			walk(item, base, visit)
		}
	}
}
