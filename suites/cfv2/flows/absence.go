package flows

import (
	"conformance/suites/record"
	"conformance/suites/scenario"
	"fmt"
)

// AbsenceRun is a broker that refuses connections for a while.
type AbsenceRun struct {
	Stock
	Create    record.Step `step:"create instance"`
	Provision record.Step `step:"create instance at a broker that is gone"`
	Bind      record.Step `step:"create binding at a broker that is gone"`
	Update    record.Step `step:"update instance at a broker that is gone"`
	Delete    record.Step `step:"delete instance at a broker that is gone"`
	Register  record.Step `step:"create broker that is gone"`
	Back      record.Step `step:"get parameters from the broker that is back"`

	SentFetch       record.Step `step:"broker-fetch-instance"`
	SentUnbind      record.Step `step:"broker-unbind"`
	SentDeprovision record.Step `step:"broker-deprovision"`
}

// Absence registers a broker at another port than all others. Once the broker is back it waits for clean-up that must
// not come, where the owner says how long that takes.
var Absence = scenario.New(scenario.Scenario{
	Name: "absence", Title: "a broker that refuses connections for a while",
	Operations: []string{"create-broker", "create-instance", "create-binding", "update-instance", "delete-instance", "get-instance-parameters",
		"broker-fetch-instance", "broker-unbind", "broker-deprovision"},
	Instances: 1, Bindings: 1, Fixtures: []scenario.Told{spaceAndApp()}, Needs: inSpace,
}, recordAbsence)

func recordAbsence(s *scenario.Session, run *AbsenceRun) {
	m, broker, ok := stockApart(s, run.Stock)
	if !ok {
		return
	}
	defer m.broker.Close()
	instance, ok := m.created(run.Create, scenario.Call{Body: m.instance(small)})
	if !ok {
		return
	}
	broker.Leave()
	m.create(run.Provision, scenario.Call{Body: m.instance(small)})
	m.bindInVain(run.Bind, scenario.Call{Body: m.binding(instance)})
	m.update(run.Update, instance, nil, map[string]any{"parameters": nested()})
	m.drop(run.Delete, "delete-instance", instance, nil)
	m.submit(run.Register, scenario.Call{Body: m.registration(fresh(s))})
	if err := broker.Return(); err != nil {
		s.Skip(nil, "the scripted broker could not come back: "+err.Error(), run.Back)
		return
	}
	pause := s.Fixture(cleanupPause)
	if lasting(s, cleanupPause) == 0 || lasting(s, cleanupPause) > s.PollLimit {
		s.SkipFor(nil, record.Lacking(cleanupPause).For("clean-up that fails while the broker is gone is repeated later, and the run does not wait for it: "+
			"it is told a pause of %s, and --poll-limit is %s", Quote(pause), s.PollLimit), run.Back)
		return
	}
	_ = s.Sleep(s.Context(), lasting(s, cleanupPause)+s.Settle) // an interrupt ends it early, and the run says so
	s.Send(run.Back, by("get-instance-parameters", instance))
}

// stockApart is stock with a broker that can refuse connections. A target that does not reach another port of the suite
// than the one that it was told of is no worse for that.
func stockApart(s *scenario.Session, steps Stock) (*market, scenario.ApartBroker, bool) {
	broker, ok := s.OpenApart(false)
	if !ok {
		return nil, nil, false
	}
	m := prepared(s, broker)
	x := m.submit(steps.Broker, scenario.Call{Body: m.registration(m.name)})
	if m.guid = GuidOf(x); m.guid == "" {
		broker.Close()
		s.SkipRest(x, "the target did not register a broker at "+broker.URL()+", a second port that it has to reach: "+x.Got())
		return nil, nil, false
	}
	if !m.readPlans(steps.Plans) || !m.publish(steps.Publish, small) {
		broker.Close()
		return nil, nil, false
	}
	return m, broker, true
}

// prepared is a market with an open broker, which then has a catalog.
func prepared(s *scenario.Session, broker scenario.Broker) *market {
	m := &market{s: s, broker: broker, name: fresh(s), catalog: newCatalog(s.NewID), plans: map[string]string{}}
	broker.Answer("catalog", scenario.Answer{Status: 200, Body: m.catalog})
	return m
}

// UntrustedRun is a broker whose certificate nobody has signed.
type UntrustedRun struct {
	Create   record.Step `step:"create broker with a certificate that nobody signed"`
	Catalogs record.Step `step:"broker-catalog"`
}

// Untrusted is only for targets that look at certificates: many are told not to.
var Untrusted = scenario.New(scenario.Scenario{
	Name: "untrusted", Title: "a broker whose certificate nobody has signed",
	Operations: []string{"create-broker", "broker-catalog"}, Writes: true,
	Fixtures: []scenario.Told{{For: "targets may be told not to look at certificates, and yes says that this one does", Keys: []string{verifies}}},
	Needs: func(site *scenario.Site) (scenario.Subject, string) {
		if told := site.Fixtures[verifies]; told != "yes" {
			return nil, fmt.Sprintf("--fixture %s=%s does not say that the target looks at certificates; yes would", verifies, told)
		}
		return scenario.Subject{}, ""
	},
}, recordUntrusted)

func recordUntrusted(s *scenario.Session, run *UntrustedRun) {
	broker, ok := s.OpenApart(true)
	if !ok {
		return
	}
	defer broker.Close()
	m := prepared(s, broker)
	m.submit(run.Create, scenario.Call{Body: m.registration(m.name)})
}
