package cfv2

import (
	"net/http"

	. "conformance/suites/check"
	"conformance/suites/record"
)

func asynchronousChecks() List {
	return List{
		On("CFV2-ASYNC-001", Asynchronous, func(c *Case, run *AsynchronousRun) {
			x := c.Use(run.Create)
			c.Expect(x).To(HaveStatus(http.StatusAccepted))
			operates(c, x, "create", "in progress")
			c.Expect(x).To(HaveHeader("Location", "/v2/service_instances/"+guidOf(x)))
		}),
		On("CFV2-ASYNC-002", Asynchronous, func(c *Case, run *AsynchronousRun) {
			x := c.UseAll(run.Creating)[0]
			c.Expect(x).To(HaveStatus(http.StatusOK))
			operates(c, x, "create", "in progress")
		}),
		On("CFV2-ASYNC-003", Asynchronous, func(c *Case, run *AsynchronousRun) { shows(c, run.Created, "create", "succeeded") }),
		On("CFV2-ASYNC-004", Asynchronous, func(c *Case, run *AsynchronousRun) {
			shows(c, run.CreateFailed, "create", "failed")
			c.Expect(run.CreateFailed.Last()).To(HaveMember("/entity/last_operation/description", broken))
			c.Expect(run.DeleteFailedOne).To(HaveStatus(http.StatusNoContent, http.StatusAccepted))
		}),
		On("CFV2-ASYNC-005", Asynchronous, func(c *Case, run *AsynchronousRun) {
			c.Expect(run.Creating.Last()).To(HaveMember("/entity/last_operation/description", working))
		}),
		On("CFV2-ASYNC-006", Asynchronous, func(c *Case, run *AsynchronousRun) {
			x := c.Use(run.Update)
			c.Expect(x).To(HaveStatus(http.StatusAccepted))
			operates(c, x, "update", "in progress")
			c.Expect(x).To(HaveHeader("Location", "/v2/service_instances/"+guidOf(x)))
		}),
		On("CFV2-ASYNC-007", Asynchronous, func(c *Case, run *AsynchronousRun) {
			c.Expect(run.Updating).To(HaveMember("/entity/service_plan_guid", text(c.Use(run.Create), "/entity/service_plan_guid")))
		}),
		On("CFV2-ASYNC-008", Asynchronous, func(c *Case, run *AsynchronousRun) {
			plan := sentBody(c.Use(run.Update))["service_plan_guid"]
			shows(c, run.Updated, "update", "succeeded")
			c.Expect(run.Updated.Last()).To(HaveMember("/entity/service_plan_guid", plan))
		}),
		On("CFV2-ASYNC-009", Asynchronous, func(c *Case, run *AsynchronousRun) {
			shows(c, run.UpdateFailed, "update", "failed")
			c.Expect(run.UpdateFailed.Last()).To(HaveMember("/entity/service_plan_guid", text(c.Use(run.Updated), "/entity/service_plan_guid")))
		}),
	}
}

func laterDeletionChecks() List {
	return List{
		On("CFV2-ASYNC-010", Asynchronous, func(c *Case, run *AsynchronousRun) {
			x := c.Use(run.Delete)
			c.Expect(x).To(HaveStatus(http.StatusAccepted))
			operates(c, x, "delete", "in progress")
			c.Expect(x).To(HaveHeader("Location", "/v2/service_instances/"+guidOf(x)))
		}),
		On("CFV2-ASYNC-011", Asynchronous, func(c *Case, run *AsynchronousRun) { c.Expect(run.Deleted.Last()).To(HaveStatus(http.StatusNotFound)) }),
		On("CFV2-ASYNC-012", Asynchronous, func(c *Case, run *AsynchronousRun) {
			shows(c, run.DeleteFailed, "delete", "failed")
			c.Expect(run.Delete).To(HaveStatus(http.StatusAccepted, http.StatusNoContent))
		}),
		On("CFV2-ASYNC-017", Asynchronous, func(c *Case, run *AsynchronousRun) {
			c.Expect(run.Cancel).To(HaveStatus(http.StatusNoContent, http.StatusAccepted))
			request(c, run, run.Cancel, "broker-deprovision")
		}),
		On("CFV2-ASYNC-018", Asynchronous, func(c *Case, run *AsynchronousRun) {
			refused(c, c.Use(run.RefusedCancel), 409, "AsyncServiceInstanceOperationInProgress", 60016)
			operates(c, c.Use(run.StillCreating), "create", "in progress")
		}),
	}
}

