package schema

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"unicode/utf8"

	"conformance/specs/jsonvalue"
)

// Fault is parameters that break one keyword of the schema.
type Fault struct {
	// Keyword is what they break, and Pointer where.
	Keyword, Pointer string
	// Value are the parameters.
	Value map[string]any
}

// String is for whoever reads what is wrong with the parameters.
func (f Fault) String() string {
	return "the parameters break " + breach{f.Keyword, f.Pointer}.Error()
}

// maxTrials is how many values are tried for all faults of a schema.
const maxTrials = 2_000

// Faults returns parameters that differ from valid ones in what breaks one keyword, and, where a member is broken that
// the valid ones do not have, in that member. There is one for each keyword at most, in the order of Keywords.
func (s *Schema) Faults(valid map[string]any) []Fault {
	b := &breaker{schema: s, maker: &maker{draft: s.root["$schema"]}, found: map[string]Fault{}}
	if s.Check(valid) == nil {
		b.visit(s.root, nil, valid)
	}
	var all []Fault
	for _, keyword := range Keywords() {
		if fault, ok := b.found[keyword]; ok {
			all = append(all, fault)
		}
	}
	return all
}

// Keywords are those that Faults breaks, telling ones first.
func Keywords() []string {
	return []string{"type", "required", "enum", "additionalProperties", "minimum", "maximum", "pattern", "maxLength", "minLength", "const",
		"exclusiveMinimum", "exclusiveMaximum", "multipleOf", "maxItems", "minItems", "uniqueItems", "minProperties", "maxProperties"}
}

// breaker looks for faults.
type breaker struct {
	schema *Schema
	maker  *maker
	found  map[string]Fault
	trials int
}

// visit breaks the keywords of a part that stands for the value at a path, then those of the parts below.
func (b *breaker) visit(part any, path []string, base map[string]any) {
	node, ok := part.(map[string]any)
	value, there := get(base, path)
	if !ok || !there || len(path) > 8 || b.trials > maxTrials {
		return
	}
	for _, keyword := range Keywords() {
		if _, known := b.found[keyword]; !known && node[keyword] != nil {
			b.try(keyword, path, base, broken(node, keyword, value))
		}
	}
	for _, branch := range list(node["allOf"]) {
		b.visit(branch, path, base)
	}
	switch value := value.(type) {
	case map[string]any:
		b.members(node, value, path, base)
	case []any:
		if item := itemPart(node, 0); len(value) > 0 {
			b.visit(item, append(slices.Clone(path), "0"), base)
		} else {
			b.added(item, path, base, "0")
		}
	}
}

func (b *breaker) members(node, value map[string]any, path []string, base map[string]any) {
	properties, _ := node["properties"].(map[string]any)
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		if _, there := value[name]; there {
			b.visit(properties[name], append(slices.Clone(path), name), base)
		} else {
			b.added(properties[name], path, base, name)
		}
	}
	if part, ok := node["additionalProperties"].(map[string]any); ok {
		b.added(part, path, base, "conformance")
	}
}

// added visits a part for which the parameters have no value yet.
func (b *breaker) added(part any, path []string, base map[string]any, name string) {
	value, ok := b.maker.value(part, len(path)+1)
	if !ok {
		return
	}
	at := append(slices.Clone(path), name)
	if base = set(base, at, value); b.allowed(base) && b.schema.Check(base) == nil {
		b.visit(part, at, base)
	}
}

func (b *breaker) allowed(value any) bool {
	b.trials++
	return b.trials <= maxTrials && small(value)
}

// try notes the first candidate that breaks this keyword, here, and nothing else, and that the other validator refuses.
func (b *breaker) try(keyword string, path []string, base map[string]any, candidates []any) {
	pointer := jsonvalue.Pointer(path...)
	for _, candidate := range candidates {
		parameters := set(base, path, candidate)
		if parameters == nil || !b.allowed(parameters) {
			continue
		}
		breaches := b.schema.rules.breaches(parameters)
		other := func(found breach) bool { return found != breach{keyword, pointer} }
		if len(breaches) > 0 && !slices.ContainsFunc(breaches, other) && b.schema.rules.second.refuses(parameters) {
			b.found[keyword] = Fault{keyword, pointer, parameters}
			return
		}
	}
}

// broken are candidates for values that break one keyword of a part for which value is right.
func broken(node map[string]any, keyword string, value any) []any {
	switch keyword {
	case "type":
		return []any{"conformance", json.Number("7"), true, []any{}, map[string]any{}}
	case "enum", "const":
		return unlike(value)
	case "minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf":
		return outside(node, keyword, value)
	}
	switch value := value.(type) {
	case string:
		return brokenText(node, keyword, value)
	case []any:
		return brokenList(node, keyword, value)
	case map[string]any:
		return brokenObject(node, keyword, value)
	}
	return nil
}

// unlike are values of the same type that are probably not among those that a schema names.
func unlike(value any) []any {
	switch value := value.(type) {
	case string:
		return []any{"conformance-none", value + "x", ""}
	case json.Number:
		return []any{json.Number("987654321"), json.Number("-1"), json.Number("0.5")}
	case bool:
		return []any{!value}
	case []any:
		return []any{[]any{}, append(slices.Clone(value), "conformance-none")}
	case map[string]any:
		return []any{map[string]any{}, set(value, []string{"conformance-none"}, true)}
	}
	return nil
}

func brokenText(node map[string]any, keyword, value string) []any {
	switch keyword {
	case "pattern":
		return foreign(node, value)
	case "minLength":
		if n := count(node, keyword, 0) - 1; n >= 0 && n < longest {
			return append(texts(node, n, n), sized(value, n, n))
		}
	case "maxLength":
		if n := count(node, keyword, most) + 1; n <= longest {
			return append(texts(node, n, n), sized(value, max(n, utf8.RuneCountInString(value)), n))
		}
	}
	return nil
}

func brokenList(node map[string]any, keyword string, value []any) []any {
	m := &maker{draft: node["$schema"]}
	grown := func(n int) []any {
		all := slices.Clone(value)
		for len(all) < n {
			item, ok := m.item(node, len(all), 0)
			if !ok {
				return nil
			}
			all = append(all, item)
		}
		return []any{all}
	}
	switch keyword {
	case "minItems":
		if n := count(node, keyword, 0) - 1; n >= 0 && n <= len(value) {
			return []any{slices.Clone(value[:n])}
		}
	case "maxItems":
		if n := count(node, keyword, most) + 1; n <= 4*maxItems {
			return grown(n)
		}
	case "uniqueItems":
		if one := grown(1); len(one) > 0 {
			item := one[0].([]any)[0]
			least := max(2, len(value))
			return []any{append(slices.Clone(value), item), slices.Repeat([]any{item}, min(least, 4*maxItems))}
		}
	}
	return nil
}

func brokenObject(node map[string]any, keyword string, value map[string]any) []any {
	var all []any
	switch keyword {
	case "required":
		for _, name := range list(node[keyword]) {
			if text, ok := name.(string); ok {
				all = append(all, without(value, text))
			}
		}
	case "additionalProperties":
		return []any{set(value, []string{"conformance_unknown"}, true)}
	case "minProperties":
		least := value
		for _, name := range slices.Sorted(maps.Keys(value)) {
			least = without(least, name)
			all = append(all, least)
		}
	case "maxProperties":
		grown := value
		for i := 0; len(grown) <= count(node, keyword, most) && i < 4*maxItems; i++ {
			grown = set(grown, []string{fmt.Sprintf("conformance%d", i)}, "conformance")
		}
		all = append(all, grown)
	}
	return all
}
