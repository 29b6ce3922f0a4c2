package rules

import (
	"net/http"
	"slices"

	. "conformance/suites/check"
	"conformance/suites/osb/flows"
	"conformance/suites/record"
)

func identifiersChecks() List {
	return List{
		// "Broker decodes percent-encoded identifiers"
		On("OSB-URL-003", flows.Identifiers, decodesIDs),
		// "Broker decodes percent-encoded identifiers"
		On("OSB-URL-003", flows.Identifiers, decodesBindingIDs),
	}
}

// misrouted judges a request for a new resource under an odd id. Not to take such ids is the broker's choice; not to find
// the route, or to fail, is not to decode them. It reports whether the last was taken.
func misrouted(c *Case, step record.Step) bool {
	all := c.UseAll(step)
	for _, x := range all {
		if x.Is(http.StatusNotFound, http.StatusMethodNotAllowed) || x.Status() >= 500 && !flows.Unavailable(x) {
			c.Fail(x, Want("it decoded").Got("%s for an id that has to be percent-encoded", x.Got()))
		}
	}
	return flows.Worked(all[len(all)-1])
}

func decodesIDs(c *Case, run *flows.IdentifiersRun) {
	if !misrouted(c, run.Odd) {
		c.NotApplicable(c.Use(run.Odd), "the broker takes no ids that have to be percent-encoded")
	}
	for _, step := range []record.Step{run.FetchBefore, run.FetchCase} {
		if step.Present() {
			c.Expect(step).NotTo(HaveStatus(http.StatusNotFound, http.StatusGone, http.StatusMethodNotAllowed))
		}
	}
	if run.FetchTwice.Present() {
		if x := c.Use(run.FetchTwice); x.Is(http.StatusOK) {
			c.Fail(x, Note("got 200 for an id that nobody created: it is that of another instance decoded twice"))
		}
	}
	if run.DeprovisionOther.Present() {
		respelt, x := c.Use(run.DeprovisionCase), c.Use(run.DeprovisionOther)
		if x.Is(http.StatusOK, http.StatusAccepted) && !flows.Unavailable(respelt) {
			c.Fail(respelt, Note("got %s, and %s with the same id percent-encoded in upper case", respelt.Got(), x.Got()).Against(x))
		}
	}
}

func decodesBindingIDs(c *Case, run *flows.IdentifiersRun) {
	if plain := seen(c, run.BindOdd, run.Bind, run.BindFull); !slices.ContainsFunc(plain, flows.Worked) {
		c.NotApplicable(plain[0], "the broker makes no binding under any id")
	}
	if !misrouted(c, run.BindOdd) {
		c.NotApplicable(c.Use(run.BindOdd), "the broker takes no ids of bindings that have to be percent-encoded")
	}
	for _, step := range []record.Step{run.FetchBinding, run.Unbind} {
		if step.Present() {
			c.Expect(step).NotTo(HaveStatus(http.StatusNotFound, http.StatusGone, http.StatusMethodNotAllowed))
		}
	}
}
