package rules

import (
	"net/http"
	"time"

	. "conformance/suites/check"
	"conformance/suites/osb/flows"
	"conformance/suites/record"
)

func asynchronousSynchronyChecks() List {
	return List{
		// "Broker responds promptly"
		Each("OSB-ASYNC-001", func(c *Case, x *record.Exchange) {
			if c.Look(x); x.Duration > prompt {
				c.Fail(x, Note("the answer took %s, want less than %s", x.Duration.Round(time.Second), prompt))
			}
		}),
		// "Synchronous codes are 201 and 200"
		On("OSB-ASYNC-005", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			for _, x := range seen(c, run.Provision, run.Bind) {
				successIs(c, x, http.StatusCreated)
			}
			for _, step := range []record.Step{run.Update, run.Unbind, run.Deprovision} {
				if step.Present() {
					successIs(c, c.Use(step), http.StatusOK)
				}
			}
		}),
		// "No 202 without accepts_incomplete=true"
		Each("OSB-ASYNC-010", func(c *Case, x *record.Exchange) {
			if acceptsIncomplete(x) || !mutating(c, x.Operation) {
				return
			}
			c.Expect(x).NotTo(HaveStatus(http.StatusAccepted))
		}),
		// "Async-only broker refuses sync request with 422"
		On("OSB-ASYNC-011", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			for _, x := range refusals(c, run) {
				c.Expect(x).To(HaveStatus(http.StatusUnprocessableEntity))
			}
		}),
		// "Async-only broker should refuse (until 2.13)"
		On("OSB-ASYNC-012", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			for _, x := range refusals(c, run) {
				c.Expect(x).To(HaveStatus(http.StatusUnprocessableEntity))
			}
		}),
		// "Refusal body says AsyncRequired"
		On("OSB-ASYNC-013", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			refusals(c, run)
			saysAsyncRequired(c, asSynchronous(run)...)
		}),
		// "202 body equals synchronous body (until 2.13)"
		Each("OSB-ASYNC-016", func(c *Case, x *record.Exchange) {
			if x.Is(http.StatusAccepted) && mutating(c, x.Operation) {
				if c.Look(x); x.Object() == nil {
					c.Fail(x, Want("one as in the answer when it is done at once").Got("no JSON object in a 202"))
				}
			}
		}),
		// "No asynchronous bindings before 2.14"
		Each("OSB-ASYNC-019", func(c *Case, x *record.Exchange) {
			if x.Operation == "bind" || x.Operation == "unbind" {
				c.Expect(x).NotTo(HaveStatus(http.StatusAccepted))
			}
		}),
	}
}

// prompt is how long an answer may take before it is reported. The rule names no number, and platforms give up after a
// minute.
const prompt = 30 * time.Second

func acceptsIncomplete(x *record.Exchange) bool {
	return x.Request.Query().Get("accepts_incomplete") == "true"
}

// mutating reports whether an operation may be asynchronous in the version; bindings are from 2.14 on only.
func mutating(c *Case, operation string) bool {
	switch operation {
	case "provision", "update", "deprovision":
		return true
	case "bind", "unbind":
		return !c.Version.Before("2.14")
	}
	return false
}

// asSynchronous are the steps that ask without accepts_incomplete for what was answered 202 with it.
func asSynchronous(run *flows.AsynchronousRun) []record.Step {
	all := []record.Step{run.ProvisionSync, run.UpdateSync, run.UnbindSync, run.DeprovisionSync}
	if run.Bind.Exchange().Is(http.StatusAccepted) {
		all = append(all, run.BindSync)
	}
	return all
}

// refusals returns those of these requests that were not served at once.
func refusals(c *Case, run *flows.AsynchronousRun) []*record.Exchange {
	var all []*record.Exchange
	answers := seen(c, asSynchronous(run)...)
	for _, x := range answers {
		if !x.Is(http.StatusOK, http.StatusCreated) && !noMore(c, x, run.ProvisionMore) {
			all = append(all, x)
		}
	}
	if len(all) == 0 {
		c.NotApplicable(answers[0], "the broker does everything synchronously as well, or not at all")
	}
	return all
}
