package specs

import (
	"encoding/json"
	"slices"
)

// Words are the names and values that the document itself uses: members, parameters, headers, paths, media types,
// enumerated values, and the keywords of JSON Schema. They are no secret of any target, whoever else uses them.
func (d *Document) Words() []string { return d.words() }

func (d *Document) collectWords() []string {
	found := map[string]bool{}
	for _, keyword := range keywords {
		found[keyword] = true
	}
	var document any
	data, err := d.doc.MarshalJSON()
	if err == nil && json.Unmarshal(data, &document) == nil { // it was read from such a text
		words(document, found)
	}
	return sortedKeys(found)
}

// keywords are those of JSON Schema that schemas in a catalog may use beyond what the document does.
var keywords = []string{
	"$schema", "additionalProperties", "array", "boolean", "default", "definitions", "description", "integer", "maximum",
	"minimum", "number", "object", "password", "patternProperties", "properties", "required", "string", "username",
}

func words(value any, found map[string]bool) {
	switch value := value.(type) {
	case map[string]any:
		for key, member := range value {
			found[key] = true
			if text, isText := member.(string); isText && slices.Contains([]string{"type", "name", "operationId", "format"}, key) {
				found[text] = true
			}
			if items, isList := member.([]any); isList && key == "enum" {
				for _, item := range items {
					if text, isText := item.(string); isText {
						found[text] = true
					}
				}
			}
			words(member, found)
		}
	case []any:
		for _, item := range value {
			words(item, found)
		}
	}
}
