package rules

import (
	"strings"
	"time"
)

// same compares two members; one moment can be written in several ways.
func same(a, b any) bool {
	one, isOne := timestamp(a)
	other, isOther := timestamp(b)
	return a == b || isOne && isOther && one.Truncate(time.Second).Equal(other.Truncate(time.Second))
}

// timestamp reads an ISO 8601 date-time with a zone, with or without seconds and fractions of them.
func timestamp(value any) (time.Time, bool) {
	text, _ := value.(string)
	for _, clock := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04"} {
		for _, zone := range []string{"Z07:00", "Z0700", "Z07"} {
			if t, err := time.Parse(clock+zone, strings.ReplaceAll(text, ",", ".")); err == nil {
				return t, true
			}
		}
	}
	return time.Time{}, false
}
