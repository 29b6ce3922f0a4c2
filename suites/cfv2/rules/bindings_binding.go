package rules

import (
	"fmt"
	"net/http"

	"conformance/suites/cfv2/flows"
	. "conformance/suites/check"
	"conformance/suites/record"
)

func bindingsBindingChecks() List {
	return List{
		// "Synchronous bind answers 201"
		On("CFV2-BIND-001", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { c.Expect(run.BindEnabled).To(HaveStatus(http.StatusCreated)) }),
		// "Binding options are accepted and unused"
		On("CFV2-BIND-004", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			c.Expect(run.Bind).To(HaveStatus(http.StatusCreated, http.StatusAccepted))
			if x, body := sent(c, run.Bind, "broker-bind"); x != nil {
				if _, found := body["binding_options"]; found {
					c.Fail(x, Want("none").Got("binding_options"))
				}
			}
		}),
		// "Binding parameters reach the broker"
		On("CFV2-BIND-006", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			if x, body := sent(c, run.Bind, "broker-bind"); x != nil {
				same(c, x, body, "/parameters", sentBody(c.Use(run.Bind))["parameters"])
			}
		}),
		// "Binding name is optional"
		On("CFV2-BIND-007", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			c.Expect(run.Bind).To(HaveMember("/entity/name", "conformance-db"))
			c.Expect(run.BindIncomplete).To(HaveMember("/entity/name", Kind("null")))
		}),
		// "Synchronous broker ignores async permission"
		On("CFV2-BIND-010", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			c.Expect(run.Bind).To(HaveStatus(http.StatusCreated))
			c.Expect(run.BindIncomplete).To(HaveStatus(http.StatusCreated))
			c.Expect(run.BindProvided).To(HaveStatus(http.StatusCreated))
		}),
		// "Binding url matches Location"
		On("CFV2-BIND-012", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { located(c, run.Bind, "/v2/service_bindings/") }),
		// "Binding entity names app and instance"
		On("CFV2-BIND-013", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			body := sentBody(c.Use(run.Bind))
			for _, member := range []string{"app_guid", "service_instance_guid"} {
				c.Expect(run.Bind).To(HaveMember("/entity/"+member, body[member]))
			}
		}),
		// "Binding credentials come from the broker"
		On("CFV2-BIND-014", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			credentials := flows.Value(answered(c, run.Bind, "broker-bind"), "/credentials")
			c.Expect(run.Bind).To(HaveMember("/entity/credentials", credentials))
			c.Expect(run.GetBinding).To(HaveMember("/entity/credentials", credentials))
		}),
		// "Binding last operation is never null"
		On("CFV2-BIND-018", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			x := c.Use(run.Bind)
			operates(c, x, "create", "succeeded")
			c.Expect(x).To(HaveMember("/entity/last_operation/description", ""))
		}),
		// "Binding has app url"
		On("CFV2-BIND-019", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			x := c.Use(run.Bind)
			c.Expect(x).To(HaveMember("/entity/app_url", fmt.Sprint("/v2/apps/", sentBody(x)["app_guid"])))
		}),
		// "Binding has instance url by kind"
		On("CFV2-BIND-020", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			x, provided := c.Use(run.Bind), c.Use(run.BindProvided)
			c.Expect(x).To(HaveMember("/entity/service_instance_url", "/v2/service_instances/"+flows.Text(x, "/entity/service_instance_guid")))
			c.Expect(provided).To(HaveMember("/entity/service_instance_url",
				"/v2/user_provided_service_instances/"+flows.Text(provided, "/entity/service_instance_guid")))
		}),
		// "Binding has parameters url"
		On("CFV2-BIND-021", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			x := c.Use(run.Bind)
			if _, found := At(any(x.Object()), "/entity/service_binding_parameters_url"); !found {
				c.NotApplicable(x, "the target answers no service_binding_parameters_url, as before API version 2.105.0")
			}
			c.Expect(x).To(HaveMember("/entity/service_binding_parameters_url", "/v2/service_bindings/"+flows.GuidOf(x)+"/parameters"))
		}),
		// "User-provided binding copies credentials"
		On("CFV2-BIND-022", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			x := c.Use(run.BindProvided)
			c.Expect(x).To(HaveStatus(http.StatusCreated))
			c.Expect(x).To(HaveMember("/entity/credentials", sentBody(c.Use(run.Provided))["credentials"]))
			quiet(c, x)
		}),
		// "Get binding answers 200"
		On("CFV2-BIND-031", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			c.Expect(run.GetBinding).To(HaveStatus(http.StatusOK))
			c.Expect(run.GetBinding).To(HaveMember("/metadata/guid", flows.GuidOf(c.Use(run.Bind))))
		}),
		// "Synchronous unbind answers 204"
		On("CFV2-BIND-035", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			c.Expect(run.Unbind).To(HaveStatus(http.StatusNoContent))
			c.Expect(run.GetUnbound).To(HaveStatus(http.StatusNotFound))
		}),
		// "Binding parameters can be fetched"
		On("CFV2-BIND-040", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			c.Expect(run.BindingParameters).To(HaveStatus(http.StatusOK))
			c.Expect(run.BindingParameters).To(HaveMember("", flows.Value(answered(c, run.BindingParameters, "broker-fetch-binding"), "/parameters")))
		}),
		// "Binding JSON content type accepted"
		On("CFV2-BIND-054", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { c.Expect(run.BindEnabled).To(HaveStatus(http.StatusCreated)) }),
	}
}

