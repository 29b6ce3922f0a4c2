package flows

import (
	"net/url"

	"conformance/suites/record"
	"conformance/suites/scenario"
)

// RenewalRun is a broker whose catalog changes while instances use it, and what may be removed of it.
type RenewalRun struct {
	Create  record.Step `step:"create broker"`
	Plans   record.Step `step:"list plans"`
	Publish record.Step `step:"publish plan"`

	RenamePlan   record.Step `step:"update plan with another name"`
	GetPlan      record.Step `step:"get plan after the update"`
	Unknown      record.Step `step:"create instance with an unknown member"`
	Instance     record.Step `step:"create instance"`
	Other        record.Step `step:"create instance of the other offering"`
	Bind         record.Step `step:"create binding with an unknown member"`
	Key          record.Step `step:"create key"`
	PlanInUse    record.Step `step:"list plans by instance"`
	Offerings    record.Step `step:"list offerings"`
	AllPlans     record.Step `step:"list plans before the failures"`
	Broker       record.Step `step:"get broker before the failures"`
	Unreadable   record.Step `step:"update broker to a host that does not exist"`
	Invalid      record.Step `step:"update broker with an invalid catalog"`
	BrokerKept   record.Step `step:"get broker after the failures"`
	OfferingsNow record.Step `step:"list offerings after the failures"`
	PlansNow     record.Step `step:"list plans after the failures"`
	Shrink       record.Step `step:"update broker with fewer plans"`
	Deactivated  record.Step `step:"get plan that was dropped in use"`
	Dropped      record.Step `step:"list plan that was dropped unused"`

	DeleteUsed     record.Step `step:"delete plan in use"`
	DeletePlan     record.Step `step:"delete unused plan"`
	GetDeleted     record.Step `step:"get deleted plan"`
	DeleteOffering record.Step `step:"delete offering with plans"`
	Purge          record.Step `step:"purge offering"`
	PurgedOffering record.Step `step:"get purged offering"`
	PurgedPlan     record.Step `step:"get purged plan"`
	PurgedInstance record.Step `step:"get purged instance"`
	PurgedBinding  record.Step `step:"get purged binding"`
	PurgedKey      record.Step `step:"get purged key"`

	SentCatalog     record.Step `step:"broker-catalog"`
	SentProvision   record.Step `step:"broker-provision"`
	SentBind        record.Step `step:"broker-bind"`
	SentUnbind      record.Step `step:"broker-unbind"`
	SentDeprovision record.Step `step:"broker-deprovision"`
}

// Renewal shows most of what it is for without instances; those need the fixtures that all instances need.
var Renewal = scenario.New(scenario.Scenario{
	Name: "renewal", Title: "a catalog that changes while it is in use, and what may be removed of it",
	Operations: []string{"create-broker", "get-broker", "update-broker", "list-services", "get-service", "delete-service", "list-plans", "get-plan",
		"update-plan", "delete-plan", "create-instance", "get-instance", "create-binding", "get-binding", "create-key", "get-key",
		"broker-catalog", "broker-provision", "broker-bind"},
	Instances: 2, Bindings: 2, Writes: true,
	Creates: func(site *scenario.Site) (instances, bindings int) {
		if !spaceAndApp().Lacking(site).None() {
			return 0, 0
		}
		return 2, 2
	},
}, recordRenewal)

func recordRenewal(s *scenario.Session, run *RenewalRun) {
	m, ok := open(s)
	if !ok {
		return
	}
	defer m.broker.Close()
	if !m.register(run.Broker) || !m.readPlans(run.Plans) {
		return
	}
	rename := by("update-plan", m.plans[Large])
	rename.Body = map[string]any{"name": "conformance-renamed", "description": "Another text", "public": false}
	s.Send(run.RenamePlan, rename)
	s.Send(run.GetPlan, by("get-plan", m.plans[Large]))
	u := use(m, run)
	offerings := failRenewals(m, run)
	shrink(m, run, u)
	removeParts(m, run, u, offerings)
}

// used is what makes use of the two offerings; empty without the fixtures for it.
type used struct{ instance, other, binding, key string }

