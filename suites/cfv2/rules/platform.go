package rules

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"conformance/suites/cfv2/flows"
	. "conformance/suites/check"
	"conformance/suites/record"
)

func platformChecks() List {
	return List{
		// "Changed broker credentials are used"
		On("CFV2-PLAT-002", flows.Overlap, func(c *Case, run *flows.OverlapRun) {
			began := request(c, run.CreateLong, "broker-provision")
			changed := c.Use(run.Rotate)
			if !changed.Is(http.StatusOK, http.StatusCreated) {
				c.NotApplicable(changed, "the password was not changed: %s", changed.Got())
			}
			shows(c, run.Created, "create", "succeeded")
			if began == nil {
				return
			}
			old := began.Request.Header.Get("Authorization")
			if x := lastPoll(run.Polls, began, changed); x != nil {
				renewed(c, x, old)
			}
			if x := request(c, run.Remove, "broker-deprovision"); x != nil {
				renewed(c, x, old)
			}
		}),
		// "Poll request names the operation"
		On("CFV2-PLAT-026", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			polled(c, run, run.Create, run.InstancePolls, flows.GuidOf(c.Use(run.Create)), "")
			x := c.Use(run.Bind)
			polled(c, run, run.Bind, run.BindingPolls, flows.Text(x, "/entity/service_instance_guid"), flows.GuidOf(x))
		}),
		// "First poll follows at once"
		On("CFV2-PLAT-028", flows.Pace, func(c *Case, run *flows.PaceRun) {
			began := request(c, run.Create, "broker-provision")
			if began == nil {
				return
			}
			polls, interval := paced(c, run, 2)
			if late := polls[0].Start - over(began); late > max(soon, interval/2) {
				c.Fail(polls[0], Want("the first poll at once").Got("%s after the operation began", late.Round(time.Millisecond)))
			}
			if gap := polls[1].Start - polls[0].Start; gap < mostOf(interval) {
				c.Fail(polls[1], Want("a pause of %s", interval).Got("%s after the poll before", gap.Round(time.Millisecond)))
			}
		}),
		// "Retry-After lengthens the interval"
		On("CFV2-PLAT-029", flows.Pace, func(c *Case, run *flows.PaceRun) {
			polls, interval := paced(c, run, 5)
			for i, x := range polls[1:] {
				asked, err := strconv.Atoi(polls[i].Header("Retry-After"))
				if err != nil {
					continue
				}
				want := max(time.Duration(asked)*time.Second, interval)
				if gap := x.Start - polls[i].Start; gap < mostOf(want) {
					c.Fail(x, Want("a pause of %s", want).Got("%s after a poll that was answered with Retry-After %d", gap.Round(time.Millisecond), asked))
				}
			}
		}),
		// "Polling survives broker errors"
		On("CFV2-PLAT-030", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) { shows(c, run.Updated, "update", "succeeded") }),
		// "Poll answer 400 ends as failed"
		On("CFV2-PLAT-031", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			shows(c, run.CreateRejected, "create", "failed")
			c.Expect(run.CreateRejected.Last()).To(HaveMember("/entity/last_operation/description", Containing(flows.Broken)))
		}),
		// "Poll answer 410 depends on type"
		On("CFV2-PLAT-032", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			c.Expect(run.Unbound.Last()).To(HaveStatus(http.StatusNotFound))
			shows(c, run.Updated, "update", "succeeded")
		}),
		// "Polling stops after the end"
		On("CFV2-PLAT-033", flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
			guid, over := flows.GuidOf(c.Use(run.Create)), false
			for _, x := range c.UseAll(run.InstancePolls) {
				if instance, _ := named(x); instance != guid || x.Number > last(run, run.Create) {
					continue
				}
				if over {
					c.Fail(x, Note("sent although the operation had ended"))
				}
				over = over || flows.Text(x, "/state") == "succeeded"
			}
		}),
		// "Unreachable broker is not cleaned"
		On("CFV2-PLAT-046", flows.Absence, func(c *Case, run *flows.AbsenceRun) {
			x := c.Use(run.Back)
			asked := caused(c, x, "broker-fetch-instance")
			if len(asked) == 0 {
				c.NotApplicable(x, "the broker was not asked again, so that nobody knows whether the target reaches it")
			}
			c.Look(asked[0])
			for _, y := range slices.Concat(run.SentDeprovision.Exchanges, run.SentUnbind.Exchanges) {
				if y.Number < asked[0].Number { // what comes later is what the suite removes
					c.Fail(y, Want("no clean-up of what it was never asked for").Got("after the broker had refused all connections"))
				}
			}
		}),
		// "Failed clean-up is repeated"
		On("CFV2-PLAT-054", flows.Repeats, func(c *Case, run *flows.RepeatsRun) {
			x := c.Use(run.Failing)
			if n := len(cleaned(c, x)); n < 2 {
				c.Fail(x, Want("another after the one that failed").Got("%d requests to remove what the broker may have created", n))
			}
		}),
		// "Clean-up ends on success or 202"
		On("CFV2-PLAT-055", flows.Repeats, func(c *Case, run *flows.RepeatsRun) {
			for _, step := range []record.Step{run.OK, run.Later, run.Gone} {
				x := c.Use(step)
				found := cleaned(c, x)
				switch {
				case len(found) == 0:
					c.NotApplicable(x, "the target sent no request to clean up, which is another rule's affair")
				case len(found) > 1:
					c.Fail(found[1], Want("no other").Got("although the request before was answered %s", found[0].Got()))
				}
			}
		}),
		// "Broker certificates are verified"
		On("CFV2-PLAT-062", flows.Untrusted, func(c *Case, run *flows.UntrustedRun) {
			x := c.Use(run.Create)
			if flows.Value(x, "/error_code") == "CF-"+notReached {
				c.NotApplicable(x, "the target does not reach the broker at a second port of the suite: %s", flows.Text(x, "/error_code"))
			}
			c.Expect(x).NotTo(HaveStatus(http.StatusOK, http.StatusCreated, http.StatusAccepted))
			for _, y := range run.Catalogs.Exchanges {
				c.Fail(y, Want("no request").Got("to a broker with an untrusted certificate"))
			}
		}),
	}
}

