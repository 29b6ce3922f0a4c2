package schema

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	// Several real brokers validate parameters with it, and it reads some schemas otherwise than jsonschema does.
	"github.com/xeipuuv/gojsonschema"
)

// second is another library's reading of a schema without references. It is nil for a draft that the library does not
// know: then there is one opinion only.
type second struct{ schema *gojsonschema.Schema }

// errUndecided says that the library did not come to an end.
var errUndecided = errors.New("nothing that can be judged")

// readAgain has the other library read a schema that the first one took. Both work on a tree of bounded size.
func readAgain(root map[string]any) (s *second, err error) {
	defer func() {
		if recover() != nil {
			s, err = nil, errUndecided
		}
	}()
	if err := modest(root); err != nil {
		return nil, err
	}
	loader := gojsonschema.NewSchemaLoader()
	loader.AutoDetect = false // it would look $schema up
	switch name, _ := root["$schema"].(string); draft(name) {
	case "http://json-schema.org/draft-04/schema":
		loader.Draft = gojsonschema.Draft4
	case "http://json-schema.org/draft-06/schema":
		loader.Draft = gojsonschema.Draft6
	case "http://json-schema.org/draft-07/schema":
		loader.Draft = gojsonschema.Draft7
	default:
		if root["$schema"] != nil {
			return nil, nil
		}
		loader.Draft = gojsonschema.Hybrid // as those brokers read a schema that names none
	}
	schema, err := loader.Compile(alone{gojsonschema.NewGoLoader(root)})
	if err != nil {
		return nil, err
	}
	return &second{schema}, nil
}

// modest returns what is wrong with a pattern anywhere in a schema: the first validator sees those only that its draft
// knows.
func modest(part any) error {
	switch part := part.(type) {
	case []any:
		for _, item := range part {
			if err := modest(item); err != nil {
				return err
			}
		}
	case map[string]any:
		patterns, _ := part["patternProperties"].(map[string]any)
		all := slices.Collect(maps.Keys(patterns))
		if pattern, ok := part["pattern"].(string); ok {
			all = append(all, pattern)
		}
		for _, pattern := range all {
			if _, err := engine(pattern); err != nil {
				return err
			}
		}
		return modest(slices.Collect(maps.Values(part)))
	}
	return nil
}

// check returns how a value breaks the schema, errUndecided, or nil.
func (s *second) check(value any) (err error) {
	if s == nil {
		return nil
	}
	defer func() {
		if recover() != nil {
			err = errUndecided
		}
	}()
	result, err := s.schema.Validate(gojsonschema.NewRawLoader(value))
	switch {
	case err != nil:
		return errUndecided
	case result.Valid() || len(result.Errors()) == 0:
		return nil
	}
	found := result.Errors()[0]
	place := strings.TrimPrefix(found.Context().String("/"), "(root)")
	return fmt.Errorf("%w, as one of two validators reads it", breach{found.Type(), place})
}

// refuses reports whether a value breaks the schema for certain, or there is nobody who could say so.
func (s *second) refuses(value any) bool {
	err := s.check(value)
	return s == nil || err != nil && !errors.Is(err, errUndecided)
}

// alone is a schema that leads nowhere: whatever it refers to is not loaded.
type alone struct{ gojsonschema.JSONLoader }

// LoaderFactory returns what refuses every address.
func (alone) LoaderFactory() gojsonschema.JSONLoaderFactory { return nowhere{} }

type nowhere struct{ gojsonschema.JSONLoader }

// New returns what cannot be loaded.
func (nowhere) New(string) gojsonschema.JSONLoader { return nowhere{} }

// LoadJSON always returns an error.
func (nowhere) LoadJSON() (any, error) { return sealed{}.Load("") }
