package rules

import (
	"net/http"

	"conformance/suites/cfv2/flows"
	. "conformance/suites/check"
	"conformance/suites/record"
)

func asynchronousChecks() List {
	return List{
		// "Async create answers 202"
		On("CFV2-ASYNC-001", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			x := c.Use(run.Create)
			c.Expect(x).To(HaveStatus(http.StatusAccepted))
			operates(c, x, "create", "in progress")
			c.Expect(x).To(HaveHeader("Location", "/v2/service_instances/"+flows.GuidOf(x)))
		}),
		// "Clients poll the resource itself"
		On("CFV2-ASYNC-002", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			x := c.UseAll(run.Creating)[0]
			c.Expect(x).To(HaveStatus(http.StatusOK))
			operates(c, x, "create", "in progress")
		}),
		// "Finished create becomes succeeded"
		On("CFV2-ASYNC-003", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) { shows(c, run.Created, "create", "succeeded") }),
		// "Failed create stays visible"
		On("CFV2-ASYNC-004", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			shows(c, run.CreateFailed, "create", "failed")
			c.Expect(run.CreateFailed.Last()).To(HaveMember("/entity/last_operation/description", flows.Broken))
			c.Expect(run.DeleteFailedOne).To(HaveStatus(http.StatusNoContent, http.StatusAccepted))
		}),
		// "Broker descriptions are shown while polling"
		On("CFV2-ASYNC-005", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			c.Expect(run.Creating.Last()).To(HaveMember("/entity/last_operation/description", flows.Working))
		}),
		// "Async update answers 202"
		On("CFV2-ASYNC-006", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			x := c.Use(run.Update)
			c.Expect(x).To(HaveStatus(http.StatusAccepted))
			operates(c, x, "update", "in progress")
			c.Expect(x).To(HaveHeader("Location", "/v2/service_instances/"+flows.GuidOf(x)))
		}),
		// "Old plan shown during update"
		On("CFV2-ASYNC-007", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			c.Expect(run.Updating).To(HaveMember("/entity/service_plan_guid", flows.Text(c.Use(run.Create), "/entity/service_plan_guid")))
		}),
		// "New plan shown after success"
		On("CFV2-ASYNC-008", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			plan := sentBody(c.Use(run.Update))["service_plan_guid"]
			shows(c, run.Updated, "update", "succeeded")
			c.Expect(run.Updated.Last()).To(HaveMember("/entity/service_plan_guid", plan))
		}),
		// "Failed async update keeps old plan"
		On("CFV2-ASYNC-009", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			shows(c, run.UpdateFailed, "update", "failed")
			c.Expect(run.UpdateFailed.Last()).To(HaveMember("/entity/service_plan_guid", flows.Text(c.Use(run.Updated), "/entity/service_plan_guid")))
		}),
		// "Async delete answers 202"
		On("CFV2-ASYNC-010", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			x := c.Use(run.Delete)
			c.Expect(x).To(HaveStatus(http.StatusAccepted))
			operates(c, x, "delete", "in progress")
			c.Expect(x).To(HaveHeader("Location", "/v2/service_instances/"+flows.GuidOf(x)))
		}),
		// "Finished delete removes the instance"
		On("CFV2-ASYNC-011", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			c.Expect(run.Deleted.Last()).To(HaveStatus(http.StatusNotFound))
		}),
		// "Failed async delete keeps the instance"
		On("CFV2-ASYNC-012", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			shows(c, run.DeleteFailed, "delete", "failed")
			c.Expect(run.Delete).To(HaveStatus(http.StatusAccepted, http.StatusNoContent))
		}),
		// "Delete may cancel a create"
		On("CFV2-ASYNC-017", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			c.Expect(run.Cancel).To(HaveStatus(http.StatusNoContent, http.StatusAccepted))
			request(c, run.Cancel, "broker-deprovision")
		}),
		// "Refused cancel restores the create"
		On("CFV2-ASYNC-018", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			refused(c, c.Use(run.RefusedCancel), 409, "AsyncServiceInstanceOperationInProgress", 60016)
			operates(c, c.Use(run.StillCreating), "create", "in progress")
		}),
		// "Stale poll results are dropped"
		On("CFV2-ASYNC-019", flows.Overlap, func(c *Case, run *flows.OverlapRun) {
			x := c.Use(run.Deleting)
			c.Expect(x).To(HaveStatus(http.StatusOK))
			operates(c, x, "delete", "in progress")
			c.Expect(run.Deleted.Last()).To(HaveStatus(http.StatusNotFound))
		}),
		// "Parallel updates admit one winner"
		On("CFV2-ASYNC-020", flows.Overlap, func(c *Case, run *flows.OverlapRun) {
			oneWins(c, c.UseAll(run.Updates), run.SentUpdate)
			oneWins(c, c.UseAll(run.Deletes), run.SentDeprovision)
		}),
		// "Async bind answers 202"
		On("CFV2-ASYNC-021", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			x := c.Use(run.Bind)
			c.Expect(x).To(HaveStatus(http.StatusAccepted))
			operates(c, x, "create", "in progress")
			c.Expect(x).To(HaveHeader("Location", "/v2/service_bindings/"+flows.GuidOf(x)))
			c.Expect(x).To(HaveMember("/entity/credentials", map[string]any{}))
		}),
		// "Finished bind delivers credentials"
		On("CFV2-ASYNC-022", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			shows(c, run.Bound, "create", "succeeded")
			fetched := c.UseAll(run.SentFetchBinding)[0]
			for _, x := range c.UseAll(run.Bound) {
				if flows.Text(x, "/entity/last_operation/state") == "succeeded" {
					c.Expect(x).To(HaveMember("/entity/credentials", flows.Value(fetched, "/credentials")))
				}
			}
		}),
		// "Unfetchable binding becomes failed"
		On("CFV2-ASYNC-023", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) { shows(c, run.Unfetchable, "create", "failed") }),
		// "Async bind needs retrievable bindings"
		On("CFV2-ASYNC-024", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			refused(c, c.Use(run.BindRetrievable), 400, "ServiceBindingInvalid", 90001)
			request(c, run.BindRetrievable, "broker-unbind")
		}),
		// "Unrequested async bind answers 502"
		On("CFV2-ASYNC-025", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			refused(c, c.Use(run.BindUnasked), 502, "ServiceBrokerRespondedAsyncWhenNotAllowed", 270017)
			request(c, run.BindUnasked, "broker-unbind")
		}),
		// "Unrequested async provision is tracked"
		On("CFV2-ASYNC-026", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			c.Expect(run.CreateUnasked).To(HaveStatus(http.StatusAccepted, 500, 502, 503, 504))
		}),
		// "Async unbind answers 202"
		On("CFV2-ASYNC-027", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			x := c.Use(run.Unbind)
			c.Expect(x).To(HaveStatus(http.StatusAccepted))
			operates(c, x, "delete", "in progress")
			c.Expect(x).To(HaveHeader("Location", "/v2/service_bindings/"+flows.GuidOf(x)))
		}),
		// "Finished unbind removes the binding"
		On("CFV2-ASYNC-028", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			c.Expect(run.Unbound.Last()).To(HaveStatus(http.StatusNotFound))
		}),
		// "Async unbind stops recursive delete"
		On("CFV2-ASYNC-032", flows.Unbindings, func(c *Case, run *flows.UnbindingsRun) {
			x := c.Use(run.Tree)
			refused(c, x, http.StatusBadGateway, "ServiceInstanceRecursiveDeleteFailed", 60027)
			for _, y := range caused(c, x, "broker-deprovision") {
				c.Fail(x, Want("no deprovision").Got("%s at the broker while the unbind goes on", y))
			}
			c.Expect(run.TreeAgain).To(HaveStatus(http.StatusNoContent, http.StatusAccepted))
			request(c, run.TreeAgain, "broker-deprovision")
		}),
		// "Endless operations end as failed"
		On("CFV2-ASYNC-033", flows.Endless, func(c *Case, run *flows.EndlessRun) {
			shows(c, run.Ended.Last(), "create", "failed")
			ended := c.Use(run.Ended)
			for _, x := range run.Polls.Exchanges {
				if x.Start > over(ended) {
					c.Fail(x, Want("no more polls").Got("although the operation had ended"))
				}
			}
		}),
		// "Plan limits polling duration"
		On("CFV2-ASYNC-034", flows.Endless, func(c *Case, run *flows.EndlessRun) { shows(c, run.Ended.Last(), "create", "failed") }),
		// "Jobs report their status"
		On("CFV2-ASYNC-035", flows.Failures, func(c *Case, run *flows.FailuresRun) {
			x := c.Use(run.FailedJob)
			c.Expect(x).To(HaveMember("/entity/status", "failed"))
			for _, member := range []string{"code", "error_code", "description"} {
				if flows.Value(x, "/entity/error_details/"+member) == nil {
					c.Fail(x, Want("one").Got("no /entity/error_details/%s of the failed job", member))
				}
			}
		}),
		// "Unknown job reads as finished"
		On("CFV2-ASYNC-036", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			c.Expect(run.UnknownJob).To(HaveStatus(http.StatusOK))
			c.Expect(run.UnknownJob).To(HaveMember("/entity/status", "finished"))
		}),
	}
}

