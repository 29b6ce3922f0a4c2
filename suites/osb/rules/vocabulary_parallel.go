package rules

import (
	"net/http"
	"reflect"

	. "conformance/suites/check"
	"conformance/suites/record"
)

// concurrencyError judges a refusal for which only concurrency can be the reason.
func concurrencyError(c *Case, x *record.Exchange) {
	if c.Expect(x).To(HaveStatus(http.StatusUnprocessableEntity)) {
		c.Expect(x).To(HaveMember("/error", "ConcurrencyError"))
	}
}

// sameWork reports whether two answers name the same operation, or none.
func sameWork(a, b *record.Exchange) bool {
	return reflect.DeepEqual(a.Object()["operation"], b.Object()["operation"])
}
