package rules

import (
	. "conformance/suites/check"
	"conformance/suites/osb/flows"
	"conformance/suites/record"
)

func contextChecks() List {
	return List{
		// "Broker accepts any context object"
		On("OSB-CTX-007", flows.Parameters, func(c *Case, run *flows.ParametersRun) { anyPlatform(c, run.OtherPlain, run.Other) }),
		// "Broker accepts any context object"
		On("OSB-CTX-007", flows.Updating, func(c *Case, run *flows.UpdatingRun) { anyPlatform(c, run.Usual, run.Foreign, run.Bind) }),
	}
}

// anyPlatform judges requests for platforms that a broker may not know, and may refuse, but has to understand. What
// fails for the usual platform as well does not fail for the sake of another.
func anyPlatform(c *Case, usual record.Step, steps ...record.Step) {
	found := false
	all := seen(c, steps...)
	fails := func(x *record.Exchange) bool {
		return x.Response == nil || x.Status() >= 500 && !unpatched(x) && !flows.Unavailable(x)
	}
	for _, x := range all {
		found = found || flows.Worked(x)
		if plain := usual.Exchange(); !fails(x) || plain != nil && plain.Operation == x.Operation && fails(c.Use(usual)) {
			continue
		}
		c.Fail(x, Want("it served, or refused with a reason (4xx), whatever the platform"))
		found = true
	}
	if !found {
		c.NotApplicable(all[0], "the broker refuses other platforms: %s was answered %s", all[0], all[0].Got())
	}
}
