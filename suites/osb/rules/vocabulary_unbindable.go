package rules

import (
	"slices"

	"conformance/suites/record"
)

// givesData reports whether an answer has what makes a binding usable.
func givesData(x *record.Exchange) bool {
	return slices.ContainsFunc([]string{"credentials", "syslog_drain_url", "route_service_url", "volume_mounts"}, func(member string) bool {
		return !empty(x.Object()[member])
	})
}
