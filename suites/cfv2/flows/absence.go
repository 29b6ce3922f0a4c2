package flows

import (
	"conformance/suites/record"
	"conformance/suites/scenario"
)

// AbsenceRun is a broker that refuses connections for a while.
type AbsenceRun struct {
	Broker    record.Step `step:"create broker"`
	Plans     record.Step `step:"list plans"`
	Publish   record.Step `step:"publish plan"`
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
var Absence = scenario.New[AbsenceRun](scenario.Scenario{
	Name: "absence", Title: "a broker that refuses connections for a while",
	Operations: []string{"create-broker", "create-instance", "create-binding", "update-instance", "delete-instance", "get-instance-parameters",
		"broker-fetch-instance", "broker-unbind", "broker-deprovision"},
	Instances: 1, Bindings: 1, Needs: inSpace,
	Record: func(s *scenario.Session) {
		m, broker, ok := stockApart(s)
		if !ok {
			return
		}
		defer m.broker.Close()
		instance, ok := m.created("create instance", scenario.Call{Body: m.instance(small)})
		if !ok {
			return
		}
		broker.Leave()
		m.create("create instance at a broker that is gone", scenario.Call{Body: m.instance(small)})
		m.bindInVain("create binding at a broker that is gone", scenario.Call{Body: m.binding(instance)})
		m.update("update instance at a broker that is gone", instance, nil, map[string]any{"parameters": nested()})
		m.drop("delete instance at a broker that is gone", "delete-instance", instance, nil)
		m.submit("create broker that is gone", scenario.Call{Body: m.registration(fresh(s))})
		if err := broker.Return(); err != nil {
			s.Skip(nil, "the scripted broker could not come back: "+err.Error(), "get parameters from the broker that is back")
			return
		}
		pause := s.Fixture(cleanupPause)
		if lasting(s, cleanupPause) == 0 || lasting(s, cleanupPause) > s.PollLimit {
			s.Skip(nil, "clean-up that fails while the broker is gone is repeated later, and the run does not wait for it: it is told a cleanup_pause of "+
				Quote(pause)+"; see --fixture cleanup_pause and --poll-limit", "get parameters from the broker that is back")
			return
		}
		_ = s.Sleep(s.Context(), lasting(s, cleanupPause)+s.Settle) // an interrupt ends it early, and the run says so
		s.Send("get parameters from the broker that is back", by("get-instance-parameters", instance))
	},
})

// stockApart is stock with a broker that can refuse connections. A target that does not reach another port of the suite
// than the one that it was told of is no worse for that.
func stockApart(s *scenario.Session) (*market, scenario.ApartBroker, bool) {
	broker, ok := s.OpenApart(false)
	if !ok {
		return nil, nil, false
	}
	m := prepared(s, broker)
	x := m.submit("create broker", scenario.Call{Body: m.registration(m.name)})
	if m.guid = GuidOf(x); m.guid == "" {
		broker.Close()
		s.SkipRest(x, "the target did not register a broker at "+broker.URL()+", a second port that it has to reach: "+x.Got())
		return nil, nil, false
	}
	if !m.readPlans() || !m.publish(small) {
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
var Untrusted = scenario.New[UntrustedRun](scenario.Scenario{
	Name: "untrusted", Title: "a broker whose certificate nobody has signed",
	Operations: []string{"create-broker", "broker-catalog"}, Writes: true,
	Needs: func(site *scenario.Site) (scenario.Subject, string) {
		if site.Fixtures[verifies] != "yes" {
			return nil, "targets may be told not to look at certificates; tell with --fixture verifies_certificates=yes that this one does"
		}
		return scenario.Subject{}, ""
	},
	Record: func(s *scenario.Session) {
		broker, ok := s.OpenApart(true)
		if !ok {
			return
		}
		defer broker.Close()
		m := prepared(s, broker)
		m.submit("create broker with a certificate that nobody signed", scenario.Call{Body: m.registration(m.name)})
	},
})
