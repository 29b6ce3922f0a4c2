package schema

import (
	"errors"
	"fmt"
	"maps"
	"net/url"
	"strings"

	"conformance/specs/jsonvalue"
)

// maxNodes is how many schemas the tree may have once references are replaced.
const maxNodes = 2_000

// plain returns a schema without references, each replaced by what it refers to.
func plain(document any) (map[string]any, error) {
	if err := (&survey{}).look(document, 0); err != nil {
		return nil, err
	}
	root, ok := document.(map[string]any)
	if !ok {
		return nil, errors.New("it is no JSON object")
	}
	draft, _ := root["$schema"].(string)
	p := &plainer{root: root, open: map[string]bool{}, siblings: strings.Contains(draft, "2019") || strings.Contains(draft, "2020")}
	node, err := p.node(root, 0)
	if err != nil {
		return nil, err
	}
	if p.ids && p.references {
		return nil, errors.New("it refers to parts of itself, and parts have ids of their own")
	}
	tree, ok := node.(map[string]any)
	if !ok {
		return map[string]any{"$schema": draft, "not": map[string]any{"not": map[string]any{}}}, nil
	}
	if draft != "" {
		tree["$schema"] = draft
	}
	return tree, nil
}

// plainer replaces the references of one schema.
type plainer struct {
	root map[string]any
	// open are the references that are being replaced.
	open            map[string]bool
	nodes           int
	ids, references bool
	// siblings is set when members beside a reference count, as they do since draft 2019-09.
	siblings bool
}

// places are the keywords below which there are schemas: one, a list or a map of them, whatever is found there.
func places(keyword string) bool {
	switch keyword {
	case "not", "if", "then", "else", "additionalProperties", "additionalItems", "items", "contains", "propertyNames", "unevaluatedItems",
		"unevaluatedProperties", "allOf", "anyOf", "oneOf", "prefixItems":
		return true
	}
	return false
}

func (p *plainer) node(value any, depth int) (any, error) {
	object, ok := value.(map[string]any)
	if !ok {
		return value, nil
	}
	switch p.nodes++; {
	case p.nodes > maxNodes:
		return nil, fmt.Errorf("it has more than %d parts", maxNodes)
	case depth > maxDepth:
		return nil, fmt.Errorf("it is nested more than %d deep", maxDepth)
	}
	tree := map[string]any{}
	for keyword, member := range object {
		var err error
		switch {
		case keyword == "$dynamicRef" || keyword == "$recursiveRef":
			return nil, fmt.Errorf("it uses %s", keyword)
		case keyword == "$id" || keyword == "id" && object["$id"] == nil:
			// The id of the whole names nothing that a reference to the inside needs.
			text, isText := member.(string)
			p.ids = p.ids || depth > 0 && isText && !strings.HasPrefix(text, "#")
		case keyword == "$ref", keyword == "$schema", keyword == "$vocabulary", strings.HasSuffix(keyword, "nchor") && keyword[0] == '$',
			keyword == "definitions", keyword == "$defs", keyword == "contentSchema":
		case places(keyword):
			tree[keyword], err = p.below(member, depth+1)
		case keyword == "properties", keyword == "patternProperties", keyword == "dependentSchemas", keyword == "dependencies":
			tree[keyword], err = p.named(member, depth+1)
		default:
			tree[keyword] = member
		}
		if err != nil {
			return nil, err
		}
	}
	if reference, ok := object["$ref"].(string); ok {
		return p.follow(reference, tree, depth)
	}
	return tree, nil
}

func (p *plainer) below(value any, depth int) (any, error) {
	list, ok := value.([]any)
	if !ok {
		return p.node(value, depth)
	}
	all := make([]any, len(list))
	for i, item := range list {
		var err error
		if all[i], err = p.node(item, depth); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (p *plainer) named(value any, depth int) (any, error) {
	object, ok := value.(map[string]any)
	if !ok {
		return value, nil
	}
	all := map[string]any{}
	for name, member := range object {
		var err error
		if all[name], err = p.node(member, depth); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// follow replaces a reference. Members beside it count in newer drafts only.
func (p *plainer) follow(reference string, beside map[string]any, depth int) (any, error) {
	p.references = true
	if p.open[reference] {
		return nil, fmt.Errorf("it refers to itself: %q", cut(reference))
	}
	target, err := p.find(reference)
	if err != nil {
		return nil, err
	}
	p.open[reference] = true
	defer delete(p.open, reference)
	node, err := p.node(target, depth+1)
	if err != nil || !p.siblings || len(beside) == 0 {
		return node, err
	}
	beside = maps.Clone(beside)
	others, _ := beside["allOf"].([]any)
	beside["allOf"] = append(others[:len(others):len(others)], node)
	return beside, nil
}

func (p *plainer) find(reference string) (any, error) {
	fragment, local := strings.CutPrefix(reference, "#")
	pointer, err := url.PathUnescape(fragment)
	if !local || err != nil || pointer != "" && pointer[0] != '/' {
		return nil, fmt.Errorf("it refers to %q, which is not followed", cut(reference))
	}
	value, _ := jsonvalue.At(any(p.root), pointer)
	if value == nil {
		return nil, fmt.Errorf("it refers to %q, which is not there", cut(reference))
	}
	return value, nil
}

// cut shortens foreign text for a reason that people read.
func cut(text string) string {
	if runes := []rune(text); len(runes) > 60 {
		return string(runes[:60]) + "…"
	}
	return text
}
