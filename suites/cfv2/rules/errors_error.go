package rules

import (
	"net/http"

	"conformance/suites/cfv2/flows"
	. "conformance/suites/check"
	"conformance/suites/record"
)

func errorChecks() List {
	return append(refusals(flows.Brokers, []refusal[flows.BrokersRun]{
		// "Missing token answers 401"
		{"CFV2-ERR-011", func(r *flows.BrokersRun) record.Step { return r.ListNoToken }, 401, "NotAuthenticated", 10002, false},
		// "Bad token answers 401"
		{"CFV2-ERR-012", func(r *flows.BrokersRun) record.Step { return r.ListBadToken }, 401, "InvalidAuthToken", 1000, false},
		// "Broken JSON answers 400"
		{"CFV2-ERR-014", func(r *flows.BrokersRun) record.Step { return r.BrokenJSON }, 400, "MessageParseError", 1001, false},
		// "Null counts as absent"
		{"CFV2-ERR-016", func(r *flows.BrokersRun) record.Step { return r.NullName }, 400, "MessageParseError", 1001, false},
		// "Unknown path answers 404"
		{"CFV2-ERR-018", func(r *flows.BrokersRun) record.Step { return r.UnknownPath }, 404, "NotFound", 10000, false},
	}),
		// "Empty cookie header is harmless"
		On("CFV2-ERR-010", flows.Brokers, func(c *Case, run *flows.BrokersRun) {
			plain := c.Use(run.Get)
			c.Expect(run.GetCookie).To(HaveStatus(plain.Status()))
			c.Expect(run.GetCookie).To(HaveMember("/entity", flows.Value(plain, "/entity")))
		}),
		// "Type errors name the field"
		On("CFV2-ERR-015", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			c.Expect(run.CreateNoPlan).To(HaveMember("/description", Containing("service_plan_guid")))
			c.Expect(run.CreateTags).To(HaveMember("/description", Containing("tags")))
		}),
		// "Existing resources never answer 409"
		On("CFV2-ERR-019", flows.Brokers, func(c *Case, run *flows.BrokersRun) { c.Expect(run.NameTaken).NotTo(HaveStatus(http.StatusConflict)) }),
		// "Existing resources never answer 409"
		On("CFV2-ERR-019", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			for _, step := range []record.Step{run.CreateNameTaken, run.BindAgain, run.KeyTaken, run.DeleteUsedBroker} {
				c.Expect(step).NotTo(HaveStatus(http.StatusConflict))
			}
		}),
	)
}
