package rules

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	. "conformance/suites/check"
	"conformance/suites/ibmosb/flows"
	"conformance/suites/record"
)

func provisionChecks() List {
	return List{
		// "Provision creates the resource"
		On("IBM-PROV-001", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			c.Expect(run.Again).NotTo(HaveStatus(http.StatusCreated, http.StatusNotFound, http.StatusGone))
		}),
		// "Provision creates the resource"
		On("IBM-PROV-001", flows.Example, func(c *Case, run *flows.ExampleRun) {
			x := c.Use(run.Provision)
			if run.Labelled.Present() {
				x = c.Use(run.Labelled)
			}
			c.Expect(x).To(HaveStatus(http.StatusCreated, http.StatusAccepted))
		}),
		// "201 when this request created it"
		On("IBM-PROV-002", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			x := firstAccepted(c, run)
			if x.Is(http.StatusAccepted) {
				c.NotApplicable(x, "the plan is provisioned asynchronously")
			}
			c.Expect(x).To(HaveStatus(http.StatusCreated))
		}),
		// "200 for identical, fully provisioned instance"
		On("IBM-PROV-003", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			c.Expect(run.Again).To(HaveStatus(http.StatusOK))
		}),
		// "202 while provisioning is in progress"
		On("IBM-PROV-004", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			x, again := c.Use(run.Provision), c.Use(run.Again)
			switch {
			case x.Is(http.StatusAccepted):
				c.Expect(run.Polled).To(HaveStatus(http.StatusOK))
			case again.Is(http.StatusAccepted):
				c.Fail(x, Want("202 since the work still goes on in exchange %d", again.Number))
			default:
				c.NotApplicable(x, "the plan was provisioned at once")
			}
		}),
		// "Repeated PUT during progress stays 202"
		On("IBM-PROV-005", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			again := c.Use(run.Again)
			inProgress(c, run.Polled)
			c.Expect(again).To(HaveStatus(http.StatusAccepted))
		}),
		// "409 for same id, different attributes"
		On("IBM-PROV-006", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			if run.OtherPlan.Present() {
				c.Expect(run.OtherPlan).To(HaveStatus(http.StatusConflict))
			}
			if run.OtherParameters.Present() {
				// Which parameters a plan takes is the broker's affair.
				c.Expect(run.OtherParameters).To(HaveStatus(http.StatusConflict, http.StatusBadRequest, http.StatusUnprocessableEntity))
			}
			if !run.OtherPlan.Present() && !run.OtherParameters.Present() {
				c.Use(run.OtherPlan)
			}
		}),
		// "409 body is an object, description optional"
		On("IBM-PROV-007", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			if x := c.Use(run.OtherPlan); x.Is(http.StatusConflict) {
				c.Expect(x).To(HaveObject())
			} else {
				c.NotApplicable(x, "the request was answered %s, not 409", x.Got())
			}
		}),
		// "422 when async is required but refused"
		On("IBM-PROV-008", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			x := c.Use(run.NotOptedIn)
			if x.Is(http.StatusOK, http.StatusCreated) {
				c.NeedsFixture(x, "async_plan_id", "the plan works synchronously")
			}
			c.Expect(x).To(HaveStatus(http.StatusUnprocessableEntity))
		}),
		// "422 body names AsyncRequired"
		On("IBM-PROV-009", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			x := c.Use(run.NotOptedIn)
			if !x.Is(http.StatusUnprocessableEntity) {
				c.NotApplicable(x, "the request was answered %s, not 422", x.Got())
			}
			c.Expect(x).To(HaveMember("/error", "AsyncRequired"))
			explained(c, x)
		}),
		// "422 for requests the broker cannot process"
		On("IBM-PROV-010", flows.Refusals, func(c *Case, run *flows.RefusalsRun) {
			c.Expect(run.RefusedParameters).To(HaveStatus(http.StatusUnprocessableEntity, http.StatusBadRequest))
		}),
		// "accepts_incomplete=false equals absent"
		On("IBM-PROV-011", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) { alike(c, run.NotOptedIn, run.OptedOut) }),
		// "service_id is required and non-empty"
		On("IBM-PROV-013", flows.Refusals, func(c *Case, run *flows.RefusalsRun) { rejected(c, run.BadServiceID) }),
		// "plan_id is required and non-empty"
		On("IBM-PROV-014", flows.Refusals, func(c *Case, run *flows.RefusalsRun) { rejected(c, run.BadPlanID) }),
		// "Unknown service id is refused"
		On("IBM-PROV-015", flows.Refusals, func(c *Case, run *flows.RefusalsRun) { turnedDown(c, run.UnknownService) }),
		// "Plan must belong to the service"
		On("IBM-PROV-016", flows.Refusals, func(c *Case, run *flows.RefusalsRun) { turnedDown(c, run.UnknownPlan) }),
		// "Parameters are an opaque JSON object"
		On("IBM-PROV-017", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { understood(c, run.EmptyParameters) }),
		// "Parameters are checked by the broker"
		On("IBM-PROV-018", flows.Refusals, func(c *Case, run *flows.RefusalsRun) {
			turnedDown(c, run.RefusedParameters)
			explained(c, c.Use(run.RefusedParameters))
		}),
		// "Requested location arrives in parameters"
		On("IBM-PROV-019", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			plain(c, run, run.WithoutLocation, "without parameters.location")
		}),
		// "Absent parameters change nothing"
		On("IBM-PROV-020", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			c.Expect(run.AfterUpdate).To(HaveStatus(http.StatusOK))
		}),
		// "dashboard_url is a usable, non-empty URL"
		On("IBM-PROV-021", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			x := firstAccepted(c, run)
			text := dashboard(c, x)
			if address, err := url.Parse(text); err != nil || address.Host == "" || address.Scheme != "http" && address.Scheme != "https" {
				c.Fail(x, Want("an absolute http or https URL").Got("dashboard_url %q", text))
			}
		}),
		// "dashboard_url is a usable, non-empty URL"
		On("IBM-PROV-021", flows.Identifiers, func(c *Case, run *flows.IdentifiersRun) {
			first, second := c.Use(run.Short), c.Use(run.Plain)
			if text := dashboard(c, first); text == dashboard(c, second) {
				c.Fail(second, Want("one that identifies the instance").Got("dashboard_url %q as for another instance", text))
			}
		}),
		// "dashboard_url comes with first answer"
		On("IBM-PROV-022", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			first, again := firstAccepted(c, run), c.Use(run.Again)
			shown(c, first, again)
		}),
		// "dashboard_url comes with first answer"
		On("IBM-PROV-022", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			shown(c, c.Use(run.Provision), c.Use(run.Provisioned))
		}),
		// "dashboard_url is stable across repeats"
		On("IBM-PROV-023", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { stable(c, firstAccepted(c, run), c.Use(run.Again)) }),
		// "dashboard_url is stable across repeats"
		On("IBM-PROV-023", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			first := c.Use(run.Provision)
			stable(c, first, c.Use(run.Again))
			stable(c, first, c.Use(run.Provisioned))
		}),
		// "CRN inside dashboard_url is escaped"
		On("IBM-PROV-024", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			x := firstAccepted(c, run)
			text := dashboard(c, x)
			id := requested(x)
			address, err := url.Parse(text)
			if err != nil || !strings.Contains(address.Path, id) {
				c.NotApplicable(x, "dashboard_url does not contain the CRN")
			}
			if strings.Contains(text, id) {
				c.Fail(x, Want("the slash of the CRN in it percent-encoded").Got("dashboard_url %q", text))
			}
		}),
		// "Every answer body is a JSON object"
		Each("IBM-PROV-027", func(c *Case, x *record.Exchange) {
			if slices.Contains(brokerCalls, x.Operation) && x.Response != nil {
				c.Expect(x).To(HaveObject())
			}
		}),
		// "Malformed JSON gets 400"
		On("IBM-PROV-028", flows.Refusals, func(c *Case, run *flows.RefusalsRun) { rejected(c, run.Malformed) }),
		// "Malformed JSON gets 400"
		On("IBM-PROV-028", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { rejected(c, run.UpdateMalformed) }),
		// "Malformed JSON gets 400"
		On("IBM-PROV-028", flows.Use, func(c *Case, run *flows.UseRun) {
			if run.BindMalformed.Present() {
				rejected(c, run.BindMalformed)
			}
			rejected(c, run.StateMalformed)
		}),
		// "A refused provision leaves no instance"
		On("IBM-PROV-029", flows.Refusals, func(c *Case, run *flows.RefusalsRun) {
			c.Expect(run.DeleteRefused).To(HaveStatus(http.StatusGone, http.StatusNotFound))
		}),
		// "A refused provision leaves no instance"
		On("IBM-PROV-029", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			c.Expect(run.DeleteRefused).To(HaveStatus(http.StatusGone, http.StatusNotFound))
		}),
		// "Conflict is reported during progress too"
		On("IBM-PROV-031", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			x := c.Use(run.Conflict)
			inProgress(c, run.Polled)
			c.Expect(x).To(HaveStatus(http.StatusConflict, http.StatusUnprocessableEntity))
		}),
		// "Unknown body members are ignored"
		On("IBM-PROV-032", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { alike(c, run.Again, run.UnknownMember) }),
		// "A deleted id can be provisioned again"
		On("IBM-PROV-033", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			c.Expect(run.Recreate).To(HaveStatus(http.StatusCreated, http.StatusAccepted))
		}),
	}
}

