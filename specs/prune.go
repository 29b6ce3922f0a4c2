package specs

import (
	"fmt"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// pruner drops what does not exist in one version. Schemas are shared through references, hence the visited set.
type pruner struct {
	version Version
	visited map[*openapi3.Schema]bool
}

func prune(doc *openapi3.T, v Version) error {
	p := &pruner{version: v, visited: map[*openapi3.Schema]bool{}}
	for template, item := range doc.Paths.Map() {
		keep, err := p.exists(item.Extensions)
		if err != nil {
			return fmt.Errorf("%s: %w", template, err)
		}
		if !keep {
			doc.Paths.Delete(template)
			continue
		}
		if err := p.pathItem(item); err != nil {
			return fmt.Errorf("%s: %w", template, err)
		}
		if len(item.Operations()) == 0 {
			doc.Paths.Delete(template)
		}
	}
	return nil
}

func (p *pruner) window(extensions map[string]any, since, until string) (Window, bool, error) {
	var w Window
	found := false
	for key, bound := range map[string]*Version{since: &w.Since, until: &w.Until} {
		value, ok := extensions[key]
		if !ok {
			continue
		}
		text, ok := value.(string)
		if !ok {
			return w, false, fmt.Errorf("%s: %v is no quoted version", key, value)
		}
		*bound = Version(text)
		found = true
	}
	return w, found, w.validate()
}

func (p *pruner) exists(extensions map[string]any) (bool, error) {
	w, _, err := p.window(extensions, "x-since", "x-until")
	return w.Contains(p.version), err
}

func (p *pruner) pathItem(item *openapi3.PathItem) error {
	var err error
	if item.Parameters, err = p.parameters(item.Parameters); err != nil {
		return err
	}
	for method, op := range item.Operations() {
		keep, err := p.exists(op.Extensions)
		if err != nil {
			return err
		}
		if !keep {
			item.SetOperation(method, nil)
			continue
		}
		if err := p.operation(op); err != nil {
			return fmt.Errorf("%s: %w", op.OperationID, err)
		}
	}
	return nil
}

func (p *pruner) operation(op *openapi3.Operation) error {
	var err error
	if op.Parameters, err = p.parameters(op.Parameters); err != nil {
		return err
	}
	if op.RequestBody != nil {
		if err := p.content(op.RequestBody.Value.Content); err != nil {
			return err
		}
	}
	for status, ref := range op.Responses.Map() {
		keep, err := p.existsEither(ref.Extensions, ref.Value.Extensions)
		if err != nil {
			return fmt.Errorf("response %s: %w", status, err)
		}
		if !keep {
			op.Responses.Delete(status)
			continue
		}
		if err := p.response(ref.Value); err != nil {
			return fmt.Errorf("response %s: %w", status, err)
		}
	}
	return nil
}

// existsEither looks beside a reference and at what it refers to: both windows have to hold.
func (p *pruner) existsEither(beside, target map[string]any) (bool, error) {
	first, err := p.exists(beside)
	if err != nil {
		return false, err
	}
	second, err := p.exists(target)
	return first && second, err
}

func (p *pruner) parameters(all openapi3.Parameters) (openapi3.Parameters, error) {
	var kept openapi3.Parameters
	for _, ref := range all {
		keep, err := p.existsEither(ref.Extensions, ref.Value.Extensions)
		if err != nil {
			return nil, fmt.Errorf("parameter %s: %w", ref.Value.Name, err)
		}
		if keep {
			kept = append(kept, ref)
		}
	}
	return kept, nil
}

func (p *pruner) response(r *openapi3.Response) error {
	for name, ref := range r.Headers {
		keep, err := p.existsEither(ref.Extensions, ref.Value.Extensions)
		if err != nil {
			return fmt.Errorf("header %s: %w", name, err)
		}
		if !keep {
			delete(r.Headers, name)
		}
	}
	return p.content(r.Content)
}

func (p *pruner) content(content openapi3.Content) error {
	for name, media := range content {
		if media == nil {
			return fmt.Errorf("content %s is empty", name)
		}
		if err := p.schema(media.Schema); err != nil {
			return err
		}
	}
	return nil
}

func (p *pruner) schema(ref *openapi3.SchemaRef) error {
	if ref == nil || ref.Value == nil || p.visited[ref.Value] {
		return nil
	}
	s := ref.Value
	p.visited[s] = true
	for name, property := range s.Properties {
		keep, err := p.existsEither(property.Extensions, property.Value.Extensions)
		if err != nil {
			return fmt.Errorf("property %s: %w", name, err)
		}
		if !keep {
			delete(s.Properties, name)
			s.Required = slices.DeleteFunc(s.Required, func(r string) bool { return r == name })
			continue
		}
		if err := p.required(s, name, property); err != nil {
			return fmt.Errorf("property %s: %w", name, err)
		}
		if err := p.schema(property); err != nil {
			return fmt.Errorf("property %s: %w", name, err)
		}
	}
	for _, group := range []*openapi3.SchemaRefs{&s.AllOf, &s.AnyOf, &s.OneOf} {
		if err := p.parts(group); err != nil {
			return err
		}
	}
	for _, child := range []*openapi3.SchemaRef{s.Items, s.Not, s.AdditionalProperties.Schema} {
		if err := p.schema(child); err != nil {
			return err
		}
	}
	return nil
}

// parts drops the parts of a combined schema that do not exist. This is how one keyword gets a window of its own.
func (p *pruner) parts(group *openapi3.SchemaRefs) error {
	var kept openapi3.SchemaRefs
	for i, part := range *group {
		keep, err := p.existsEither(part.Extensions, part.Value.Extensions)
		if err != nil {
			return fmt.Errorf("part %d: %w", i+1, err)
		}
		if !keep {
			continue
		}
		if err := p.schema(part); err != nil {
			return fmt.Errorf("part %d: %w", i+1, err)
		}
		kept = append(kept, part)
	}
	*group = kept
	return nil
}

func (p *pruner) required(parent *openapi3.Schema, name string, property *openapi3.SchemaRef) error {
	for _, extensions := range []map[string]any{property.Extensions, property.Value.Extensions} {
		w, found, err := p.window(extensions, "x-required-since", "x-required-until")
		if err != nil {
			return err
		}
		if found && w.Contains(p.version) && !slices.Contains(parent.Required, name) {
			parent.Required = append(parent.Required, name)
		}
	}
	return nil
}
