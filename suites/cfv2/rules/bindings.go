package rules

import (
	"net/http"
	"net/url"
	"strings"

	"conformance/suites/cfv2/flows"
	. "conformance/suites/check"
	"conformance/suites/record"
)

func bindingsChecks() List {
	return List{
		// "Binding name appears in app environment"
		On("CFV2-BIND-008", flows.Views, environment),
		// "User-provided parameters raise a warning"
		On("CFV2-BIND-023", flows.Views, func(c *Case, run *flows.ViewsRun) {
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
		// "Binding list filters work"
		On("CFV2-BIND-033", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { only(c, run.ListBindings, flows.GuidOf(c.Use(run.Bind))) }),
		// "Gone broker binding counts as deleted"
		On("CFV2-BIND-036", flows.Failures, func(c *Case, run *flows.FailuresRun) { c.Expect(run.UnbindGone).To(HaveStatus(http.StatusNoContent)) }),
		// "Failed unbind keeps the binding"
		On("CFV2-BIND-037", flows.Failures, func(c *Case, run *flows.FailuresRun) {
			x := c.Use(run.AfterUnbind)
			c.Expect(x).To(HaveStatus(http.StatusOK))
			c.Expect(x).To(HaveMember("/entity/credentials", flows.Value(c.Use(run.Bind), "/entity/credentials")))
		}),
		// "Job unbind answers 202 with job"
		On("CFV2-BIND-038", flows.Unbindings, func(c *Case, run *flows.UnbindingsRun) {
			x := c.Use(run.UnbindInJob)
			c.Expect(x).To(HaveStatus(http.StatusAccepted))
			if flows.Text(x, "/entity/guid") == "" || flows.Text(x, "/entity/status") == "" {
				c.Fail(x, Want("its guid and status").Got("no job"))
				return
			}
			c.Expect(run.Job.Last()).NotTo(HaveMember("/entity/status", "failed"))
			c.Expect(run.GetAfterJob).To(HaveStatus(http.StatusNotFound))
		}),
		// "Unwanted async unbind warns"
		On("CFV2-BIND-039", flows.Unbindings, func(c *Case, run *flows.UnbindingsRun) {
			x := c.Use(run.Unwanted)
			c.Expect(x).To(HaveStatus(http.StatusNoContent))
			if x.Is(http.StatusNoContent) && strings.TrimSpace(x.Header("X-Cf-Warnings")) == "" {
				c.Fail(x, Want("one that says that the broker may not have finished").Got("no header X-Cf-Warnings"))
			}
			c.Expect(run.GetUnwanted).To(HaveStatus(http.StatusNotFound))
		}),
		// "Bindings cannot be updated"
		On("CFV2-BIND-042", flows.Views, func(c *Case, run *flows.ViewsRun) {
			before, after := c.Use(run.Bind), c.Use(run.GetBinding)
			c.Expect(run.PutBinding).To(HaveStatus(http.StatusNotFound, http.StatusMethodNotAllowed))
			c.Expect(after).To(HaveMember("/entity/name", flows.Value(before, "/entity/name")))
		}),
		// "Key list filters work"
		On("CFV2-BIND-050", flows.Views, func(c *Case, run *flows.ViewsRun) {
			one, two := flows.GuidOf(c.Use(run.Key)), flows.GuidOf(c.Use(run.KeySecond))
			listed(c, run.KeysByName, one)
			listed(c, run.KeysByInstance, one, two)
			listed(c, run.KeysBelowByName, one)
			listed(c, run.KeysBelowOther)
		}),
		// "Failed key delete keeps the key"
		On("CFV2-BIND-052", flows.Views, func(c *Case, run *flows.ViewsRun) {
			name, _ := sentBody(c.Use(run.Create))["name"].(string)
			c.Expect(run.KeyInVain).To(HaveMember("/description", Containing(name)))
			c.Expect(run.KeyAfter).To(HaveStatus(http.StatusOK))
		}),
	}
}

// environment demands that the entry of a binding in the environment of its app is called as the binding or, where that
// has no name, as the instance.
func environment(c *Case, run *flows.ViewsRun) {
	named, unnamed, other := c.Use(run.Bind), c.Use(run.BindOther), c.Use(run.CreateBlank)
	if flows.GuidOf(other) == "" {
		other = c.Use(run.CreateOther)
	}
	x := c.Use(run.Environment)
	services, told := flows.Value(x, "/system_env_json/VCAP_SERVICES").(map[string]any)
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
			c.Fail(x, Want("one with the name of %s", want.of).Got("no entry of VCAP_SERVICES with name %s", flows.Quote(strings.TrimSpace(name))))
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
