package rules

import (
	"net/http"

	"conformance/suites/cfv2/flows"
	. "conformance/suites/check"
	"conformance/suites/record"
)

func instancesInstanceChecks() List {
	return List{
		// "Synchronous create answers 201"
		On("CFV2-INST-001", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { c.Expect(run.CreateEnabled).To(HaveStatus(http.StatusCreated)) }),
		// "Tags default to empty and echo"
		On("CFV2-INST-008", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			tagged, plain := c.Use(run.CreateIncomplete), c.Use(run.CreateEnabled)
			if first(tagged) && first(plain) {
				c.NotApplicable(plain, "the entity has the form of the first controllers, which had no tags")
			}
			if !first(tagged) {
				c.Expect(tagged).To(HaveMember("/entity/tags", []any{"one", "two"}))
			}
			if !first(plain) {
				c.Expect(plain).To(HaveMember("/entity/tags", BeEmptyList()))
			}
		}),
		// "Async permission keeps synchronous 201"
		On("CFV2-INST-011", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			c.Expect(run.CreateIncomplete).To(HaveStatus(http.StatusCreated))
		}),
		// "Instance JSON under form content type"
		On("CFV2-INST-013", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { c.Expect(run.Create).To(HaveStatus(http.StatusCreated)) }),
		// "Instance url matches Location"
		On("CFV2-INST-015", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { located(c, run.Create, "/v2/service_instances/") }),
		// "Instance entity echoes the request"
		On("CFV2-INST-016", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			body := sentBody(c.Use(run.Create))
			for _, member := range []string{"name", "service_plan_guid", "space_guid"} {
				c.Expect(run.Create).To(HaveMember("/entity/"+member, body[member]))
			}
		}),
		// "Instance entity has newer members"
		On("CFV2-INST-018", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { newer(c, c.Use(run.CreateEnabled)) }),
		// "Dashboard URL comes from the broker"
		On("CFV2-INST-021", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			if x := request(c, run.Create, "broker-provision"); x != nil {
				c.Expect(run.Create).To(HaveMember("/entity/dashboard_url", flows.Value(x, "/dashboard_url")))
			}
		}),
		// "Related urls point to the resources"
		On("CFV2-INST-023", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			x := c.Use(run.Create)
			c.Expect(x).To(HaveMember("/entity/space_url", "/v2/spaces/"+flows.Text(x, "/entity/space_guid")))
			c.Expect(x).To(HaveMember("/entity/service_plan_url", "/v2/service_plans/"+flows.Text(x, "/entity/service_plan_guid")))
			c.Expect(x).To(HaveMember("/entity/service_bindings_url", "/v2/service_instances/"+flows.GuidOf(x)+"/service_bindings"))
		}),
		// "Get instance answers 200"
		On("CFV2-INST-038", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			c.Expect(run.Get).To(HaveStatus(http.StatusOK))
			c.Expect(run.Get).To(HaveMember("/metadata/guid", flows.GuidOf(c.Use(run.Create))))
		}),
		// "Synchronous delete answers 204"
		On("CFV2-INST-064", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			c.Expect(run.Delete).To(HaveStatus(http.StatusNoContent))
			c.Expect(run.GetDeleted).To(HaveStatus(http.StatusNotFound))
		}),
		// "Recursive delete removes children first"
		On("CFV2-INST-066", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			c.Expect(run.DeleteRecursive).To(HaveStatus(http.StatusNoContent))
			ordered(c, c.Use(run.DeleteRecursive), "broker-unbind", "broker-deprovision")
		}),
		// "Job delete answers 202 with job"
		On("CFV2-INST-070", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			x := c.Use(run.DeleteJob)
			c.Expect(x).To(HaveStatus(http.StatusAccepted))
			c.Expect(x).To(HaveHeader("Location", "/v2/jobs/"+flows.Text(x, "/entity/guid")))
			c.Expect(run.GetAfterJob).To(HaveStatus(http.StatusNotFound))
		}),
		// "Async permission beats job flag"
		On("CFV2-INST-071", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			x := c.Use(run.DeleteBothFlags)
			c.Expect(x).To(HaveStatus(http.StatusNoContent, http.StatusAccepted))
			if x.Is(http.StatusAccepted) {
				c.Expect(x).To(HaveMember("/metadata/guid", flows.GuidOf(c.Use(run.CreateSpare))))
			}
		}),
		// "Purge removes without broker"
		On("CFV2-INST-072", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			x := c.Use(run.Purge)
			c.Expect(x).To(HaveStatus(http.StatusNoContent))
			quiet(c, x)
		}),
		// "Instance parameters can be fetched"
		On("CFV2-INST-074", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			c.Expect(run.Parameters).To(HaveStatus(http.StatusOK))
			c.Expect(run.Parameters).To(HaveMember("", flows.Value(answered(c, run.Parameters, "broker-fetch-instance"), "/parameters")))
		}),
		// "User-provided instances can be created"
		On("CFV2-INST-078", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { c.Expect(run.Provided).To(HaveStatus(http.StatusCreated)) }),
	}
}

