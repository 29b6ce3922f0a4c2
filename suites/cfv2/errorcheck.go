package cfv2

import (
	"net/http"
	"strings"

	"github.com/onsi/gomega"
	"github.com/onsi/gomega/types"

	. "conformance/suites/check"
	"conformance/suites/record"
)

// Containing matches a text that contains another.
func Containing(part string) types.GomegaMatcher {
	return worded{gomega.ContainSubstring(part), "containing " + quote(part)}
}

func headerChecks() List {
	return List{
		Each("CFV2-ERR-004", func(c *Case, x *record.Exchange) {
			if x.Response == nil || len(x.Response.Body) == 0 {
				return
			}
			header := x.Response.Header.Get("Content-Type")
			if strings.ToLower(strings.ReplaceAll(header, " ", "")) != "application/json;charset=utf-8" {
				c.Fail(x, Want("\"application/json;charset=utf-8\"").Got("header Content-Type %q", header))
			}
			c.Look(x)
		}),
		On("CFV2-ERR-005", Brokers, func(c *Case, run *BrokersRun) {
			seen := map[string]bool{}
			for _, x := range trail(run) {
				if x.Side != record.Target || x.Response == nil {
					continue
				}
				id := x.Response.Header.Get("X-Vcap-Request-Id")
				if c.Look(x); id != "" && seen[id] {
					c.Fail(x, Want("one that no other answer has").Got("header X-VCAP-Request-ID %q", id))
				}
				seen[id] = true
			}
		}),
		On("CFV2-ERR-006", Brokers, func(c *Case, run *BrokersRun) {
			x := c.Use(run.ListWithID)
			given := x.Request.Header.Get("X-Vcap-Request-Id")
			if got := x.Response.Header.Get("X-Vcap-Request-Id"); !strings.HasPrefix(got, given+"::") {
				c.Fail(x, Want("one that begins with %q", given+"::").Got("header X-VCAP-Request-ID %q", got))
			}
		}),
		Each("CFV2-ERR-008", func(c *Case, x *record.Exchange) {
			if x.Is(http.StatusNoContent) {
				c.Look(x)
				if len(x.Response.Body) > 0 {
					c.Fail(x, Want("none").Got("204 with a body of %d bytes", len(x.Response.Body)))
				}
			}
		}),
	}
}

func errorChecks() List {
	return append(refusals(Brokers, []refusal[BrokersRun]{
		{"CFV2-ERR-011", func(r *BrokersRun) record.Step { return r.ListNoToken }, 401, "NotAuthenticated", 10002, false},
		{"CFV2-ERR-012", func(r *BrokersRun) record.Step { return r.ListBadToken }, 401, "InvalidAuthToken", 1000, false},
		{"CFV2-ERR-014", func(r *BrokersRun) record.Step { return r.BrokenJSON }, 400, "MessageParseError", 1001, false},
		{"CFV2-ERR-016", func(r *BrokersRun) record.Step { return r.NullName }, 400, "MessageParseError", 1001, false},
		{"CFV2-ERR-018", func(r *BrokersRun) record.Step { return r.UnknownPath }, 404, "NotFound", 10000, false},
	}),
		On("CFV2-ERR-010", Brokers, func(c *Case, run *BrokersRun) {
			plain := c.Use(run.Get)
			c.Expect(run.GetCookie).To(HaveStatus(plain.Status()))
			c.Expect(run.GetCookie).To(HaveMember("/entity", value(plain, "/entity")))
		}),
		On("CFV2-ERR-015", Lifecycle, func(c *Case, run *LifecycleRun) {
			c.Expect(run.CreateNoPlan).To(HaveMember("/description", Containing("service_plan_guid")))
			c.Expect(run.CreateTags).To(HaveMember("/description", Containing("tags")))
		}),
		On("CFV2-ERR-019", Brokers, func(c *Case, run *BrokersRun) { c.Expect(run.NameTaken).NotTo(HaveStatus(http.StatusConflict)) }),
		On("CFV2-ERR-019", Lifecycle, func(c *Case, run *LifecycleRun) {
			for _, step := range []record.Step{run.CreateNameTaken, run.BindAgain, run.KeyTaken, run.DeleteUsedBroker} {
				c.Expect(step).NotTo(HaveStatus(http.StatusConflict))
			}
		}),
	)
}
