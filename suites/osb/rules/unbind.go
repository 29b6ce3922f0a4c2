package rules

import (
	"net/http"

	. "conformance/suites/check"
	"conformance/suites/osb/flows"
	"conformance/suites/record"
)

func unbindChecks() List {
	return List{
		// "Unbind deletes binding resources"
		On("OSB-UNBIND-001", flows.Credentials, func(c *Case, run *flows.CredentialsRun) {
			revoked(c, run.Open, run.OpenUnbound, run.OpenAnother)
			if run.OpenNeither.Exchange().Came(record.Opened, record.Refused, record.Denied) {
				revoked(c, run.OpenAnother, run.OpenNeither, run.Open)
			}
		}),
		// "Unbind deletes binding resources"
		On("OSB-UNBIND-001", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			c.Use(run.Unbind)
			if run.FetchBinding.Exchange().Is(http.StatusOK) {
				c.Expect(run.FetchUnbound).NotTo(HaveStatus(http.StatusOK))
				return
			}
			if x := c.Use(run.UnbindAgain); !x.Is(http.StatusGone, http.StatusNotFound) {
				c.NotApplicable(x, "the binding cannot be fetched, and %s to its second deletion does not tell whether it is gone", x.Got())
			}
		}),
		// "Async-only unbind without parameter gives 422"
		On("OSB-UNBIND-008", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) { refusedAsSynchronous(c, run.UnbindSync) }),
		// "Synchronous unbind gives 200"
		On("OSB-UNBIND-009", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { synchronous(c, run.Unbind, http.StatusOK) }),
		// "Synchronous unbind gives 200"
		On("OSB-UNBIND-009", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) { doneAtOnce(c, run.UnbindSync, http.StatusOK) }),
		// "Unbind in progress gives 202"
		On("OSB-UNBIND-011", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) { followed(c, run.Unbind, run.UnbindPolls) }),
		// "Unbind in progress gives 202"
		On("OSB-UNBIND-011", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { wasDone(c, run.Unbind, run.PollUnbound) }),
		// "Re-sent unbind in progress gives 202"
		On("OSB-UNBIND-012", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) { resent(c, run.UnbindAgain, run.UnbindPolls) }),
		// "Re-sent unbind repeats same operation"
		On("OSB-UNBIND-013", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			sameOperation(c, run.Unbind, run.UnbindAgain, run.UnbindPolls)
		}),
		// "Unbind without service_id gives 400"
		On("OSB-UNBIND-014", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { answered(c, run.UnbindNoService, http.StatusBadRequest) }),
		// "Unbind without plan_id gives 400"
		On("OSB-UNBIND-015", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { answered(c, run.UnbindNoPlan, http.StatusBadRequest) }),
		// "Unbind of unknown binding gives 410"
		On("OSB-UNBIND-017", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { answered(c, run.UnbindAgain, http.StatusGone) }),
		// "Unbind leaves other bindings untouched"
		On("OSB-UNBIND-023", flows.Lifecycle, leavesOther),
		// "Unbind leaves other bindings untouched"
		On("OSB-UNBIND-023", flows.Credentials, func(c *Case, run *flows.CredentialsRun) {
			stillOpens(c, run.OpenOther, "another binding was removed")
		}),
		// "Unbind 422 says AsyncRequired"
		On("OSB-UNBIND-024", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) { saysAsyncRequired(c, run.UnbindSync) }),
	}
}

// revoked judges that credentials which opened do so no longer once their binding is gone. Those that a broker hands out
// to every binding alike are not of one binding.
func revoked(c *Case, opened, after, other record.Step) {
	x := c.Use(after)
	switch {
	case !x.Came(record.Opened) && !x.Came(record.Refused, record.Denied):
		c.NotApplicable(x, "%s", x.Got())
	case !x.Came(record.Opened):
	case other.Exchange().Came(record.Opened) && other.Exchange().Opening.Login == x.Opening.Login:
		c.NotApplicable(x, "the bindings of the instance share one login, which does not go with one of them")
	default:
		c.Fail(x, Note("the credentials of a binding that was removed still open, as in exchange %d; want them refused", c.Use(opened).Number))
	}
}
