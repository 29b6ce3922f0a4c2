package cfv2

import (
	"net/http"
	"strconv"
	"time"

	. "conformance/suites/check"
	"conformance/suites/record"
	"conformance/suites/scenario"
)

// PaceRun is an operation whose broker says how long to wait for the next poll.
type PaceRun struct {
	Broker    record.Step `step:"create broker"`
	Plans     record.Step `step:"list plans"`
	Publish   record.Step `step:"publish plan"`
	Create    record.Step `step:"create instance"`
	Created   record.Step `step:"get instance until created"`
	Provision record.Step `step:"broker-provision"`
	Polls     record.Step `step:"broker-instance-last-operation"`
}

// Pace takes about six intervals.
var Pace = scenario.New[PaceRun](scenario.Scenario{
	Name: "pace", Title: "how soon and how often an operation is polled",
	Operations: []string{"create-instance", "get-instance", "broker-provision", "broker-last-operation"},
	Instances:  1, Needs: timed(pollInterval, "the pause between two polls"),
	Record: func(s *scenario.Session) {
		interval := lasting(s, pollInterval)
		shorter, longer := retries(interval)
		if !patient(s, 4*interval+longer) {
			return
		}
		m, ok := stock(s, small)
		if !ok {
			return
		}
		defer m.broker.Close()
		m.broker.Answer("provision", accepted(operation))
		goesOn := state("in progress", working)
		m.broker.Answer(poll["instance"], goesOn, goesOn, retryAfter(goesOn, shorter), retryAfter(goesOn, longer), state("succeeded", "done"))
		if guid, ok := m.created("create instance", scenario.Call{Query: allowed, Body: m.instance(small)}); ok {
			m.until("get instance until created", "get-instance", guid, never)
		}
	},
})

// retries are a pause that is shorter than the interval, and one that is longer, in whole seconds.
func retries(interval time.Duration) (shorter, longer time.Duration) {
	return (interval / 2).Truncate(time.Second), (interval*3/2 + time.Second - 1).Truncate(time.Second)
}

func retryAfter(answer scenario.Answer, pause time.Duration) scenario.Answer {
	answer.Header = map[string]string{"Retry-After": strconv.Itoa(int(pause / time.Second))}
	return answer
}

// soon is how late a first poll may be wherever the interval is short: what polls may have to wait for a free worker.
const soon = 10 * time.Second

// mostOf is how much of a pause has to pass: clocks and networks are not exact.
func mostOf(d time.Duration) time.Duration { return d * 3 / 4 }

func paceChecks() List {
	return List{
		On("CFV2-PLAT-028", Pace, func(c *Case, run *PaceRun) {
			began := request(c, run, run.Create, "broker-provision")
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
		On("CFV2-PLAT-029", Pace, func(c *Case, run *PaceRun) {
			polls, interval := paced(c, run, 5)
			for i, x := range polls[1:] {
				asked, err := strconv.Atoi(polls[i].Response.Header.Get("Retry-After"))
				if err != nil {
					continue
				}
				want := max(time.Duration(asked)*time.Second, interval)
				if gap := x.Start - polls[i].Start; gap < mostOf(want) {
					c.Fail(x, Want("a pause of %s", want).Got("%s after a poll that was answered with Retry-After %d", gap.Round(time.Millisecond), asked))
				}
			}
		}),
	}
}

// paced are the polls of the operation, at least so many, and the interval that the owner names.
func paced(c *Case, run *PaceRun, least int) ([]*record.Exchange, time.Duration) {
	interval, _ := time.ParseDuration(c.Subject[pollInterval]) // the scenario has read it
	guid := guidOf(c.Use(run.Create))
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
