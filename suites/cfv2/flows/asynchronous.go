package flows

import (
	"conformance/suites/record"
	"conformance/suites/scenario"
)

// AsynchronousRun is what a client and a broker see of operations that take their time.
type AsynchronousRun struct {
	Stock

	Create           record.Step `step:"create instance"`
	Creating         record.Step `step:"get instance until described"`
	BusyUpdate       record.Step `step:"update instance that is created"`
	BusyBind         record.Step `step:"create binding to an instance that is created"`
	BusyKey          record.Step `step:"create key of an instance that is created"`
	BusyParameters   record.Step `step:"get parameters of an instance that is created"`
	Created          record.Step `step:"get instance until created"`
	Bind             record.Step `step:"create binding"`
	Binding          record.Step `step:"get binding that is created"`
	BusyBinding      record.Step `step:"get parameters of a binding that is created"`
	BusyByBinding    record.Step `step:"update instance while a binding is created"`
	Bound            record.Step `step:"get binding until created"`
	BindUnasked      record.Step `step:"create binding without permission"`
	BindRetrievable  record.Step `step:"create binding that cannot be retrieved"`
	BindUnfetchable  record.Step `step:"create binding that cannot be fetched"`
	Unfetchable      record.Step `step:"get binding until it failed"`
	Update           record.Step `step:"update instance"`
	Updating         record.Step `step:"get instance that is updated"`
	BusyUnbind       record.Step `step:"delete binding while the instance is updated"`
	Updated          record.Step `step:"get instance until updated"`
	FailingUpdate    record.Step `step:"update instance in vain"`
	UpdateFailed     record.Step `step:"get instance until the update failed"`
	Unbind           record.Step `step:"delete binding"`
	UnbindAgain      record.Step `step:"delete binding again"`
	Unbound          record.Step `step:"get binding until deleted"`
	FailingDelete    record.Step `step:"delete instance in vain"`
	DeleteFailed     record.Step `step:"get instance until the delete failed"`
	Delete           record.Step `step:"delete instance"`
	DeleteAgain      record.Step `step:"delete instance again"`
	Deleted          record.Step `step:"get instance until deleted"`
	FailingCreate    record.Step `step:"create instance in vain"`
	CreateFailed     record.Step `step:"get instance until the creation failed"`
	DeleteFailedOne  record.Step `step:"delete instance whose creation failed"`
	RejectedCreate   record.Step `step:"create instance whose poll is rejected"`
	CreateRejected   record.Step `step:"get instance until the poll is rejected"`
	CancelledCreate  record.Step `step:"create instance to cancel"`
	RefusedCancel    record.Step `step:"cancel creation in vain"`
	StillCreating    record.Step `step:"get instance after the refused cancel"`
	Cancel           record.Step `step:"cancel creation"`
	Cancelled        record.Step `step:"get cancelled instance"`
	CreateUnasked    record.Step `step:"create instance without permission"`
	CreateOther      record.Step `step:"create another instance"`
	UnknownJob       record.Step `step:"get unknown job"`
	CreatePlain      record.Step `step:"create instance of an offering that cannot tell bindings"`
	InstancePolls    record.Step `step:"broker-instance-last-operation"`
	BindingPolls     record.Step `step:"broker-binding-last-operation"`
	SentProvision    record.Step `step:"broker-provision"`
	SentUpdate       record.Step `step:"broker-update"`
	SentBind         record.Step `step:"broker-bind"`
	SentUnbind       record.Step `step:"broker-unbind"`
	SentDeprovision  record.Step `step:"broker-deprovision"`
	SentFetchBinding record.Step `step:"broker-fetch-binding"`
}

// Asynchronous waits for the target's polls: it takes as long as they are apart.
var Asynchronous = scenario.New(scenario.Scenario{
	Name: "asynchronous", Title: "operations that the broker finishes later, well or badly",
	Operations: []string{"create-instance", "get-instance", "update-instance", "delete-instance", "create-binding", "get-binding", "delete-binding",
		"get-job", "broker-provision", "broker-update", "broker-bind", "broker-unbind", "broker-deprovision", "broker-last-operation", "broker-fetch-binding"},
	Instances: 7, Bindings: 4, Fixtures: []scenario.Told{spaceAndApp()}, Needs: inSpace,
}, recordAsynchronous)

