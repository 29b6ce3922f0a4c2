package rules

import (
	"encoding/json"
	"net/http"

	"conformance/suites/cfv2/flows"
	. "conformance/suites/check"
	"conformance/suites/record"
)

func brokersListChecks() List {
	return List{
		// "Offerings list after registration"
		On("CFV2-BROKER-047", flows.Brokers, func(c *Case, run *flows.BrokersRun) {
			x := c.Use(run.GetOffering)
			offered(c, x, request(c, run.Create, "broker-catalog"))
		}),
		// "Offering metadata is a JSON string"
		On("CFV2-BROKER-048", flows.Brokers, func(c *Case, run *flows.BrokersRun) {
			x := c.Use(run.GetOffering)
			for _, offering := range flows.Resources(x) {
				extra, _ := At(offering, "/entity/extra")
				extraText, _ := extra.(string)
				var metadata map[string]any
				if json.Unmarshal([]byte(extraText), &metadata) != nil || metadata["displayName"] != "Conformance" {
					c.Fail(x, Want("the metadata of the catalog as JSON text").Got("extra %s", flows.Quote(extra)))
				}
			}
		}),
		// "New plans start non-public"
		On("CFV2-BROKER-050", flows.Brokers, func(c *Case, run *flows.BrokersRun) {
			x := c.Use(run.Plans)
			for _, plan := range flows.Resources(x) {
				if public, _ := At(plan, "/entity/public"); public != false {
					c.Fail(x, Want("false").Got("a plan with public %s", flows.Quote(public)))
				}
			}
		}),
		// "Plan bindable inherits from offering"
		On("CFV2-BROKER-052", flows.Brokers, func(c *Case, run *flows.BrokersRun) {
			x := c.Use(run.Plans)
			for _, plan := range flows.Resources(x) {
				name, _ := At(plan, "/entity/name")
				if bindable, _ := At(plan, "/entity/bindable"); bindable != (name != flows.Unbindable) {
					c.Fail(x, Want("%t", name != flows.Unbindable).Got("plan %s with bindable %s", flows.Quote(name), flows.Quote(bindable)))
				}
			}
		}),
		// "Broker list filters by name"
		On("CFV2-BROKER-057", flows.Brokers, func(c *Case, run *flows.BrokersRun) {
			only(c, run.ListByName, flows.GuidOf(c.Use(run.Create)))
			c.Expect(run.ListNone).To(HaveMember("/resources", BeEmptyList()))
		}),
		// "Page size limits the resources"
		On("CFV2-BROKER-062", flows.Brokers, func(c *Case, run *flows.BrokersRun) {
			x := c.Use(run.ListOne)
			if n := len(flows.Resources(x)); n != 1 {
				c.Fail(x, Want("1").Got("%d resources", n))
			}
			c.Expect(x).To(HaveMember("/total_pages", flows.Value(x, "/total_results")))
		}),
		// "Marketplace lists without a token"
		On("CFV2-BROKER-093", flows.Brokers, func(c *Case, run *flows.BrokersRun) {
			hidden, shown := c.Use(run.PlansHidden), c.Use(run.PlansShown)
			if hidden.Is(http.StatusUnauthorized) {
				c.NotApplicable(hidden, "the target hides its marketplace from callers without a token")
			}
			c.Expect(hidden).To(HaveMember("/resources", BeEmptyList()))
			if n := len(flows.Resources(shown)); n != 1 {
				c.Fail(shown, Want("the one that is public").Got("%d plans", n))
			}
		}),
	}
}

func listRefusals() List {
	bad := func(step func(*flows.BrokersRun) record.Step, id string) refusal[flows.BrokersRun] {
		return refusal[flows.BrokersRun]{id, step, http.StatusBadRequest, "BadQueryParameter", 10005, false}
	}
	return refusals(flows.Brokers, []refusal[flows.BrokersRun]{
		// "Unknown filter key answers 400"
		bad(func(r *flows.BrokersRun) record.Step { return r.ListUnknownKey }, "CFV2-BROKER-061"),
		// "Oversized page is refused"
		bad(func(r *flows.BrokersRun) record.Step { return r.ListTooMany }, "CFV2-BROKER-064"),
		// "Order direction is honoured"
		bad(func(r *flows.BrokersRun) record.Step { return r.ListSideways }, "CFV2-BROKER-065"),
	})
}

// offered compares the offerings with the catalog that the broker gave.
func offered(c *Case, x, catalog *record.Exchange) {
	if catalog == nil {
		return
	}
	services, _ := flows.Value(catalog, "/services").([]any)
	for _, service := range services {
		id, _ := At(service, "/id")
		found := false
		for _, offering := range flows.Resources(x) {
			if unique, _ := At(offering, "/entity/unique_id"); unique != id {
				continue
			}
			found = true
			for member, of := range InOrder(map[string]string{"label": "name", "description": "description", "bindable": "bindable"}) {
				got, _ := At(offering, "/entity/"+member)
				if want, _ := At(service, "/"+of); got != want {
					c.Fail(x, Want("%s", flows.Quote(want)).Got("an offering with %s %s", member, flows.Quote(got)))
				}
			}
		}
		if !found {
			c.Fail(x, Want("one for each service of the catalog").Got("no offering with unique_id %s", flows.Quote(id)))
		}
	}
}

func visibilityChecks() List {
	return append(refusals(flows.Lifecycle, []refusal[flows.LifecycleRun]{
		// "Broker with instances cannot be deleted"
		{"CFV2-BROKER-076", func(r *flows.LifecycleRun) record.Step { return r.DeleteUsedBroker }, 400, "ServiceBrokerNotRemovable", 270010, false},
		// "Duplicate plan visibility answers 400"
		{"CFV2-BROKER-087", func(r *flows.LifecycleRun) record.Step { return r.VisibilityAgain }, 400, "ServicePlanVisibilityAlreadyExists", 260002, false},
		// "Visibility for public plan refused"
		{"CFV2-BROKER-088", func(r *flows.LifecycleRun) record.Step { return r.VisibilityPublic }, 400, "ServicePlanVisibilityInvalid", 260001, false},
		// "Visibility with unknown guid refused"
		{"CFV2-BROKER-089", func(r *flows.LifecycleRun) record.Step { return r.VisibilityUnknown }, 400, "InvalidRelation", 1002, false},
		// "Plan must be enabled for the org"
		{"CFV2-INST-033", func(r *flows.LifecycleRun) record.Step { return r.CreateHidden }, 403, "ServiceInstanceOrganizationNotAuthorized", 60010, false},
	}),
		// "Plan visibility create answers 201"
		On("CFV2-BROKER-086", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { c.Expect(run.Visibility).To(HaveStatus(http.StatusCreated)) }),
		// "Visibility delete answers 204"
		On("CFV2-BROKER-090", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			c.Expect(run.DeleteVisibility).To(HaveStatus(http.StatusNoContent))
		}),
		// "Visibility list filters work"
		On("CFV2-BROKER-091", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			only(c, run.ListVisibilities, flows.GuidOf(c.Use(run.Visibility)))
		}),
	)
}
