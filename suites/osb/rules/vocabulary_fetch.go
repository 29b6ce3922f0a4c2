package rules

import (
	"reflect"
	"slices"

	. "conformance/suites/check"
	"conformance/suites/record"
)

// agree compares what two answers say of one binding in the members that last.
func agree(c *Case, before, x *record.Exchange, members []string) {
	for _, member := range members {
		if contradict(before.Object()[member], x.Object()[member]) {
			c.Fail(x, Note("%s differs from that of an earlier answer", member).Against(before))
		}
	}
}

// lasting are the members in which two fetches agree between which nothing happened. Others, such as a token that is made
// for whoever asks, or what is hidden once it was told, are no measure.
func lasting(one, two record.Step) []string {
	first, second := one.Exchange().Object(), two.Exchange().Object()
	return slices.DeleteFunc(bindingData(), func(member string) bool { return contradict(first[member], second[member]) })
}

// contradict reports whether two answers cannot both be true. Either may leave out, or empty, what is told once, and lists
// have no order.
func contradict(was, is any) bool {
	if empty(was) || empty(is) {
		return false
	}
	switch was := was.(type) {
	case map[string]any:
		now, ok := is.(map[string]any)
		for name, value := range was {
			if ok && contradict(value, now[name]) {
				return true
			}
		}
		return !ok
	case []any:
		now, ok := is.([]any)
		if !ok || len(was) != len(now) {
			return true
		}
		now = slices.Clone(now)
		for _, value := range was {
			i := slices.IndexFunc(now, func(other any) bool { return !contradict(value, other) })
			if i < 0 {
				return true
			}
			now = slices.Delete(now, i, i+1)
		}
		return false
	}
	return !reflect.DeepEqual(was, is)
}

// empty reports whether a value says nothing.
func empty(value any) bool {
	switch value := value.(type) {
	case nil:
		return true
	case string:
		return value == ""
	case []any:
		return len(value) == 0
	case map[string]any:
		return len(value) == 0
	}
	return false
}

// bindingData are the members of an answer that make a binding usable, and what belongs to them.
func bindingData() []string {
	return []string{"credentials", "syslog_drain_url", "route_service_url", "volume_mounts", "endpoints"}
}
