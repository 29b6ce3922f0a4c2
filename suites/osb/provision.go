package osb

import (
	"net/http"

	. "conformance/suites/check"
	"conformance/suites/record"
)

func provisionChecks() List {
	return List{
		On("OSB-PROV-002", Lifecycle, func(c *Case, run *LifecycleRun) { routed(c, run.Provision) }),
		On("OSB-PROV-026", Lifecycle, func(c *Case, run *LifecycleRun) { created(c, run.Provision, run.ProvisionAgain) }),
		On("OSB-PROV-024", Lifecycle, func(c *Case, run *LifecycleRun) { answered(c, run.ProvisionAgain, http.StatusOK) }),
		On("OSB-PROV-023", Lifecycle, func(c *Case, run *LifecycleRun) {
			if x := c.Use(run.Provision); x.Is(http.StatusAccepted) && !c.Version.Before("2.17") {
				c.NotApplicable(x, "from 2.17 on the answer is for synchronous operations, and this one was answered 202")
			}
			answered(c, run.ProvisionAgain, http.StatusOK)
		}),
		On("OSB-PROV-054", Lifecycle, func(c *Case, run *LifecycleRun) {
			first, again := c.Use(run.Provision), c.Use(run.ProvisionAgain)
			if !again.Is(http.StatusOK) {
				c.NotApplicable(again, "the repeated request was answered %s, not 200", again.Got())
			}
			url := first.Object()["dashboard_url"]
			if url == nil {
				c.NotApplicable(first, "the answer has no dashboard_url to compare")
			}
			c.Expect(again).To(HaveMember("/dashboard_url", url))
		}),
		On("OSB-PROV-037", Lifecycle, func(c *Case, run *LifecycleRun) { answered(c, run.Conflict, http.StatusConflict) }),
		On("OSB-PROV-030", Lifecycle, func(c *Case, run *LifecycleRun) {
			faultless(c, run, http.StatusBadRequest, run.BrokenJSON, run.ProvisionList, run.ProvisionText, run.ProvisionEmpty)
			if c.Use(run.OddService).Is(http.StatusConflict) {
				faultless(c, run, http.StatusBadRequest, run.OddService)
			}
			clientError(c, run.OddService)
			// A broker may have no use for the others. Whether it then looks at them is its own affair.
			for _, x := range seen(c, run.OddParameters, run.OddContext) {
				if x.Status() >= 500 {
					c.Fail(x, Want("it refused (400)"))
				}
			}
		}),
		On("OSB-PROV-036", Lifecycle, func(c *Case, run *LifecycleRun) {
			for _, x := range seen(c, run.UnknownOffering, run.UnknownPlan, run.ForeignPlan) {
				if x.Status() < 400 || x.Status() > 499 {
					c.Fail(x, Want("a client error (4xx)"))
				}
			}
		}),
		On("OSB-PROV-031", Lifecycle, func(c *Case, run *LifecycleRun) { faultless(c, run, http.StatusBadRequest, run.NoService) }),
		On("OSB-PROV-032", Lifecycle, func(c *Case, run *LifecycleRun) { faultless(c, run, http.StatusBadRequest, run.NoPlan) }),
		On("OSB-PROV-033", Lifecycle, func(c *Case, run *LifecycleRun) { faultless(c, run, http.StatusBadRequest, run.NoOrganization) }),
		On("OSB-PROV-034", Lifecycle, func(c *Case, run *LifecycleRun) { faultless(c, run, http.StatusBadRequest, run.NoSpace) }),
		On("OSB-MAINT-009", Lifecycle, func(c *Case, run *LifecycleRun) {
			faultless(c, run, http.StatusUnprocessableEntity, run.ProvisionStale)
		}),
		On("OSB-MAINT-010", Lifecycle, func(c *Case, run *LifecycleRun) { saysMaintenanceConflict(c, run.ProvisionStale) }),
		On("OSB-MAINT-014", Lifecycle, func(c *Case, run *LifecycleRun) {
			x := c.Use(run.Provision)
			if sent(x, "maintenance_info") == nil {
				c.NotApplicable(x, noMaintenance)
			}
			c.Expect(x).NotTo(HaveMember("/error", "MaintenanceInfoConflict"))
		}),
		On("OSB-META-008", Lifecycle, ignoresUnknown),
		On("OSB-META-011", Lifecycle, ignoresUnknown),
		On("OSB-META-012", Lifecycle, servesUnknown),
	}
}

// created judges the code of a synchronous creation. A plain valid request that is refused is the root cause of
// everything that is blocked after it, and no second failure here.
func created(c *Case, step, next record.Step) {
	if x := c.Use(step); x.Status() < 200 || x.Status() > 299 {
		c.Use(next)
	}
	synchronous(c, step, http.StatusCreated)
}

