package specs

import (
	"encoding/json"
	"reflect"
	"regexp"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// quick tells in a fraction of the time of a full validation that a value surely fits a schema. It says yes only when
// that is certain; whatever it does not understand is left to the full validation. Nearly all requests are valid, so
// that a server spends little on them.
type quick struct {
	// kind is the schema's type, "" for any.
	kind    string
	null    bool // nullable: true
	filled  bool // minLength: 1
	pattern *regexp.Regexp
	require []string
	members map[string]*quick
	all     []*quick // allOf
}

// newQuick translates a schema, or returns nil when it has a keyword that quick does not know.
func newQuick(schema *openapi3.Schema, known map[*openapi3.Schema]*quick) *quick {
	if q, met := known[schema]; met {
		return q
	}
	q := &quick{}
	known[schema] = q
	if !q.translate(schema, known) {
		// Whoever refers to it already has to distrust it as well.
		*q, known[schema] = quick{kind: "unknown"}, nil
		return nil
	}
	return q
}

func (q *quick) translate(schema *openapi3.Schema, known map[*openapi3.Schema]*quick) bool {
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
		q.members[name] = newQuick(ref.Value, known)
	}
	rest.Properties = nil
	for _, ref := range rest.AllOf {
		q.all = append(q.all, newQuick(ref.Value, known))
	}
	rest.AllOf = nil
	return reflect.DeepEqual(rest, openapi3.Schema{})
}

// fits reports whether the value surely fits. Values are those of encoding/json, numbers as json.Number.
func (q *quick) fits(value any) bool {
	if q == nil {
		return false
	}
	switch value := value.(type) {
	case nil:
		if !q.null {
			return false
		}
	case string:
		if q.kind != "string" && q.kind != "" || q.filled && value == "" || q.pattern != nil && !q.pattern.MatchString(value) {
			return false
		}
	case bool:
		if q.kind != "boolean" && q.kind != "" {
			return false
		}
	case map[string]any:
		if q.kind != "object" && q.kind != "" || !q.holds(value) {
			return false
		}
	case json.Number, []any:
		if q.kind != "" {
			return false
		}
	default:
		return false
	}
	for _, part := range q.all {
		if !part.fits(value) {
			return false
		}
	}
	return true
}

func (q *quick) holds(object map[string]any) bool {
	for _, name := range q.require {
		if _, present := object[name]; !present {
			return false
		}
	}
	for name, member := range q.members {
		if value, present := object[name]; present && !member.fits(value) {
			return false
		}
	}
	return true
}
