package rules

import (
	"net/http"
	"reflect"
	"slices"

	. "conformance/suites/check"
	"conformance/suites/osb/flows"
	"conformance/suites/record"
)

// seen returns the exchanges of all steps that were recorded. When none was, the judgement ends for the first's reason.
func seen(c *Case, steps ...record.Step) []*record.Exchange {
	var all []*record.Exchange
	for _, step := range steps {
		if step.Present() {
			all = append(all, c.UseAll(step)...)
		}
	}
	if len(all) == 0 {
		c.Use(steps[0])
	}
	return all
}

// answered demands one of the statuses of a step.
func answered(c *Case, step record.Step, statuses ...int) {
	c.Expect(step).To(HaveStatus(statuses...))
}

// clientError demands that a request was refused as the client's mistake, whatever the code.
func clientError(c *Case, step record.Step) {
	if x := c.Use(step); x.Status() < 400 || x.Status() > 499 {
		c.Fail(x, Want("a client error (4xx)"))
	}
}

// routed demands that a route exists.
func routed(c *Case, step record.Step) {
	c.Expect(step).NotTo(HaveStatus(http.StatusNotFound, http.StatusMethodNotAllowed))
}

// whileBusy ends the judgement unless the first of the polls that came later shows that the operation still ran.
func whileBusy(c *Case, polls record.Step) {
	if first := heard(c.UseAll(polls))[0]; !ran(polls) {
		c.NotApplicable(first, "the operation had ended when it was polled first, so nothing was sent while it ran")
	}
}

// heard returns polls without those that found a broker out of order, or asked for less haste, and were answered later:
// the rules are about polls that a broker processes, and platforms poll on.
func heard(polls []*record.Exchange) []*record.Exchange {
	var all []*record.Exchange
	for n, x := range polls {
		if !outOfOrder(x) || !slices.ContainsFunc(polls[n:], func(later *record.Exchange) bool { return !outOfOrder(later) }) {
			all = append(all, x)
		}
	}
	return all
}

// outOfOrder reports whether a request was not processed, for the moment and whatever it was.
func outOfOrder(x *record.Exchange) bool {
	return x.Response == nil || x.Status() >= 500 || x.Is(http.StatusTooManyRequests, http.StatusRequestTimeout)
}

// postponed ends the judgement when the answer says that a request, whatever it was, is to come later. Another 5xx may be
// due to the request.
func postponed(c *Case, x *record.Exchange) {
	if x.Is(http.StatusTooManyRequests, http.StatusServiceUnavailable) {
		c.NotApplicable(x, "the request was not processed: %s was answered %s", x, x.Got())
	}
}

// serial ends the judgement when a broker refuses what it was asked because it is busy, which it may. From 2.14 on it says
// so by a code.
func serial(c *Case, x *record.Exchange) {
	if x.Is(http.StatusUnprocessableEntity) && (c.Version.Before("2.14") || x.Object()["error"] == "ConcurrencyError") {
		c.NotApplicable(x, "the broker serves one request at a time: it refuses others as concurrent")
	}
}

// resent judges an identical request that came while the operation ran: it is answered like the first.
func resent(c *Case, again, polls record.Step) {
	x := c.Use(again)
	serial(c, x)
	whileBusy(c, polls)
	c.Expect(x).To(HaveStatus(http.StatusAccepted))
}

// sameOperation judges that a repeated 202 names the operation that it repeats.
func sameOperation(c *Case, first, again, polls record.Step) {
	before, x := c.Use(first), c.Use(again)
	if !x.Is(http.StatusAccepted) {
		c.NotApplicable(x, "the repeated request was answered %s, not 202", x.Got())
	}
	whileBusy(c, polls)
	if want, got := before.Object()["operation"], x.Object()["operation"]; !reflect.DeepEqual(want, got) {
		c.Fail(x, Want("%v as in the first answer", want).Got("operation %v", got))
	}
}

// followed judges that work which was accepted can be followed to its end.
func followed(c *Case, began, polls record.Step) {
	x := c.Use(began)
	if !x.Is(http.StatusAccepted) {
		c.NotApplicable(x, "it was answered %s, so it is not done asynchronously", x.Got())
	}
	removes := x.Operation == "deprovision" || x.Operation == "unbind"
	for _, poll := range heard(c.UseAll(polls)) {
		if removes && poll.Is(http.StatusGone, http.StatusNotFound) {
			continue
		}
		c.Expect(poll).To(HaveMember("/state", Kind("string")))
	}
}

// wasDone judges that what was answered as done is not in progress. What else a poll says of it is not laid down.
func wasDone(c *Case, began, poll record.Step) {
	x, state := c.Use(began), c.Use(poll)
	if state.Object()["state"] == "in progress" {
		c.Fail(state, Note("got state in progress, though %s was answered %s; want 202 for what is not done", x, x.Got()))
	}
}

// doneAtOnce judges the code of what a broker did at once that it does later as well.
func doneAtOnce(c *Case, step record.Step, want int) {
	x := c.Use(step)
	if x.Status() < 200 || x.Status() > 299 || x.Is(http.StatusAccepted) {
		c.NotApplicable(x, "it was answered %s, so it is not done synchronously", x.Got())
	}
	c.Expect(x).To(HaveStatus(want))
}

// refusedAsSynchronous judges a request without accepts_incomplete, where the same request with it was answered 202. Where
// it asked for one more of what is there, more shows whether the broker makes more at all.
func refusedAsSynchronous(c *Case, step record.Step, more ...record.Step) {
	for _, x := range c.UseAll(step) {
		if noMore(c, x, more...) {
			c.NotApplicable(x, "the broker does not make another with accepts_incomplete either: %s was answered %s", x, x.Got())
		}
		if x.Is(http.StatusOK, http.StatusCreated) {
			c.NotApplicable(x, "the broker does it synchronously as well: %s was answered %s", x, x.Got())
		}
		c.Expect(x).To(HaveStatus(http.StatusUnprocessableEntity))
	}
}

// noMore reports whether what was refused is refused with accepts_incomplete as well.
func noMore(c *Case, x *record.Exchange, more ...record.Step) bool {
	for _, step := range more {
		if control := step.Exchange(); step.Present() && flows.RefusedOtherwise(x) && flows.RefusedOtherwise(control) && control.Operation == x.Operation {
			c.Look(control)
			return true
		}
	}
	return false
}

// saysAsyncRequired judges the code of such a refusal.
func saysAsyncRequired(c *Case, steps ...record.Step) {
	for _, x := range seen(c, steps...) {
		if x.Is(http.StatusUnprocessableEntity) {
			c.Expect(x).To(HaveMember("/error", "AsyncRequired"))
		} else if len(steps) == 1 {
			c.NotApplicable(x, "%s was answered %s, not 422", x, x.Got())
		}
	}
}

// objects returns the elements of a list member that are objects.
func objects(object map[string]any, member string) []map[string]any {
	list, _ := object[member].([]any)
	var all []map[string]any
	for _, value := range list {
		if element, ok := value.(map[string]any); ok {
			all = append(all, element)
		}
	}
	return all
}
