package rules

import (
	"slices"

	. "conformance/suites/check"
	"conformance/suites/osb/flows"
	"conformance/suites/record"
)

// made ends the judgement when there is no instance, which is the root cause of what was not reached.
func made(c *Case, run *flows.IdentifiersRun) {
	all := []record.Step{run.Provision, run.ProvisionFull, run.Originated}
	c.Use(run.Provision)
	if !slices.ContainsFunc(all, func(step record.Step) bool { return step.Present() && flows.Worked(step.Exchange()) }) {
		c.Use(run.ProvisionPolls)
	}
}
