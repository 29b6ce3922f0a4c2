// Package schema makes parameters by a JSON Schema that a catalog publishes: objects that keep it, and objects that break
// one keyword of it.
//
// A schema is foreign: whoever writes it may mean harm, or use what this package does not follow. References are
// replaced by what they refer to before anything else happens, so that the schema becomes a tree of bounded size, and
// with it the work that any value causes. What refers to itself or to another document is refused, and nothing is ever
// fetched.
package schema

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"

	"conformance/specs/jsonvalue"
)

// Schema is a schema for parameters, without references.
type Schema struct {
	root  map[string]any
	rules *jsonschema.Schema
}

// Read reads a decoded schema, numbers as json.Number. The error says why it cannot be worked with.
func Read(document any) (s *Schema, err error) {
	defer func() {
		if recovered := recover(); recovered != nil {
			s, err = nil, errors.New("the schema is beyond what can be read")
		}
	}()
	root, err := plain(document)
	if err != nil {
		return nil, err
	}
	rules, err := compile(root)
	if err != nil {
		return nil, err
	}
	return &Schema{root: root, rules: rules}, nil
}

// Check returns how a decoded value breaks the schema, or nil.
func (s *Schema) Check(value any) error {
	if breaches := violations(s.rules, value); len(breaches) > 0 {
		return breaches[0]
	}
	return nil
}

// Parse decodes parameters, numbers as json.Number. They have to be one JSON object of an ordinary size.
func Parse(data []byte) (map[string]any, error) {
	if len(data) > maxValue {
		return nil, fmt.Errorf("%d bytes, want at most %d", len(data), maxValue)
	}
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(string(data)))
	if err != nil {
		return nil, err
	}
	object, ok := value.(map[string]any)
	if !ok {
		return nil, errors.New("no JSON object")
	}
	return object, (&survey{}).look(object, 0)
}

// breach is one place of a value that breaks one keyword.
type breach struct {
	keyword, pointer string
}

// Error is for whoever reads why a value does not do.
func (b breach) Error() string { return fmt.Sprintf("%s at %s", b.keyword, at(b.pointer)) }

func at(pointer string) string {
	if pointer == "" {
		return "the top"
	}
	return pointer
}

// compile prepares a schema that has no references for validation.
func compile(root any) (*jsonschema.Schema, error) {
	const name = "urn:conformance:parameters"
	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(jsonschema.Draft4) // the oldest that a catalog may use
	compiler.UseLoader(sealed{})
	compiler.UseRegexpEngine(engine)
	compiler.AssertFormat()
	if err := compiler.AddResource(name, root); err != nil {
		return nil, errors.New("it is no JSON Schema")
	}
	rules, err := compiler.Compile(name)
	var invalid *jsonschema.SchemaValidationError
	var broken *jsonschema.ValidationError
	switch {
	case err == nil:
		return rules, nil
	case errors.As(err, &invalid) && errors.As(invalid.Err, &broken):
		return nil, fmt.Errorf("it is no JSON Schema: %w", leaves(broken)[0])
	}
	return nil, errors.New("it is no JSON Schema of a known draft")
}

// sealed refuses to load anything.
type sealed struct{}

// Load always returns an error.
func (sealed) Load(string) (any, error) { return nil, errors.New("nothing is fetched") }

// The bounds of a pattern: its length in bytes, and the size of the machine that looks for it.
const (
	maxPattern = 1 << 10
	maxMachine = 4 << 10
)

// engine compiles patterns whose work is bounded: it is the size of the machine for each character of a text.
func engine(pattern string) (jsonschema.Regexp, error) {
	if len(pattern) > maxPattern {
		return nil, errors.New("the pattern is too long")
	}
	parsed, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return nil, err
	}
	machine, err := syntax.Compile(parsed.Simplify())
	if err != nil {
		return nil, err
	}
	if len(machine.Inst) > maxMachine {
		return nil, errors.New("the pattern is too intricate")
	}
	return regexp.Compile(pattern)
}

// violations are the places where a value breaks a schema.
func violations(rules *jsonschema.Schema, value any) (found []breach) {
	defer func() {
		if recover() != nil {
			found = []breach{{keyword: "nothing that can be judged"}}
		}
	}()
	var broken *jsonschema.ValidationError
	if err := rules.Validate(value); errors.As(err, &broken) {
		return leaves(broken)
	}
	return nil
}

func leaves(e *jsonschema.ValidationError) []breach {
	if len(e.Causes) == 0 {
		return []breach{{keyword: strings.Join(e.ErrorKind.KeywordPath(), "/"), pointer: jsonvalue.Pointer(e.InstanceLocation...)}}
	}
	if _, named := e.ErrorKind.(*kind.PropertyNames); named {
		return []breach{{keyword: "propertyNames", pointer: jsonvalue.Pointer(e.InstanceLocation...)}}
	}
	var all []breach
	for _, cause := range e.Causes {
		all = append(all, leaves(cause)...)
	}
	return all
}

// survey bounds a JSON value: its depth, its size, and the numbers in it, of which a short text can be a huge one.
type survey struct {
	values, bytes int
}

const (
	maxDepth  = 64
	maxValues = 20_000
	maxBytes  = 256 << 10
	maxValue  = 64 << 10
)

func (v *survey) look(value any, depth int) error {
	v.values++
	switch value := value.(type) {
	case string:
		v.bytes += len(value)
	case json.Number:
		if !ordinary(value) {
			return errors.New("a number is too large or too long")
		}
	case map[string]any:
		for name, member := range value {
			v.bytes += len(name)
			if err := v.look(member, depth+1); err != nil {
				return err
			}
		}
	case []any:
		for _, item := range value {
			if err := v.look(item, depth+1); err != nil {
				return err
			}
		}
	}
	switch {
	case depth > maxDepth:
		return fmt.Errorf("it is nested more than %d deep", maxDepth)
	case v.values > maxValues, v.bytes > maxBytes:
		return fmt.Errorf("it has more than %d values or %d bytes of text", maxValues, maxBytes)
	}
	return nil
}

// ordinary reports whether a number is short and not raised to the thousands.
func ordinary(n json.Number) bool {
	digits, exponent, _ := strings.Cut(strings.ToLower(string(n)), "e")
	return len(digits) <= 64 && len(strings.TrimLeft(exponent, "+-")) <= 3
}
