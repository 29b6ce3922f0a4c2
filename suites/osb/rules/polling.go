package rules

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	. "conformance/suites/check"
	"conformance/suites/osb/flows"
	"conformance/suites/record"
)

func pollingChecks() List {
	return List{
		// "Instance last_operation endpoint exists when used"
		On("OSB-POLL-001", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			for _, x := range seen(c, run.ProvisionPolls, run.UpdatePolls) {
				c.Expect(x).NotTo(HaveStatus(http.StatusNotFound, http.StatusMethodNotAllowed))
			}
		}),
		// "Broker serves polls without hints"
		On("OSB-POLL-011", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) { servedBare(c, run.ProvisionBare) }),
		// "Successful instance poll gives 200"
		On("OSB-POLL-012", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			for _, step := range []record.Step{run.ProvisionPolls, run.UpdatePolls} {
				processed(c, step, http.StatusOK)
			}
			c.Use(run.ProvisionPolls)
			ofRemoval(c, run.DeprovisionPolls)
		}),
		// "Malformed instance poll gives 400"
		On("OSB-POLL-013", flows.Catalog, func(c *Case, run *flows.CatalogRun) { answered(c, run.PollMalformed, malformedPoll()...) }),
		// "Poll of unknown instance gives 404"
		On("OSB-POLL-016", flows.Catalog, func(c *Case, run *flows.CatalogRun) { answered(c, run.PollUnknown, http.StatusNotFound) }),
		// "Poll 410 only for asynchronous delete"
		On("OSB-POLL-017", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			for _, x := range seen(c, run.ProvisionPolls, run.UpdatePolls) {
				c.Expect(x).NotTo(HaveStatus(http.StatusGone))
			}
		}),
		// "Poll description is non-empty (2.12 to 2.14)"
		Each("OSB-POLL-024", describes),
		// "Poll description is non-empty (2.16 on)"
		Each("OSB-POLL-025", describes),
		// "Retry-After should be a duration"
		Each("OSB-POLL-032", waitsForSeconds("instance-last-operation")),
		// "Broker remembers final instance state"
		On("OSB-POLL-036", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) { remembers(c, run.ProvisionPolls, run.ProvisionPolled) }),
		// "Poll reports the latest requested operation"
		On("OSB-POLL-038", flows.Asynchronous, reportsLatest),
		// "Broker accepts its own operation value"
		On("OSB-POLL-039", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			polls := c.UseAll(run.ProvisionPolls)
			if polls[0].Request.Query().Get("operation") == "" {
				c.NotApplicable(c.Use(run.Discover), "the answer names no operation")
			}
			c.Expect(run.ProvisionPolls).NotTo(HaveStatus(http.StatusBadRequest, http.StatusUnprocessableEntity))
		}),
		// "Operations end within the declared maximum"
		On("OSB-POLL-045", flows.Asynchronous, endsInTime),
		// "Binding last_operation endpoint exists when used"
		On("OSB-POLL-101", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			c.Expect(run.BindPolls).NotTo(HaveStatus(http.StatusNotFound, http.StatusMethodNotAllowed))
		}),
		// "Broker serves binding polls without hints"
		On("OSB-POLL-110", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) { servedBare(c, run.BindBare) }),
		// "Successful binding poll gives 200"
		On("OSB-POLL-111", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			c.Use(run.BindPolls)
			processed(c, run.BindPolls, http.StatusOK)
			ofRemoval(c, run.UnbindPolls)
		}),
		// "Malformed binding poll gives 400"
		On("OSB-POLL-112", flows.Catalog, func(c *Case, run *flows.CatalogRun) { answered(c, run.PollBindMalformed, malformedPoll()...) }),
		// "Poll of unknown binding gives 404"
		On("OSB-POLL-114", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { answered(c, run.PollNoBinding, http.StatusNotFound) }),
		// "Binding poll 410 only for asynchronous unbind"
		On("OSB-POLL-116", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			c.Expect(run.BindPolls).NotTo(HaveStatus(http.StatusGone))
		}),
		// "Binding Retry-After should be a duration"
		Each("OSB-POLL-122", waitsForSeconds("binding-last-operation")),
		// "Broker remembers final binding state"
		On("OSB-POLL-125", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) { remembers(c, run.BindPolls, run.BindPolled) }),
		// "Succeeded bind can be fetched at once"
		On("OSB-POLL-126", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) { answered(c, run.FetchBound, http.StatusOK) }),
	}
}

// malformedPoll are the answers to a poll whose query breaks off. What counts as malformed is not said, so a broker may
// read the query in its own way, or find first that there is nothing to poll.
func malformedPoll() []int {
	return []int{http.StatusBadRequest, http.StatusOK, http.StatusNotFound, http.StatusGone}
}

