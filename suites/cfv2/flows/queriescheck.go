package flows

import "conformance/suites/check"

// Member is a string at a pointer of a JSON value, or "". members are those of the elements of a list.
func Member(item any, pointer string) string {
	found, _ := check.At(item, pointer)
	text, _ := found.(string)
	return text
}
