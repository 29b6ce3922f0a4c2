package flows

import (
	"encoding/json"

	"conformance/suites/check"
	"conformance/suites/record"
)

// Quote shows a JSON value.
func Quote(value any) string {
	data, _ := json.Marshal(value) // it was JSON before
	if len(data) > 120 {
		return string(data[:120]) + "…"
	}
	return string(data)
}

// Value is what stands at a pointer of an answer's body.
func Value(x *record.Exchange, pointer string) any {
	found, _ := check.At(any(x.Object()), pointer)
	return found
}

// Resources are the elements of a list.
func Resources(x *record.Exchange) []any {
	list, _ := Value(x, "/resources").([]any)
	return list
}

// Member is a string at a pointer of a JSON value, or "".
func Member(item any, pointer string) string {
	found, _ := check.At(item, pointer)
	text, _ := found.(string)
	return text
}
