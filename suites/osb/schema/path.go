package schema

import (
	"maps"
	"slices"
	"strconv"
)

// get returns the value at a path.
func get(value any, path []string) (any, bool) {
	for _, token := range path {
		switch container := value.(type) {
		case map[string]any:
			member, ok := container[token]
			if !ok {
				return nil, false
			}
			value = member
		case []any:
			i, err := strconv.Atoi(token)
			if err != nil || i < 0 || i >= len(container) {
				return nil, false
			}
			value = container[i]
		default:
			return nil, false
		}
	}
	return value, true
}

// set returns an object with another value at a path, or nil when that would be no object.
func set(object map[string]any, path []string, value any) map[string]any {
	changed, _ := with(object, path, value).(map[string]any)
	return changed
}

func with(container any, path []string, value any) any {
	if len(path) == 0 {
		return value
	}
	switch container := container.(type) {
	case map[string]any:
		container = maps.Clone(container)
		if container == nil {
			container = map[string]any{}
		}
		container[path[0]] = with(container[path[0]], path[1:], value)
		return container
	case []any:
		container = slices.Clone(container)
		if i, err := strconv.Atoi(path[0]); err == nil && 0 <= i && i < len(container) {
			container[i] = with(container[i], path[1:], value)
		} else {
			container = append(container, value)
		}
		return container
	}
	return container
}

// without returns an object without a member.
func without(object map[string]any, name string) map[string]any {
	object = maps.Clone(object)
	delete(object, name)
	return object
}
