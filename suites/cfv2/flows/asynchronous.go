package flows

import (
	"conformance/suites/record"
	"conformance/suites/scenario"
)

// AsynchronousRun is what a client and a broker see of operations that take their time.
type AsynchronousRun struct {
	Broker  record.Step `step:"create broker"`
	Plans   record.Step `step:"list plans"`
	Publish record.Step `step:"publish plan"`

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
var Asynchronous = scenario.New[AsynchronousRun](scenario.Scenario{
	Name: "asynchronous", Title: "operations that the broker finishes later, well or badly",
	Operations: []string{"create-instance", "get-instance", "update-instance", "delete-instance", "create-binding", "get-binding", "delete-binding",
		"get-job", "broker-provision", "broker-update", "broker-bind", "broker-unbind", "broker-deprovision", "broker-last-operation", "broker-fetch-binding"},
	Instances: 7, Bindings: 4, Needs: inSpace,
	Record: func(s *scenario.Session) {
		m, ok := stock(s, small, Large, plain)
		if !ok {
			return
		}
		defer m.broker.Close()
		s.Send("get unknown job", by("get-job", s.NewID()))
		instance, ok := createLater(m)
		if !ok {
			return
		}
		binding := bindLater(m, instance)
		bindBadly(m)
		updateLater(m, instance, binding)
		if binding != "" {
			unbindLater(m, binding)
		}
		deleteLater(m, instance)
		createBadly(m)
		cancel(m)
	},
})

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

func createLater(m *market) (guid string, ok bool) {
	m.broker.Answer("provision", accepted(oddOperation))
	m.broker.Answer(poll["instance"], state("in progress", Working))
	guid, ok = m.created("create instance", scenario.Call{Query: allowed, Body: m.instance(small)})
	if !ok {
		return "", false
	}
	m.until("get instance until described", "get-instance", guid, func(x *record.Exchange) bool {
		return Text(x, "/entity/last_operation/description") == Working
	})
	m.update("update instance that is created", guid, allowed, map[string]any{"parameters": nested()})
	m.bindInVain("create binding to an instance that is created", scenario.Call{Query: allowed, Body: m.binding(guid)})
	m.s.Send("create key of an instance that is created", scenario.Call{Operation: "create-key", Body: map[string]any{
		"name": "conformance-key", "service_instance_guid": guid,
	}})
	m.s.Send("get parameters of an instance that is created", by("get-instance-parameters", guid))
	m.broker.Answer(poll["instance"], state("in progress", Working), state("succeeded", "done"))
	x := m.until("get instance until created", "get-instance", guid, never)
	if Text(x, "/entity/last_operation/state") != "succeeded" {
		m.s.Block(x, "the instance was not created within %s, though its broker said so: %s was answered %s with state %q; see --poll-limit",
			m.s.PollLimit, x, x.Got(), Text(x, "/entity/last_operation/state"))
		return "", false
	}
	m.broker.Answer("provision")
	return guid, true
}

func never(*record.Exchange) bool { return false }

func bindLater(m *market, instance string) string {
	m.broker.Answer("bind", accepted(operation))
	m.broker.Answer(poll["binding"], state("in progress", Working))
	x := m.bind("create binding", scenario.Call{Query: allowed, Body: m.binding(instance)})
	guid := GuidOf(x)
	if guid == "" {
		m.s.Skip(x, "no binding was created", "get binding that is created", "get parameters of a binding that is created",
			"update instance while a binding is created", "get binding until created", "delete binding while the instance is updated",
			"delete binding", "delete binding again", "get binding until deleted")
		return ""
	}
	m.s.Send("get binding that is created", by("get-binding", guid))
	m.s.Send("get parameters of a binding that is created", by("get-binding-parameters", guid))
	m.update("update instance while a binding is created", instance, allowed, map[string]any{"parameters": nested()})
	m.broker.Answer(poll["binding"], state("succeeded", "done"))
	m.until("get binding until created", "get-binding", guid, never)
	m.broker.Answer("bind")
	return guid
}

// bindBadly asks for bindings that the broker handles in a way that it may not. Each app can be bound once, so that
// every binding is to an instance of its own.
func bindBadly(m *market) {
	m.broker.Answer(poll["instance"], state("succeeded", "done"))
	m.broker.Answer("provision", accepted(operation))
	m.create("create instance without permission", scenario.Call{Body: m.instance(small)})
	m.broker.Answer("provision")
	other, ok := m.created("create another instance", scenario.Call{Body: m.instance(small)})
	if !ok {
		return
	}
	plainOne, ok := m.created("create instance of an offering that cannot tell bindings", scenario.Call{Body: m.instance(plain)})
	if !ok {
		return
	}
	m.broker.Answer("bind", accepted(operation))
	m.broker.Answer(poll["binding"], state("succeeded", "done"))
	m.bindInVain("create binding without permission", scenario.Call{Body: m.binding(other)})
	m.bindInVain("create binding that cannot be retrieved", scenario.Call{Query: allowed, Body: m.binding(plainOne)})
	m.broker.Answer("fetch-binding", scenario.Answer{Status: 200, Body: map[string]any{"credentials": "text"}})
	if guid := GuidOf(m.bind("create binding that cannot be fetched", scenario.Call{Query: allowed, Body: m.binding(other)})); guid != "" {
		m.until("get binding until it failed", "get-binding", guid, never)
	}
	m.broker.Answer("bind")
	m.broker.Answer("fetch-binding")
}

func updateLater(m *market, instance, binding string) {
	m.broker.Answer("update", accepted(operation))
	m.broker.Answer(poll["instance"], state("in progress", Working))
	change := map[string]any{"service_plan_guid": m.plans[Large]}
	m.update("update instance", instance, allowed, change)
	m.s.Send("get instance that is updated", by("get-instance", instance))
	m.broker.Answer(poll["instance"], scenario.Answer{Status: 500}, scenario.Answer{Status: 404},
		scenario.Answer{Status: 200, Body: []byte("no JSON")}, scenario.Answer{Status: 410}, state("succeeded", "done"))
	m.until("get instance until updated", "get-instance", instance, never)
	m.broker.Answer(poll["instance"], state("in progress", Working))
	m.update("update instance in vain", instance, allowed, map[string]any{"service_plan_guid": m.plans[small], "parameters": nested()})
	if binding != "" {
		m.drop("delete binding while the instance is updated", "delete-binding", binding, allowed)
	}
	m.broker.Answer(poll["instance"], state("failed", Broken))
	m.until("get instance until the update failed", "get-instance", instance, never)
	m.broker.Answer("update")
}

func unbindLater(m *market, binding string) {
	m.broker.Answer("unbind", accepted(operation))
	m.broker.Answer(poll["binding"], state("in progress", Working))
	m.drop("delete binding", "delete-binding", binding, allowed)
	m.drop("delete binding again", "delete-binding", binding, allowed)
	m.broker.Answer(poll["binding"], scenario.Answer{Status: 410})
	m.until("get binding until deleted", "get-binding", binding, never)
	m.broker.Answer("unbind")
}

func deleteLater(m *market, instance string) {
	m.broker.Answer("deprovision", accepted(operation))
	m.broker.Answer(poll["instance"], state("failed", Broken))
	m.drop("delete instance in vain", "delete-instance", instance, allowed)
	m.until("get instance until the delete failed", "get-instance", instance, never)
	m.broker.Answer(poll["instance"], state("in progress", Working))
	m.drop("delete instance", "delete-instance", instance, allowed)
	m.drop("delete instance again", "delete-instance", instance, allowed)
	m.broker.Answer(poll["instance"], state("succeeded", "done"))
	m.until("get instance until deleted", "get-instance", instance, never)
	m.broker.Answer("deprovision")
}

func createBadly(m *market) {
	m.broker.Answer("provision", accepted(operation))
	m.broker.Answer(poll["instance"], state("failed", Broken))
	guid := GuidOf(m.create("create instance in vain", scenario.Call{Query: allowed, Body: m.instance(small)}))
	if guid != "" {
		m.until("get instance until the creation failed", "get-instance", guid, never)
		m.drop("delete instance whose creation failed", "delete-instance", guid, allowed)
	}
	m.broker.Answer(poll["instance"], scenario.Answer{Status: 400, Body: map[string]any{"description": Broken}})
	guid = GuidOf(m.create("create instance whose poll is rejected", scenario.Call{Query: allowed, Body: m.instance(small)}))
	if guid != "" {
		m.until("get instance until the poll is rejected", "get-instance", guid, never)
	}
}

// cancel deletes an instance that is still being created: once the broker is too busy for that, then it is not.
func cancel(m *market) {
	m.broker.Answer(poll["instance"], state("in progress", Working))
	guid := GuidOf(m.create("create instance to cancel", scenario.Call{Query: allowed, Body: m.instance(small)}))
	if guid == "" {
		return
	}
	m.broker.Answer("deprovision", scenario.Answer{Status: 422, Body: map[string]any{"error": "ConcurrencyError"}})
	m.drop("cancel creation in vain", "delete-instance", guid, allowed)
	m.s.Send("get instance after the refused cancel", by("get-instance", guid))
	m.broker.Answer("deprovision")
	m.drop("cancel creation", "delete-instance", guid, allowed)
	m.s.Send("get cancelled instance", by("get-instance", guid))
}
