package cfv2

import (
	. "conformance/suites/check"
	"conformance/suites/record"
	"conformance/suites/scenario"
)

// RepeatsRun is what the target makes of answers to the requests with which it cleans up.
type RepeatsRun struct {
	Broker  record.Step `step:"create broker"`
	Plans   record.Step `step:"list plans"`
	Publish record.Step `step:"publish plan"`
	OK      record.Step `step:"create instance whose clean-up is answered 200"`
	Later   record.Step `step:"create instance whose clean-up is answered 202"`
	Gone    record.Step `step:"create instance whose clean-up is answered 410"`
	Failing record.Step `step:"create instance whose clean-up is answered 500"`

	SentProvision   record.Step `step:"broker-provision"`
	SentDeprovision record.Step `step:"broker-deprovision"`
	Polls           record.Step `step:"broker-instance-last-operation"`
}

// Repeats creates nothing that stays: each provision fails. It waits until a clean-up that failed is repeated.
var Repeats = scenario.New[RepeatsRun](scenario.Scenario{
	Name: "repeats", Title: "clean-up that fails is repeated, and what ends it",
	Operations: []string{"create-instance", "broker-provision", "broker-deprovision", "broker-last-operation"},
	Writes:     true, Needs: timed(cleanupPause, "how long the target waits before it repeats a clean-up"),
	Record: func(s *scenario.Session) {
		pause := lasting(s, cleanupPause)
		if !patient(s, pause) {
			return
		}
		m, ok := stock(s, small)
		if !ok {
			return
		}
		defer m.broker.Close()
		m.broker.Answer("provision", because(500, ""))
		for i, c := range []struct {
			step   string
			answer scenario.Answer
		}{
			{"create instance whose clean-up is answered 200", scenario.Answer{Status: 200}},
			{"create instance whose clean-up is answered 202", accepted(operation)},
			{"create instance whose clean-up is answered 410", scenario.Answer{Status: 410}},
		} {
			m.broker.Answer("deprovision", c.answer)
			m.create(c.step, scenario.Call{Body: m.instance(small)})
			m.await("deprovision", i+1)
		}
		m.broker.Answer("deprovision", because(500, ""), scenario.Answer{Status: 200})
		m.create("create instance whose clean-up is answered 500", scenario.Call{Body: m.instance(small)})
		m.awaitFor(min(pause+longestWait, s.PollLimit), "deprovision", 5)
	},
})

func repeatChecks() List {
	return List{
		On("CFV2-PLAT-054", Repeats, func(c *Case, run *RepeatsRun) {
			x := c.Use(run.Failing)
			if n := len(cleaned(c, run, x)); n < 2 {
				c.Fail(x, Want("another after the one that failed").Got("%d requests to remove what the broker may have created", n))
			}
		}),
		On("CFV2-PLAT-055", Repeats, func(c *Case, run *RepeatsRun) {
			for _, step := range []record.Step{run.OK, run.Later, run.Gone} {
				x := c.Use(step)
				found := cleaned(c, run, x)
				switch {
				case len(found) == 0:
					c.NotApplicable(x, "the target sent no request to clean up, which is another rule's affair")
				case len(found) > 1:
					c.Fail(found[1], Want("no other").Got("although the request before was answered %s", found[0].Got()))
				}
			}
		}),
	}
}
