package rules

import (
	"net/http"

	. "conformance/suites/check"
	"conformance/suites/osb/flows"
	"conformance/suites/record"
)

func generalChecks() List {
	return List{
		// "Fields added later stay optional"
		On("OSB-META-007", flows.Identifiers, func(c *Case, run *flows.IdentifiersRun) {
			made(c, run)
			for _, pair := range [][2]record.Step{{run.Provision, run.ProvisionFull}, {run.Update, run.UpdateFull}, {run.Bind, run.BindFull}} {
				if !pair[0].Present() || !pair[1].Present() {
					continue // it was served, or not asked for
				}
				if bare, full := c.Use(pair[0]), c.Use(pair[1]); !flows.Worked(bare) && !flows.Unavailable(bare) && flows.Worked(full) {
					c.Fail(bare, Note("got %s without the members that came after 2.11, and %s with them", bare.Got(), full.Got()).Against(full))
				}
			}
		}),
		// "Unknown newer fields should be ignored"
		On("OSB-META-008", flows.Lifecycle, ignoresUnknown),
		// "Broker ignores unknown request members"
		On("OSB-META-011", flows.Lifecycle, ignoresUnknown),
		// "Broker does not reject unknown members"
		On("OSB-META-012", flows.Lifecycle, servesUnknown),
	}
}

// ignoresUnknown compares the answers to one request with and without a member that nobody knows.
func ignoresUnknown(c *Case, run *flows.LifecycleRun) {
	for _, pair := range unknowns(run) {
		without, with := c.Use(pair[0]), c.Use(pair[1])
		// Both are codes for a request that changes nothing, and the broker may give now one and now the other.
		idle := without.Is(http.StatusOK, http.StatusAccepted) && with.Is(http.StatusOK, http.StatusAccepted)
		if with.Status() != without.Status() && !idle && !flows.Unavailable(with) && !flows.Unavailable(without) {
			c.Fail(with, Want("%s as without it", without.Got()).Got("%s for a request with an unknown member", with.Got()).Against(without))
		}
	}
}

// servesUnknown judges that a request which is served is served with a member that nobody knows as well.
func servesUnknown(c *Case, run *flows.LifecycleRun) {
	found := false
	for _, pair := range unknowns(run) {
		without, with := c.Use(pair[0]), c.Use(pair[1])
		if !flows.Worked(without) || flows.Unavailable(with) {
			continue
		}
		found = true
		c.Expect(with).To(HaveStatus(http.StatusOK, http.StatusCreated, http.StatusAccepted))
	}
	if !found {
		again := c.Use(run.ProvisionAgain)
		c.NotApplicable(again, "the plain repeated request was answered %s, so it is no measure", again.Got())
	}
}

// unknowns are the requests without and with a member that nobody knows, as far as they were sent.
func unknowns(run *flows.LifecycleRun) [][2]record.Step {
	pairs := [][2]record.Step{{run.ProvisionAgain, run.ProvisionUnknown}}
	for _, pair := range [][2]record.Step{{run.Update, run.UpdateUnknown}, {run.BindAgain, run.BindUnknown}} {
		if pair[0].Present() && pair[1].Present() {
			pairs = append(pairs, pair)
		}
	}
	return pairs
}