// ofRemoval judges polls of a deletion, which may find nothing any more: 410, and from 2.16 on 404. That a deletion was
// not polled is no matter.
func ofRemoval(c *Case, polls record.Step) {
	allowed := []int{http.StatusOK, http.StatusGone}
	if !c.Version.Before("2.16") {
		allowed = append(allowed, http.StatusNotFound)
	}
	processed(c, polls, allowed...)
}

// processed judges the codes of the polls of an operation that were processed, if it was polled.
func processed(c *Case, polls record.Step, allowed ...int) {
	if !polls.Present() {
		return
	}
	for _, x := range heard(c.UseAll(polls)) {
		c.Expect(x).To(HaveStatus(allowed...))
	}
}

// servedBare judges a poll without the ids, which are hints.
func servedBare(c *Case, poll record.Step) {
	postponed(c, c.Use(poll))
	answered(c, poll, http.StatusOK)
}

// describes judges that the description of a poll is a text that is not empty, if there is one.
func describes(c *Case, x *record.Exchange) {
	if x.Operation != "instance-last-operation" || !x.Is(http.StatusOK) {
		return
	}
	description, present := x.Object()["description"]
	if !present {
		return
	}
	c.Look(x)
	if value, ok := description.(string); !ok || value == "" {
		c.Fail(x, Want("a non-empty string").Got("description %v", description))
	}
}

// waitsForSeconds judges that Retry-After, if there is one, is a number of seconds and not a date.
func waitsForSeconds(operation string) func(*Case, *record.Exchange) {
	return func(c *Case, x *record.Exchange) {
		if x.Operation != operation || !x.Is(http.StatusOK) || x.Response.Header.Get("Retry-After") == "" {
			return
		}
		c.Look(x)
		if _, err := http.ParseTime(x.Response.Header.Get("Retry-After")); err == nil {
			c.Fail(x, Want("a number of seconds").Got("Retry-After %q", x.Response.Header.Get("Retry-After")))
		}
	}
}

// reportsLatest judges that a poll which names no operation is about the latest: it does not call a deletion done while
// the same request is still answered as accepted, and later as gone. Where answers name an operation, a poll without it proves nothing.
func reportsLatest(c *Case, run *flows.AsynchronousRun) {
	x := c.Use(run.Deprovision)
	if !x.Is(http.StatusAccepted) || x.Object()["operation"] != nil {
		c.NotApplicable(x, "no deletion was accepted without naming an operation")
	}
	last := c.Use(run.DeprovisionPolls)
	again := c.UseAll(run.DeprovisionLast)
	ends := again[len(again)-1].Is(http.StatusGone, http.StatusNotFound)
	if last.Object()["state"] == "succeeded" && again[0].Is(http.StatusAccepted) && ends {
		c.Fail(last, Want("that of the deletion, which still runs").Got("state succeeded").Against(again[0]))
	}
}

// endsInTime judges that no operation was still in progress when the plan's maximum_polling_duration had passed since it
// was accepted.
func endsInTime(c *Case, run *flows.AsynchronousRun) {
	discovered := c.Use(run.Discover)
	seconds, err := strconv.Atoi(c.Subject[flows.Maximum+" "+fmt.Sprint(flows.Sent(discovered, "plan_id"))])
	if err != nil {
		c.NotApplicable(discovered, "the plan declares no maximum_polling_duration")
	}
	for _, work := range []struct{ began, polls record.Step }{
		{run.Discover, run.ProvisionPolls}, {run.Update, run.UpdatePolls}, {run.Bind, run.BindPolls},
		{run.Unbind, run.UnbindPolls}, {run.Deprovision, run.DeprovisionPolls},
	} {
		if !work.began.Present() || !work.polls.Present() {
			continue
		}
		began := c.Use(work.began)
		for _, poll := range c.UseAll(work.polls) {
			elapsed := poll.Start - began.Start - began.Duration
			if poll.Object()["state"] == "in progress" && elapsed > time.Duration(seconds)*time.Second {
				c.Fail(poll, Want("an end within %d s as the plan declares", seconds).Got("state in progress %s after the operation was accepted", elapsed.Round(time.Millisecond)))
			}
		}
	}
}

// remembers judges that a final state is still told when it is asked for again.
func remembers(c *Case, polls, again record.Step) {
	x, last := c.Use(again), c.Use(polls)
	postponed(c, x)
	if c.Expect(x).To(HaveStatus(http.StatusOK)) {
		c.Expect(x).To(HaveMember("/state", last.Object()["state"]))
	}
}
