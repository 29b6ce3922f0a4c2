package cfv2

import (
	"encoding/json"
	"net/http"

	"github.com/onsi/gomega"
	"github.com/onsi/gomega/types"

	. "conformance/suites/check"
	"conformance/suites/record"
)

// BeEmptyList matches a list without elements.
func BeEmptyList() types.GomegaMatcher { return worded{gomega.BeEmpty(), "an empty list"} }

// worded is a matcher that says in its own words what it wants.
type worded struct {
	types.GomegaMatcher
	words string
}

func (w worded) String() string { return w.words }

func listRefusals() List {
	bad := func(step func(*BrokersRun) record.Step, id string) refusal[BrokersRun] {
		return refusal[BrokersRun]{id, step, http.StatusBadRequest, "BadQueryParameter", 10005, false}
	}
	return refusals(Brokers, []refusal[BrokersRun]{
		bad(func(r *BrokersRun) record.Step { return r.ListUnknownKey }, "CFV2-BROKER-061"),
		bad(func(r *BrokersRun) record.Step { return r.ListTooMany }, "CFV2-BROKER-064"),
		bad(func(r *BrokersRun) record.Step { return r.ListSideways }, "CFV2-BROKER-065"),
	})
}

func listChecks() List {
	return List{
		On("CFV2-BROKER-057", Brokers, func(c *Case, run *BrokersRun) {
			only(c, run.ListByName, guidOf(c.Use(run.Create)))
			c.Expect(run.ListNone).To(HaveMember("/resources", BeEmptyList()))
		}),
		On("CFV2-BROKER-062", Brokers, func(c *Case, run *BrokersRun) {
			x := c.Use(run.ListOne)
			if n := len(resources(x)); n != 1 {
				c.Fail(x, Want("1").Got("%d resources", n))
			}
			c.Expect(x).To(HaveMember("/total_pages", value(x, "/total_results")))
		}),
	}
}

func marketChecks() List {
	return List{
		On("CFV2-BROKER-050", Brokers, func(c *Case, run *BrokersRun) {
			x := c.Use(run.Plans)
			for _, plan := range resources(x) {
				if public, _ := At(plan, "/entity/public"); public != false {
					c.Fail(x, Want("false").Got("a plan with public %s", quote(public)))
				}
			}
		}),
		On("CFV2-BROKER-052", Brokers, func(c *Case, run *BrokersRun) {
			x := c.Use(run.Plans)
			for _, plan := range resources(x) {
				name, _ := At(plan, "/entity/name")
				if bindable, _ := At(plan, "/entity/bindable"); bindable != (name != unbindable) {
					c.Fail(x, Want("%t", name != unbindable).Got("plan %s with bindable %s", quote(name), quote(bindable)))
				}
			}
		}),
		On("CFV2-BROKER-047", Brokers, func(c *Case, run *BrokersRun) {
			x := c.Use(run.GetOffering)
			offered(c, x, request(c, run, run.Create, "broker-catalog"))
		}),
		On("CFV2-BROKER-048", Brokers, func(c *Case, run *BrokersRun) {
			x := c.Use(run.GetOffering)
			for _, offering := range resources(x) {
				extra, _ := At(offering, "/entity/extra")
				extraText, _ := extra.(string)
				var metadata map[string]any
				if json.Unmarshal([]byte(extraText), &metadata) != nil || metadata["displayName"] != "Conformance" {
					c.Fail(x, Want("the metadata of the catalog as JSON text").Got("extra %s", quote(extra)))
				}
			}
		}),
		On("CFV2-BROKER-093", Brokers, func(c *Case, run *BrokersRun) {
			hidden, shown := c.Use(run.PlansHidden), c.Use(run.PlansShown)
			if hidden.Is(http.StatusUnauthorized) {
				c.NotApplicable(hidden, "the target hides its marketplace from callers without a token")
			}
			c.Expect(hidden).To(HaveMember("/resources", BeEmptyList()))
			if n := len(resources(shown)); n != 1 {
				c.Fail(shown, Want("the one that is public").Got("%d plans", n))
			}
		}),
		On("CFV2-INST-042", Lifecycle, func(c *Case, run *LifecycleRun) { only(c, run.List, guidOf(c.Use(run.Create))) }),
		On("CFV2-BIND-033", Lifecycle, func(c *Case, run *LifecycleRun) { only(c, run.ListBindings, guidOf(c.Use(run.Bind))) }),
	}
}

// offered compares the offerings with the catalog that the broker gave.
func offered(c *Case, x, catalog *record.Exchange) {
	if catalog == nil {
		return
	}
	services, _ := value(catalog, "/services").([]any)
	for _, service := range services {
		id, _ := At(service, "/id")
		found := false
		for _, offering := range resources(x) {
			if unique, _ := At(offering, "/entity/unique_id"); unique != id {
				continue
			}
			found = true
			for member, of := range InOrder(map[string]string{"label": "name", "description": "description", "bindable": "bindable"}) {
				got, _ := At(offering, "/entity/"+member)
				if want, _ := At(service, "/"+of); got != want {
					c.Fail(x, Want("%s", quote(want)).Got("an offering with %s %s", member, quote(got)))
				}
			}
		}
		if !found {
			c.Fail(x, Want("one for each service of the catalog").Got("no offering with unique_id %s", quote(id)))
		}
	}
}

// resources are the elements of a list.
func resources(x *record.Exchange) []any {
	list, _ := value(x, "/resources").([]any)
	return list
}

// only demands a list of exactly the one resource.
func only(c *Case, step record.Step, guid string) {
	x := c.Use(step)
	c.Expect(x).To(HaveStatus(http.StatusOK))
	if n := len(resources(x)); n != 1 {
		c.Fail(x, Want("1").Got("%d resources", n))
		return
	}
	c.Expect(x).To(HaveMember("/resources/0/metadata/guid", guid))
}

func visibilityChecks() List {
	return append(refusals(Lifecycle, []refusal[LifecycleRun]{
		{"CFV2-BROKER-076", func(r *LifecycleRun) record.Step { return r.DeleteUsedBroker }, 400, "ServiceBrokerNotRemovable", 270010, false},
		{"CFV2-BROKER-087", func(r *LifecycleRun) record.Step { return r.VisibilityAgain }, 400, "ServicePlanVisibilityAlreadyExists", 260002, false},
		{"CFV2-BROKER-088", func(r *LifecycleRun) record.Step { return r.VisibilityPublic }, 400, "ServicePlanVisibilityInvalid", 260001, false},
		{"CFV2-BROKER-089", func(r *LifecycleRun) record.Step { return r.VisibilityUnknown }, 400, "InvalidRelation", 1002, false},
		{"CFV2-INST-033", func(r *LifecycleRun) record.Step { return r.CreateHidden }, 403, "ServiceInstanceOrganizationNotAuthorized", 60010, false},
	}),
		On("CFV2-BROKER-086", Lifecycle, func(c *Case, run *LifecycleRun) { c.Expect(run.Visibility).To(HaveStatus(http.StatusCreated)) }),
		On("CFV2-BROKER-090", Lifecycle, func(c *Case, run *LifecycleRun) { c.Expect(run.DeleteVisibility).To(HaveStatus(http.StatusNoContent)) }),
		On("CFV2-BROKER-091", Lifecycle, func(c *Case, run *LifecycleRun) { only(c, run.ListVisibilities, guidOf(c.Use(run.Visibility))) }),
	)
}
