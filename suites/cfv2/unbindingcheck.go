package cfv2

import (
	"net/http"
	"strings"

	. "conformance/suites/check"
)

func unbindingChecks() List {
	return List{
		On("CFV2-BIND-038", Unbindings, func(c *Case, run *UnbindingsRun) {
			x := c.Use(run.UnbindInJob)
			c.Expect(x).To(HaveStatus(http.StatusAccepted))
			if text(x, "/entity/guid") == "" || text(x, "/entity/status") == "" {
				c.Fail(x, "got no job, want its guid and status")
				return
			}
			c.Expect(run.Job.Last()).NotTo(HaveMember("/entity/status", "failed"))
			c.Expect(run.GetAfterJob).To(HaveStatus(http.StatusNotFound))
		}),
		On("CFV2-BIND-039", Unbindings, func(c *Case, run *UnbindingsRun) {
			x := c.Use(run.Unwanted)
			c.Expect(x).To(HaveStatus(http.StatusNoContent))
			if x.Is(http.StatusNoContent) && strings.TrimSpace(x.Response.Header.Get("X-Cf-Warnings")) == "" {
				c.Fail(x, "got no header X-Cf-Warnings, want one that says that the broker may not have finished")
			}
			c.Expect(run.GetUnwanted).To(HaveStatus(http.StatusNotFound))
		}),
		On("CFV2-ASYNC-032", Unbindings, func(c *Case, run *UnbindingsRun) {
			x := c.Use(run.Tree)
			refused(c, x, http.StatusBadGateway, "ServiceInstanceRecursiveDeleteFailed", 60027)
			for _, y := range caused(run, x, "broker-deprovision") {
				c.Fail(x, "got %s at the broker while the unbind goes on, want no deprovision", y)
			}
			c.Expect(run.TreeAgain).To(HaveStatus(http.StatusNoContent, http.StatusAccepted))
			request(c, run, run.TreeAgain, "broker-deprovision")
		}),
	}
}