func instanceRefusals() List {
	parse := func(id string, step func(*flows.LifecycleRun) record.Step) refusal[flows.LifecycleRun] {
		return refusal[flows.LifecycleRun]{id, step, http.StatusBadRequest, "MessageParseError", 1001, true}
	}
	return refusals(flows.Lifecycle, []refusal[flows.LifecycleRun]{
		// "Instance name is required"
		parse("CFV2-INST-002", func(r *flows.LifecycleRun) record.Step { return r.CreateNoName }),
		// "Instance name is required"
		parse("CFV2-INST-002", func(r *flows.LifecycleRun) record.Step { return r.CreateNullName }),
		// "Plan guid is required"
		parse("CFV2-INST-003", func(r *flows.LifecycleRun) record.Step { return r.CreateNoPlan }),
		// "Space guid is required"
		parse("CFV2-INST-004", func(r *flows.LifecycleRun) record.Step { return r.CreateNoSpace }),
		// "Instance parameters must be an object"
		parse("CFV2-INST-006", func(r *flows.LifecycleRun) record.Step { return r.CreateParameters }),
		// "Tags must be a list of strings"
		parse("CFV2-INST-007", func(r *flows.LifecycleRun) record.Step { return r.CreateTags }),
		// "Oversized tags are refused"
		{"CFV2-INST-009", func(r *flows.LifecycleRun) record.Step { return r.CreateLongTags }, 400, "ServiceInstanceTagsTooLong", 60015, false},
		// "Flag accepts only true or false"
		{"CFV2-INST-010", func(r *flows.LifecycleRun) record.Step { return r.CreateFlag }, 400, "InvalidRequest", 10004, true},
		// "Flag accepts only true or false"
		{"CFV2-INST-010", func(r *flows.LifecycleRun) record.Step { return r.DeleteFlag }, 400, "InvalidRequest", 10004, true},
		// "Taken instance name answers 400"
		{"CFV2-INST-026", func(r *flows.LifecycleRun) record.Step { return r.CreateNameTaken }, 400, "ServiceInstanceNameTaken", 60002, true},
		// "Overlong instance name refused"
		{"CFV2-INST-028", func(r *flows.LifecycleRun) record.Step { return r.CreateNameLong }, 400, "ServiceInstanceNameTooLong", 60009, false},
		// "Blank instance name refused"
		{"CFV2-INST-029", func(r *flows.LifecycleRun) record.Step { return r.CreateNameBlank }, 400, "ServiceInstanceNameEmpty", 60001, true},
		// "Unknown plan answers 400"
		{"CFV2-INST-031", func(r *flows.LifecycleRun) record.Step { return r.CreateUnknownPlan }, 400, "ServiceInstanceInvalid", 60003, false},
		// "Unknown space answers 400"
		{"CFV2-INST-032", func(r *flows.LifecycleRun) record.Step { return r.CreateUnknownSpace }, 400, "ServiceInstanceInvalid", 60003, false},
		// "Unknown instance answers 404"
		{"CFV2-INST-039", func(r *flows.LifecycleRun) record.Step { return r.GetUnknown }, 404, "ServiceInstanceNotFound", 60004, false},
		// "Delete with children answers 400"
		{"CFV2-INST-065", func(r *flows.LifecycleRun) record.Step { return r.DeleteBound }, 400, "AssociationNotEmpty", 10006, true},
		// "Parameter fetch needs catalog support"
		{"CFV2-INST-075", func(r *flows.LifecycleRun) record.Step { return r.ParametersUnable }, 400, "ServiceFetchInstanceParametersNotSupported", 120004, true},
	})
}

