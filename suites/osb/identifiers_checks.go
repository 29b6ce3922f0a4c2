package osb

import (
	"net/http"
	"slices"

	. "conformance/suites/check"
	"conformance/suites/record"
)

// identifierChecks judge what may be left out, and what an id may hold.
func identifierChecks() List {
	return List{
		On("OSB-META-007", Identifiers, func(c *Case, run *IdentifiersRun) {
			made(c, run)
			for _, pair := range [][2]record.Step{{run.Provision, run.ProvisionFull}, {run.Update, run.UpdateFull}, {run.Bind, run.BindFull}} {
				if !pair[0].Present() || !pair[1].Present() {
					continue // it was served, or not asked for
				}
				if bare, full := c.Use(pair[0]), c.Use(pair[1]); !worked(bare) && !unavailable(bare) && worked(full) {
					c.Fail(bare, Note("got %s without the members that came after 2.11, and %s with them", bare.Got(), full.Got()).Against(full))
				}
			}
		}),
		On("OSB-HDR-035", Identifiers, func(c *Case, run *IdentifiersRun) {
			made(c, run)
			if !run.Originated.Present() {
				return
			}
			for _, x := range c.UseAll(run.Originated) {
				if worked(x) {
					c.Fail(x, Note("got %s with an originating identity, and was refused without", x.Got()))
				}
			}
		}),
		On("OSB-PROV-001", Identifiers, func(c *Case, run *IdentifiersRun) {
			made(c, run)
			c.Expect(run.Deprovision).NotTo(HaveStatus(http.StatusGone, http.StatusNotFound))
			if run.FetchBefore.Present() {
				c.Expect(run.FetchBefore).NotTo(HaveStatus(http.StatusGone, http.StatusNotFound))
			}
		}),
		On("OSB-PROV-004", Identifiers, func(c *Case, run *IdentifiersRun) {
			if x := c.Use(run.Deprovision); !x.Is(http.StatusOK, http.StatusAccepted) {
				c.NotApplicable(x, "the first instance was not removed: %s", x.Got())
			}
			for _, x := range seen(c, run.FetchAfter, run.DeprovisionOther, run.DeprovisionCase) {
				if x.Step != run.DeprovisionCase.Name || !run.DeprovisionOther.Present() {
					c.Expect(x).NotTo(HaveStatus(http.StatusNotFound, http.StatusGone))
				}
			}
		}),
		On("OSB-URL-003", Identifiers, decodesIDs),
		On("OSB-URL-003", Identifiers, decodesBindingIDs),
		On("OSB-FETCH-001", Identifiers, func(c *Case, run *IdentifiersRun) { answered(c, run.FetchBefore, http.StatusOK) }),
		On("OSB-ERR-026", Identifiers, func(c *Case, run *IdentifiersRun) {
			for _, x := range seen(c, run.ProvisionText, run.UpdateText, run.BindText) {
				allowed := []int{http.StatusOK, http.StatusCreated, http.StatusAccepted, http.StatusBadRequest}
				switch {
				case unavailable(x):
					continue // for another reason
				case x.Operation == "update":
					allowed = append(allowed, c.Use(run.Update).Status()) // what it cannot do it may refuse in any form
				default:
					allowed = append(allowed, http.StatusConflict) // the id is in use
				}
				c.Expect(x).To(HaveStatus(allowed...))
			}
		}),
		On("OSB-ERR-027", Lifecycle, func(c *Case, run *LifecycleRun) {
			faultless(c, run, http.StatusBadRequest, run.BrokenJSON, run.ProvisionList, run.ProvisionText, run.ProvisionEmpty)
		}),
		On("OSB-ERR-027", Identifiers, func(c *Case, run *IdentifiersRun) {
			if plain := c.Use(run.Update); worked(plain) {
				answered(c, run.UpdateBroken, http.StatusBadRequest)
			} else { // what it cannot do it may refuse unread
				answered(c, run.UpdateBroken, http.StatusBadRequest, plain.Status())
			}
			// Whoever can read it may, as what the id stands for is already there.
			answered(c, run.ProvisionBytes, http.StatusBadRequest, http.StatusOK, http.StatusCreated, http.StatusAccepted, http.StatusConflict)
		}),
	}
}

// made ends the judgement when there is no instance, which is the root cause of what was not reached.
func made(c *Case, run *IdentifiersRun) {
	all := []record.Step{run.Provision, run.ProvisionFull, run.Originated}
	c.Use(run.Provision)
	if !slices.ContainsFunc(all, func(step record.Step) bool { return step.Present() && worked(step.Exchange()) }) {
		c.Use(run.ProvisionPolls)
	}
}

// misrouted judges a request for a new resource under an odd id. Not to take such ids is the broker's choice; not to find
// the route, or to fail, is not to decode them. It reports whether the last was taken.
func misrouted(c *Case, step record.Step) bool {
	all := c.UseAll(step)
	for _, x := range all {
		if x.Is(http.StatusNotFound, http.StatusMethodNotAllowed) || x.Status() >= 500 && !unavailable(x) {
			c.Fail(x, Want("it decoded").Got("%s for an id that has to be percent-encoded", x.Got()))
		}
	}
	return worked(all[len(all)-1])
}

func decodesIDs(c *Case, run *IdentifiersRun) {
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
		if x.Is(http.StatusOK, http.StatusAccepted) && !unavailable(respelt) {
			c.Fail(respelt, Note("got %s, and %s with the same id percent-encoded in upper case", respelt.Got(), x.Got()).Against(x))
		}
	}
}

func decodesBindingIDs(c *Case, run *IdentifiersRun) {
	if plain := seen(c, run.BindOdd, run.Bind, run.BindFull); !slices.ContainsFunc(plain, worked) {
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
