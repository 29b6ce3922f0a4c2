package ibmosb

import (
	"net/http"
	"net/url"
	"strings"

	. "conformance/suites/check"
	"conformance/suites/record"
)

func provisionChecks() List {
	return List{
		On("IBM-PROV-001", Lifecycle, func(c *Case, run *LifecycleRun) {
			c.Expect(run.Again).NotTo(HaveStatus(http.StatusCreated, http.StatusNotFound, http.StatusGone))
		}),
		On("IBM-PROV-001", Example, func(c *Case, run *ExampleRun) {
			x := c.Use(run.Provision)
			if run.Labelled.Present() {
				x = c.Use(run.Labelled)
			}
			c.Expect(x).To(HaveStatus(http.StatusCreated, http.StatusAccepted))
		}),
		On("IBM-PROV-002", Lifecycle, func(c *Case, run *LifecycleRun) {
			x := firstAccepted(c, run)
			if x.Is(http.StatusAccepted) {
				c.NotApplicable(x, "the plan is provisioned asynchronously")
			}
			c.Expect(x).To(HaveStatus(http.StatusCreated))
		}),
		On("IBM-PROV-003", Lifecycle, func(c *Case, run *LifecycleRun) {
			c.Expect(run.Again).To(HaveStatus(http.StatusOK))
		}),
		On("IBM-PROV-006", Lifecycle, func(c *Case, run *LifecycleRun) {
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
		On("IBM-PROV-007", Lifecycle, func(c *Case, run *LifecycleRun) {
			if x := c.Use(run.OtherPlan); x.Is(http.StatusConflict) {
				c.Expect(x).To(HaveObject())
			} else {
				c.NotApplicable(x, "the request was answered %s, not 409", x.Got())
			}
		}),
		On("IBM-PROV-017", Lifecycle, func(c *Case, run *LifecycleRun) { understood(c, run.EmptyParameters) }),
		On("IBM-PROV-019", Lifecycle, func(c *Case, run *LifecycleRun) {
			plain(c, run, run.WithoutLocation, "without parameters.location")
		}),
		On("IBM-PROV-020", Lifecycle, func(c *Case, run *LifecycleRun) {
			c.Expect(run.AfterUpdate).To(HaveStatus(http.StatusOK))
		}),
		On("IBM-PROV-032", Lifecycle, func(c *Case, run *LifecycleRun) { alike(c, run.Again, run.UnknownMember) }),
		On("IBM-PROV-033", Lifecycle, func(c *Case, run *LifecycleRun) {
			c.Expect(run.Recreate).To(HaveStatus(http.StatusCreated, http.StatusAccepted))
		}),
	}
}

// firstAccepted is the request that created the instance of the lifecycle.
func firstAccepted(c *Case, run *LifecycleRun) *record.Exchange {
	for _, step := range []record.Step{run.Provision, run.WithGuids, run.WithoutLocation, run.WithRegion} {
		if x := step.Exchange(); x != nil && accepted(x) {
			return c.Use(step)
		}
	}
	c.Use(run.Again)
	return c.Use(run.Provision)
}

func dashboardChecks() List {
	return List{
		On("IBM-PROV-021", Lifecycle, func(c *Case, run *LifecycleRun) {
			x := firstAccepted(c, run)
			text := dashboard(c, x)
			if address, err := url.Parse(text); err != nil || address.Host == "" || address.Scheme != "http" && address.Scheme != "https" {
				c.Fail(x, Want("an absolute http or https URL").Got("dashboard_url %q", text))
			}
		}),
		On("IBM-PROV-021", Identifiers, func(c *Case, run *IdentifiersRun) {
			first, second := c.Use(run.Short), c.Use(run.Plain)
			if text := dashboard(c, first); text == dashboard(c, second) {
				c.Fail(second, Want("one that identifies the instance").Got("dashboard_url %q as for another instance", text))
			}
		}),
		On("IBM-PROV-022", Lifecycle, func(c *Case, run *LifecycleRun) {
			first, again := firstAccepted(c, run), c.Use(run.Again)
			shown(c, first, again)
		}),
		On("IBM-PROV-022", Asynchronous, func(c *Case, run *AsynchronousRun) {
			shown(c, c.Use(run.Provision), c.Use(run.Provisioned))
		}),
		On("IBM-PROV-023", Lifecycle, func(c *Case, run *LifecycleRun) { stable(c, firstAccepted(c, run), c.Use(run.Again)) }),
		On("IBM-PROV-023", Asynchronous, func(c *Case, run *AsynchronousRun) {
			first := c.Use(run.Provision)
			stable(c, first, c.Use(run.Again))
			stable(c, first, c.Use(run.Provisioned))
		}),
		On("IBM-PROV-024", Lifecycle, func(c *Case, run *LifecycleRun) {
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
	}
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
