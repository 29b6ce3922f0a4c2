package cfv2

import (
	"net/http"
	"strings"

	. "conformance/suites/check"
	"conformance/suites/record"
)

// pollChecks judge how the target follows operations.
func pollChecks() List {
	return List{
		On("CFV2-PLAT-026", Asynchronous, func(c *Case, run *AsynchronousRun) {
			polled(c, run, run.Create, run.InstancePolls, guidOf(c.Use(run.Create)), "")
			x := c.Use(run.Bind)
			polled(c, run, run.Bind, run.BindingPolls, text(x, "/entity/service_instance_guid"), guidOf(x))
		}),
		On("CFV2-PLAT-030", Asynchronous, func(c *Case, run *AsynchronousRun) { shows(c, run.Updated, "update", "succeeded") }),
		On("CFV2-PLAT-031", Asynchronous, func(c *Case, run *AsynchronousRun) {
			shows(c, run.CreateRejected, "create", "failed")
			c.Expect(run.CreateRejected.Last()).To(HaveMember("/entity/last_operation/description", Containing(broken)))
		}),
		On("CFV2-PLAT-032", Asynchronous, func(c *Case, run *AsynchronousRun) {
			c.Expect(run.Unbound.Last()).To(HaveStatus(http.StatusNotFound))
			shows(c, run.Updated, "update", "succeeded")
		}),
		On("CFV2-PLAT-033", Asynchronous, func(c *Case, run *AsynchronousRun) {
			guid, over := guidOf(c.Use(run.Create)), false
			for _, x := range c.UseAll(run.InstancePolls) {
				if instance, _ := named(x); instance != guid || x.Number > last(run, run.Create) {
					continue
				}
				if over {
					c.Fail(x, Note("sent although the operation had ended"))
				}
				over = over || text(x, "/state") == "succeeded"
			}
		}),
	}
}

// polled demands that the polls of what a step began name offering, plan and the operation that the broker named.
func polled(c *Case, run *AsynchronousRun, step, polls record.Step, instance, binding string) {
	began := request(c, run, step, map[bool]string{true: "broker-provision", false: "broker-bind"}[binding == ""])
	if began == nil {
		return
	}
	found := 0
	for _, x := range polls.Exchanges {
		if i, b := named(x); i != instance || b != binding || x.Number > last(run, step) {
			continue
		}
		found++
		c.Look(x)
		query, body := x.Request.Query(), sentBody(began)
		for name, want := range InOrder(map[string]any{"service_id": body["service_id"], "plan_id": body["plan_id"], "operation": value(began, "/operation")}) {
			if got := query.Get(name); got != want {
				c.Fail(x, Want("%s", quote(want)).Got("%s %q", name, got))
			}
		}
		if !strings.HasSuffix(x.Operation, "-last-operation") || x.Request.Method != http.MethodGet {
			c.Fail(x, Want("GET").Got("as %s", x.Request.Method))
		}
	}
	if found == 0 {
		c.Fail(c.Use(step), Want("some").Got("no poll of the operation at the broker"))
	}
}

// last is where the polls of an operation end: before the next operation on the same resource.
func last(run *AsynchronousRun, step record.Step) int {
	next := run.Update
	if step.Name == run.Bind.Name {
		next = run.Unbind
	}
	if x := next.Exchange(); x != nil {
		return x.Number
	}
	return int(^uint(0) >> 1)
}
