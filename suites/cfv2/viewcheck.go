package cfv2

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	. "conformance/suites/check"
	"conformance/suites/record"
)

func viewChecks() List {
	return slices.Concat(viewRefusals(), spaceViewChecks(), relationChecks(), keyViewChecks(), bindingViewChecks())
}

func viewRefusals() List {
	return refusals(Views, []refusal[ViewsRun]{
		{"CFV2-INST-030", func(r *ViewsRun) record.Step { return r.CreateTaken }, 400, "ServiceInstanceNameTaken", 60002, true},
		// Which of the codes for unknown things a nested list has is upstream's own affair.
		{"CFV2-INST-043", func(r *ViewsRun) record.Step { return r.UnknownBindings }, 404, "", 0, false},
		{"CFV2-INST-043", func(r *ViewsRun) record.Step { return r.UnknownKeys }, 404, "", 0, false},
		{"CFV2-INST-047", func(r *ViewsRun) record.Step { return r.ListDeep }, 400, "BadQueryParameter", 10005, false},
		{"CFV2-INST-047", func(r *ViewsRun) record.Step { return r.GetDeep }, 400, "BadQueryParameter", 10005, false},
		{"CFV2-BIND-052", func(r *ViewsRun) record.Step { return r.KeyInVain }, 502, "ServiceBrokerBadResponse", 10001, false},
	})
}

func spaceViewChecks() List {
	return List{
		On("CFV2-INST-012", Views, func(c *Case, run *ViewsRun) {
			plain, x := c.Use(run.Create), c.Use(run.CreateSlash)
			c.Expect(x).To(HaveStatus(plain.Status(), http.StatusNotFound))
			if x.Is(plain.Status()) {
				c.Expect(x).To(HaveMember("/entity/name", sentBody(x)["name"]))
				return
			}
			for member, kind := range InOrder(map[string]string{"/description": "string", "/error_code": "string", "/code": "number"}) {
				c.Expect(x).To(HaveMember(member, Kind(kind)))
			}
		}),
		On("CFV2-INST-030", Views, func(c *Case, run *ViewsRun) {
			x := c.Use(run.CreateBlank)
			name, _ := sentBody(x)["name"].(string)
			c.Expect(x).To(HaveMember("/entity/name", strings.TrimSpace(name)))
		}),
		On("CFV2-INST-044", Views, func(c *Case, run *ViewsRun) {
			only(c, run.SpaceManaged, guidOf(c.Use(run.Create)))
			listed(c, run.SpaceHidden)
			only(c, run.SpaceProvided, guidOf(c.Use(run.Provided)))
		}),
		On("CFV2-INST-045", Views, func(c *Case, run *ViewsRun) {
			listed(c, run.OfferingsHidden)
			listed(c, run.OfferingsNone)
			x := c.Use(run.OfferingsShown)
			if n := len(resources(x)); n != 1 {
				c.Fail(x, Want("the one with that label").Got("%d offerings", n))
				return
			}
			label := strings.TrimPrefix(x.Request.Query().Get("q"), "label:")
			c.Expect(x).To(HaveMember("/resources/0/entity/label", label))
		}),
	}
}

func relationChecks() List {
	return List{
		On("CFV2-INST-043", Views, func(c *Case, run *ViewsRun) {
			listed(c, run.InstanceBindings, guidOf(c.Use(run.Bind)))
			listed(c, run.InstanceKeys, guidOf(c.Use(run.Key)), guidOf(c.Use(run.KeySecond)))
		}),
		On("CFV2-INST-046", Views, func(c *Case, run *ViewsRun) {
			plan := text(c.Use(run.Create), "/entity/service_plan_guid")
			bindings := []string{guidOf(c.Use(run.Bind))}
			keys := []string{guidOf(c.Use(run.Key)), guidOf(c.Use(run.KeySecond))}
			for _, step := range []record.Step{run.SpaceInlined, run.Inlined} {
				x := c.Use(step)
				embedded(c, x, "service_plan", []any{value(x, "/resources/0/entity/service_plan")}, plan)
				for member, want := range InOrder(map[string][]string{"service_bindings": bindings, "service_keys": keys}) {
					list, _ := value(x, "/resources/0/entity/"+member).([]any)
					embedded(c, x, member, list, want...)
				}
			}
		}),
	}
}

// embedded demands that resources which an answer embeds have exactly these guids, and are shown whole.
func embedded(c *Case, x *record.Exchange, member string, list []any, want ...string) {
	got := guids(list)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		c.Fail(x, Want("%s", quote(want)).Got("the guids %s in /resources/0/entity/%s", quote(got), member))
	}
	for _, resource := range list {
		if entity, _ := At(resource, "/entity"); entity == nil && resource != nil {
			c.Fail(x, Want("the whole resource").Got("no entity in /resources/0/entity/%s", member))
		}
	}
}

