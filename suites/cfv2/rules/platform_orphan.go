package rules

import (
	"strings"

	"conformance/suites/cfv2/flows"
	. "conformance/suites/check"
	"conformance/suites/record"
)

// cleaning is a rule that says whether the target removes what a broker may have created when it gave that answer.
type cleaning struct {
	id     string
	step   func(*flows.FailuresRun) record.Step
	cleans bool
}

func cleanings() []cleaning {
	return []cleaning{
		// "Failed provision with 5xx is cleaned"
		{"CFV2-PLAT-035", func(r *flows.FailuresRun) record.Step { return r.Provision500 }, true},
		// "Malformed 201 or 202 is cleaned"
		{"CFV2-PLAT-037", func(r *flows.FailuresRun) record.Step { return r.ProvisionText201 }, true},
		// "Malformed 201 or 202 is cleaned"
		{"CFV2-PLAT-037", func(r *flows.FailuresRun) record.Step { return r.ProvisionDashboard }, true},
		// "Malformed 200 is not cleaned"
		{"CFV2-PLAT-038", func(r *flows.FailuresRun) record.Step { return r.ProvisionText200 }, false},
		// "Odd success codes are cleaned"
		{"CFV2-PLAT-039", func(r *flows.FailuresRun) record.Step { return r.Provision204 }, true},
		// "Gone on provision is cleaned"
		{"CFV2-PLAT-040", func(r *flows.FailuresRun) record.Step { return r.Provision410 }, true},
		// "Unknown 422 on provision is cleaned"
		{"CFV2-PLAT-041", func(r *flows.FailuresRun) record.Step { return r.Provision422 }, true},
		// "Rejected provision is not cleaned"
		{"CFV2-PLAT-042", func(r *flows.FailuresRun) record.Step { return r.Provision400 }, false},
		// "Rejected provision is not cleaned"
		{"CFV2-PLAT-042", func(r *flows.FailuresRun) record.Step { return r.Provision401 }, false},
		// "Conflict on provision is not cleaned"
		{"CFV2-PLAT-043", func(r *flows.FailuresRun) record.Step { return r.Provision409 }, false},
		// "Recognised 422 is not cleaned"
		{"CFV2-PLAT-044", func(r *flows.FailuresRun) record.Step { return r.ProvisionAsync }, false},
		// "Recognised 422 is not cleaned"
		{"CFV2-PLAT-044", func(r *flows.FailuresRun) record.Step { return r.ProvisionBusy }, false},
		// "Recognised 422 is not cleaned"
		{"CFV2-PLAT-044", func(r *flows.FailuresRun) record.Step { return r.ProvisionStale }, false},
		// "Request timeout status is not cleaned"
		{"CFV2-PLAT-045", func(r *flows.FailuresRun) record.Step { return r.Provision408 }, false},
		// "Failed bind with 5xx is cleaned"
		{"CFV2-PLAT-047", func(r *flows.FailuresRun) record.Step { return r.Bind500 }, true},
		// "Malformed bind follows status"
		{"CFV2-PLAT-048", func(r *flows.FailuresRun) record.Step { return r.BindText200 }, false},
		// "Malformed bind follows status"
		{"CFV2-PLAT-048", func(r *flows.FailuresRun) record.Step { return r.BindText201 }, true},
		// "Refused bind is not cleaned"
		{"CFV2-PLAT-049", func(r *flows.FailuresRun) record.Step { return r.Bind400 }, false},
		// "Refused bind is not cleaned"
		{"CFV2-PLAT-049", func(r *flows.FailuresRun) record.Step { return r.Bind409 }, false},
		// "Refused bind is not cleaned"
		{"CFV2-PLAT-049", func(r *flows.FailuresRun) record.Step { return r.BindApp }, false},
		// "Undeclared syslog drain is refused"
		{"CFV2-PLAT-050", func(r *flows.FailuresRun) record.Step { return r.BindDrain }, true},
		// "Undeclared or broken volume mounts refused"
		{"CFV2-PLAT-051", func(r *flows.FailuresRun) record.Step { return r.BindVolumes }, true},
		// "Failed key is cleaned"
		{"CFV2-PLAT-052", func(r *flows.FailuresRun) record.Step { return r.Key500 }, true},
	}
}

