package rules

import (
	"net/http"

	. "conformance/suites/check"
	"conformance/suites/osb/flows"
	"conformance/suites/record"
)

// rotatedLater judges a rotation without accepts_incomplete, in the form that the broker takes.
func rotatedLater(c *Case, run *flows.AsynchronousRun) {
	all := c.UseAll(run.RotateSync)
	x := all[len(all)-1]
	switch {
	case x.Is(http.StatusOK, http.StatusCreated):
		c.NotApplicable(x, "the broker does it synchronously as well: %s was answered %s", x, x.Got())
	case !x.Is(http.StatusAccepted) && x.Object()["error"] != "AsyncRequired":
		later := c.Use(run.RotateLater)
		if !later.Is(http.StatusAccepted) {
			c.NotApplicable(later, "a rotation with accepts_incomplete was answered %s, so it does not run asynchronously", later.Got())
		}
		x = all[len(run.RotateLater.Exchanges)-1]
	}
	if c.Expect(x).To(HaveStatus(http.StatusUnprocessableEntity)) {
		c.Expect(x).To(HaveMember("/error", "AsyncRequired"))
	}
}

// servesRotation judges that one of the forms in which a successor was asked for is served as a bind is.
func servesRotation(c *Case, run *flows.RotationRun) {
	all := c.UseAll(run.Rotate)
	last := all[len(all)-1]
	switch {
	case last.Is(http.StatusCreated):
	case last.Is(http.StatusAccepted):
		if poll := c.Use(run.RotatePolls); poll.Object()["state"] == "failed" {
			c.Fail(poll, Note("the rotation that %s began failed", last))
		}
	default:
		for _, x := range all {
			c.Fail(x, Want("201 or 202 as for any bind").Got("%s to a rotation", x.Got()))
		}
	}
}

// validInParallel judges that a rotation leaves the predecessor as it is, and the removal of that the successor.
func validInParallel(c *Case, run *flows.RotationRun) {
	c.Expect(run.Unbind).NotTo(HaveStatus(http.StatusNotFound, http.StatusGone))
	members := lasting(run.Fetch, run.FetchTwice)
	unchanged(c, run.Fetch, run.FetchOld, members)
	unchanged(c, run.FetchNew, run.FetchLeft, members)
}

// refusedRotation judges that a predecessor which cannot be rotated is the client's mistake, whatever the code. A broker
// that learns it only later ends with a failure.
func refusedRotation(c *Case, step, polls record.Step) {
	x := c.Use(step)
	if x.Is(http.StatusAccepted) && polls.Exchange().Object()["state"] == "failed" {
		c.Look(polls.Exchange())
		return
	}
	clientError(c, step)
}