// firstAccepted is the request that created the instance of the lifecycle.
func firstAccepted(c *Case, run *flows.LifecycleRun) *record.Exchange {
	for _, step := range []record.Step{run.Provision, run.WithGuids, run.WithoutLocation, run.WithRegion} {
		if x := step.Exchange(); x != nil && flows.Accepted(x) {
			return c.Use(step)
		}
	}
	c.Use(run.Again)
	return c.Use(run.Provision)
}

// dashboard is the dashboard_url of an answer; without one the rule does not apply.
func dashboard(c *Case, x *record.Exchange) string {
	text, ok := x.Object()["dashboard_url"].(string)
	if !ok {
		c.NotApplicable(x, "the broker shows no dashboard_url")
	}
	return text
}

func shown(c *Case, first, later *record.Exchange) {
	dashboard(c, later)
	c.Expect(first).To(HaveMember("/dashboard_url", Kind("string")))
}

func stable(c *Case, first, later *record.Exchange) {
	want := dashboard(c, first)
	if got := dashboard(c, later); got != want {
		c.Fail(later, Want("%q as in exchange %d", want, first.Number).Got("dashboard_url %q", got))
	}
}

// requested is the instance id of a request, decoded.
func requested(x *record.Exchange) string {
	path, _, _ := strings.Cut(x.Request.Path(), "?")
	id, err := url.PathUnescape(path[strings.LastIndex(path, "/")+1:])
	if err != nil {
		return path
	}
	return id
}
