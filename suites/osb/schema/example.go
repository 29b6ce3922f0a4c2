package schema

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// Example returns parameters that keep the schema: all that are required, and of the others those for which the schema
// names values or bounds, because any other value would be a guess. The error says which part nothing could be made for.
func (s *Schema) Example() (map[string]any, error) {
	m := &maker{draft: s.root["$schema"]}
	root := s.root
	if root["type"] == nil {
		root = maps.Clone(root)
		root["type"] = "object" // as parameters are
	}
	value, ok := m.value(root, 0)
	object, isObject := value.(map[string]any)
	switch {
	case !ok || !isObject:
		return nil, fmt.Errorf("no object could be made for it; %s was in the way", m.obstacle)
	case s.Check(object) != nil:
		return nil, fmt.Errorf("no object could be made for it; the best breaks %w", s.Check(object))
	case !small(object):
		return nil, fmt.Errorf("what it asks for is larger than %d bytes", maxValue)
	}
	return object, nil
}

func small(value any) bool {
	data, err := json.Marshal(value)
	return err == nil && len(data) <= maxValue
}

// maker makes values by a schema, as many as its bounds allow.
type maker struct {
	draft any
	// made counts values, compiled the parts of the schema that were prepared to try them.
	made, compiled int
	// obstacle names the keyword of the last part that nothing could be made for.
	obstacle string
}

const (
	maxMade     = 1_000
	maxCompiled = 200
	maxChoices  = 8
	maxItems    = 64
)

// rules prepares a part of the schema; nil means that no more can be.
func (m *maker) rules(node map[string]any) *rules {
	if m.compiled++; m.compiled > maxCompiled {
		return nil
	}
	if m.draft != nil {
		node = maps.Clone(node)
		node["$schema"] = m.draft
	}
	rules, err := compile(node)
	if err != nil {
		return nil
	}
	return rules
}

// value makes a value for a part of the schema.
func (m *maker) value(part any, depth int) (any, bool) {
	node, ok := part.(map[string]any)
	if !ok {
		return "conformance", part != false
	}
	rules := m.rules(node)
	if m.made++; rules == nil || m.made > maxMade || depth > maxDepth {
		m.obstacle = "its size"
		return nil, false
	}
	for _, variant := range variants(node) {
		for _, candidate := range m.candidates(variant, rules, depth) {
			if candidate != nil && rules.check(candidate) == nil {
				return candidate, true
			}
		}
	}
	m.obstacle = cmp.Or(m.obstacle, obstacle(node))
	return nil, false
}

// obstacle names what makes a part difficult.
func obstacle(node map[string]any) string {
	for _, keyword := range []string{"pattern", "format", "minLength", "multipleOf", "not", "oneOf", "anyOf", "allOf", "if", "contains", "minItems", "minProperties"} {
		if node[keyword] != nil {
			return keyword
		}
	}
	return "a part of it"
}

// named are the values that a part names itself.
func named(node map[string]any) []any {
	var all []any
	for _, keyword := range []string{"const", "default", "example"} {
		if value, ok := node[keyword]; ok {
			all = append(all, value)
		}
	}
	all = append(all, list(node["examples"])...)
	all = append(all, list(node["enum"])...)
	return all[:min(len(all), maxItems)]
}

func (m *maker) candidates(node map[string]any, rules *rules, depth int) []any {
	all := named(node)
	for _, kind := range kinds(node) {
		switch kind {
		case "object":
			if object, ok := m.object(node, rules, depth); ok {
				all = append(all, object)
			}
		case "array":
			if array, ok := m.array(node, depth); ok {
				all = append(all, array)
			}
		case "string":
			all = append(all, texts(node, count(node, "minLength", 0), count(node, "maxLength", longest))...)
		case "integer", "number":
			all = append(all, numbers(node)...)
		case "boolean":
			all = append(all, false, true)
		}
	}
	return all
}

