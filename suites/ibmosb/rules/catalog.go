package rules

import (
	"net/http"
	"regexp"
	"slices"

	. "conformance/suites/check"
	"conformance/suites/ibmosb/flows"
	"conformance/suites/record"
)

func catalogChecks() List {
	return List{
		// "Ids are globally unique"
		On("IBM-CAT-005", flows.Preflight, func(c *Case, run *flows.PreflightRun) {
			x := c.Use(run.Catalog)
			seen := map[string]bool{}
			for _, id := range catalogIDs(x) {
				if seen[id] {
					c.Fail(x, Want("ids that are unique").Got("the id %q twice", id))
				}
				seen[id] = true
			}
		}),
		// "Ids should be GUIDs"
		On("IBM-CAT-006", flows.Preflight, func(c *Case, run *flows.PreflightRun) {
			x := c.Use(run.Catalog)
			for _, id := range catalogIDs(x) {
				if !guid.MatchString(id) {
					c.Fail(x, Want("a GUID").Got("the id %q", id))
				}
			}
		}),
		// "Plan names are unique and lower case"
		On("IBM-CAT-009", flows.Preflight, func(c *Case, run *flows.PreflightRun) {
			x := c.Use(run.Catalog)
			for _, service := range flows.Objects(x.Object()["services"]) {
				seen := map[any]bool{}
				for _, plan := range flows.Objects(service["plans"]) {
					if seen[plan["name"]] {
						c.Fail(x, Want("names that are unique").Got("two plans %v in the service %v", plan["name"], service["name"]))
					}
					seen[plan["name"]] = true
				}
			}
		}),
		// "plan_updateable keeps its odd spelling"
		On("IBM-CAT-011", flows.Preflight, func(c *Case, run *flows.PreflightRun) {
			x := c.Use(run.Catalog)
			for _, service := range flows.Objects(x.Object()["services"]) {
				if _, misread := service["plan_updatable"]; misread {
					c.Fail(x, Want("the spelling plan_updateable").Got("plan_updatable in the service %v", service["name"]))
				}
			}
		}),
		// "bindable services can be bound"
		On("IBM-CAT-012", flows.Use, func(c *Case, run *flows.UseRun) {
			x := made(c, run)
			c.Expect(x).To(HaveStatus(http.StatusCreated, http.StatusOK))
			c.Expect(x).To(HaveMember("/credentials", Kind("object")))
		}),
		// "Catalog is stable between calls"
		On("IBM-CAT-015", flows.Catalog, func(c *Case, run *flows.CatalogRun) {
			first, second := c.Use(run.Again), c.Use(run.WithoutIdentity)
			if first.Is(http.StatusOK) && second.Is(http.StatusOK) && !slices.Equal(catalogIDs(first), catalogIDs(second)) {
				c.Fail(second, Want("the same").Got("other ids than in exchange %d", first.Number))
			}
		}),
		// "Valid metadata is a precondition"
		On("IBM-CAT-016", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			x := c.Use(run.Provision)
			if description, _ := x.Object()["description"].(string); !flows.Accepted(x) && (!flows.Refused(x) || description == "") {
				c.Fail(x, Want("success or a stated reason").Got("%s without description", x.Got()))
			}
		}),
	}
}

var guid = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

func catalogIDs(x *record.Exchange) []string {
	var ids []string
	for _, service := range flows.Objects(x.Object()["services"]) {
		for _, entry := range append(flows.Objects(service["plans"]), service) {
			if id, ok := entry["id"].(string); ok {
				ids = append(ids, id)
			}
		}
	}
	return ids
}
