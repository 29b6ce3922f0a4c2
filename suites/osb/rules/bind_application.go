package rules

import (
	"net/http"
	"slices"
	"strings"

	. "conformance/suites/check"
	"conformance/suites/osb/flows"
	"conformance/suites/record"
)

// refusedForApp judges the refusal of a binding without application, where the same with one was made.
func refusedForApp(c *Case, with, without record.Step) {
	c.Expect(needsApplication(c, with, without)).To(HaveStatus(http.StatusUnprocessableEntity))
}

func saysRequiresApp(c *Case, with, without record.Step) {
	x := needsApplication(c, with, without)
	if !x.Is(http.StatusUnprocessableEntity) {
		c.NotApplicable(x, "it was answered %s, not 422", x.Got())
	}
	c.Expect(x).To(HaveMember("/error", "RequiresApp"))
}

// needsApplication returns the refusal of a binding that lacks nothing but an application.
func needsApplication(c *Case, with, without record.Step) *record.Exchange {
	x := c.Use(without)
	forRoutes(c, x)
	if x.Is(http.StatusOK, http.StatusCreated, http.StatusAccepted) {
		c.NotApplicable(x, "bindings of this plan do not need an application")
	}
	if bound := c.Use(with); !bound.Is(http.StatusOK, http.StatusCreated, http.StatusAccepted) {
		c.NotApplicable(bound, "the binding is refused with an application, too, so that something else is missing")
	}
	return x
}

// forRoutes ends the judgement of what a binding lacks when its offering binds routes: then it lacks a route.
func forRoutes(c *Case, x *record.Exchange) {
	if slices.Contains(strings.Split(c.Subject["requires"], ","), "route_forwarding") {
		c.NotApplicable(x, "the offering forwards requests, so that its bindings are for a route")
	}
}

// offeringOf returns the offering that a request names, out of a catalog.
func offeringOf(catalog, x *record.Exchange) map[string]any {
	for _, offering := range offerings(catalog) {
		if flows.Text(offering, "id") != "" && offering["id"] == flows.Sent(x, "service_id") {
			return offering
		}
	}
	return nil
}
