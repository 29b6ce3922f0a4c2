package rules

import (
	"net/http"
	"slices"
	"strings"

	"conformance/suites/cfv2/flows"
	. "conformance/suites/check"
	"conformance/suites/record"
)

func instancesViewChecks() List {
	return List{
		// "Create route has no trailing slash"
		On("CFV2-INST-012", flows.Views, func(c *Case, run *flows.ViewsRun) {
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
		// "Instance name is trimmed"
		On("CFV2-INST-030", flows.Views, func(c *Case, run *flows.ViewsRun) {
			x := c.Use(run.CreateBlank)
			name, _ := sentBody(x)["name"].(string)
			c.Expect(x).To(HaveMember("/entity/name", strings.TrimSpace(name)))
		}),
		// "Nested lists exist for an instance"
		On("CFV2-INST-043", flows.Views, func(c *Case, run *flows.ViewsRun) {
			listed(c, run.InstanceBindings, flows.GuidOf(c.Use(run.Bind)))
			listed(c, run.InstanceKeys, flows.GuidOf(c.Use(run.Key)), flows.GuidOf(c.Use(run.KeySecond)))
		}),
		// "Space instance list can include user-provided"
		On("CFV2-INST-044", flows.Views, func(c *Case, run *flows.ViewsRun) {
			only(c, run.SpaceManaged, flows.GuidOf(c.Use(run.Create)))
			listed(c, run.SpaceHidden)
			only(c, run.SpaceProvided, flows.GuidOf(c.Use(run.Provided)))
		}),
		// "Space offering list respects visibility"
		On("CFV2-INST-045", flows.Views, func(c *Case, run *flows.ViewsRun) {
			listed(c, run.OfferingsHidden)
			listed(c, run.OfferingsNone)
			x := c.Use(run.OfferingsShown)
			if n := len(flows.Resources(x)); n != 1 {
				c.Fail(x, Want("the one with that label").Got("%d offerings", n))
				return
			}
			label := strings.TrimPrefix(x.Request.Query().Get("q"), "label:")
			c.Expect(x).To(HaveMember("/resources/0/entity/label", label))
		}),
		// "Relations can be inlined"
		On("CFV2-INST-046", flows.Views, func(c *Case, run *flows.ViewsRun) {
			plan := flows.Text(c.Use(run.Create), "/entity/service_plan_guid")
			bindings := []string{flows.GuidOf(c.Use(run.Bind))}
			keys := []string{flows.GuidOf(c.Use(run.Key)), flows.GuidOf(c.Use(run.KeySecond))}
			for _, step := range []record.Step{run.SpaceInlined, run.Inlined} {
				x := c.Use(step)
				embedded(c, x, "service_plan", []any{flows.Value(x, "/resources/0/entity/service_plan")}, plan)
				for member, want := range InOrder(map[string][]string{"service_bindings": bindings, "service_keys": keys}) {
					list, _ := flows.Value(x, "/resources/0/entity/"+member).([]any)
					embedded(c, x, member, list, want...)
				}
			}
		}),
	}
}

func viewRefusals() List {
	return refusals(flows.Views, []refusal[flows.ViewsRun]{
		// "Instance name is trimmed"
		{"CFV2-INST-030", func(r *flows.ViewsRun) record.Step { return r.CreateTaken }, 400, "ServiceInstanceNameTaken", 60002, true},
		// Which of the codes for unknown things a nested list has is upstream's own affair.
		// "Nested lists exist for an instance"
		{"CFV2-INST-043", func(r *flows.ViewsRun) record.Step { return r.UnknownBindings }, 404, "", 0, false},
		// "Nested lists exist for an instance"
		{"CFV2-INST-043", func(r *flows.ViewsRun) record.Step { return r.UnknownKeys }, 404, "", 0, false},
		// "Too deep inlining is refused"
		{"CFV2-INST-047", func(r *flows.ViewsRun) record.Step { return r.ListDeep }, 400, "BadQueryParameter", 10005, false},
		// "Too deep inlining is refused"
		{"CFV2-INST-047", func(r *flows.ViewsRun) record.Step { return r.GetDeep }, 400, "BadQueryParameter", 10005, false},
		// "Failed key delete keeps the key"
		{"CFV2-BIND-052", func(r *flows.ViewsRun) record.Step { return r.KeyInVain }, 502, "ServiceBrokerBadResponse", 10001, false},
	})
}

// embedded demands that resources which an answer embeds have exactly these guids, and are shown whole.
func embedded(c *Case, x *record.Exchange, member string, list []any, want ...string) {
	got := guids(list)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		c.Fail(x, Want("%s", flows.Quote(want)).Got("the guids %s in /resources/0/entity/%s", flows.Quote(got), member))
	}
	for _, resource := range list {
		if entity, _ := At(resource, "/entity"); entity == nil && resource != nil {
			c.Fail(x, Want("the whole resource").Got("no entity in /resources/0/entity/%s", member))
		}
	}
}
