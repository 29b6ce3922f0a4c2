package rules

import (
	"net/http"
	"slices"

	. "conformance/suites/check"
	"conformance/suites/osb/flows"
	"conformance/suites/record"
)

// faultless demands a status of requests that a broker has to refuse. Where one was for the instance that is there, 409
// says no less, and where a broker makes no second instance, what it says to that: the order of checks is not laid down.
func faultless(c *Case, run *flows.LifecycleRun, status int, steps ...record.Step) {
	all := seen(c, steps...)
	judged := slices.DeleteFunc(slices.Clone(all), func(x *record.Exchange) bool {
		return x.Is(http.StatusConflict) && x.Request.URL == c.Use(run.Provision).Request.URL || oneTooMany(run, x)
	})
	for _, x := range judged {
		c.Expect(x).To(HaveStatus(status))
	}
	switch {
	case len(judged) > 0:
	case oneTooMany(run, all[0]):
		c.NotApplicable(all[0], "a valid request for a second instance is answered %s as well (exchange %d)", all[0].Got(), run.Neighbour.Exchange().Number)
	default:
		c.NotApplicable(all[0], "it was sent for an instance that was there, as another such request had made one, and is a conflict as well")
	}
}

// oneTooMany reports whether a request was refused as the valid one for a second instance is.
func oneTooMany(run *flows.LifecycleRun, x *record.Exchange) bool {
	valid := run.Neighbour.Exchange()
	return run.Neighbour.Present() && valid.Status() >= 400 && valid.Status() <= 499 && valid.Status() == x.Status()
}