func orphanChecks() List {
	var list List
	for _, row := range cleanings() {
		list = append(list, On(row.id, flows.Failures, func(c *Case, run *flows.FailuresRun) {
			x := c.Use(row.step(run))
			c.Expect(x).NotTo(HaveStatus(200, 201, 202))
			found := cleaned(c, x)
			switch {
			case row.cleans && len(found) == 0:
				c.Fail(x, Want("one").Got("no request to remove what the broker may have created"))
			case !row.cleans && len(found) > 0:
				c.Fail(x, Want("no request to remove anything").Got("%s at the broker", found[0]))
			}
		}))
	}
	return append(list,
		// "Failed bind with 5xx is cleaned"
		On("CFV2-PLAT-047", flows.Failures, func(c *Case, run *flows.FailuresRun) {
			c.Expect(run.ListBound).To(HaveMember("/resources", BeEmptyList()))
		}),
		// "Clean-up requests are well-formed"
		On("CFV2-PLAT-053", flows.Failures, func(c *Case, run *flows.FailuresRun) {
			for _, step := range []record.Step{run.Provision500, run.Bind500} {
				x := c.Use(step)
				for _, y := range cleaned(c, x) {
					tidy(c, y, caused(c, x, "broker-provision", "broker-bind")[0])
				}
			}
		}),
		// "Updates are never cleaned"
		On("CFV2-PLAT-056", flows.Failures, func(c *Case, run *flows.FailuresRun) {
			for _, step := range []record.Step{run.Update500, run.Update409, run.Update201} {
				x := c.Use(step)
				for _, y := range caused(c, x, "broker-deprovision") {
					c.Fail(x, Want("no request to remove anything").Got("%s at the broker", y))
				}
			}
		}),
		// "Failed deletes are not cleaned"
		On("CFV2-PLAT-057", flows.Failures, func(c *Case, run *flows.FailuresRun) { once(c, run.Delete500, "broker-deprovision") }),
		// "Each create is sent once"
		On("CFV2-PLAT-034", flows.Failures, func(c *Case, run *flows.FailuresRun) {
			once(c, run.Create, "broker-provision")
			once(c, run.Provision500, "broker-provision")
			once(c, run.Bind, "broker-bind")
		}),
		// "Failed async create is not cleaned"
		On("CFV2-PLAT-058", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			failed, deleted := c.Use(run.CreateFailed), c.Use(run.DeleteFailedOne)
			for _, y := range c.UseAll(run.SentDeprovision) {
				if instance, _ := named(y); instance == flows.GuidOf(failed) && y.Number < deleted.Number {
					c.Fail(failed, Want("none").Got("%s at the broker before the client asked for it", y))
				}
			}
		}),
	)
}

// tidy compares a request that removes with the one that created.
func tidy(c *Case, x, creation *record.Exchange) {
	query, body := x.Request.Query(), sentBody(creation)
	for _, id := range []string{"service_id", "plan_id"} {
		if query.Get(id) != body[id] {
			c.Fail(x, Want("%s, as in the request that failed", flows.Quote(body[id])).Got("%s %q", id, query.Get(id)))
		}
	}
	if query.Get("accepts_incomplete") != "true" {
		c.Fail(x, Want("true").Got("accepts_incomplete %q", query.Get("accepts_incomplete")))
	}
}

// once demands exactly one request of the operation.
func once(c *Case, step record.Step, operation string) {
	x := c.Use(step)
	if n := len(caused(c, x, operation)); n != 1 {
		c.Fail(x, Want("1").Got("%d %s requests at the broker", n, strings.TrimPrefix(operation, "broker-")))
	}
}
