package rules

import (
	"net/http"

	. "conformance/suites/check"
	"conformance/suites/osb/flows"
	"conformance/suites/record"
)

func interruptionChecks() List {
	list := List{
		// "Broker answers mitigation deletes properly"
		On("OSB-ORPH-029", flows.Interruption, func(c *Case, run *flows.InterruptionRun) {
			mitigated(c, run.EarlyInstance())
			if e := run.EarlyBinding(); e.Remove.Present() {
				mitigated(c, e)
			}
		}),
		// "Late creation does not survive mitigation"
		On("OSB-ORPH-030", flows.Interruption, func(c *Case, run *flows.InterruptionRun) { survives(c, run.EarlyInstance()) }),
		// "Completed work gets synchronous answer"
		On("OSB-ASYNC-002", flows.Interruption, promptWork),
		// "Unfinished work gets asynchronous answer"
		On("OSB-ASYNC-003", flows.Interruption, func(c *Case, run *flows.InterruptionRun) {
			x := c.Use(run.DoneFetch)
			c.Expect(x).NotTo(HaveStatus(http.StatusNotFound, http.StatusUnprocessableEntity))
		}),
		// "Unfinished work gets asynchronous answer"
		On("OSB-ASYNC-003", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			if x := c.Use(run.Provision); x.Is(http.StatusAccepted) {
				c.NotApplicable(x, "it is done asynchronously: %s was answered 202", x)
			}
			if x := c.Use(run.Bind); x.Is(http.StatusNotFound) || x.Object()["error"] == "ConcurrencyError" {
				c.Fail(x, Want("it ready or answered with 202").Got("%s for an instance that was answered as done", x.Got()))
			}
		}),
		// "Asynchronous execution answers 202"
		On("OSB-ASYNC-015", flows.Interruption, func(c *Case, run *flows.InterruptionRun) {
			if x := c.Use(run.DonePoll); x.Object()["state"] == "in progress" {
				c.Fail(x, Want("202 for work that is not done").Got("state in progress after an answer other than 202"))
			}
		}),
	}
	for _, rule := range []struct {
		halts, reports, fails, refused string
		of                             func(*flows.InterruptionRun) flows.Early
	}{
		// OSB-DEPROV-003 "Accepted deprovision halts running provision"
		// OSB-DEPROV-004 "Poll then reports the deprovision"
		// OSB-DEPROV-005 "Synchronous deprovision makes provision poll failed"
		// OSB-CONC-013 "Deprovision refused for concurrency uses 422"
		{"OSB-DEPROV-003", "OSB-DEPROV-004", "OSB-DEPROV-005", "OSB-CONC-013", (*flows.InterruptionRun).EarlyInstance},
		// OSB-UNBIND-002 "Accepted unbind halts running bind"
		// OSB-UNBIND-003 "Poll then reports the unbind"
		// OSB-UNBIND-004 "Synchronous unbind makes bind poll failed"
		// OSB-CONC-012 "Unbind refused for concurrency uses 422"
		{"OSB-UNBIND-002", "OSB-UNBIND-003", "OSB-UNBIND-004", "OSB-CONC-012", (*flows.InterruptionRun).EarlyBinding},
	} {
		list = append(list,
			On(rule.halts, flows.Interruption, func(c *Case, run *flows.InterruptionRun) {
				accepted(c, rule.of(run))
				survives(c, rule.of(run))
			}),
			On(rule.reports, flows.Interruption, func(c *Case, run *flows.InterruptionRun) { reportsDeletion(c, rule.of(run)) }),
			On(rule.fails, flows.Interruption, func(c *Case, run *flows.InterruptionRun) { reportsFailure(c, rule.of(run)) }),
			On(rule.refused, flows.Interruption, func(c *Case, run *flows.InterruptionRun) {
				e := rule.of(run)
				whileBusy(c, e.Running)
				if x := c.Use(e.Remove); !x.Is(http.StatusOK, http.StatusAccepted) {
					concurrencyError(c, x)
				}
			}))
	}
	return list
}

// accepted returns the deletion that the broker accepted while it was creating, and ends the judgement otherwise.
func accepted(c *Case, e flows.Early) *record.Exchange {
	x := c.Use(e.Remove)
	whileBusy(c, e.Running)
	if !x.Is(http.StatusOK, http.StatusAccepted) {
		c.NotApplicable(x, "the broker does not delete what it is creating: it was answered %s", x.Got())
	}
	return x
}

