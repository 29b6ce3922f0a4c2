package rules

import (
	"reflect"

	. "conformance/suites/check"
	"conformance/suites/ibmosb/flows"
	"conformance/suites/record"
)

// made is the request that made the first binding.
func made(c *Case, run *flows.UseRun) *record.Exchange {
	if run.BindApp.Present() {
		return c.Use(run.BindApp)
	}
	return c.Use(run.Bind)
}

func same(a, b *record.Exchange) bool {
	return reflect.DeepEqual(a.Object()["credentials"], b.Object()["credentials"])
}
