package ibmosb

import (
	"net/http"
	"slices"
	"time"

	. "conformance/suites/check"
	"conformance/suites/record"
)

const (
	// synchronousLimit is the line that IBM draws between the two modes.
	synchronousLimit = 10 * time.Second
	// instantaneous is well under it.
	instantaneous = 5 * time.Second
)

// deferrable are the operations that may be asynchronous.
var deferrable = []string{"provision", "update", "deprovision"}

func asynchronousChecks() List {
	return List{
		On("IBM-PROV-004", Asynchronous, func(c *Case, run *AsynchronousRun) {
			x, again := c.Use(run.Provision), c.Use(run.Again)
			switch {
			case x.Is(http.StatusAccepted):
				c.Expect(run.Polled).To(HaveStatus(http.StatusOK))
			case again.Is(http.StatusAccepted):
				c.Fail(x, Want("202 since the work still goes on in exchange %d", again.Number))
			default:
				c.NotApplicable(x, "the plan was provisioned at once")
			}
		}),
		On("IBM-PROV-005", Asynchronous, func(c *Case, run *AsynchronousRun) {
			again := c.Use(run.Again)
			inProgress(c, run.Polled)
			c.Expect(again).To(HaveStatus(http.StatusAccepted))
		}),
		On("IBM-PROV-008", Asynchronous, func(c *Case, run *AsynchronousRun) {
			x := c.Use(run.NotOptedIn)
			if x.Is(http.StatusOK, http.StatusCreated) {
				c.NotApplicable(x, "the plan works synchronously; --fixture async_plan_id names one that does not")
			}
			c.Expect(x).To(HaveStatus(http.StatusUnprocessableEntity))
		}),
		On("IBM-PROV-009", Asynchronous, func(c *Case, run *AsynchronousRun) {
			x := c.Use(run.NotOptedIn)
			if !x.Is(http.StatusUnprocessableEntity) {
				c.NotApplicable(x, "the request was answered %s, not 422", x.Got())
			}
			c.Expect(x).To(HaveMember("/error", "AsyncRequired"))
			explained(c, x)
		}),
		On("IBM-PROV-011", Asynchronous, func(c *Case, run *AsynchronousRun) { alike(c, run.NotOptedIn, run.OptedOut) }),
		On("IBM-PROV-031", Asynchronous, func(c *Case, run *AsynchronousRun) {
			x := c.Use(run.Conflict)
			inProgress(c, run.Polled)
			c.Expect(x).To(HaveStatus(http.StatusConflict, http.StatusUnprocessableEntity))
		}),
		On("IBM-ASYNC-001", Asynchronous, func(c *Case, run *AsynchronousRun) {
			began, last := c.Use(run.Provision), c.Use(run.ProvisionPolls)
			if took := last.Start - began.Start; last.Object()["state"] == "succeeded" && took < instantaneous {
				c.Fail(began, Want("a synchronous answer").Got("202 for work that was done %s later", took.Round(time.Millisecond)))
			}
		}),
		Each("IBM-ASYNC-002", func(c *Case, x *record.Exchange) {
			if !slices.Contains(deferrable, x.Operation) || !x.Is(http.StatusOK, http.StatusCreated) {
				return
			}
			c.Look(x)
			if x.Duration > synchronousLimit {
				c.Fail(x, Want("202 for work of more than ten seconds").Got("a synchronous answer after %s", x.Duration.Round(time.Second)))
			}
		}),
		Each("IBM-ASYNC-003", func(c *Case, x *record.Exchange) {
			if slices.Contains(deferrable, x.Operation) && x.Request.Query().Get("accepts_incomplete") != "true" && x.Response != nil {
				c.Expect(x).NotTo(HaveStatus(http.StatusAccepted))
			}
		}),
		On("IBM-ASYNC-004", Asynchronous, func(c *Case, run *AsynchronousRun) {
			c.Expect(run.Polled).NotTo(HaveStatus(http.StatusNotFound, http.StatusMethodNotAllowed))
		}),
		On("IBM-ASYNC-005", Asynchronous, func(c *Case, run *AsynchronousRun) {
			x := c.Use(run.Busy)
			inProgress(c, run.Polled)
			if c.Expect(x).To(HaveStatus(http.StatusUnprocessableEntity, http.StatusAccepted, http.StatusOK)) {
				explained(c, x)
			}
		}),
	}
}