func recordAsynchronous(s *scenario.Session, run *AsynchronousRun) {
	m, ok := stock(s, run.Stock, small, Large, plain)
	if !ok {
		return
	}
	defer m.broker.Close()
	s.Send(run.UnknownJob, by("get-job", s.NewID()))
	instance, ok := createLater(m, run)
	if !ok {
		return
	}
	binding := bindLater(m, run, instance)
	bindBadly(m, run)
	updateLater(m, run, instance, binding)
	if binding != "" {
		unbindLater(m, run, binding)
	}
	deleteLater(m, run, instance)
	createBadly(m, run)
	cancel(m, run)
}

// Operations that the broker names. What is odd about the first has to survive the way through a query.
const (
	oddOperation = "create:1 &x=ü+%2F"
	operation    = "conformance-operation"
)

func accepted(operation string) scenario.Answer {
	return scenario.Answer{Status: 202, Body: map[string]any{"operation": operation}}
}

func state(state, description string) scenario.Answer {
	return scenario.Answer{Status: 200, Body: map[string]any{"state": state, "description": description}}
}

// Descriptions that the broker gives, and that the target has to show.
const (
	Working = "the conformance suite is at work"
	Broken  = "the conformance suite lets it fail"
)

var poll = map[string]string{"instance": "instance-last-operation", "binding": "binding-last-operation"}

func createLater(m *market, run *AsynchronousRun) (guid string, ok bool) {
	m.broker.Answer("provision", accepted(oddOperation))
	m.broker.Answer(poll["instance"], state("in progress", Working))
	guid, ok = m.created(run.Create, scenario.Call{Query: allowed, Body: m.instance(small)})
	if !ok {
		return "", false
	}
	m.until(run.Creating, "get-instance", guid, func(x *record.Exchange) bool {
		return Text(x, "/entity/last_operation/description") == Working
	})
	m.update(run.BusyUpdate, guid, allowed, map[string]any{"parameters": nested()})
	m.bindInVain(run.BusyBind, scenario.Call{Query: allowed, Body: m.binding(guid)})
	m.s.Send(run.BusyKey, scenario.Call{Operation: "create-key", Body: map[string]any{
		"name": "conformance-key", "service_instance_guid": guid,
	}})
	m.s.Send(run.BusyParameters, by("get-instance-parameters", guid))
	m.broker.Answer(poll["instance"], state("in progress", Working), state("succeeded", "done"))
	x := m.until(run.Created, "get-instance", guid, never)
	if Text(x, "/entity/last_operation/state") != "succeeded" {
		m.s.Block(x, "the instance was not created within %s, though its broker said so: %s was answered %s with state %q; see --poll-limit",
			m.s.PollLimit, x, x.Got(), Text(x, "/entity/last_operation/state"))
		return "", false
	}
	m.broker.Answer("provision")
	return guid, true
}

func never(*record.Exchange) bool { return false }

func bindLater(m *market, run *AsynchronousRun, instance string) string {
	m.broker.Answer("bind", accepted(operation))
	m.broker.Answer(poll["binding"], state("in progress", Working))
	x := m.bind(run.Bind, scenario.Call{Query: allowed, Body: m.binding(instance)})
	guid := GuidOf(x)
	if guid == "" {
		m.s.Skip(x, "no binding was created", run.Binding, run.BusyBinding,
			run.BusyByBinding, run.Bound, run.BusyUnbind,
			run.Unbind, run.UnbindAgain, run.Unbound)
		return ""
	}
	m.s.Send(run.Binding, by("get-binding", guid))
	m.s.Send(run.BusyBinding, by("get-binding-parameters", guid))
	m.update(run.BusyByBinding, instance, allowed, map[string]any{"parameters": nested()})
	m.broker.Answer(poll["binding"], state("succeeded", "done"))
	m.until(run.Bound, "get-binding", guid, never)
	m.broker.Answer("bind")
	return guid
}

// bindBadly asks for bindings that the broker handles in a way that it may not. Each app can be bound once, so that
// every binding is to an instance of its own.
func bindBadly(m *market, run *AsynchronousRun) {
	m.broker.Answer(poll["instance"], state("succeeded", "done"))
	m.broker.Answer("provision", accepted(operation))
	m.create(run.CreateUnasked, scenario.Call{Body: m.instance(small)})
	m.broker.Answer("provision")
	other, ok := m.created(run.CreateOther, scenario.Call{Body: m.instance(small)})
	if !ok {
		return
	}
	plainOne, ok := m.created(run.CreatePlain, scenario.Call{Body: m.instance(plain)})
	if !ok {
		return
	}
	m.broker.Answer("bind", accepted(operation))
	m.broker.Answer(poll["binding"], state("succeeded", "done"))
	m.bindInVain(run.BindUnasked, scenario.Call{Body: m.binding(other)})
	m.bindInVain(run.BindRetrievable, scenario.Call{Query: allowed, Body: m.binding(plainOne)})
	m.broker.Answer("fetch-binding", scenario.Answer{Status: 200, Body: map[string]any{"credentials": "text"}})
	if guid := GuidOf(m.bind(run.BindUnfetchable, scenario.Call{Query: allowed, Body: m.binding(other)})); guid != "" {
		m.until(run.Unfetchable, "get-binding", guid, never)
	}
	m.broker.Answer("bind")
	m.broker.Answer("fetch-binding")
}

