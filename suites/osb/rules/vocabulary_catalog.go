package rules

import (
	"conformance/suites/record"
)

func offerings(x *record.Exchange) []map[string]any { return objects(x.Object(), "services") }

func allPlans(x *record.Exchange) []map[string]any {
	var all []map[string]any
	for _, offering := range offerings(x) {
		all = append(all, objects(offering, "plans")...)
	}
	return all
}