// synchronous judges the code of a success that was not asynchronous.
func synchronous(c *Case, step record.Step, want int) {
	x := c.Use(step)
	if x.Is(http.StatusAccepted) {
		c.NotApplicable(x, "it is done asynchronously: %s was answered 202", x)
	}
	c.Expect(x).To(HaveStatus(want))
}

// ignoresUnknown compares the answers to one request with and without a member that nobody knows.
func ignoresUnknown(c *Case, run *LifecycleRun) {
	for _, pair := range unknowns(run) {
		without, with := c.Use(pair[0]), c.Use(pair[1])
		// Both are codes for a request that changes nothing, and the broker may give now one and now the other.
		idle := without.Is(http.StatusOK, http.StatusAccepted) && with.Is(http.StatusOK, http.StatusAccepted)
		if with.Status() != without.Status() && !idle && !unavailable(with) && !unavailable(without) {
			c.Fail(with, Want("%s as without it", without.Got()).Got("%s for a request with an unknown member", with.Got()).Against(without))
		}
	}
}

// servesUnknown judges that a request which is served is served with a member that nobody knows as well.
func servesUnknown(c *Case, run *LifecycleRun) {
	found := false
	for _, pair := range unknowns(run) {
		without, with := c.Use(pair[0]), c.Use(pair[1])
		if !worked(without) || unavailable(with) {
			continue
		}
		found = true
		c.Expect(with).To(HaveStatus(http.StatusOK, http.StatusCreated, http.StatusAccepted))
	}
	if !found {
		again := c.Use(run.ProvisionAgain)
		c.NotApplicable(again, "the plain repeated request was answered %s, so it is no measure", again.Got())
	}
}

// unknowns are the requests without and with a member that nobody knows, as far as they were sent.
func unknowns(run *LifecycleRun) [][2]record.Step {
	pairs := [][2]record.Step{{run.ProvisionAgain, run.ProvisionUnknown}}
	for _, pair := range [][2]record.Step{{run.Update, run.UpdateUnknown}, {run.BindAgain, run.BindUnknown}} {
		if pair[0].Present() && pair[1].Present() {
			pairs = append(pairs, pair)
		}
	}
	return pairs
}

func saysMaintenanceConflict(c *Case, step record.Step) {
	x := c.Use(step)
	switch {
	case !x.Is(http.StatusUnprocessableEntity):
		c.NotApplicable(x, "it was answered %s, not 422", x.Got())
	case unavailable(x):
		c.NotApplicable(x, "it was refused as concurrent, before its maintenance_info was looked at")
	}
	c.Expect(x).To(HaveMember("/error", "MaintenanceInfoConflict"))
}

// provisionLaterChecks judge plans that take their time.
func provisionLaterChecks() List {
	return List{
		On("OSB-PROV-007", Asynchronous, func(c *Case, run *AsynchronousRun) { refusedAsSynchronous(c, run.ProvisionSync, run.ProvisionMore) }),
		On("OSB-PROV-040", Asynchronous, func(c *Case, run *AsynchronousRun) { saysAsyncRequired(c, run.ProvisionSync) }),
		On("OSB-PROV-027", Asynchronous, func(c *Case, run *AsynchronousRun) { followed(c, run.Discover, run.ProvisionPolls) }),
		On("OSB-PROV-028", Asynchronous, func(c *Case, run *AsynchronousRun) { resent(c, run.ProvisionAgain, run.ProvisionPolls) }),
		On("OSB-PROV-029", Asynchronous, func(c *Case, run *AsynchronousRun) {
			sameOperation(c, run.Discover, run.ProvisionAgain, run.ProvisionPolls)
		}),
		On("OSB-PROV-025", Asynchronous, func(c *Case, run *AsynchronousRun) {
			if x := c.Use(run.ProvisionAgain); ran(run.ProvisionPolls) && x.Is(http.StatusOK) {
				c.Fail(x, Want("202").Got("200 while the provision runs"))
			}
			// What an asynchronous broker answers when the instance is complete is not laid down; these have support.
			answered(c, run.ProvisionDone, http.StatusOK, http.StatusAccepted, http.StatusConflict)
		}),
		On("OSB-PROV-038", Asynchronous, func(c *Case, run *AsynchronousRun) {
			x := c.Use(run.Conflict)
			serial(c, x)
			whileBusy(c, run.ProvisionPolls)
			c.Expect(x).To(HaveStatus(http.StatusConflict))
		}),
	}
}
