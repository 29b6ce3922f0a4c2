package rules

import (
	"net/http"
	"net/url"
	"reflect"
	"strings"

	"conformance/suites/cfv2/flows"
	. "conformance/suites/check"
	"conformance/suites/record"
)

func renewalChecks() List {
	return append(refusals(flows.Renewal, []refusal[flows.RenewalRun]{
		// "Invalid catalog answers 502"
		{"CFV2-BROKER-023", func(r *flows.RenewalRun) record.Step { return r.Invalid }, 502, "ServiceBrokerCatalogInvalid", 270012, false},
		// "Plan with instances cannot be deleted"
		{"CFV2-BROKER-085", func(r *flows.RenewalRun) record.Step { return r.DeleteUsed }, 400, "AssociationNotEmpty", 10006, false},
		// "Offering delete needs purge when used"
		{"CFV2-BROKER-095", func(r *flows.RenewalRun) record.Step { return r.DeleteOffering }, 400, "AssociationNotEmpty", 10006, false},
	}),
		// "Plan update honours only public"
		On("CFV2-BROKER-083", flows.Renewal, func(c *Case, run *flows.RenewalRun) {
			c.Expect(run.RenamePlan).To(HaveStatus(http.StatusOK, http.StatusCreated))
			for _, step := range []record.Step{run.RenamePlan, run.GetPlan} {
				c.Expect(step).To(HaveMember("/entity/name", flows.Large))
				c.Expect(step).NotTo(HaveMember("/entity/description", sentBody(c.Use(run.RenamePlan))["description"]))
			}
		}),
		// "Unknown request fields are ignored"
		On("CFV2-ERR-017", flows.Renewal, func(c *Case, run *flows.RenewalRun) {
			ignored(c, run.Unknown)
			ignored(c, run.Bind)
		}),
		// "Offering and plan filters work"
		On("CFV2-BROKER-092", flows.Renewal, func(c *Case, run *flows.RenewalRun) {
			only(c, run.PlanInUse, flows.Text(inUse(c, run), "/entity/service_plan_guid"))
		}),
		// "Failed broker update changes nothing"
		On("CFV2-BROKER-070", flows.Renewal, func(c *Case, run *flows.RenewalRun) {
			c.Use(run.Unreadable)
			c.Use(run.Invalid)
			c.Expect(run.BrokerKept).To(HaveMember("/entity", flows.Value(c.Use(run.Broker), "/entity")))
			unchanged(c, run.Offerings, run.OfferingsNow)
			unchanged(c, run.AllPlans, run.PlansNow)
		}),
		// "Removed plan with instances is deactivated"
		On("CFV2-BROKER-072", flows.Renewal, func(c *Case, run *flows.RenewalRun) {
			c.Expect(run.Deactivated).To(HaveStatus(http.StatusOK))
			c.Expect(run.Deactivated).To(HaveMember("/entity/active", false))
			x := c.Use(run.Shrink)
			c.Expect(x).To(HaveStatus(http.StatusOK))
			warned(c, x, flows.Text(c.Use(run.Deactivated), "/entity/name"), labelOf(c, run, flows.Text(c.Use(run.Deactivated), "/entity/service_guid")))
		}),
		// "Removed unused plan is deleted"
		On("CFV2-BROKER-073", flows.Renewal, func(c *Case, run *flows.RenewalRun) {
			c.Use(run.Shrink)
			c.Expect(run.Dropped).To(HaveMember("/resources", BeEmptyList()))
		}),
		// "Plan with instances cannot be deleted"
		On("CFV2-BROKER-085", flows.Renewal, func(c *Case, run *flows.RenewalRun) {
			c.Expect(run.DeletePlan).To(HaveStatus(http.StatusNoContent))
			c.Expect(run.GetDeleted).To(HaveStatus(http.StatusNotFound))
		}),
		// "Purging an offering skips the broker"
		On("CFV2-BROKER-096", flows.Renewal, purged),
	)
}

// inUse is the creation of the instance that uses the first offering.
func inUse(c *Case, run *flows.RenewalRun) *record.Exchange {
	if run.Instance.Present() {
		return c.Use(run.Instance)
	}
	return c.Use(run.Unknown)
}

// unchanged demands that a list shows the same resources as before, in any order.
func unchanged(c *Case, before, after record.Step) {
	x := c.Use(after)
	was, is := entities(c.Use(before)), entities(x)
	for guid, entity := range InOrder(was) {
		if got, found := is[guid]; !found {
			c.Fail(x, Want("it as before").Got("no resource %s", guid))
		} else if !reflect.DeepEqual(got, entity) {
			c.Fail(x, Want("%s as before", flows.Quote(entity)).Got("%s %s", guid, flows.Quote(got)))
		}
	}
	for guid := range InOrder(is) {
		if _, found := was[guid]; !found {
			c.Fail(x, Note("got a resource %s that was not there before", guid))
		}
	}
}

// entities are the entities of a list by guid.
func entities(x *record.Exchange) map[string]any {
	all := map[string]any{}
	for _, resource := range flows.Resources(x) {
		all[flows.Member(resource, "/metadata/guid")], _ = At(resource, "/entity")
	}
	return all
}

// labelOf is the name of an offering of the broker.
func labelOf(c *Case, run *flows.RenewalRun, guid string) string {
	entity, _ := entities(c.Use(run.Offerings))[guid].(map[string]any)
	label, _ := entity["label"].(string)
	return label
}

// warned demands that the warnings of an answer name each of the names.
func warned(c *Case, x *record.Exchange, names ...string) {
	if x.Response == nil {
		return
	}
	header := strings.Join(x.Response.Header.Values("X-Cf-Warnings"), ",")
	said, err := url.QueryUnescape(header)
	if err != nil {
		said = header
	}
	for _, name := range names {
		if !strings.Contains(said, name) {
			c.Fail(x, Want("a warning that names %s", flows.Quote(name)).Got("header X-Cf-Warnings %q", header))
		}
	}
}

// purged demands that an offering went with all that came of it, and that no broker was asked meanwhile.
func purged(c *Case, run *flows.RenewalRun) {
	c.Use(run.Other)
	x := c.Use(run.Purge)
	c.Expect(x).To(HaveStatus(http.StatusNoContent))
	last := x
	for _, step := range []record.Step{run.PurgedOffering, run.PurgedPlan, run.PurgedInstance, run.PurgedBinding, run.PurgedKey} {
		last = c.Use(step)
		c.Expect(step).To(HaveStatus(http.StatusNotFound))
	}
	for _, y := range c.Trail() {
		if y.Side == record.Broker && y.Number > x.Number && y.Number < last.Number {
			c.Fail(x, Want("no request to it").Got("%s at the broker", y))
		}
	}
}
