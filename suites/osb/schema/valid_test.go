package schema

import (
	"slices"
	"testing"
)

// TestValid: what a draft forbids is told, and what it leaves open, or is unknown, is not.
func TestValid(t *testing.T) {
	const draft4, latest = `"$schema":"http://json-schema.org/draft-04/schema#"`, `"$schema":"https://json-schema.org/draft/2020-12/schema"`
	for text, want := range map[string]bool{
		`{` + draft4 + `,"properties":{"a":{"type":"string","pattern":"(?!x)y"}}}`: true,
		`{` + draft4 + `,"type":5}`:                                      false,
		`{` + draft4 + `,"properties":{"a":{"required":true}}}`:          false,
		`{` + draft4 + `,"minimum":1,"exclusiveMinimum":true}`:           true,
		`{` + draft7 + `"minimum":1,"exclusiveMinimum":true}`:            false,
		`{` + latest + `,"prefixItems":[{"type":"text"}]}`:               false,
		`{` + latest + `,"$defs":{"a":{"$anchor":"b"}}}`:                 true,
		`{"$schema":"https://schemas.example.com/own#","type":5}`:        true,
		`{"$schema":"https://json-schema.org/draft-07/schema","type":5}`: false,
		`{"type":5}`: true,
	} {
		if err := Valid(decoded(t, text)); (err == nil) != want {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// TestOutside: references within a document are its own, however they are written.
func TestOutside(t *testing.T) {
	for text, want := range map[string][]string{
		`{"properties":{"a":{"$ref":"#/definitions/b"}}}`:                                               nil,
		`{"$id":"https://a.example.com/c.json","items":{"$ref":"c.json#/x"}}`:                           nil,
		`{"$id":"https://a.example.com/c.json","items":{"$ref":"/c.json"}}`:                             nil,
		`{"$id":"https://a.example.com/c.json","items":{"$ref":"d.json"}}`:                              {"d.json"},
		`{"$id":"https://a.example.com/","$defs":{"x":{"$id":"d/e.json"}},"items":{"$ref":"d/e.json"}}`: nil,
		`{"items":{"$ref":"d.json"},"not":{"$ref":"c.json#/y"}}`:                                        {"c.json#/y", "d.json"},
		`{"default":{"$ref":"c.json"},"properties":{"default":{"$ref":"d.json"}}}`:                      {"d.json"},
		`{"properties":{"$ref":{"type":"string"},"id":{"type":"string"}}}`:                              nil,
		`{"items":{"$ref":"%zz"}}`: {"%zz"},
	} {
		document, _ := decoded(t, text).(map[string]any)
		if got := Outside(document); !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
}