func use(m *market, run *RenewalRun) (u used) {
	if without := spaceAndApp().Lacking(m.s.Site); !without.None() {
		m.s.SkipFor(nil, without, run.Publish, run.Unknown, run.Instance, run.Other,
			run.Bind, run.Key, run.PlanInUse, run.Deactivated, run.DeleteUsed,
			run.PurgedInstance, run.PurgedBinding, run.PurgedKey)
		return u
	}
	if !m.publish(run.Publish, small, plain) {
		return u
	}
	x := m.create(run.Unknown, scenario.Call{Body: with(m.instance(small), UnknownMember, 1)})
	if u.instance = GuidOf(x); x.Is(201, 202) && u.instance != "" {
		m.s.Skip(x, "there is an instance already", run.Instance)
	} else {
		u.instance = GuidOf(m.create(run.Instance, scenario.Call{Body: m.instance(small)}))
	}
	u.other = GuidOf(m.create(run.Other, scenario.Call{Body: m.instance(plain)}))
	u.binding = GuidOf(m.bind(run.Bind, scenario.Call{Body: with(m.binding(u.other), UnknownMember, 1)}))
	u.key = GuidOf(m.s.Send(run.Key, scenario.Call{Operation: "create-key", Body: map[string]any{
		"name": "conformance-key", "service_instance_guid": u.other,
	}}))
	m.s.Send(run.PlanInUse, listBy("list-plans", "service_instance_guid:"+u.instance))
	return u
}

// failRenewals changes the broker in ways that have to fail, and reads what is left of it before and after. It returns
// the controller's guids of the offerings by the broker's ids.
func failRenewals(m *market, run *RenewalRun) (offerings map[string]string) {
	mine := "service_broker_guid:" + m.guid
	offerings = map[string]string{}
	for _, offering := range Resources(m.s.Send(run.Offerings, listBy("list-services", mine))) {
		offerings[Member(offering, "/entity/unique_id")] = Member(offering, "/metadata/guid")
	}
	m.s.Send(run.AllPlans, listBy("list-plans", mine))
	m.s.Send(run.Broker, by("get-broker", m.guid))
	renamed := fresh(m.s)
	m.s.Hold(scenario.Resource{Kind: "broker", ID: renamed})
	update := by("update-broker", m.guid)
	update.Body = with(m.registration(renamed), "broker_url", "http://"+renamed+".invalid")
	m.s.Send(run.Unreadable, update)
	catalog := clone(m.catalog)
	offeringOf(catalog, 0)["description"] = "Another text"
	delete(planOf(catalog, 1, 0), "id")
	m.broker.Answer("catalog", scenario.Answer{Status: 200, Body: catalog})
	update.Body = m.registration(renamed)
	m.s.Send(run.Invalid, update)
	m.s.Send(run.BrokerKept, by("get-broker", m.guid))
	m.s.Send(run.OfferingsNow, listBy("list-services", mine))
	m.s.Send(run.PlansNow, listBy("list-plans", mine))
	return offerings
}

// shrink drops two plans of the first offering from the catalog, of which the first may be in use.
func shrink(m *market, run *RenewalRun, u used) {
	catalog := clone(m.catalog)
	offeringOf(catalog, 0)["plans"] = []any{planOf(catalog, 0, 2)}
	m.broker.Answer("catalog", scenario.Answer{Status: 200, Body: catalog})
	update := by("update-broker", m.guid)
	update.Body = m.registration(m.name)
	m.s.Send(run.Shrink, update)
	m.s.Send(run.Dropped, listBy("list-plans", "unique_id:"+idOf(planOf(m.catalog, 0, 1))))
	if u.instance != "" {
		m.s.Send(run.Deactivated, by("get-plan", m.plans[small]))
		m.drop(run.DeleteUsed, "delete-plan", m.plans[small], nil)
	}
}

// removeParts ends with what destroys most.
func removeParts(m *market, run *RenewalRun, u used, offerings map[string]string) {
	m.drop(run.DeletePlan, "delete-plan", m.plans[plainLarge], nil)
	m.s.Send(run.GetDeleted, by("get-plan", m.plans[plainLarge]))
	first, second := offerings[idOf(offeringOf(m.catalog, 0))], offerings[idOf(offeringOf(m.catalog, 1))]
	if first == "" || second == "" {
		m.s.SkipRest(nil, "the target does not tell which offerings it has of the broker")
		return
	}
	m.drop(run.DeleteOffering, "delete-service", first, nil)
	m.drop(run.Purge, "delete-service", second, url.Values{"purge": {"true"}})
	for _, read := range []struct {
		step            record.Step
		operation, guid string
	}{
		{run.PurgedOffering, "get-service", second}, {run.PurgedPlan, "get-plan", m.plans[plain]}, {run.PurgedInstance, "get-instance", u.other},
		{run.PurgedBinding, "get-binding", u.binding}, {run.PurgedKey, "get-key", u.key},
	} {
		if read.guid != "" {
			m.s.Send(read.step, by(read.operation, read.guid))
		}
	}
}
