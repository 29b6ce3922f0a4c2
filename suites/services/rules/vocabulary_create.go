package rules

import (
	"fmt"
	"strings"

	. "conformance/suites/check"
	"conformance/suites/record"
	"conformance/suites/services/flows"
)

func leastCreate(r *flows.ValidationRun) record.Step { return r.Create }

// repeats demands that an answer shows a member as it was sent. UUIDs are the same in either case, and the resource may
// stand under its old name.
func repeats(c *Case, step record.Step, members ...string) {
	x, service := shown(c, step)
	repeat(c, x, x, service, members...)
}

// repeat is repeats for a service that was created by another request than the one that shows it.
func repeat(c *Case, creation, x *record.Exchange, service map[string]any, members ...string) {
	for _, member := range members {
		got, ok := service[member]
		if old, under := service["miget_id"]; member == "resource_id" && !ok && under {
			got = old
		}
		want, _ := sent(creation, member).(string)
		text, _ := got.(string)
		if text != want && (!strings.HasSuffix(member, "_id") || !strings.EqualFold(text, want)) {
			c.Fail(x, Want("%q as sent", want).At("/"+member).Got("%s", quoted(got)))
		}
	}
}

func quoted(value any) string {
	if text, ok := value.(string); ok {
		return fmt.Sprintf("%q", text)
	}
	if value == nil {
		return "missing or null"
	}
	return fmt.Sprint(value)
}