// guids are those of resources, in order. What has none is left out.
func guids(list []any) []string {
	found := []string{}
	for _, resource := range list {
		value, _ := At(resource, "/metadata/guid")
		if guid, ok := value.(string); ok {
			found = append(found, guid)
		}
	}
	slices.Sort(found)
	return found
}

// listed demands a list of exactly these resources, in any order.
func listed(c *Case, step record.Step, want ...string) {
	x := c.Use(step)
	if !c.Expect(x).To(HaveStatus(http.StatusOK)) {
		return
	}
	slices.Sort(want)
	if got := guids(resources(x)); !slices.Equal(got, want) {
		c.Fail(x, Want("%s", quote(append([]string{}, want...))).Got("a list of %s", quote(got)))
	}
}

func keyViewChecks() List {
	return List{
		On("CFV2-BIND-050", Views, func(c *Case, run *ViewsRun) {
			one, two := guidOf(c.Use(run.Key)), guidOf(c.Use(run.KeySecond))
			listed(c, run.KeysByName, one)
			listed(c, run.KeysByInstance, one, two)
			listed(c, run.KeysBelowByName, one)
			listed(c, run.KeysBelowOther)
		}),
		On("CFV2-BIND-052", Views, func(c *Case, run *ViewsRun) {
			name, _ := sentBody(c.Use(run.Create))["name"].(string)
			c.Expect(run.KeyInVain).To(HaveMember("/description", Containing(name)))
			c.Expect(run.KeyAfter).To(HaveStatus(http.StatusOK))
		}),
	}
}

func bindingViewChecks() List {
	return List{
		On("CFV2-BIND-008", Views, environment),
		On("CFV2-BIND-023", Views, func(c *Case, run *ViewsRun) {
			full, empty := c.Use(run.BindProvided), c.Use(run.BindProvidedNo)
			for _, x := range []*record.Exchange{full, empty} {
				c.Expect(x).To(HaveStatus(http.StatusOK, http.StatusCreated, http.StatusAccepted))
			}
			if warning := parameterWarning(empty); warning != "" {
				c.Fail(empty, Want("none about parameters that are empty").Got("header X-Cf-Warnings with %q", warning))
			}
			if full.Is(http.StatusOK, http.StatusCreated, http.StatusAccepted) && parameterWarning(full) == "" {
				c.NotApplicable(full, "the target does not warn of parameters for a user-provided instance, as before April 2018")
			}
		}),
		On("CFV2-BIND-042", Views, func(c *Case, run *ViewsRun) {
			before, after := c.Use(run.Bind), c.Use(run.GetBinding)
			c.Expect(run.PutBinding).To(HaveStatus(http.StatusNotFound, http.StatusMethodNotAllowed))
			c.Expect(after).To(HaveMember("/entity/name", value(before, "/entity/name")))
		}),
	}
}

// environment demands that the entry of a binding in the environment of its app is called as the binding or, where that
// has no name, as the instance.
func environment(c *Case, run *ViewsRun) {
	named, unnamed, other := c.Use(run.Bind), c.Use(run.BindOther), c.Use(run.CreateBlank)
	if guidOf(other) == "" {
		other = c.Use(run.CreateOther)
	}
	x := c.Use(run.Environment)
	services, told := value(x, "/system_env_json/VCAP_SERVICES").(map[string]any)
	if !told {
		c.NotApplicable(x, "the target shows no environment of an app: %s was answered %s", x, x.Got())
	}
	names := map[string]bool{}
	for _, entries := range services {
		list, _ := entries.([]any)
		for _, entry := range list {
			name, _ := At(entry, "/name")
			text, _ := name.(string)
			names[strings.TrimSpace(text)] = true
		}
	}
	for _, want := range []struct {
		binding, called *record.Exchange
		of              string
	}{
		{named, named, "the binding"}, {unnamed, other, "the instance, as its binding has none"},
	} {
		name, _ := sentBody(want.called)["name"].(string)
		if want.binding.Is(http.StatusCreated) && !names[strings.TrimSpace(name)] {
			c.Fail(x, Want("one with the name of %s", want.of).Got("no entry of VCAP_SERVICES with name %s", quote(strings.TrimSpace(name))))
		}
	}
}

// parameterWarning is the first warning of an answer that is about parameters, or "".
func parameterWarning(x *record.Exchange) string {
	if x.Response == nil {
		return ""
	}
	for _, header := range x.Response.Header.Values("X-Cf-Warnings") {
		for _, entry := range strings.Split(header, ",") {
			warning, err := url.QueryUnescape(entry)
			if err == nil && strings.Contains(strings.ToLower(warning), "parameters") {
				return warning
			}
		}
	}
	return ""
}
