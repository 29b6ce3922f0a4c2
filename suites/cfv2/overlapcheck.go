package cfv2

import (
	"net/http"

	. "conformance/suites/check"
	"conformance/suites/record"
)

func overlapChecks() List {
	return List{
		On("CFV2-ASYNC-020", Overlap, func(c *Case, run *OverlapRun) {
			oneWins(c, c.UseAll(run.Updates), run.SentUpdate)
			oneWins(c, c.UseAll(run.Deletes), run.SentDeprovision)
		}),
		On("CFV2-ASYNC-019", Overlap, func(c *Case, run *OverlapRun) {
			x := c.Use(run.Deleting)
			c.Expect(x).To(HaveStatus(http.StatusOK))
			operates(c, x, "delete", "in progress")
			c.Expect(run.Deleted.Last()).To(HaveStatus(http.StatusNotFound))
		}),
		On("CFV2-PLAT-002", Overlap, func(c *Case, run *OverlapRun) {
			began := request(c, run, run.CreateLong, "broker-provision")
			changed := c.Use(run.Rotate)
			if !changed.Is(http.StatusOK, http.StatusCreated) {
				c.NotApplicable(changed, "the password was not changed: %s", changed.Got())
			}
			shows(c, run.Created, "create", "succeeded")
			if began == nil {
				return
			}
			old := began.Request.Header.Get("Authorization")
			if x := lastPoll(run.Polls, began, changed); x != nil {
				renewed(c, x, old)
			}
			if x := request(c, run, run.Remove, "broker-deprovision"); x != nil {
				renewed(c, x, old)
			}
		}),
	}
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

// lastPoll is the last poll of what began that was sent after the change.
func lastPoll(polls record.Step, began, changed *record.Exchange) (last *record.Exchange) {
	instance, _ := named(began)
	for _, x := range polls.Exchanges {
		if i, _ := named(x); i == instance && x.Start > over(changed) {
			last = x
		}
	}
	return last
}

// renewed demands other credentials than the old ones.
func renewed(c *Case, x *record.Exchange, old string) {
	c.Look(x)
	if x.Request.Header.Get("Authorization") == old {
		c.Fail(x, Want("the new ones").Got("the credentials of before the change"))
	}
}
