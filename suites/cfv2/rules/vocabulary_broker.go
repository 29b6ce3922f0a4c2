package rules

import (
	"net/http"

	"conformance/suites/cfv2/flows"
	. "conformance/suites/check"
	"conformance/suites/record"
)

// ignored demands that a creation succeeded whose body has a member that nobody knows, and that the answer lacks it.
func ignored(c *Case, step record.Step) {
	x := c.Use(step)
	if !x.Is(http.StatusOK, http.StatusCreated, http.StatusAccepted) {
		c.Fail(x, Want("it to succeed").Got("%s to a request with an unknown member", x.Got()))
	}
	if _, echoed := At(any(x.Object()), "/entity/"+flows.UnknownMember); echoed {
		c.Fail(x, Want("it ignored").Got("the unknown member back"))
	}
}

// again is an attempt to register a URL that is registered already, which old controllers refuse.
func again(c *Case, step record.Step) *record.Exchange {
	x := c.Use(step)
	if flows.Text(x, "/error_code") == "CF-ServiceBrokerUrlTaken" {
		c.NotApplicable(x, "the target takes each broker URL once")
	}
	return x
}

// located demands that the answer's url is the path of the resource, and that Location says the same.
func located(c *Case, step record.Step, path string) {
	x := c.Use(step)
	want := path + flows.GuidOf(x)
	c.Expect(x).To(HaveMember("/metadata/url", want))
	c.Expect(x).To(HaveHeader("Location", want))
}
