package rules

import (
	"net/http"
	"slices"
	"time"

	. "conformance/suites/check"
	"conformance/suites/ibmosb/flows"
	"conformance/suites/record"
)

func asynchronousChecks() List {
	return List{
		// "Work of ten seconds or less is synchronous"
		On("IBM-ASYNC-001", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			began, last := c.Use(run.Provision), c.Use(run.ProvisionPolls)
			if took := last.Start - began.Start; last.Object()["state"] == "succeeded" && took < instantaneous {
				c.Fail(began, Want("a synchronous answer").Got("202 for work that was done %s later", took.Round(time.Millisecond)))
			}
		}),
		// "Longer work uses the asynchronous mode"
		Each("IBM-ASYNC-002", func(c *Case, x *record.Exchange) {
			if !slices.Contains(deferrable, x.Operation) || !x.Is(http.StatusOK, http.StatusCreated) {
				return
			}
			c.Look(x)
			if x.Duration > synchronousLimit {
				c.Fail(x, Want("202 for work of more than ten seconds").Got("a synchronous answer after %s", x.Duration.Round(time.Second)))
			}
		}),
		// "202 only after the client opted in"
		Each("IBM-ASYNC-003", func(c *Case, x *record.Exchange) {
			if slices.Contains(deferrable, x.Operation) && x.Request.Query().Get("accepts_incomplete") != "true" && x.Response != nil {
				c.Expect(x).NotTo(HaveStatus(http.StatusAccepted))
			}
		}),
		// "Asynchronous brokers implement last_operation"
		On("IBM-ASYNC-004", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			c.Expect(run.Polled).NotTo(HaveStatus(http.StatusNotFound, http.StatusMethodNotAllowed))
		}),
		// "Busy instance is refused with 422"
		On("IBM-ASYNC-005", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			x := c.Use(run.Busy)
			inProgress(c, run.Polled)
			if c.Expect(x).To(HaveStatus(http.StatusUnprocessableEntity, http.StatusAccepted, http.StatusOK)) {
				explained(c, x)
			}
		}),
	}
}

const (
	// synchronousLimit is the line that IBM draws between the two modes.
	synchronousLimit = 10 * time.Second
	// instantaneous is well under it.
	instantaneous = 5 * time.Second
)

// deferrable are the operations that may be asynchronous.
var deferrable = []string{"provision", "update", "deprovision"}
