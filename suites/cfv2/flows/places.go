package flows

import (
	"conformance/suites/record"
	"conformance/suites/scenario"
)

// quota creates an instance where a quota forbids it.
func (m *market) quota(key, plan string, step record.Step) {
	space := m.s.Fixture(key)
	if space == "" {
		m.s.SkipFor(nil, record.Lacking(key), step)
		return
	}
	m.create(step, scenario.Call{Body: with(m.instance(plan), "space_guid", space)})
}

// PlacesRun is what depends on the space: a second one, one that is full, one for free plans only, one that is suspended.
type PlacesRun struct {
	Stock

	Create      record.Step `step:"create instance"`
	CreateOther record.Step `step:"create instance of the same name in another space"`
	BindAcross  record.Step `step:"create binding to an instance of another space"`
	CreateFull  record.Step `step:"create instance in a full space"`
	CreatePaid  record.Step `step:"create instance of a paid plan in a space for free ones"`

	Space           record.Step `step:"get suspended space"`
	CreateSuspended record.Step `step:"create instance in a suspended space"`
	BindRefused     record.Step `step:"create binding in a suspended space"`
	Bind            record.Step `step:"create binding in a suspended space as an administrator"`
	UnbindRefused   record.Step `step:"delete binding in a suspended space"`

	// What is removed at the end is no part of what was asked for last.
	End             record.Step `step:"get broker at the end"`
	SentProvision   record.Step `step:"broker-provision"`
	SentBind        record.Step `step:"broker-bind"`
	SentUnbind      record.Step `step:"broker-unbind"`
	SentDeprovision record.Step `step:"broker-deprovision"`
}

// places are the fixtures of which Places needs one at least.
func places() []string {
	return []string{"other_space_guid", "full_space_guid", "free_space_guid", "suspended_space_guid"}
}

// Places needs spaces beside the one in which instances are created otherwise, each for rules of its own.
var Places = scenario.New(scenario.Scenario{
	Name: "places", Title: "instances and bindings in other spaces, in full ones and in suspended ones",
	Operations: []string{"get-space", "create-instance", "create-binding", "delete-binding", "broker-provision", "broker-bind", "broker-unbind"},
	Instances:  3, Bindings: 1,
	Fixtures: []scenario.Told{{For: "it works in other spaces", Keys: places(), Any: true}, spaceAndApp()},
	Needs:    inSpace,
}, recordPlaces)

func recordPlaces(s *scenario.Session, run *PlacesRun) {
	m, ok := stockOf(s, run.Stock, paid, small, Large)
	if !ok {
		return
	}
	defer m.broker.Close()
	other := s.Fixture("other_space_guid")
	if other == "" {
		s.SkipFor(nil, record.Lacking("other_space_guid"), run.CreateOther, run.BindAcross)
	} else {
		elsewhere(m, run, other)
	}
	m.quota("full_space_guid", small, run.CreateFull)
	m.quota("free_space_guid", Large, run.CreatePaid)
	suspended(m, run)
	s.Send(run.End, by("get-broker", m.guid))
}

// paid makes the plan large one that costs money.
func paid(catalog map[string]any) { planOf(catalog, 0, 1)["free"] = false }

// elsewhere creates two instances of one name, and binds the app of one space to the instance of the other.
func elsewhere(m *market, run *PlacesRun, space string) {
	body := m.instance(small)
	if _, ok := m.created(run.Create, scenario.Call{Body: body}); !ok {
		return
	}
	x := m.create(run.CreateOther, scenario.Call{Body: with(body, "space_guid", space)})
	guid := GuidOf(x)
	if guid == "" {
		m.s.Skip(x, "there is no instance in the other space", run.BindAcross)
		return
	}
	m.bindInVain(run.BindAcross, scenario.Call{Body: m.binding(guid)})
}

// suspended binds and unbinds as a developer of a suspended organization. The administrator, whom that does not stop,
// sees to it that there is something to bind and to unbind.
func suspended(m *market, run *PlacesRun) {
	create, bind, bound, unbind := run.CreateSuspended, run.BindRefused,
		run.Bind, run.UnbindRefused
	for _, key := range []string{"suspended_space_guid", "suspended_app_guid"} {
		if m.s.Fixture(key) == "" {
			m.s.SkipFor(nil, record.Lacking(key), run.Space, create, bind, bound, unbind)
			return
		}
	}
	space, app := m.s.Fixture("suspended_space_guid"), m.s.Fixture("suspended_app_guid")
	if !present(m.s, suspendedToken, run.Space, by("get-space", space), create, bind, bound, unbind) {
		return
	}
	x := m.create(create, scenario.Call{Body: with(m.instance(small), "space_guid", space)})
	instance := GuidOf(x)
	if instance == "" {
		m.s.Skip(x, "the run's own user cannot create an instance in the suspended space", bind, bound, unbind)
		return
	}
	body := with(m.binding(instance), "app_guid", app)
	m.bindInVain(bind, as(m.s, suspendedToken, scenario.Call{Body: body}))
	x = m.bind(bound, scenario.Call{Body: body})
	guid := GuidOf(x)
	if guid == "" {
		m.s.Skip(x, "the run's own user cannot bind in the suspended space", unbind)
		return
	}
	m.s.Send(unbind, as(m.s, suspendedToken, by("delete-binding", guid)))
}
