package rules

import (
	"net/http"

	"conformance/suites/cfv2/flows"
	. "conformance/suites/check"
	"conformance/suites/record"
)

func platformBodyChecks() List {
	return List{
		// "Path ids equal controller guids"
		On("CFV2-PLAT-013", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			addressed(c, run.Create, "broker-provision", flows.GuidOf(c.Use(run.Create)), "")
			addressed(c, run.CreateIncomplete, "broker-provision", flows.GuidOf(c.Use(run.CreateIncomplete)), "")
			addressed(c, run.ChangePlan, "broker-update", flows.GuidOf(c.Use(run.ChangePlan)), "")
			x := c.Use(run.Bind)
			addressed(c, run.Bind, "broker-bind", flows.Text(x, "/entity/service_instance_guid"), flows.GuidOf(x))
			addressed(c, run.Unbind, "broker-unbind", flows.Text(x, "/entity/service_instance_guid"), flows.GuidOf(x))
			addressed(c, run.Delete, "broker-deprovision", flows.GuidOf(c.Use(run.Create)), "")
		}),
		// "Catalog ids are sent to brokers"
		On("CFV2-PLAT-014", flows.Lifecycle, catalogIDs),
		// "Provision body is complete"
		On("CFV2-PLAT-015", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			if x, body := sent(c, run.Create, "broker-provision"); x != nil {
				same(c, x, body, "/space_guid", sentBody(c.Use(run.Create))["space_guid"])
				for _, member := range []string{"/service_id", "/plan_id", "/organization_guid", "/context"} {
					same(c, x, body, member, nil)
				}
			}
		}),
		// "Context describes the place"
		On("CFV2-PLAT-016", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			described(c, run.Create, "broker-provision", sentBody(c.Use(run.Create))["name"])
			described(c, run.ChangePlan, "broker-update", flows.Value(c.Use(run.ChangePlan), "/entity/name"))
			described(c, run.Bind, "broker-bind", nil)
		}),
		// "Context carries annotations"
		On("CFV2-PLAT-017", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			if x, body := sent(c, run.Create, "broker-provision"); x != nil {
				for _, member := range []string{"organization_annotations", "space_annotations", "instance_annotations"} {
					same(c, x, body, "/context/"+member, nil)
				}
			}
		}),
		// "Empty parameters are not sent"
		On("CFV2-PLAT-018", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			if x, body := sent(c, run.CreateIncomplete, "broker-provision"); x != nil {
				if _, found := body["parameters"]; found {
					c.Fail(x, Want("none, as the client's were empty").Got("parameters"))
				}
			}
		}),
		// "Async permission is forwarded verbatim"
		On("CFV2-PLAT-020", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			for _, row := range []struct {
				step      record.Step
				operation string
				want      bool
			}{
				{run.Create, "broker-provision", false}, {run.CreateIncomplete, "broker-provision", true}, {run.CreateEnabled, "broker-provision", false},
				{run.ChangePlan, "broker-update", true}, {run.ChangeParameters, "broker-update", false},
				{run.Bind, "broker-bind", false}, {run.BindIncomplete, "broker-bind", true},
				{run.Unbind, "broker-unbind", true}, {run.Delete, "broker-deprovision", false},
			} {
				if x := request(c, row.step, row.operation); x != nil && (x.Request.Query().Get("accepts_incomplete") == "true") != row.want {
					c.Fail(x, Want("true exactly when the client sent it").Got("accepts_incomplete %q", x.Request.Query().Get("accepts_incomplete")))
				}
			}
		}),
		// "Bind body is complete"
		On("CFV2-PLAT-021", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			if x, body := sent(c, run.Bind, "broker-bind"); x != nil {
				app := sentBody(c.Use(run.Bind))["app_guid"]
				for member, want := range InOrder(map[string]any{"/service_id": nil, "/plan_id": nil, "/context": nil, "/bind_resource/space_guid": nil,
					"/app_guid": app, "/bind_resource/app_guid": app}) {
					same(c, x, body, member, want)
				}
			}
		}),
		// "Deletes carry ids in the query"
		EachSent("CFV2-PLAT-023", func(c *Case, x *record.Exchange) {
			if x.Operation != "broker-deprovision" && x.Operation != "broker-unbind" {
				return
			}
			c.Look(x)
			query := x.Request.Query()
			if query.Get("service_id") == "" || query.Get("plan_id") == "" {
				c.Fail(x, Note("sent without service_id and plan_id in the query"))
			}
			if len(x.Request.Body) > 0 {
				c.Fail(x, Want("none").Got("a body"))
			}
		}),
		// "Update body has previous values"
		On("CFV2-PLAT-024", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			if x, body := sent(c, run.ChangePlan, "broker-update"); x != nil {
				provision := sentBody(answered(c, run.CreateIncomplete, "broker-provision"))
				same(c, x, body, "/service_id", provision["service_id"])
				for member, want := range InOrder(map[string]any{"plan_id": provision["plan_id"], "service_id": provision["service_id"],
					"organization_id": provision["organization_guid"], "space_id": provision["space_guid"]}) {
					same(c, x, body, "/previous_values/"+member, want)
				}
				if body["plan_id"] == provision["plan_id"] {
					c.Fail(x, Want("that of the target plan").Got("the present plan_id"))
				}
				same(c, x, body, "/context", nil)
			}
		}),
		// "Local refusals make no broker call"
		On("CFV2-PLAT-063", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			for _, step := range []record.Step{run.CreateNoName, run.CreateParameters, run.CreateFlag, run.CreateNameTaken, run.CreateUnknownPlan,
				run.CreateHidden, run.ChangeFixedPlan, run.ChangeSpace, run.BindAgain, run.BindParameters, run.BindUnknownApp, run.BindUnbindable,
				run.KeyTaken, run.DeleteBound} {
				quiet(c, c.Use(step))
			}
		}),
	}
}