// survives judges that nothing is there once a deletion has ended. A broker that serves deletions for ever, also of what
// is gone, shows nothing by a second one.
func survives(c *Case, e flows.Early) {
	x := c.Use(e.Remove)
	if e.Polls.Present() && e.Polls.Exchange().Object()["state"] == "failed" {
		c.NotApplicable(c.Use(e.Polls), "the broker says that the deletion failed")
	}
	late := c.Use(e.Late)
	telling := late.Is(http.StatusGone, http.StatusNotFound) || c.Use(e.Again).Is(http.StatusGone, http.StatusNotFound)
	if !telling && !e.Fetch.Present() {
		c.NotApplicable(late, "the broker serves deletions for ever, so a second one shows nothing")
	}
	if e.Fetch.Present() {
		c.Expect(e.Fetch).NotTo(HaveStatus(http.StatusOK))
	}
	if !telling {
		return
	}
	for _, again := range seen(c, e.Again, e.Late) {
		if !stillRuns(x, again) {
			c.Expect(again).NotTo(HaveStatus(http.StatusOK, http.StatusAccepted))
		}
	}
}

// stillRuns reports whether a deletion that was accepted is what the same request was answered with again: it is not
// over, whatever its polls say.
func stillRuns(x, again *record.Exchange) bool {
	return x.Is(http.StatusAccepted) && again.Is(http.StatusAccepted) && sameWork(x, again)
}

// mitigated judges that deletions of what may be there or not get the ordinary answers, and come to an end.
func mitigated(c *Case, e flows.Early) {
	for _, x := range seen(c, e.Remove, e.Later, e.Again) {
		c.Expect(x).To(HaveStatus(http.StatusOK, http.StatusAccepted, http.StatusGone, http.StatusUnprocessableEntity))
	}
	if late := c.Use(e.Late); !stillRuns(e.Remove.Exchange(), late) {
		c.Expect(late).To(HaveStatus(http.StatusOK, http.StatusGone))
	}
}

// reportsDeletion judges that polls of the deletion are about the deletion: what they say last agrees with what a second
// deletion finds.
func reportsDeletion(c *Case, e flows.Early) {
	x := accepted(c, e)
	if !x.Is(http.StatusAccepted) {
		c.NotApplicable(x, "the deletion was done when it was answered")
	}
	last, again := c.Use(e.Polls), c.Use(e.Again)
	switch state := last.Object()["state"]; {
	case state == "failed" && again.Is(http.StatusGone):
		c.Fail(last, Want("that of the deletion, which has succeeded").Got("state failed").Against(again))
	case last.Is(http.StatusOK) && stillRuns(x, again):
		c.Fail(last, Want("that of the deletion, which still runs").Got("state %v", state).Against(again))
	}
}

// reportsFailure judges that work which a deletion ended at once has failed, for who asks. That there is nothing to ask
// for any more is as good.
func reportsFailure(c *Case, e flows.Early) {
	if x := accepted(c, e); !x.Is(http.StatusOK) {
		c.NotApplicable(x, "the deletion is asynchronous")
	}
	if x := c.Use(e.Polled); !x.Is(http.StatusNotFound, http.StatusGone) {
		c.Expect(x).To(HaveMember("/state", "failed"))
	}
}

// promptWork judges that not all work which was accepted was done already: then it could be answered at once.
func promptWork(c *Case, run *flows.InterruptionRun) {
	var polls []*record.Exchange
	for _, step := range []record.Step{run.Provisioning, run.DeprovisionPolls, run.BasePolls, run.Binding, run.UnbindPolls} {
		if step.Present() {
			polls = append(polls, c.UseAll(step)[0])
		}
	}
	if len(polls) == 0 {
		c.Use(run.Provisioning)
	}
	for _, x := range polls {
		if x.Object()["state"] != "succeeded" && !x.Is(http.StatusGone, http.StatusNotFound) {
			return
		}
	}
	if len(polls) == 1 {
		c.NotApplicable(polls[0], "only one operation was accepted, which is no habit")
	}
	c.Fail(polls[0], Note("it was done at once, as was all work that was accepted; want a synchronous answer for what is done"))
}
