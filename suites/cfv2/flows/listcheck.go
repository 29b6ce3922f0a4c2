package flows

import "conformance/suites/record"

// Resources are the elements of a list.
func Resources(x *record.Exchange) []any {
	list, _ := Value(x, "/resources").([]any)
	return list
}
