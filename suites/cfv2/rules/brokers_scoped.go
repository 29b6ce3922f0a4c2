package rules

import (
	"net/http"

	"conformance/suites/cfv2/flows"
	. "conformance/suites/check"
	"conformance/suites/record"
)

func scopedChecks() List {
	return append(refusals(flows.Scoped, []refusal[flows.ScopedRun]{
		// "Plain users cannot register global brokers"
		{"CFV2-BROKER-078", func(r *flows.ScopedRun) record.Step { return r.DeveloperGlobal }, 403, "NotAuthorized", 10003, true},
		// "Scoped broker plan cannot be public"
		{"CFV2-BROKER-084", func(r *flows.ScopedRun) record.Step { return r.Publish }, 400, "ServicePlanInvalid", 110001, false},
	}),
		// "Space-scoped broker keeps its space"
		On("CFV2-BROKER-007", flows.Scoped, func(c *Case, run *flows.ScopedRun) {
			space := c.Subject["space_guid"]
			c.Expect(run.Create).To(HaveMember("/entity/space_guid", space))
			c.Expect(run.Get).To(HaveMember("/entity/space_guid", space))
		}),
		// "Broker list filters by space"
		On("CFV2-BROKER-058", flows.Scoped, func(c *Case, run *flows.ScopedRun) {
			ofSpaces(c, c.Use(run.ListSpace), flows.GuidOf(c.Use(run.Create)), c.Subject["space_guid"])
			c.Expect(run.ListElsewhere).To(HaveMember("/resources", BeEmptyList()))
		}),
		// "Space developer registers scoped broker"
		On("CFV2-BROKER-079", flows.Scoped, func(c *Case, run *flows.ScopedRun) {
			x := again(c, run.DeveloperCreate)
			if flows.Text(x, "/error_code") == "CF-FeatureDisabled" {
				c.NotApplicable(x, "the target lets no developer register brokers, and says that this feature is switched off")
			}
			c.Expect(x).To(HaveStatus(http.StatusCreated))
			c.Expect(run.DeveloperUpdate).To(HaveStatus(http.StatusOK))
			c.Expect(run.DeveloperDelete).To(HaveStatus(http.StatusNoContent))
		}),
		// "Broker list respects visibility"
		On("CFV2-BROKER-080", flows.Scoped, func(c *Case, run *flows.ScopedRun) {
			x := c.Use(run.DeveloperList)
			unlessStale(c, x, flows.DeveloperToken)
			ofSpaces(c, x, flows.GuidOf(c.Use(run.Create)), "")
		}),
		// "Broker list respects visibility"
		On("CFV2-BROKER-080", flows.Scoped, func(c *Case, run *flows.ScopedRun) {
			x := c.Use(run.StrangerList)
			unlessStale(c, x, flows.StrangerToken)
			c.Expect(x).To(HaveStatus(http.StatusOK))
			c.Expect(x).To(HaveMember("/resources", BeEmptyList()))
		}),
		// "Scoped broker plans need no enabling"
		On("CFV2-BROKER-081", flows.Scoped, func(c *Case, run *flows.ScopedRun) {
			c.Expect(run.Instance).To(HaveStatus(http.StatusCreated))
			refused(c, c.Use(run.OtherInstance), http.StatusForbidden, "ServiceInstanceSpaceNotAuthorized", 60018)
		}),
	)
}

// ofSpaces demands a list of brokers with the one that has the guid, in which every broker is of the space; of any space,
// when none is named.
func ofSpaces(c *Case, x *record.Exchange, guid, space string) {
	c.Expect(x).To(HaveStatus(http.StatusOK))
	found := false
	for _, broker := range flows.Resources(x) {
		id, _ := At(broker, "/metadata/guid")
		found = found || id == guid
		of, _ := At(broker, "/entity/space_guid")
		if named, _ := of.(string); named == "" || space != "" && named != space {
			c.Fail(x, Want("brokers of %s only", wanted(space)).Got("a broker of space %s", flows.Quote(of)))
		}
	}
	if !found {
		c.Fail(x, Want("it listed").Got("no broker %s", guid))
	}
}

func wanted(space string) string {
	if space == "" {
		return "spaces of the caller"
	}
	return "space " + space
}

// unlessStale ends a judgement when the token of a fixture was not taken.
func unlessStale(c *Case, x *record.Exchange, key string) {
	if flows.Stale(x) {
		c.NeedsFixture(x, key, "the target does not take that token")
	}
}
