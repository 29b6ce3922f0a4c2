package rules

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"conformance/suites/cfv2/flows"
	. "conformance/suites/check"
	"conformance/suites/record"
)

func brokersChecks() List {
	return List{
		// "IN filter takes several values"
		On("CFV2-BROKER-059", flows.Queries, func(c *Case, run *flows.QueriesRun) {
			services := offeringsOf(c, run)
			listsOnly(c, run.PlansIn, services[0].plans[0], services[1].plans[0])
			twoBrokers(c, run)
		}),
		// "Several filters are combined with AND"
		On("CFV2-BROKER-060", flows.Queries, func(c *Case, run *flows.QueriesRun) {
			wanted := offeringsOf(c, run)[0].plans[0]
			listsOnly(c, run.Repeated, wanted)
			listsOnly(c, run.Joined, wanted)
			listsOnly(c, run.RepeatedConflict)
			listsOnly(c, run.JoinedConflict)
		}),
		// "Page links keep the query"
		On("CFV2-BROKER-063", flows.Queries, pages),
		// "Offering and plan filters work"
		On("CFV2-BROKER-092", flows.Queries, func(c *Case, run *flows.QueriesRun) {
			services := offeringsOf(c, run)
			first, second := services[0], services[1]
			listsOnly(c, run.ByLabel, first.id)
			listsOnly(c, run.ByUniqueID, second.id)
			listsOnly(c, run.ByBroker, first.id, second.id)
			listsOnly(c, run.PlansByOffering, first.plans...)
			listsOnly(c, run.Plans, slices.Concat(first.plans, second.plans)...)
			listsOnly(c, run.PlansByUniqueID, first.plans[0])
			inactive(c, c.Use(run.Inactive))
			inactive(c, c.Use(run.InactivePlans))
		}),
		// "Catalogs cannot be edited directly"
		On("CFV2-BROKER-094", flows.Queries, func(c *Case, run *flows.QueriesRun) {
			for _, step := range []record.Step{run.PostOffering, run.PutOffering, run.PostPlan} {
				c.Expect(step).To(HaveStatus(http.StatusNotFound))
			}
		}),
	}
}

// uniqueIDs are the broker's own ids of the offerings or plans that a list shows.
func uniqueIDs(x *record.Exchange) []string {
	ids := []string{}
	for _, resource := range flows.Resources(x) {
		id, _ := At(resource, "/entity/unique_id")
		text, _ := id.(string)
		ids = append(ids, text)
	}
	return ids
}

// service is an offering of a catalog: its id and those of its plans.
type service struct {
	id    string
	plans []string
}

// offeringsOf are the offerings of the catalog that the broker gave when it was registered. There are two.
func offeringsOf(c *Case, run *flows.QueriesRun) []service {
	x := c.Use(run.Create)
	for _, catalog := range caused(c, x, "broker-catalog") {
		var all []service
		services, _ := flows.Value(catalog, "/services").([]any)
		for _, item := range services {
			all = append(all, service{id: flows.Member(item, "/id"), plans: members(item, "/plans", "/id")})
		}
		if len(all) == 2 {
			return all
		}
	}
	c.NotApplicable(x, "the target did not ask the broker for its catalog meanwhile")
	return nil
}

func members(item any, list, pointer string) []string {
	found, _ := At(item, list)
	elements, _ := found.([]any)
	all := []string{}
	for _, element := range elements {
		all = append(all, flows.Member(element, pointer))
	}
	return all
}

// listsOnly demands a list of exactly the offerings or plans with those ids of the broker's, in any order.
func listsOnly(c *Case, step record.Step, ids ...string) {
	x := c.Use(step)
	if !c.Expect(x).To(HaveStatus(http.StatusOK)) {
		return
	}
	got := uniqueIDs(x)
	slices.Sort(got)
	want := slices.Sorted(slices.Values(ids))
	if !slices.Equal(got, want) {
		c.Fail(x, Want("[%s]", strings.Join(want, " ")).Got("the unique_ids [%s]", strings.Join(got, " ")))
	}
}

// inactive demands a list in which nothing is active.
func inactive(c *Case, x *record.Exchange) {
	c.Expect(x).To(HaveStatus(http.StatusOK))
	for _, resource := range flows.Resources(x) {
		if active, _ := At(resource, "/entity/active"); active != false {
			c.Fail(x, Want("only those with false").Got("a resource with active %s", flows.Quote(active)))
			return
		}
	}
}

func twoBrokers(c *Case, run *flows.QueriesRun) {
	if !run.BrokersIn.Present() {
		return // the plans have shown the rule
	}
	x := c.Use(run.BrokersIn)
	got := members(any(x.Object()), "/resources", "/metadata/guid")
	want := []string{flows.GuidOf(c.Use(run.Create)), flows.GuidOf(c.Use(run.CreateSecond))}
	slices.Sort(got)
	if slices.Sort(want); !slices.Equal(got, want) {
		c.Fail(x, Want("[%s]", strings.Join(want, " ")).Got("the brokers [%s]", strings.Join(got, " ")))
	}
}

// pages demands that the links of a list in three pages lead through all of it.
func pages(c *Case, run *flows.QueriesRun) {
	first := c.Use(run.FirstPage)
	c.Expect(first).To(HaveMember("/prev_url", Kind("null")))
	kept(c, first, first, "/next_url")
	second := c.Use(run.SecondPage)
	kept(c, first, second, "/prev_url")
	kept(c, first, second, "/next_url")
	last := c.Use(run.LastPage)
	c.Expect(last).To(HaveMember("/next_url", Kind("null")))
	kept(c, first, last, "/prev_url")
	before := c.Use(run.PageBefore)
	if got, want := uniqueIDs(before), uniqueIDs(second); !slices.Equal(got, want) {
		c.Fail(before, Want("those of the second page, [%s]", strings.Join(want, " ")).Got("the plans [%s]", strings.Join(got, " ")))
	}
	all := slices.Concat(uniqueIDs(first), uniqueIDs(second), uniqueIDs(last))
	slices.Sort(all)
	if want := slices.Sorted(slices.Values(uniqueIDs(c.Use(run.Plans)))); !slices.Equal(all, want) {
		c.Fail(last, Want("[%s]", strings.Join(want, " ")).Got("the plans [%s] on the three pages together", strings.Join(all, " ")))
	}
}

// kept demands that a link is a path with the filter, the page size and the direction of the first page's request.
func kept(c *Case, first, x *record.Exchange, pointer string) {
	link := flows.Text(x, pointer)
	u, err := url.Parse(link)
	if err != nil || !strings.HasPrefix(link, "/v2/service_plans?") {
		c.Fail(x, Want("a path that begins with /v2/service_plans?").Got("%s %s", pointer, flows.Quote(flows.Value(x, pointer))))
		return
	}
	asked, err := url.Parse(first.Request.URL)
	if err != nil {
		return
	}
	for _, name := range []string{"q", "results-per-page", "order-direction"} {
		if got, want := u.Query().Get(name), asked.Query().Get(name); got != want {
			c.Fail(x, Want("%q", want).Got("%s with %s %q", pointer, name, got))
		}
	}
}