func updateLater(m *market, run *AsynchronousRun, instance, binding string) {
	m.broker.Answer("update", accepted(operation))
	m.broker.Answer(poll["instance"], state("in progress", Working))
	change := map[string]any{"service_plan_guid": m.plans[Large]}
	m.update(run.Update, instance, allowed, change)
	m.s.Send(run.Updating, by("get-instance", instance))
	m.broker.Answer(poll["instance"], scenario.Answer{Status: 500}, scenario.Answer{Status: 404},
		scenario.Answer{Status: 200, Body: []byte("no JSON")}, scenario.Answer{Status: 410}, state("succeeded", "done"))
	m.until(run.Updated, "get-instance", instance, never)
	m.broker.Answer(poll["instance"], state("in progress", Working))
	m.update(run.FailingUpdate, instance, allowed, map[string]any{"service_plan_guid": m.plans[small], "parameters": nested()})
	if binding != "" {
		m.drop(run.BusyUnbind, "delete-binding", binding, allowed)
	}
	m.broker.Answer(poll["instance"], state("failed", Broken))
	m.until(run.UpdateFailed, "get-instance", instance, never)
	m.broker.Answer("update")
}

func unbindLater(m *market, run *AsynchronousRun, binding string) {
	m.broker.Answer("unbind", accepted(operation))
	m.broker.Answer(poll["binding"], state("in progress", Working))
	m.drop(run.Unbind, "delete-binding", binding, allowed)
	m.drop(run.UnbindAgain, "delete-binding", binding, allowed)
	m.broker.Answer(poll["binding"], scenario.Answer{Status: 410})
	m.until(run.Unbound, "get-binding", binding, never)
	m.broker.Answer("unbind")
}

func deleteLater(m *market, run *AsynchronousRun, instance string) {
	m.broker.Answer("deprovision", accepted(operation))
	m.broker.Answer(poll["instance"], state("failed", Broken))
	m.drop(run.FailingDelete, "delete-instance", instance, allowed)
	m.until(run.DeleteFailed, "get-instance", instance, never)
	m.broker.Answer(poll["instance"], state("in progress", Working))
	m.drop(run.Delete, "delete-instance", instance, allowed)
	m.drop(run.DeleteAgain, "delete-instance", instance, allowed)
	m.broker.Answer(poll["instance"], state("succeeded", "done"))
	m.until(run.Deleted, "get-instance", instance, never)
	m.broker.Answer("deprovision")
}

func createBadly(m *market, run *AsynchronousRun) {
	m.broker.Answer("provision", accepted(operation))
	m.broker.Answer(poll["instance"], state("failed", Broken))
	guid := GuidOf(m.create(run.FailingCreate, scenario.Call{Query: allowed, Body: m.instance(small)}))
	if guid != "" {
		m.until(run.CreateFailed, "get-instance", guid, never)
		m.drop(run.DeleteFailedOne, "delete-instance", guid, allowed)
	}
	m.broker.Answer(poll["instance"], scenario.Answer{Status: 400, Body: map[string]any{"description": Broken}})
	guid = GuidOf(m.create(run.RejectedCreate, scenario.Call{Query: allowed, Body: m.instance(small)}))
	if guid != "" {
		m.until(run.CreateRejected, "get-instance", guid, never)
	}
}

// cancel deletes an instance that is still being created: once the broker is too busy for that, then it is not.
func cancel(m *market, run *AsynchronousRun) {
	m.broker.Answer(poll["instance"], state("in progress", Working))
	guid := GuidOf(m.create(run.CancelledCreate, scenario.Call{Query: allowed, Body: m.instance(small)}))
	if guid == "" {
		return
	}
	m.broker.Answer("deprovision", scenario.Answer{Status: 422, Body: map[string]any{"error": "ConcurrencyError"}})
	m.drop(run.RefusedCancel, "delete-instance", guid, allowed)
	m.s.Send(run.StillCreating, by("get-instance", guid))
	m.broker.Answer("deprovision")
	m.drop(run.Cancel, "delete-instance", guid, allowed)
	m.s.Send(run.Cancelled, by("get-instance", guid))
}