// first reports whether an entity has the form of the first controllers, which told a state and no last operation.
func first(x *record.Exchange) bool {
	entity, _ := flows.Value(x, "/entity").(map[string]any)
	_, described := entity["state_description"]
	_, operation := entity["last_operation"]
	return described && !operation
}

func newer(c *Case, x *record.Exchange) {
	if first(x) {
		c.NotApplicable(x, "the entity has the form of the first controllers")
	}
	entity, _ := flows.Value(x, "/entity").(map[string]any)
	for _, member := range []string{"last_operation", "tags", "service_guid", "service_url", "service_keys_url", "routes_url", "maintenance_info"} {
		if _, found := entity[member]; !found {
			c.Fail(x, Want("one").Got("no /entity/%s", member))
		}
	}
}

// ordered demands that x caused exactly these requests in this order.
func ordered(c *Case, x *record.Exchange, operations ...string) {
	var got []string
	for _, y := range caused(c, x) {
		got = append(got, y.Operation)
	}
	if flows.Quote(got) != flows.Quote(operations) {
		c.Fail(x, Want("%s", flows.Quote(operations)).Got("the requests %s at the broker", flows.Quote(got)))
	}
}

func updateChecks() List {
	return append(refusals(flows.Lifecycle, []refusal[flows.LifecycleRun]{
		// "Unsupported plan change answers 400"
		{"CFV2-INST-050", func(r *flows.LifecycleRun) record.Step { return r.ChangeFixedPlan }, 400, "ServicePlanNotUpdateable", 110004, true},
		// "Wrong target plan answers 400"
		{"CFV2-INST-051", func(r *flows.LifecycleRun) record.Step { return r.ChangeForeignPlan }, 400, "InvalidRelation", 1002, true},
		// "Instances cannot change space"
		{"CFV2-INST-052", func(r *flows.LifecycleRun) record.Step { return r.ChangeSpace }, 400, "ServiceInstanceSpaceChangeNotAllowed", 60014, false},
		// "Rename to taken name answers 400"
		{"CFV2-INST-057", func(r *flows.LifecycleRun) record.Step { return r.RenameTaken }, 400, "ServiceInstanceNameTaken", 60002, false},
		// "Nonbindable target plan needs no bindings"
		{"CFV2-INST-059", func(r *flows.LifecycleRun) record.Step { return r.ChangeUnbindable }, 400, "ServicePlanInvalid", 110001, true},
		// "User-provided guid on managed PUT refused"
		{"CFV2-INST-063", func(r *flows.LifecycleRun) record.Step { return r.UpdateProvided }, 400, "UserProvidedServiceInstanceHandlerNeeded", 340002, false},
	}),
		// "Synchronous update answers 201"
		On("CFV2-INST-048", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { c.Expect(run.ChangeTags).To(HaveStatus(http.StatusCreated)) }),
		// "Plan change reaches broker and entity"
		On("CFV2-INST-049", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			x := c.Use(run.ChangePlan)
			c.Expect(x).To(HaveMember("/entity/service_plan_guid", sentBody(x)["service_plan_guid"]))
			operates(c, x, "update", "succeeded")
			request(c, run.ChangePlan, "broker-update")
		}),
		// "Same plan update makes no call"
		On("CFV2-INST-053", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			x := c.Use(run.SamePlan)
			c.Expect(x).To(HaveStatus(http.StatusCreated))
			operates(c, x, "update", "succeeded")
			quiet(c, x)
		}),
		// "Rename reaches broker only on request"
		On("CFV2-INST-054", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			x := c.Use(run.Rename)
			c.Expect(x).To(HaveMember("/entity/name", sentBody(x)["name"]))
			quiet(c, x)
		}),
		// "Parameter update calls the broker"
		On("CFV2-INST-055", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			if x, body := sent(c, run.ChangeParameters, "broker-update"); x != nil {
				same(c, x, body, "/parameters", sentBody(c.Use(run.ChangeParameters))["parameters"])
			}
		}),
		// "Tag update replaces all tags"
		On("CFV2-INST-056", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			x := c.Use(run.ChangeTags)
			c.Expect(x).To(HaveMember("/entity/tags", []any{"three"}))
			quiet(c, x)
		}),
	)
}
