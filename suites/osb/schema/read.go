// Package schema makes parameters by a JSON Schema that a catalog publishes: objects that keep it, and objects that break
// one keyword of it.
//
// A schema is foreign: whoever writes it may mean harm, or use what this package does not follow. References are
// replaced by what they refer to before anything else happens, so that the schema becomes a tree of bounded size, and
// with it the work that any value causes. What refers to itself or to another document is refused, and nothing is ever
// fetched.
//
// Validators differ, and a broker may use another than ours: what two of them read differently proves nothing. So
// parameters keep a schema when both say so, and break it when both say so.
package schema

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// Schema is a schema for parameters, without references.
type Schema struct {
	root  map[string]any
	rules *rules
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

// Check returns how a decoded value breaks the schema as either validator reads it, or nil.
func (s *Schema) Check(value any) error { return s.rules.check(value) }

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
