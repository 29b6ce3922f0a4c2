package schema

import (
	"errors"
	"fmt"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// Valid returns how a decoded document breaks the draft that its $schema names, or nil. What a draft that is not known
// demands, and what is in a document that is too large to look at, is left open, as are patterns: their dialects differ.
func Valid(document any) (err error) {
	defer func() {
		if recover() != nil {
			err = nil
		}
	}()
	object, _ := document.(map[string]any)
	name, _ := object["$schema"].(string)
	address := draft(name)
	if address == "" || (&survey{}).look(document, 0) != nil {
		return nil
	}
	compiler := jsonschema.NewCompiler()
	compiler.UseLoader(sealed{})
	compiler.UseRegexpEngine(func(string) (jsonschema.Regexp, error) { return anything{}, nil })
	for _, format := range []string{"uri", "uri-reference"} {
		compiler.RegisterFormat(&jsonschema.Format{Name: format, Validate: func(any) error { return nil }})
	}
	rules, err := compiler.Compile(address)
	if err != nil {
		return nil // the draft is ours, and is known to compile
	}
	var broken *jsonschema.ValidationError
	if errors.As(rules.Validate(document), &broken) {
		return fmt.Errorf("%s does not let it have what stands there (%w)", name, leaves(broken)[0])
	}
	return nil
}

// draft is the address of a draft that the library brings along, or "".
func draft(name string) string {
	_, path, _ := strings.Cut(strings.TrimSuffix(name, "#"), "://")
	switch path {
	case "json-schema.org/draft-04/schema", "json-schema.org/draft-06/schema", "json-schema.org/draft-07/schema":
		return "http://" + path
	case "json-schema.org/draft/2019-09/schema", "json-schema.org/draft/2020-12/schema":
		return "https://" + path
	}
	return ""
}

// anything is a pattern that every text matches.
type anything struct{}

// MatchString always returns true.
func (anything) MatchString(string) bool { return true }

// String returns no pattern.
func (anything) String() string { return "" }
