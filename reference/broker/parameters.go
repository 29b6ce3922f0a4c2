package broker

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// sealed refuses to load anything: a parameters schema must not refer to what lies outside itself.
type sealed struct{}

// Load always returns an error.
func (sealed) Load(url string) (any, error) {
	return nil, fmt.Errorf("%s lies outside the schema", url)
}

func (h *holder) compile() error {
	if h.Parameters == nil {
		return nil
	}
	text, err := json.Marshal(h.Parameters)
	if err != nil {
		return err
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return err
	}
	const name = "urn:conformance:parameters"
	compiler := jsonschema.NewCompiler()
	compiler.UseLoader(sealed{})
	if err := compiler.AddResource(name, document); err != nil {
		return err
	}
	if h.schema, err = compiler.Compile(name); err == nil {
		h.optional = h.violations(map[string]any{}) == ""
	}
	return err
}

// violations says where parameters break the schema and by which keyword, or nothing. It never quotes a value.
func (h *holder) violations(parameters map[string]any) string {
	if h.schema == nil || len(parameters) == 0 && h.optional {
		return ""
	}
	if parameters == nil {
		parameters = map[string]any{}
	}
	if extreme(parameters) {
		return "/parameters has a number whose exponent has more than three digits"
	}
	broken := new(jsonschema.ValidationError)
	if err := h.schema.Validate(parameters); !errors.As(err, &broken) {
		return ""
	}
	found := leaves(broken)
	slices.Sort(found)
	return strings.Join(slices.Compact(found), "; ")
}

// extreme reports whether a value has a number that nobody can compute with, however short it is written.
func extreme(value any) bool {
	switch value := value.(type) {
	case json.Number:
		_, exponent, _ := strings.Cut(strings.ToLower(string(value)), "e")
		return len(strings.TrimLeft(exponent, "+-0")) > 3
	case []any:
		return slices.ContainsFunc(value, extreme)
	case map[string]any:
		for _, member := range value {
			if extreme(member) {
				return true
			}
		}
	}
	return false
}

func leaves(e *jsonschema.ValidationError) []string {
	if len(e.Causes) == 0 {
		at := strings.Join(append([]string{"parameters"}, e.InstanceLocation...), "/")
		return []string{fmt.Sprintf("/%s breaks %s", at, strings.Join(e.ErrorKind.KeywordPath(), "/"))}
	}
	var all []string
	for _, cause := range e.Causes {
		all = append(all, leaves(cause)...)
	}
	return all
}