// lastPoll is the last poll of what began that was sent after the change.
func lastPoll(polls record.Step, began, changed *record.Exchange) (last *record.Exchange) {
	instance, _ := named(began)
	for _, x := range polls.Exchanges {
		if i, _ := named(x); i == instance && x.Start > over(changed) {
			last = x
		}
	}
	return last
}

// renewed demands other credentials than the old ones.
func renewed(c *Case, x *record.Exchange, old string) {
	c.Look(x)
	if x.Request.Header.Get("Authorization") == old {
		c.Fail(x, Want("the new ones").Got("the credentials of before the change"))
	}
}

// soon is how late a first poll may be wherever the interval is short: what polls may have to wait for a free worker.
const soon = 10 * time.Second

// mostOf is how much of a pause has to pass: clocks and networks are not exact.
func mostOf(d time.Duration) time.Duration { return d * 3 / 4 }

// paced are the polls of the operation, at least so many, and the interval that the owner names.
func paced(c *Case, run *flows.PaceRun, least int) ([]*record.Exchange, time.Duration) {
	interval, _ := time.ParseDuration(c.Subject[flows.PollInterval]) // the scenario has read it
	guid := flows.GuidOf(c.Use(run.Create))
	var polls []*record.Exchange
	for _, x := range run.Polls.Exchanges {
		if instance, _ := named(x); instance == guid && x.Is(http.StatusOK) {
			polls = append(polls, x)
			c.Look(x)
		}
	}
	if len(polls) < least {
		c.NotApplicable(c.Use(run.Create), "the operation was polled %d times until the run gave up or it ended, and %d polls show the pace", len(polls), least)
	}
	return polls, interval
}

// polled demands that the polls of what a step began name offering, plan and the operation that the broker named.
func polled(c *Case, run *flows.AsynchronousRun, step, polls record.Step, instance, binding string) {
	began := request(c, step, map[bool]string{true: "broker-provision", false: "broker-bind"}[binding == ""])
	if began == nil {
		return
	}
	found := 0
	for _, x := range polls.Exchanges {
		if i, b := named(x); i != instance || b != binding || x.Number > last(run, step) {
			continue
		}
		found++
		c.Look(x)
		query, body := x.Request.Query(), sentBody(began)
		for name, want := range InOrder(map[string]any{"service_id": body["service_id"], "plan_id": body["plan_id"], "operation": flows.Value(began, "/operation")}) {
			if got := query.Get(name); got != want {
				c.Fail(x, Want("%s", flows.Quote(want)).Got("%s %q", name, got))
			}
		}
		if !strings.HasSuffix(x.Operation, "-last-operation") || x.Request.Method != http.MethodGet {
			c.Fail(x, Want("GET").Got("as %s", x.Request.Method))
		}
	}
	if found == 0 {
		c.Fail(c.Use(step), Want("some").Got("no poll of the operation at the broker"))
	}
}

// last is where the polls of an operation end: before the next operation on the same resource.
func last(run *flows.AsynchronousRun, step record.Step) int {
	next := run.Update
	if step.Name == run.Bind.Name {
		next = run.Unbind
	}
	if x := next.Exchange(); x != nil {
		return x.Number
	}
	return int(^uint(0) >> 1)
}
