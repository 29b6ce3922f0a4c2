package rules

import (
	"net/http"

	. "conformance/suites/check"
	"conformance/suites/osb/flows"
)

// leavesOther judges that the removal of one binding leaves another as it is.
func leavesOther(c *Case, run *flows.LifecycleRun) {
	c.Expect(run.UnbindOther).NotTo(HaveStatus(http.StatusGone, http.StatusNotFound))
	unchanged(c, run.FetchOther, run.FetchOtherLeft, lasting(run.FetchBinding, run.FetchBindingBare))
}