func lockChecks() List {
	instance := func(id string, step func(*flows.AsynchronousRun) record.Step) refusal[flows.AsynchronousRun] {
		return refusal[flows.AsynchronousRun]{id, step, http.StatusConflict, "AsyncServiceInstanceOperationInProgress", 60016, true}
	}
	binding := func(id string, step func(*flows.AsynchronousRun) record.Step) refusal[flows.AsynchronousRun] {
		return refusal[flows.AsynchronousRun]{id, step, http.StatusConflict, "AsyncServiceBindingOperationInProgress", 90008, true}
	}
	return refusals(flows.Asynchronous, []refusal[flows.AsynchronousRun]{
		// "Busy instance refuses update"
		instance("CFV2-ASYNC-013", func(r *flows.AsynchronousRun) record.Step { return r.BusyUpdate }),
		// "Busy instance refuses bind and key"
		instance("CFV2-ASYNC-014", func(r *flows.AsynchronousRun) record.Step { return r.BusyBind }),
		// "Busy instance refuses bind and key"
		instance("CFV2-ASYNC-014", func(r *flows.AsynchronousRun) record.Step { return r.BusyKey }),
		// "Busy instance refuses unbind"
		instance("CFV2-ASYNC-015", func(r *flows.AsynchronousRun) record.Step { return r.BusyUnbind }),
		// "Busy instance refuses second delete"
		instance("CFV2-ASYNC-016", func(r *flows.AsynchronousRun) record.Step { return r.DeleteAgain }),
		// "Busy binding blocks parameter fetch"
		instance("CFV2-ASYNC-031", func(r *flows.AsynchronousRun) record.Step { return r.BusyParameters }),
		// "Busy binding blocks parameter fetch"
		binding("CFV2-ASYNC-031", func(r *flows.AsynchronousRun) record.Step { return r.BusyBinding }),
		// "Busy binding refuses second delete"
		binding("CFV2-ASYNC-029", func(r *flows.AsynchronousRun) record.Step { return r.UnbindAgain }),
		// "Busy binding blocks instance update"
		binding("CFV2-ASYNC-030", func(r *flows.AsynchronousRun) record.Step { return r.BusyByBinding }),
	})
}

