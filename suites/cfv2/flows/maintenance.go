package flows

import (
	"conformance/suites/record"
	"conformance/suites/scenario"
)

// MaintenanceRun is an instance whose plan has a maintenance version, at a broker that names an operation although it
// has finished, and whose catalog changes and moves.
type MaintenanceRun struct {
	Stock
	Create     record.Step `step:"create instance"`
	Get        record.Step `step:"get instance"`
	Refresh    record.Step `step:"update broker after a new maintenance version"`
	Maintain   record.Step `step:"update maintenance version"`
	ChangePlan record.Step `step:"change plan"`

	SameVersion    record.Step `step:"update to the present maintenance version"`
	NoVersion      record.Step `step:"update to a maintenance version that is none"`
	BothAtOnce     record.Step `step:"change plan and maintenance version"`
	MoveDashboard  record.Step `step:"update instance with another dashboard"`
	OtherDashboard record.Step `step:"get instance with another dashboard"`
	ClearDashboard record.Step `step:"update instance with a null dashboard"`
	NullDashboard  record.Step `step:"get instance with a null dashboard"`
	KeepDashboard  record.Step `step:"update instance without a dashboard"`
	NoDashboard    record.Step `step:"get instance without a dashboard"`
	Unmaintained   record.Step `step:"change to a plan without maintenance"`
	Unsupported    record.Step `step:"update to a maintenance version of a plan without maintenance"`

	Move       record.Step `step:"update broker whose catalog has moved"`
	Delete     record.Step `step:"delete instance"`
	GetDeleted record.Step `step:"get deleted instance"`

	SentCatalog     record.Step `step:"broker-catalog"`
	SentProvision   record.Step `step:"broker-provision"`
	SentUpdate      record.Step `step:"broker-update"`
	SentDeprovision record.Step `step:"broker-deprovision"`
	Polls           record.Step `step:"broker-instance-last-operation"`
}

// Maintenance versions of the plans.
const (
	FirstVersion  = "1.0.0"
	SecondVersion = "1.1.0"
	LargeVersion  = "2.0.0"
)

// Moved is the query under which the catalog is found that has moved.
const Moved = "moved=true"

// Maintenance reads the catalog of its broker three times.
var Maintenance = scenario.New(scenario.Scenario{
	Name: "maintenance", Title: "an instance with a maintenance version, at a broker that names operations it has finished",
	Operations: []string{"create-broker", "update-broker", "create-instance", "get-instance", "update-instance", "delete-instance",
		"broker-catalog", "broker-provision", "broker-update", "broker-deprovision", "broker-last-operation"},
	Instances: 1, Fixtures: []scenario.Told{spaceAndApp()}, Needs: inSpace,
}, recordMaintenance)

func recordMaintenance(s *scenario.Session, run *MaintenanceRun) {
	m, ok := stockOf(s, run.Stock, maintained(FirstVersion), small, Large, Unbindable)
	if !ok {
		return
	}
	defer m.broker.Close()
	finished := map[string]any{"operation": operation}
	m.broker.Answer("provision", scenario.Answer{Status: 201, Body: finished})
	guid, ok := m.created(run.Create, scenario.Call{Query: allowed, Body: m.instance(small)})
	if !ok {
		return
	}
	s.Send(run.Get, by("get-instance", guid))
	maintained(SecondVersion)(m.catalog)
	m.broker.Answer("catalog", scenario.Answer{Status: 200, Body: m.catalog})
	m.reread(run.Refresh)
	m.broker.Answer("update", scenario.Answer{Status: 200, Body: finished})
	m.update(run.Maintain, guid, allowed, map[string]any{
		"maintenance_info": map[string]any{"version": SecondVersion, "description": "told by the client"},
	})
	m.update(run.ChangePlan, guid, allowed, map[string]any{"service_plan_guid": m.plans[Large]})
	upgrade(m, run, guid)
	m.broker.Answer("catalog", scenario.Answer{
		Status: 302, Header: map[string]string{"Location": m.broker.URL() + "/v2/catalog?" + Moved},
	}, scenario.Answer{Status: 200, Body: m.catalog})
	m.reread(run.Move)
	m.broker.Answer("deprovision", scenario.Answer{Status: 200, Body: finished})
	m.drop(run.Delete, "delete-instance", guid, allowed)
	s.Send(run.GetDeleted, by("get-instance", guid))
}

// maintained gives two plans a maintenance version each, the first of them this one.
func maintained(version string) func(catalog map[string]any) {
	return func(catalog map[string]any) {
		planOf(catalog, 0, 0)["maintenance_info"] = map[string]any{"version": version, "description": "Maintenance of a conformance suite"}
		planOf(catalog, 0, 1)["maintenance_info"] = map[string]any{"version": LargeVersion}
	}
}

// stockOf is stock with a catalog that was changed first.
func stockOf(s *scenario.Session, steps Stock, change func(catalog map[string]any), plans ...string) (*market, bool) {
	m, ok := open(s)
	if !ok {
		return nil, false
	}
	change(m.catalog)
	m.broker.Answer("catalog", scenario.Answer{Status: 200, Body: m.catalog})
	if m.register(steps.Broker) && m.readPlans(steps.Plans) && m.publish(steps.Publish, plans...) {
		return m, true
	}
	m.broker.Close()
	return nil, false
}

// reread makes the target read the catalog again: it does when a broker's credentials are told anew.
func (m *market) reread(step record.Step) *record.Exchange {
	call := by("update-broker", m.guid)
	call.Body = map[string]any{"auth_username": m.broker.Username(), "auth_password": m.broker.Password()}
	return m.s.Send(step, call)
}
