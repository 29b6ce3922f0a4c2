package rules

import (
	"net/http"

	. "conformance/suites/check"
	"conformance/suites/osb/flows"
	"conformance/suites/record"
)

func provisionChecks() List {
	return List{
		// "Provision creates a new resource"
		On("OSB-PROV-001", flows.Identifiers, func(c *Case, run *flows.IdentifiersRun) {
			made(c, run)
			c.Expect(run.Deprovision).NotTo(HaveStatus(http.StatusGone, http.StatusNotFound))
			if run.FetchBefore.Present() {
				c.Expect(run.FetchBefore).NotTo(HaveStatus(http.StatusGone, http.StatusNotFound))
			}
		}),
		// "Broker serves PUT for instances"
		On("OSB-PROV-002", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { routed(c, run.Provision) }),
		// "Instance is addressed by the platform's id"
		On("OSB-PROV-004", flows.Identifiers, func(c *Case, run *flows.IdentifiersRun) {
			if x := c.Use(run.Deprovision); !x.Is(http.StatusOK, http.StatusAccepted) {
				c.NotApplicable(x, "the first instance was not removed: %s", x.Got())
			}
			for _, x := range seen(c, run.FetchAfter, run.DeprovisionOther, run.DeprovisionCase) {
				if x.Step != run.DeprovisionCase.Name || !run.DeprovisionOther.Present() {
					c.Expect(x).NotTo(HaveStatus(http.StatusNotFound, http.StatusGone))
				}
			}
		}),
		// "Async-only plan without parameter gives 422"
		On("OSB-PROV-007", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			refusedAsSynchronous(c, run.ProvisionSync, run.ProvisionMore)
		}),
		// "Optional provision fields are optional for brokers"
		On("OSB-PROV-021", flows.Updating, func(c *Case, run *flows.UpdatingRun) { servedToo(c, run.Bare, run.Provision) }),
		// "Broker validates provision parameters"
		On("OSB-PROV-022", flows.Parameters, func(c *Case, run *flows.ParametersRun) { refusesBroken(c, run.ProvisionBroken, run.Drains) }),
		// "Identical provision of existing instance gives 200"
		On("OSB-PROV-023", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			if x := c.Use(run.Provision); x.Is(http.StatusAccepted) && !c.Version.Before("2.17") {
				c.NotApplicable(x, "from 2.17 on the answer is for synchronous operations, and this one was answered 202")
			}
			answered(c, run.ProvisionAgain, http.StatusOK)
		}),
		// "Identical provision must give 200 (2.12, 2.13)"
		On("OSB-PROV-024", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { answered(c, run.ProvisionAgain, http.StatusOK) }),
		// "Provision 200 only in synchronous operation"
		On("OSB-PROV-025", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			if x := c.Use(run.ProvisionAgain); ran(run.ProvisionPolls) && x.Is(http.StatusOK) {
				c.Fail(x, Want("202").Got("200 while the provision runs"))
			}
			// What an asynchronous broker answers when the instance is complete is not laid down; these have support.
			answered(c, run.ProvisionDone, http.StatusOK, http.StatusAccepted, http.StatusConflict)
		}),
		// "New synchronous instance gives 201"
		On("OSB-PROV-026", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { created(c, run.Provision, run.ProvisionAgain) }),
		// "Provision in progress gives 202"
		On("OSB-PROV-027", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) { followed(c, run.Discover, run.ProvisionPolls) }),
		// "Re-sent provision in progress gives 202"
		On("OSB-PROV-028", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) { resent(c, run.ProvisionAgain, run.ProvisionPolls) }),
		// "Re-sent provision repeats same operation"
		On("OSB-PROV-029", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			sameOperation(c, run.Discover, run.ProvisionAgain, run.ProvisionPolls)
		}),
		// "Malformed provision gives 400"
		On("OSB-PROV-030", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
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
		// "Provision without service_id gives 400"
		On("OSB-PROV-031", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { faultless(c, run, http.StatusBadRequest, run.NoService) }),
		// "Provision without plan_id gives 400"
		On("OSB-PROV-032", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { faultless(c, run, http.StatusBadRequest, run.NoPlan) }),
		// "Provision without organization_guid gives 400"
		On("OSB-PROV-033", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { faultless(c, run, http.StatusBadRequest, run.NoOrganization) }),
		// "Provision without space_guid gives 400"
		On("OSB-PROV-034", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { faultless(c, run, http.StatusBadRequest, run.NoSpace) }),
		// "Unknown service or plan is refused"
		On("OSB-PROV-036", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			for _, x := range seen(c, run.UnknownOffering, run.UnknownPlan, run.ForeignPlan) {
				if x.Status() < 400 || x.Status() > 499 {
					c.Fail(x, Want("a client error (4xx)"))
				}
			}
		}),
		// "Existing instance with different attributes gives 409"
		On("OSB-PROV-037", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { answered(c, run.Conflict, http.StatusConflict) }),
		// "Conflicting provision in progress gives 409"
		On("OSB-PROV-038", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			x := c.Use(run.Conflict)
			serial(c, x)
			whileBusy(c, run.ProvisionPolls)
			c.Expect(x).To(HaveStatus(http.StatusConflict))
		}),
		// "Provision 422 says AsyncRequired"
		On("OSB-PROV-040", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) { saysAsyncRequired(c, run.ProvisionSync) }),
		// "dashboard_url identifies the instance"
		On("OSB-PROV-046", flows.Parameters, func(c *Case, run *flows.ParametersRun) {
			ownDashboards(c, run.Valid, run.Provision, run.ProvisionBroken, run.Other, run.OtherPlain)
		}),
		// "dashboard_url comes with the first response"
		On("OSB-PROV-047", flows.Updating, func(c *Case, run *flows.UpdatingRun) {
			step := run.Bare
			if run.Provision.Present() {
				step = run.Provision
			}
			dashboardFirst(c, step, run.Fetch)
		}),
		// "dashboard_url comes with the first response"
		On("OSB-PROV-047", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { dashboardFirst(c, run.Provision, run.Fetch) }),
		// "dashboard_url comes with the first response"
		On("OSB-PROV-047", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) { dashboardFirst(c, run.Discover, run.Fetch) }),
		// "Repeated provision returns same body"
		On("OSB-PROV-054", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
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
		// "Changed attributes show up when fetching"
		On("OSB-PROV-058", flows.Updating, attributesShown),
	}
}

