package osb

import (
	"net/http"

	. "conformance/suites/check"
	"conformance/suites/record"
)

func pollingChecks() List {
	return List{
		On("OSB-POLL-001", Asynchronous, func(c *Case, run *AsynchronousRun) {
			for _, x := range seen(c, run.ProvisionPolls, run.UpdatePolls) {
				c.Expect(x).NotTo(HaveStatus(http.StatusNotFound, http.StatusMethodNotAllowed))
			}
		}),
		On("OSB-POLL-011", Asynchronous, func(c *Case, run *AsynchronousRun) { answered(c, run.ProvisionBare, http.StatusOK) }),
		On("OSB-POLL-012", Asynchronous, func(c *Case, run *AsynchronousRun) {
			for _, x := range seen(c, run.ProvisionPolls, run.UpdatePolls) {
				c.Expect(x).To(HaveStatus(http.StatusOK))
			}
			ofRemoval(c, run.DeprovisionPolls)
		}),
		On("OSB-POLL-013", Catalog, func(c *Case, run *CatalogRun) { answered(c, run.PollMalformed, malformedPoll()...) }),
		On("OSB-POLL-112", Catalog, func(c *Case, run *CatalogRun) { answered(c, run.PollBindMalformed, malformedPoll()...) }),
		On("OSB-POLL-016", Catalog, func(c *Case, run *CatalogRun) { answered(c, run.PollUnknown, http.StatusNotFound) }),
		On("OSB-POLL-017", Asynchronous, func(c *Case, run *AsynchronousRun) {
			for _, x := range seen(c, run.ProvisionPolls, run.UpdatePolls) {
				c.Expect(x).NotTo(HaveStatus(http.StatusGone))
			}
		}),
		Each("OSB-POLL-024", describes),
		Each("OSB-POLL-025", describes),
		Each("OSB-POLL-032", waitsForSeconds("instance-last-operation")),
		Each("OSB-POLL-122", waitsForSeconds("binding-last-operation")),
		On("OSB-POLL-036", Asynchronous, func(c *Case, run *AsynchronousRun) { remembers(c, run.ProvisionPolls, run.ProvisionPolled) }),
		On("OSB-POLL-125", Asynchronous, func(c *Case, run *AsynchronousRun) { remembers(c, run.BindPolls, run.BindPolled) }),
		On("OSB-POLL-039", Asynchronous, func(c *Case, run *AsynchronousRun) {
			polls := c.UseAll(run.ProvisionPolls)
			if polls[0].Request.Query().Get("operation") == "" {
				c.NotApplicable(c.Use(run.Discover), "the answer names no operation")
			}
			c.Expect(run.ProvisionPolls).NotTo(HaveStatus(http.StatusBadRequest, http.StatusUnprocessableEntity))
		}),
		On("OSB-POLL-101", Asynchronous, func(c *Case, run *AsynchronousRun) {
			c.Expect(run.BindPolls).NotTo(HaveStatus(http.StatusNotFound, http.StatusMethodNotAllowed))
		}),
		On("OSB-POLL-110", Asynchronous, func(c *Case, run *AsynchronousRun) { answered(c, run.BindBare, http.StatusOK) }),
		On("OSB-POLL-111", Asynchronous, func(c *Case, run *AsynchronousRun) {
			answered(c, run.BindPolls, http.StatusOK)
			ofRemoval(c, run.UnbindPolls)
		}),
		On("OSB-POLL-114", Lifecycle, func(c *Case, run *LifecycleRun) { answered(c, run.PollNoBinding, http.StatusNotFound) }),
		On("OSB-POLL-116", Asynchronous, func(c *Case, run *AsynchronousRun) {
			c.Expect(run.BindPolls).NotTo(HaveStatus(http.StatusGone))
		}),
		On("OSB-POLL-126", Asynchronous, func(c *Case, run *AsynchronousRun) { answered(c, run.FetchBound, http.StatusOK) }),
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
	if polls.Present() {
		answered(c, polls, allowed...)
	}
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
		c.Fail(x, "got description %v, want a non-empty string", description)
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
			c.Fail(x, "got Retry-After %q, want a number of seconds", x.Response.Header.Get("Retry-After"))
		}
	}
}

// remembers judges that a final state is still told when it is asked for again.
func remembers(c *Case, polls, again record.Step) {
	x, last := c.Use(again), c.Use(polls)
	if c.Expect(x).To(HaveStatus(http.StatusOK)) {
		c.Expect(x).To(HaveMember("/state", last.Object()["state"]))
	}
}
