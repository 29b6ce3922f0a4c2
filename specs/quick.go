package specs

import (
	"encoding/json"
	"reflect"
	"regexp"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// quick tells in a fraction of the time of a full validation that a value surely fits a schema. It says yes only when
// that is certain; whatever it does not understand is left to the full validation. Nearly all messages are valid, so
// that little is spent on them: BenchmarkQuick shows what that saves.
type quick struct {
	// full is the validation of a schema with a keyword that quick does not know; what follows is then empty.
	full func(value any) bool
	// kind is the schema's type, "" for any.
	kind    string
	null    bool // nullable: true
	filled  bool // minLength: 1
	pattern *regexp.Regexp
	require []string
	members map[string]*quick
	items   *quick   // nil when any will do
	all     []*quick // allOf
}

// quickReader translates schemas, each once.
type quickReader struct {
	options []openapi3.SchemaValidationOption
	known   map[*openapi3.Schema]*quick
}

func newQuickReader(options ...openapi3.SchemaValidationOption) quickReader {
	return quickReader{options, map[*openapi3.Schema]*quick{}}
}

func (r quickReader) read(schema *openapi3.Schema) *quick {
	if q, met := r.known[schema]; met {
		return q
	}
	q := &quick{}
	r.known[schema] = q
	if !r.translate(schema, q) {
		*q = quick{full: func(value any) bool { return schema.VisitJSON(value, r.options...) == nil }}
	}
	return q
}

func (r quickReader) translate(schema *openapi3.Schema, q *quick) bool {
	rest := *schema
	rest.Extensions, rest.Origin, rest.Title, rest.Description, rest.Example = nil, nil, "", "", nil
	if rest.Type != nil && len(*rest.Type) == 1 {
		q.kind, rest.Type = (*rest.Type)[0], nil
	}
	q.null, rest.Nullable = rest.Nullable, false
	if rest.MinLength == 1 {
		q.filled, rest.MinLength = true, 0
	}
	if rest.Pattern != "" && !strings.Contains(rest.Pattern, `\u`) { // which Go writes in another way
		if pattern, err := regexp.Compile(rest.Pattern); err == nil {
			q.pattern, rest.Pattern = pattern, ""
		}
	}
	q.require, rest.Required = rest.Required, nil
	q.members = map[string]*quick{}
	for name, ref := range rest.Properties {
		q.members[name] = r.read(ref.Value)
	}
	rest.Properties = nil
	if rest.Items != nil {
		q.items, rest.Items = r.read(rest.Items.Value), nil
	}
	if has := rest.AdditionalProperties.Has; has != nil && *has {
		rest.AdditionalProperties.Has = nil // as when it says nothing
	}
	for _, ref := range rest.AllOf {
		q.all = append(q.all, r.read(ref.Value))
	}
	rest.AllOf = nil
	return q.kind != "integer" && q.kind != "number" && reflect.DeepEqual(rest, openapi3.Schema{})
}

// fits reports whether the value surely fits. Values are those of encoding/json, numbers as json.Number.
func (q *quick) fits(value any) bool {
	switch {
	case q == nil:
		return false
	case q.full != nil:
		return q.full(value)
	case !q.alone(value):
		return false
	}
	for _, part := range q.all {
		if !part.fits(value) {
			return false
		}
	}
	return true
}

// alone is fits without the parts of an allOf.
func (q *quick) alone(value any) bool {
	switch value := value.(type) {
	case nil:
		return q.null
	case string:
		return q.is("string") && (!q.filled || value != "") && (q.pattern == nil || q.pattern.MatchString(value))
	case bool:
		return q.is("boolean")
	case map[string]any:
		return q.is("object") && q.holds(value)
	case []any:
		return q.is("array") && q.lists(value)
	case json.Number:
		_, err := value.Float64()
		return q.kind == "" && err == nil
	}
	return false
}

func (q *quick) is(kind string) bool { return q.kind == kind || q.kind == "" }

func (q *quick) holds(object map[string]any) bool {
	for _, name := range q.require {
		if _, present := object[name]; !present {
			return false
		}
	}
	for name, value := range object {
		if member := q.members[name]; member != nil && !member.fits(value) {
			return false
		}
	}
	return true
}

func (q *quick) lists(list []any) bool {
	if q.items == nil {
		return true
	}
	for _, item := range list {
		if !q.items.fits(item) {
			return false
		}
	}
	return true
}
