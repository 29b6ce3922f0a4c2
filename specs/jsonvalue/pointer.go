package jsonvalue

import (
	"strconv"
	"strings"

	// Reads and writes the escapes of JSON pointers.
	"github.com/go-json-experiment/json/jsontext"
)

// At returns what stands at a JSON pointer (RFC 6901) of a decoded value. Libraries that look up pointers take 01 and +1
// for indexes, which the RFC does not, and use reflection to do so.
func At(value any, pointer string) (found any, ok bool) {
	if pointer != "" && !strings.HasPrefix(pointer, "/") {
		return nil, false
	}
	for token := range jsontext.Pointer(pointer).Tokens() {
		switch container := value.(type) {
		case map[string]any:
			value, ok = container[token]
		case []any:
			i, err := strconv.Atoi(token)
			if ok = err == nil && 0 <= i && i < len(container) && strconv.Itoa(i) == token; ok {
				value = container[i]
			}
		default:
			ok = false
		}
		if !ok {
			return nil, false
		}
	}
	return value, true
}

// Pointer writes a path as a JSON pointer.
func Pointer(path ...string) string {
	var pointer jsontext.Pointer
	for _, name := range path {
		pointer = pointer.AppendToken(name)
	}
	return string(pointer)
}
