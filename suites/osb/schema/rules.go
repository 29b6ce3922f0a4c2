package schema

import (
	"errors"
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"

	"conformance/specs/jsonvalue"
)

// rules are a schema without references as two validators read it.
type rules struct {
	first  *jsonschema.Schema
	second *second
}

func compile(root map[string]any) (*rules, error) {
	first, err := compileFirst(root)
	if err != nil {
		return nil, err
	}
	second, err := readAgain(root)
	if err != nil {
		return nil, errors.New("it is a JSON Schema for one of two validators only")
	}
	return &rules{first, second}, nil
}

// check returns how a value breaks the schema as either validator reads it, or nil.
func (r *rules) check(value any) error {
	if breaches := r.breaches(value); len(breaches) > 0 {
		return breaches[0]
	}
	return r.second.check(value)
}

// compileFirst has the first validator read a schema that has no references.
func compileFirst(root map[string]any) (*jsonschema.Schema, error) {
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

// breaches are the places where a value breaks a schema as the first validator reads it.
func (r *rules) breaches(value any) (found []breach) {
	defer func() {
		if recover() != nil {
			found = []breach{{keyword: "nothing that can be judged"}}
		}
	}()
	var broken *jsonschema.ValidationError
	if err := r.first.Validate(value); errors.As(err, &broken) {
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