// kinds are the types that a part allows or, where it says nothing, seems to mean.
func kinds(node map[string]any) []string {
	switch types := node["type"].(type) {
	case string:
		return []string{types}
	case []any:
		var all []string
		for _, name := range types {
			if text, ok := name.(string); ok {
				all = append(all, text)
			}
		}
		return all
	}
	for _, kind := range []struct {
		name     string
		keywords []string
	}{
		{"object", []string{"properties", "required", "minProperties", "additionalProperties", "patternProperties"}},
		{"array", []string{"items", "minItems", "prefixItems", "uniqueItems"}},
		{"number", []string{"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"}},
	} {
		if slices.ContainsFunc(kind.keywords, func(keyword string) bool { return node[keyword] != nil }) {
			return []string{kind.name}
		}
	}
	return []string{"string", "object"}
}

// object makes an object of the required members, then adds others as long as they fit.
func (m *maker) object(node map[string]any, rules *rules, depth int) (map[string]any, bool) {
	properties, _ := node["properties"].(map[string]any)
	object := map[string]any{}
	for _, item := range list(node["required"]) {
		name, _ := item.(string)
		part, known := properties[name]
		if !known {
			part = additional(node)
		}
		value, ok := m.value(part, depth+1)
		if !ok {
			return nil, false
		}
		object[name] = value
	}
	least := count(node, "minProperties", 0)
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		if _, there := object[name]; there || !telling(properties[name]) && len(object) >= least {
			continue
		}
		if value, ok := m.value(properties[name], depth+1); ok {
			if object[name] = value; len(object) > least && rules.check(object) != nil {
				delete(object, name)
			}
		}
	}
	for i := 0; len(object) < least && i < maxItems; i++ {
		if value, ok := m.value(additional(node), depth+1); ok {
			object[fmt.Sprintf("conformance%d", i)] = value
		}
	}
	return object, true
}

// additional is the part for members that a schema does not name.
func additional(node map[string]any) any {
	if part, ok := node["additionalProperties"]; ok {
		return part
	}
	return true
}

// telling reports whether a part says enough of its values: it names some, or has both bounds.
func telling(part any) bool {
	node, _ := part.(map[string]any)
	l := limitsOf(node)
	return len(named(node)) > 0 || l.low != nil && l.high != nil
}

func (m *maker) array(node map[string]any, depth int) ([]any, bool) {
	least := count(node, "minItems", 0)
	if least > maxItems {
		return nil, false
	}
	array := []any{}
	for i := range least {
		value, ok := m.item(node, i, depth)
		if !ok {
			return nil, false
		}
		array = append(array, value)
	}
	return array, true
}

// item makes the ith item. Items that have to differ are made of different parts of what the schema names, or counted.
func (m *maker) item(node map[string]any, i, depth int) (any, bool) {
	part := itemPart(node, i)
	value, ok := m.value(part, depth+1)
	if !ok || node["uniqueItems"] != true {
		return value, ok
	}
	return m.other(part, value, i)
}

// other varies a value, so that items with different numbers are different.
func (m *maker) other(part, value any, i int) (any, bool) {
	node, _ := part.(map[string]any)
	if choices := list(node["enum"]); len(choices) > 0 {
		return choices[i%len(choices)], true
	}
	switch value := value.(type) {
	case string:
		return value + fmt.Sprint(i), true
	case json.Number:
		r := rational(value)
		step := limitsOf(node).step
		for range i {
			r.Add(r, step)
		}
		return number(r), true
	}
	return value, true
}

// itemPart is the part for the ith item.
func itemPart(node map[string]any, i int) any {
	for _, keyword := range []string{"prefixItems", "items"} {
		if tuple, ok := node[keyword].([]any); ok {
			if i < len(tuple) {
				return tuple[i]
			}
			if part, ok := node["additionalItems"]; ok {
				return part
			}
		}
	}
	if part, ok := node["items"].(map[string]any); ok {
		return part
	}
	return true
}
