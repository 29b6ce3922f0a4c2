package rules

import (
	"net/http"

	. "conformance/suites/check"
	"conformance/suites/osb/flows"
	"conformance/suites/record"
)

func fetchChecks() List {
	return List{
		// "instances_retrievable means fetch works for all plans"
		On("OSB-FETCH-001", flows.Identifiers, func(c *Case, run *flows.IdentifiersRun) { answered(c, run.FetchBefore, http.StatusOK) }),
		// "instances_retrievable means fetch works for all plans"
		On("OSB-FETCH-001", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { answered(c, run.Fetch, http.StatusOK) }),
		// "instances_retrievable means fetch works for all plans"
		On("OSB-FETCH-001", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			for _, x := range seen(c, run.Fetch, run.FetchDiscovered) {
				c.Expect(x).To(HaveStatus(http.StatusOK))
			}
		}),
		// "Instance fetchable right after succeeded"
		On("OSB-FETCH-002", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) { answered(c, run.Fetch, http.StatusOK) }),
		// "Broker serves fetches without hints"
		On("OSB-FETCH-007", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { sameAnswer(c, run.Fetch, run.FetchBare) }),
		// "Successful instance fetch gives 200"
		On("OSB-FETCH-008", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { answered(c, run.Fetch, http.StatusOK) }),
		// "Fetch of unknown instance gives 404"
		On("OSB-FETCH-009", flows.Catalog, func(c *Case, run *flows.CatalogRun) { answered(c, run.FetchUnknown, http.StatusNotFound) }),
		// "Fetch of unknown instance gives 404"
		On("OSB-FETCH-009", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { answered(c, run.FetchGone, http.StatusNotFound) }),
		// "Fetch during provisioning gives 404"
		On("OSB-FETCH-010", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			x := c.Use(run.FetchCreating)
			whileBusy(c, run.ProvisionPolls)
			c.Expect(x).To(HaveStatus(http.StatusNotFound))
		}),
		// "Fetched service_id matches instance"
		On("OSB-FETCH-012", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { agrees(c, run, "service_id") }),
		// "Fetched plan_id matches instance"
		On("OSB-FETCH-013", flows.Updating, movedAsAsked),
		// "Fetched plan_id matches instance"
		On("OSB-FETCH-013", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { agrees(c, run, "plan_id") }),
		// "bindings_retrievable means fetch works for all plans"
		On("OSB-FETCH-101", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { answered(c, run.FetchBinding, http.StatusOK) }),
		// "bindings_retrievable means fetch works for all plans"
		On("OSB-FETCH-101", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) { answered(c, run.FetchBound, http.StatusOK) }),
		// "bindings_retrievable means fetch works for all plans"
		On("OSB-FETCH-101", flows.Permissions, func(c *Case, run *flows.PermissionsRun) { answered(c, run.FetchBinding, http.StatusOK) }),
		// "bindings_retrievable means fetch works for all plans"
		On("OSB-FETCH-101", flows.Rotation, func(c *Case, run *flows.RotationRun) { answered(c, run.Fetch, http.StatusOK) }),
		// "Binding fetchable right after succeeded"
		On("OSB-FETCH-102", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) { answered(c, run.FetchBound, http.StatusOK) }),
		// "Broker serves binding fetches without hints"
		On("OSB-FETCH-106", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { sameAnswer(c, run.FetchBinding, run.FetchBindingBare) }),
		// "Successful binding fetch gives 200"
		On("OSB-FETCH-107", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { answered(c, run.FetchBinding, http.StatusOK) }),
		// "Fetch of unknown binding gives 404"
		On("OSB-FETCH-108", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			for _, x := range seen(c, run.FetchUnbound, run.FetchNoBinding) {
				c.Expect(x).To(HaveStatus(http.StatusNotFound))
			}
		}),
		// "Fetch during bind gives 404"
		On("OSB-FETCH-109", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			x := c.Use(run.FetchBinding)
			whileBusy(c, run.BindPolls)
			c.Expect(x).To(HaveStatus(http.StatusNotFound))
		}),
		// "Fetched asynchronous binding has credentials"
		On("OSB-FETCH-111", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			if x := c.Use(run.FetchBound); x.Is(http.StatusOK) {
				hasCredentials(c, x)
			} else {
				c.NotApplicable(x, "the binding cannot be fetched: %s", x.Got())
			}
		}),
		// "Fetched data agrees with bind response"
		On("OSB-FETCH-114", flows.Lifecycle, sameBinding),
	}
}

// sameAnswer judges that a fetch does not depend on hints.
func sameAnswer(c *Case, hinted, bare record.Step) {
	want, x := c.Use(hinted), c.Use(bare)
	if x.Status() != want.Status() {
		c.Fail(x, Want("%s as with them", want.Got()).Got("%s without hints", x.Got()))
	}
}

// agrees judges that a fetched id, if there is one, is that of the request that created the instance.
func agrees(c *Case, run *flows.LifecycleRun, member string) {
	created, x := c.Use(run.Provision), c.Use(run.Fetch)
	if x.Object()[member] == nil {
		c.NotApplicable(x, "%s is optional, and the answer does not have it: %s", member, x.Got())
	}
	c.Expect(x).To(HaveMember("/"+member, flows.Sent(created, member)))
}

// sameBinding compares what a bind and a fetch say of one binding.
func sameBinding(c *Case, run *flows.LifecycleRun) {
	bound, x := c.Use(run.Bind), c.Use(run.FetchBinding)
	if !bound.Is(http.StatusOK, http.StatusCreated) || !x.Is(http.StatusOK) {
		c.NotApplicable(x, "there are no two answers to compare")
	}
	agree(c, bound, x, lasting(run.FetchBinding, run.FetchBindingBare))
}

// movedAsAsked judges that a fetch after a change of plan which was made shows the new plan.
func movedAsAsked(c *Case, run *flows.UpdatingRun) {
	change, x := c.Use(run.Change), c.Use(run.FetchChange)
	made := change.Is(http.StatusOK) || change.Is(http.StatusAccepted) && run.ChangePolls.Exchange().Object()["state"] == "succeeded"
	if !made || x.Object()["plan_id"] == nil {
		c.NotApplicable(x, "no change of plan was made, or the fetch shows no plan: %s was answered %s", change, change.Got())
	}
	c.Expect(x).To(HaveMember("/plan_id", flows.Sent(change, "plan_id")))
}