// servedToo judges a request that lacks what is optional, by the same request with it.
func servedToo(c *Case, less, more record.Step) {
	x := c.Use(less)
	if flows.Worked(x) {
		return
	}
	if whole := c.Use(more); flows.Worked(whole) {
		c.Fail(x, Want("it served as with them").Got("%s without members that are optional", x.Got()))
	}
}

// dashboardFirst judges that a dashboard which a fetch shows was told when the instance was asked for.
func dashboardFirst(c *Case, created, fetched record.Step) {
	first, x := c.Use(created), c.Use(fetched)
	dashboard := x.Object()["dashboard_url"]
	if dashboard == nil || dashboard == "" || !flows.Worked(first) {
		c.NotApplicable(x, "the instance shows no dashboard")
	}
	if first.Object()["dashboard_url"] == nil {
		c.Fail(first, Want("the one that a fetch shows").Got("no dashboard_url").Against(x))
	}
}

// attributesShown compares the attributes in the answer to an update with those of a fetch.
func attributesShown(c *Case, run *flows.UpdatingRun) {
	found := false
	for _, o := range observations(c, run) {
		attributes, present := At(any(o.update.Object()), "/metadata/attributes")
		if _, shown := At(any(o.after.Object()), "/metadata/attributes"); !o.update.Is(http.StatusOK) || !present || attributes == nil || !shown {
			continue
		}
		found = true
		c.Look(o.update)
		c.Expect(o.after).To(HaveMember("/metadata/attributes", attributes))
	}
	if !found {
		c.NotApplicable(c.Use(run.Fetch), "no update that was answered 200 and the fetch after it both have metadata.attributes")
	}
}