func bindingRefusals() List {
	parse := func(id string, step func(*flows.LifecycleRun) record.Step) refusal[flows.LifecycleRun] {
		return refusal[flows.LifecycleRun]{id, step, http.StatusBadRequest, "MessageParseError", 1001, true}
	}
	return refusals(flows.Lifecycle, []refusal[flows.LifecycleRun]{
		// "Instance guid is required for binding"
		parse("CFV2-BIND-002", func(r *flows.LifecycleRun) record.Step { return r.BindNoInstance }),
		// "App guid is required for binding"
		parse("CFV2-BIND-003", func(r *flows.LifecycleRun) record.Step { return r.BindNoApp }),
		// "Binding parameters must be an object"
		parse("CFV2-BIND-005", func(r *flows.LifecycleRun) record.Step { return r.BindParameters }),
		// "Bind flag accepts only true or false"
		{"CFV2-BIND-009", func(r *flows.LifecycleRun) record.Step { return r.BindFlag }, 400, "InvalidRequest", 10004, true},
		// "Bind flag accepts only true or false"
		{"CFV2-BIND-009", func(r *flows.LifecycleRun) record.Step { return r.UnbindFlag }, 400, "InvalidRequest", 10004, true},
		// "Duplicate binding answers 400"
		{"CFV2-BIND-024", func(r *flows.LifecycleRun) record.Step { return r.BindAgain }, 400, "ServiceBindingAppServiceTaken", 90003, true},
		// "Unknown app answers 404"
		{"CFV2-BIND-025", func(r *flows.LifecycleRun) record.Step { return r.BindUnknownApp }, 404, "AppNotFound", 100004, false},
		// "Unknown instance on bind answers 404"
		{"CFV2-BIND-026", func(r *flows.LifecycleRun) record.Step { return r.BindUnknown }, 404, "ServiceInstanceNotFound", 60004, false},
		// "Unbindable plan answers 400"
		{"CFV2-BIND-027", func(r *flows.LifecycleRun) record.Step { return r.BindUnbindable }, 400, "UnbindableService", 90005, true},
		// The code is upstream's, and odd.
		// "Bad binding name answers 400"
		{"CFV2-BIND-029", func(r *flows.LifecycleRun) record.Step { return r.BindName }, 400, "", 0, true},
		// "Unknown binding answers 404"
		{"CFV2-BIND-032", func(r *flows.LifecycleRun) record.Step { return r.GetUnknownBinding }, 404, "ServiceBindingNotFound", 90004, false},
		// "Binding parameter fetch needs support"
		{"CFV2-BIND-041", func(r *flows.LifecycleRun) record.Step { return r.BindingUnable }, 400, "ServiceFetchBindingParametersNotSupported", 90007, true},
	})
}

func keyChecks() List {
	return append(refusals(flows.Lifecycle, []refusal[flows.LifecycleRun]{
		// "Key name and instance are required"
		{"CFV2-BIND-044", func(r *flows.LifecycleRun) record.Step { return r.KeyNoName }, 400, "MessageParseError", 1001, false},
		// "Taken key name answers 400"
		{"CFV2-BIND-046", func(r *flows.LifecycleRun) record.Step { return r.KeyTaken }, 400, "ServiceKeyNameTaken", 360001, true},
		// "Keys need a bindable managed instance"
		{"CFV2-BIND-047", func(r *flows.LifecycleRun) record.Step { return r.KeyUnbindable }, 400, "ServiceKeyNotSupported", 360004, true},
		// "Key for unknown instance answers 404"
		{"CFV2-BIND-048", func(r *flows.LifecycleRun) record.Step { return r.KeyUnknown }, 404, "ServiceInstanceNotFound", 60004, false},
		// "Key get and unknown key"
		{"CFV2-BIND-049", func(r *flows.LifecycleRun) record.Step { return r.GetDeletedKey }, 404, "ServiceKeyNotFound", 360003, false},
	}),
		// "Key create answers 201"
		On("CFV2-BIND-043", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { c.Expect(run.Key).To(HaveStatus(http.StatusCreated)) }),
		// "Key credentials come from the broker"
		On("CFV2-BIND-045", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			c.Expect(run.Key).To(HaveMember("/entity/credentials", flows.Value(answered(c, run.Key, "broker-bind"), "/credentials")))
		}),
		// "Key delete answers 204"
		On("CFV2-BIND-051", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			c.Expect(run.DeleteKey).To(HaveStatus(http.StatusNoContent))
			request(c, run.DeleteKey, "broker-unbind")
		}),
		// "Key parameter fetch needs support"
		On("CFV2-BIND-053", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { c.Expect(run.KeyParameters).To(HaveStatus(http.StatusOK)) }),
		// "Key body has no app"
		On("CFV2-PLAT-022", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			if x, body := sent(c, run.Key, "broker-bind"); x != nil {
				if _, found := body["app_guid"]; found {
					c.Fail(x, Want("none").Got("app_guid for a key"))
				}
				if _, ok := body["bind_resource"].(map[string]any); !ok {
					c.Fail(x, Want("one").Got("no object bind_resource"))
				}
			}
		}),
	)
}
