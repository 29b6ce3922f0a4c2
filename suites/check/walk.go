package check

import (
	"iter"
	"maps"
	"slices"
)

// InOrder walks a map in the order of its keys, so that whatever is sent or found on the way comes in the same order each
// time.
func InOrder[V any](all map[string]V) iter.Seq2[string, V] {
	return func(yield func(string, V) bool) {
		for _, key := range slices.Sorted(maps.Keys(all)) {
			if !yield(key, all[key]) {
				return
			}
		}
	}
}

// Texts calls visit with every text in a decoded JSON value.
func Texts(value any, visit func(text string)) {
	switch value := value.(type) {
	case string:
		visit(value)
	case []any:
		for _, item := range value {
			Texts(item, visit)
		}
	case map[string]any:
		for _, member := range InOrder(value) {
			Texts(member, visit)
		}
	}
}
