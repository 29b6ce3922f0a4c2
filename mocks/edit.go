package mocks

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"

	// Reads the escapes of JSON pointers.
	"github.com/go-json-experiment/json/jsontext"
)

// edit changes one place of a JSON body. A body that is no JSON stays as it is.
func edit(body []byte, pointer string, change func(old any) (value any, keep bool)) []byte {
	var document any
	if json.Unmarshal(body, &document) != nil {
		return body
	}
	document, _ = editAt(document, slices.Collect(jsontext.Pointer(pointer).Tokens()), change)
	data, err := json.Marshal(document)
	if err != nil {
		return body
	}
	return data
}

func editAt(value any, path []string, change func(any) (any, bool)) (any, bool) {
	if len(path) == 0 {
		return change(value)
	}
	token := path[0]
	switch container := value.(type) {
	case map[string]any:
		container = maps.Clone(container)
		member, exists := container[token]
		if !exists && len(path) > 1 {
			return container, true
		}
		if changed, keep := editAt(member, path[1:], change); keep {
			container[token] = changed
		} else {
			delete(container, token)
		}
		return container, true
	case []any:
		var changed []any
		for i, item := range container {
			keep := true
			if token == "*" || token == strconv.Itoa(i) {
				item, keep = editAt(item, path[1:], change)
			}
			if keep {
				changed = append(changed, item)
			}
		}
		if changed == nil {
			changed = []any{}
		}
		return changed, true
	}
	return value, true
}