// oneWins demands that of requests sent at once one is taken and the other is told that something is in progress. Where
// the broker saw one after the other, they were not at once.
func oneWins(c *Case, sent []*record.Exchange, reached record.Step) {
	if len(sent) < 2 {
		c.NotApplicable(sent[0], "the other request of two at once was not sent")
	}
	instance, _ := named(sent[0])
	var calls []*record.Exchange
	for _, y := range reached.Exchanges {
		if i, _ := named(y); i == instance {
			calls = append(calls, y)
			c.Look(y)
		}
	}
	if len(calls) == 2 && calls[1].Start >= over(calls[0]) {
		c.NotApplicable(sent[0], "the target handles one of two requests after the other")
	}
	won := 0
	for _, x := range sent {
		if x.Is(http.StatusOK, http.StatusCreated, http.StatusAccepted, http.StatusNoContent) {
			if won++; won > 1 {
				c.Fail(x, Want("409").Got("%s beside another that was taken", x.Got()))
			}
			continue
		}
		refused(c, x, http.StatusConflict, "AsyncServiceInstanceOperationInProgress", 60016)
	}
	if won == 0 {
		c.Fail(sent[0], Want("one of them taken").Got("%s, and the other %s", sent[0].Got(), sent[1].Got()))
	}
	if len(calls) > 1 {
		c.Fail(calls[1], Want("one request").Got("while the broker was at the first"))
	}
}