// addressed demands that the request to the broker names the instance and the binding by the controller's guids.
func addressed(c *Case, step record.Step, operation, instance, binding string) {
	x := request(c, step, operation)
	if x == nil {
		return
	}
	if i, b := named(x); i != instance || b != binding {
		c.Fail(x, Want("%q and %q", instance, binding).Got("for instance %q and binding %q", i, b))
	}
}

// described demands a context that says where the instance is; its name, too, when one is given.
func described(c *Case, step record.Step, operation string, name any) {
	x, body := sent(c, step, operation)
	if x == nil {
		return
	}
	same(c, x, body, "/context/platform", "cloudfoundry")
	for _, member := range []string{"organization_guid", "space_guid", "organization_name", "space_name"} {
		same(c, x, body, "/context/"+member, nil)
	}
	if name != nil {
		same(c, x, body, "/context/instance_name", name)
	}
}

// catalogIDs demands that every request about an instance or a binding names an offering and a plan by the ids of the
// catalog.
func catalogIDs(c *Case, run *flows.LifecycleRun) {
	known := map[any]bool{}
	services, _ := flows.Value(answered(c, run.Broker, "broker-catalog"), "/services").([]any)
	for _, service := range services {
		id, _ := At(service, "/id")
		known[id] = true
		plans, _ := At(service, "/plans")
		list, _ := plans.([]any)
		for _, plan := range list {
			id, _ := At(plan, "/id")
			known[id] = true
		}
	}
	for _, x := range c.Trail() {
		if x.Side != record.Broker || x.Request.Method == http.MethodGet {
			continue
		}
		c.Look(x)
		query, body := x.Request.Query(), sentBody(x)
		for _, member := range []string{"service_id", "plan_id"} {
			var id any = query.Get(member)
			if body != nil {
				id = body[member]
			}
			if !known[id] {
				c.Fail(x, Want("an id of the catalog").Got("%s %s", member, flows.Quote(id)))
			}
		}
	}
}
