package osb

import (
	"net/http"

	. "conformance/suites/check"
	"conformance/suites/record"
)

func rotationChecks() List {
	return List{
		On("OSB-BIND-104", Rotation, validInParallel),
		On("OSB-BIND-105", Rotation, servesRotation),
		On("OSB-BIND-106", Rotation, func(c *Case, run *RotationRun) {
			c.Expect(run.UnbindNew).NotTo(HaveStatus(http.StatusNotFound, http.StatusGone))
			if run.FetchNew.Present() {
				answered(c, run.FetchNew, http.StatusOK)
			}
		}),
		On("OSB-BIND-107", Rotation, func(c *Case, run *RotationRun) {
			refusedRotation(c, run.Unknown, run.UnknownPolls)
			if run.FetchUnknown.Present() {
				c.Expect(run.FetchUnknown).NotTo(HaveStatus(http.StatusOK))
			}
			if run.Deleted.Present() {
				refusedRotation(c, run.Deleted, run.DeletedPolls)
			}
		}),
		On("OSB-BIND-107", Lifecycle, func(c *Case, run *LifecycleRun) { refusedRotation(c, run.Foreign, run.ForeignPolls) }),
		On("OSB-BIND-110", Asynchronous, rotatedLater),
	}
}

// rotatedLater judges a rotation without accepts_incomplete, in the form that the broker takes.
func rotatedLater(c *Case, run *AsynchronousRun) {
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
func servesRotation(c *Case, run *RotationRun) {
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
func validInParallel(c *Case, run *RotationRun) {
	c.Expect(run.Unbind).NotTo(HaveStatus(http.StatusNotFound, http.StatusGone))
	members := lasting(run.Fetch, run.FetchTwice)
	unchanged(c, run.Fetch, run.FetchOld, members)
	unchanged(c, run.FetchNew, run.FetchLeft, members)
}

// unchanged compares two fetches of one binding in the members that last. One that never worked, or was not sent, shows
// nothing; what is handed out once need not come again.
func unchanged(c *Case, before, after record.Step, members []string) {
	if !before.Exchange().Is(http.StatusOK) || !after.Present() {
		return
	}
	first, x := c.Use(before), c.Use(after)
	if !c.Expect(x).To(HaveStatus(http.StatusOK)) {
		return
	}
	agree(c, first, x, members)
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
