package rules

import (
	"conformance/suites/cfv2/flows"
	. "conformance/suites/check"
	"conformance/suites/record"
	"strings"
)

// cleaning is a rule that says whether the target removes what a broker may have created when it gave that answer.
type cleaning struct {
	id     string
	step   func(*flows.FailuresRun) record.Step
	cleans bool
}

func cleanings() []cleaning {
	return []cleaning{
		{"CFV2-PLAT-035", func(r *flows.FailuresRun) record.Step { return r.Provision500 }, true},
		{"CFV2-PLAT-037", func(r *flows.FailuresRun) record.Step { return r.ProvisionText201 }, true},
		{"CFV2-PLAT-037", func(r *flows.FailuresRun) record.Step { return r.ProvisionDashboard }, true},
		{"CFV2-PLAT-038", func(r *flows.FailuresRun) record.Step { return r.ProvisionText200 }, false},
		{"CFV2-PLAT-039", func(r *flows.FailuresRun) record.Step { return r.Provision204 }, true},
		{"CFV2-PLAT-040", func(r *flows.FailuresRun) record.Step { return r.Provision410 }, true},
		{"CFV2-PLAT-041", func(r *flows.FailuresRun) record.Step { return r.Provision422 }, true},
		{"CFV2-PLAT-042", func(r *flows.FailuresRun) record.Step { return r.Provision400 }, false},
		{"CFV2-PLAT-042", func(r *flows.FailuresRun) record.Step { return r.Provision401 }, false},
		{"CFV2-PLAT-043", func(r *flows.FailuresRun) record.Step { return r.Provision409 }, false},
		{"CFV2-PLAT-044", func(r *flows.FailuresRun) record.Step { return r.ProvisionAsync }, false},
		{"CFV2-PLAT-044", func(r *flows.FailuresRun) record.Step { return r.ProvisionBusy }, false},
		{"CFV2-PLAT-044", func(r *flows.FailuresRun) record.Step { return r.ProvisionStale }, false},
		{"CFV2-PLAT-045", func(r *flows.FailuresRun) record.Step { return r.Provision408 }, false},
		{"CFV2-PLAT-047", func(r *flows.FailuresRun) record.Step { return r.Bind500 }, true},
		{"CFV2-PLAT-048", func(r *flows.FailuresRun) record.Step { return r.BindText200 }, false},
		{"CFV2-PLAT-048", func(r *flows.FailuresRun) record.Step { return r.BindText201 }, true},
		{"CFV2-PLAT-049", func(r *flows.FailuresRun) record.Step { return r.Bind400 }, false},
		{"CFV2-PLAT-049", func(r *flows.FailuresRun) record.Step { return r.Bind409 }, false},
		{"CFV2-PLAT-049", func(r *flows.FailuresRun) record.Step { return r.BindApp }, false},
		{"CFV2-PLAT-050", func(r *flows.FailuresRun) record.Step { return r.BindDrain }, true},
		{"CFV2-PLAT-051", func(r *flows.FailuresRun) record.Step { return r.BindVolumes }, true},
		{"CFV2-PLAT-052", func(r *flows.FailuresRun) record.Step { return r.Key500 }, true},
	}
}

func orphanChecks() List {
	var list List
	for _, row := range cleanings() {
		list = append(list, On(row.id, flows.Failures, func(c *Case, run *flows.FailuresRun) {
			x := c.Use(row.step(run))
			c.Expect(x).NotTo(HaveStatus(200, 201, 202))
			found := cleaned(c, run, x)
			switch {
			case row.cleans && len(found) == 0:
				c.Fail(x, Want("one").Got("no request to remove what the broker may have created"))
			case !row.cleans && len(found) > 0:
				c.Fail(x, Want("no request to remove anything").Got("%s at the broker", found[0]))
			}
		}))
	}
	return append(list,
		On("CFV2-PLAT-047", flows.Failures, func(c *Case, run *flows.FailuresRun) {
			c.Expect(run.ListBound).To(HaveMember("/resources", BeEmptyList()))
		}),
		On("CFV2-PLAT-053", flows.Failures, func(c *Case, run *flows.FailuresRun) {
			for _, step := range []record.Step{run.Provision500, run.Bind500} {
				x := c.Use(step)
				for _, y := range cleaned(c, run, x) {
					tidy(c, y, caused(run, x, "broker-provision", "broker-bind")[0])
				}
			}
		}),
		On("CFV2-PLAT-056", flows.Failures, func(c *Case, run *flows.FailuresRun) {
			for _, step := range []record.Step{run.Update500, run.Update409, run.Update201} {
				x := c.Use(step)
				for _, y := range caused(run, x, "broker-deprovision") {
					c.Fail(x, Want("no request to remove anything").Got("%s at the broker", y))
				}
			}
		}),
		On("CFV2-PLAT-057", flows.Failures, func(c *Case, run *flows.FailuresRun) { once(c, run, run.Delete500, "broker-deprovision") }),
		On("CFV2-PLAT-034", flows.Failures, func(c *Case, run *flows.FailuresRun) {
			once(c, run, run.Create, "broker-provision")
			once(c, run, run.Provision500, "broker-provision")
			once(c, run, run.Bind, "broker-bind")
		}),
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
func once(c *Case, run any, step record.Step, operation string) {
	x := c.Use(step)
	if n := len(caused(run, x, operation)); n != 1 {
		c.Fail(x, Want("1").Got("%d %s requests at the broker", n, strings.TrimPrefix(operation, "broker-")))
	}
}
