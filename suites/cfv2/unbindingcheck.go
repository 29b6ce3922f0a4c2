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
				c.Fail(x, Want("its guid and status").Got("no job"))
				return
			}
			c.Expect(run.Job.Last()).NotTo(HaveMember("/entity/status", "failed"))
			c.Expect(run.GetAfterJob).To(HaveStatus(http.StatusNotFound))
		}),
		On("CFV2-BIND-039", Unbindings, func(c *Case, run *UnbindingsRun) {
			x := c.Use(run.Unwanted)
			c.Expect(x).To(HaveStatus(http.StatusNoContent))
			if x.Is(http.StatusNoContent) && strings.TrimSpace(x.Response.Header.Get("X-Cf-Warnings")) == "" {
				c.Fail(x, Want("one that says that the broker may not have finished").Got("no header X-Cf-Warnings"))
			}
			c.Expect(run.GetUnwanted).To(HaveStatus(http.StatusNotFound))
		}),
		On("CFV2-ASYNC-032", Unbindings, func(c *Case, run *UnbindingsRun) {
			x := c.Use(run.Tree)
			refused(c, x, http.StatusBadGateway, "ServiceInstanceRecursiveDeleteFailed", 60027)
			for _, y := range caused(run, x, "broker-deprovision") {
				c.Fail(x, Want("no deprovision").Got("%s at the broker while the unbind goes on", y))
			}
			c.Expect(run.TreeAgain).To(HaveStatus(http.StatusNoContent, http.StatusAccepted))
			request(c, run, run.TreeAgain, "broker-deprovision")
		}),
	}
}