func laterBindingChecks() List {
	return List{
		On("CFV2-ASYNC-021", Asynchronous, func(c *Case, run *AsynchronousRun) {
			x := c.Use(run.Bind)
			c.Expect(x).To(HaveStatus(http.StatusAccepted))
			operates(c, x, "create", "in progress")
			c.Expect(x).To(HaveHeader("Location", "/v2/service_bindings/"+guidOf(x)))
			c.Expect(x).To(HaveMember("/entity/credentials", map[string]any{}))
		}),
		On("CFV2-ASYNC-022", Asynchronous, func(c *Case, run *AsynchronousRun) {
			shows(c, run.Bound, "create", "succeeded")
			fetched := c.UseAll(run.SentFetchBinding)[0]
			for _, x := range c.UseAll(run.Bound) {
				if text(x, "/entity/last_operation/state") == "succeeded" {
					c.Expect(x).To(HaveMember("/entity/credentials", value(fetched, "/credentials")))
				}
			}
		}),
		On("CFV2-ASYNC-023", Asynchronous, func(c *Case, run *AsynchronousRun) { shows(c, run.Unfetchable, "create", "failed") }),
		On("CFV2-ASYNC-024", Asynchronous, func(c *Case, run *AsynchronousRun) {
			refused(c, c.Use(run.BindRetrievable), 400, "ServiceBindingInvalid", 90001)
			request(c, run, run.BindRetrievable, "broker-unbind")
		}),
		On("CFV2-ASYNC-025", Asynchronous, func(c *Case, run *AsynchronousRun) {
			refused(c, c.Use(run.BindUnasked), 502, "ServiceBrokerRespondedAsyncWhenNotAllowed", 270017)
			request(c, run, run.BindUnasked, "broker-unbind")
		}),
		On("CFV2-ASYNC-026", Asynchronous, func(c *Case, run *AsynchronousRun) {
			c.Expect(run.CreateUnasked).To(HaveStatus(http.StatusAccepted, 500, 502, 503, 504))
		}),
		On("CFV2-ASYNC-027", Asynchronous, func(c *Case, run *AsynchronousRun) {
			x := c.Use(run.Unbind)
			c.Expect(x).To(HaveStatus(http.StatusAccepted))
			operates(c, x, "delete", "in progress")
			c.Expect(x).To(HaveHeader("Location", "/v2/service_bindings/"+guidOf(x)))
		}),
		On("CFV2-ASYNC-028", Asynchronous, func(c *Case, run *AsynchronousRun) { c.Expect(run.Unbound.Last()).To(HaveStatus(http.StatusNotFound)) }),
		On("CFV2-ASYNC-036", Asynchronous, func(c *Case, run *AsynchronousRun) {
			c.Expect(run.UnknownJob).To(HaveStatus(http.StatusOK))
			c.Expect(run.UnknownJob).To(HaveMember("/entity/status", "finished"))
		}),
	}
}

func jobChecks() List {
	return List{
		On("CFV2-ASYNC-035", Failures, func(c *Case, run *FailuresRun) {
			x := c.Use(run.FailedJob)
			c.Expect(x).To(HaveMember("/entity/status", "failed"))
			for _, member := range []string{"code", "error_code", "description"} {
				if value(x, "/entity/error_details/"+member) == nil {
					c.Fail(x, Want("one").Got("no /entity/error_details/%s of the failed job", member))
				}
			}
		}),
	}
}

// shows demands that the last exchange of a step shows the operation in that state.
func shows(c *Case, step record.Step, kind, state string) {
	x := c.Use(step)
	c.Expect(x).To(HaveStatus(http.StatusOK))
	operates(c, x, kind, state)
}

func lockChecks() List {
	instance := func(id string, step func(*AsynchronousRun) record.Step) refusal[AsynchronousRun] {
		return refusal[AsynchronousRun]{id, step, http.StatusConflict, "AsyncServiceInstanceOperationInProgress", 60016, true}
	}
	binding := func(id string, step func(*AsynchronousRun) record.Step) refusal[AsynchronousRun] {
		return refusal[AsynchronousRun]{id, step, http.StatusConflict, "AsyncServiceBindingOperationInProgress", 90008, true}
	}
	return refusals(Asynchronous, []refusal[AsynchronousRun]{
		instance("CFV2-ASYNC-013", func(r *AsynchronousRun) record.Step { return r.BusyUpdate }),
		instance("CFV2-ASYNC-014", func(r *AsynchronousRun) record.Step { return r.BusyBind }),
		instance("CFV2-ASYNC-014", func(r *AsynchronousRun) record.Step { return r.BusyKey }),
		instance("CFV2-ASYNC-015", func(r *AsynchronousRun) record.Step { return r.BusyUnbind }),
		instance("CFV2-ASYNC-016", func(r *AsynchronousRun) record.Step { return r.DeleteAgain }),
		instance("CFV2-ASYNC-031", func(r *AsynchronousRun) record.Step { return r.BusyParameters }),
		binding("CFV2-ASYNC-031", func(r *AsynchronousRun) record.Step { return r.BusyBinding }),
		binding("CFV2-ASYNC-029", func(r *AsynchronousRun) record.Step { return r.UnbindAgain }),
		binding("CFV2-ASYNC-030", func(r *AsynchronousRun) record.Step { return r.BusyByBinding }),
	})
}
