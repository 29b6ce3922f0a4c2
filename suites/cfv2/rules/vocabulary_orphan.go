package rules

import (
	"strings"

	. "conformance/suites/check"
	"conformance/suites/record"
)

// cleaned are the requests that remove the very instance or binding that x tried to create, whenever they came.
func cleaned(c *Case, x *record.Exchange) []*record.Exchange {
	tried := caused(c, x, "broker-provision", "broker-bind")
	if len(tried) == 0 {
		c.Fail(x, Want("one").Got("no request at the broker"))
		return nil
	}
	c.Look(tried[0])
	instance, binding := named(tried[0])
	remove := strings.NewReplacer("provision", "deprovision", "bind", "unbind").Replace(tried[0].Operation)
	var found []*record.Exchange
	for _, y := range c.Trail() {
		if i, b := named(y); y.Operation == remove && i == instance && b == binding {
			c.Look(y)
			found = append(found, y)
		}
	}
	return found
}
