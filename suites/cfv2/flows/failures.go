package flows

import (
	"net/url"
	"strings"

	"conformance/suites/record"
	"conformance/suites/scenario"
)

// FailuresRun is what the target makes of a broker that refuses, fails or answers nonsense.
type FailuresRun struct {
	Stock

	Provision500       record.Step `step:"provision answered 500"`
	Provision400       record.Step `step:"provision answered 400"`
	Provision401       record.Step `step:"provision answered 401"`
	Provision408       record.Step `step:"provision answered 408"`
	Provision409       record.Step `step:"provision answered 409"`
	Provision410       record.Step `step:"provision answered 410"`
	Provision204       record.Step `step:"provision answered 204"`
	Provision422       record.Step `step:"provision answered 422"`
	ProvisionAsync     record.Step `step:"provision answered AsyncRequired"`
	ProvisionBusy      record.Step `step:"provision answered ConcurrencyError"`
	ProvisionStale     record.Step `step:"provision answered MaintenanceInfoConflict"`
	ProvisionText200   record.Step `step:"provision answered 200 without JSON"`
	ProvisionText201   record.Step `step:"provision answered 201 without JSON"`
	ProvisionDashboard record.Step `step:"provision answered a dashboard that is a number"`
	ProvisionLong      record.Step `step:"provision answered 500 at length"`
	ListAfter          record.Step `step:"list instances after the failure"`

	Create      record.Step `step:"create instance"`
	Bind500     record.Step `step:"bind answered 500"`
	Bind400     record.Step `step:"bind answered 400"`
	Bind409     record.Step `step:"bind answered 409"`
	BindApp     record.Step `step:"bind answered RequiresApp"`
	BindText200 record.Step `step:"bind answered 200 without JSON"`
	BindText201 record.Step `step:"bind answered 201 without JSON"`
	BindDrain   record.Step `step:"bind answered an undeclared drain"`
	BindVolumes record.Step `step:"bind answered undeclared volumes"`
	ListBound   record.Step `step:"list bindings after the failures"`
	Key500      record.Step `step:"bind of a key answered 500"`

	Update500     record.Step `step:"update answered 500"`
	AfterUpdate   record.Step `step:"get instance after the failed update"`
	Update409     record.Step `step:"update answered 409"`
	UpdateBusy    record.Step `step:"update answered ConcurrencyError"`
	Update201     record.Step `step:"update answered 201"`
	Bind          record.Step `step:"create binding"`
	Unbind500     record.Step `step:"unbind answered 500"`
	AfterUnbind   record.Step `step:"get binding after the failed unbind"`
	UnbindBusy    record.Step `step:"unbind answered ConcurrencyError"`
	Recursive     record.Step `step:"delete instance whose unbind fails"`
	UnbindGone    record.Step `step:"unbind answered 410"`
	Delete500     record.Step `step:"deprovision answered 500"`
	AfterDelete   record.Step `step:"get instance after the failed delete"`
	DeleteBusy    record.Step `step:"deprovision answered ConcurrencyError"`
	Delete204     record.Step `step:"deprovision answered 204"`
	DeleteText    record.Step `step:"deprovision answered 200 without JSON"`
	DeleteJob     record.Step `step:"delete instance in a job that fails"`
	FailedJob     record.Step `step:"get failed job"`
	ParametersBad record.Step `step:"get parameters from a failing broker"`
	DeleteGone    record.Step `step:"deprovision answered 410"`

	SentProvision   record.Step `step:"broker-provision"`
	SentUpdate      record.Step `step:"broker-update"`
	SentBind        record.Step `step:"broker-bind"`
	SentUnbind      record.Step `step:"broker-unbind"`
	SentDeprovision record.Step `step:"broker-deprovision"`
	SentFetch       record.Step `step:"broker-fetch-instance"`
}

// Failures ends with the one quiet period of the run, in which nothing may be cleaned up that needs no clean-up.
var Failures = scenario.New(scenario.Scenario{
	Name: "failures", Title: "a broker that refuses, fails or answers nonsense, and what is cleaned up after it",
	Operations: []string{"create-instance", "get-instance", "list-instances", "update-instance", "delete-instance", "create-binding", "get-binding",
		"delete-binding", "create-key", "get-job", "broker-provision", "broker-update", "broker-bind", "broker-unbind", "broker-deprovision"},
	Instances: 1, Bindings: 1, Fixtures: []scenario.Told{spaceAndApp()}, Needs: inSpace,
}, recordFailures)

func recordFailures(s *scenario.Session, run *FailuresRun) {
	m, ok := stock(s, run.Stock, small, Large)
	if !ok {
		return
	}
	defer m.broker.Close()
	failProvisions(m, run)
	instance, ok := m.created(run.Create, scenario.Call{Body: m.instance(small)})
	if !ok {
		return
	}
	failBindings(m, run, instance)
	failUpdates(m, run, instance)
	failUnbinds(m, run, instance)
	failDeletes(m, run, instance)
	_ = s.Sleep(s.Context(), s.Settle) // an interrupt ends it early, and the run says so
}

// LongText is the length in bytes of a broker's text that nobody should have to read.
const LongText = 100_000

// failing is an answer of a broker, under the name of the step in which it gives it.
type failing struct {
	step   record.Step
	answer scenario.Answer
	// orphan says that the target has to remove what the broker may have created.
	orphan bool
}

func because(status int, name string) scenario.Answer {
	body := map[string]any{"description": Broken}
	if name != "" {
		body["error"] = name
	}
	return scenario.Answer{Status: status, Body: body}
}

func noJSON(status int) scenario.Answer {
	return scenario.Answer{Status: status, Body: []byte("no JSON")}
}

func failedProvisions(run *FailuresRun) []failing {
	return []failing{
		{run.Provision500, because(500, ""), true},
		{run.Provision400, because(400, ""), false},
		{run.Provision401, because(401, ""), false},
		{run.Provision408, because(408, ""), false},
		{run.Provision409, because(409, ""), false},
		{run.Provision410, because(410, ""), true},
		{run.Provision204, scenario.Answer{Status: 204, Body: []byte{}}, true},
		{run.Provision422, because(422, ""), true},
		{run.ProvisionAsync, because(422, "AsyncRequired"), false},
		{run.ProvisionBusy, because(422, "ConcurrencyError"), false},
		{run.ProvisionStale, because(422, "MaintenanceInfoConflict"), false},
		{run.ProvisionText200, noJSON(200), false},
		{run.ProvisionText201, noJSON(201), true},
		{run.ProvisionLong, scenario.Answer{Status: 500, Body: map[string]any{"description": strings.Repeat("at length ", LongText/10)}}, true},
		{run.ProvisionDashboard, scenario.Answer{Status: 201, Body: map[string]any{"dashboard_url": 1}}, true},
	}
}

func failProvisions(m *market, run *FailuresRun) {
	orphans := 0
	for i, f := range failedProvisions(run) {
		m.broker.Answer("provision", f.answer)
		body := m.instance(small)
		m.create(f.step, scenario.Call{Body: body})
		if name, _ := body["name"].(string); i == 0 {
			m.s.Send(run.ListAfter, listBy("list-instances", "name:"+name))
		}
		if f.orphan {
			orphans++
		}
	}
	m.broker.Answer("provision")
	m.await("deprovision", orphans)
}

func failedBindings(run *FailuresRun) []failing {
	return []failing{
		{run.Bind500, because(500, ""), true},
		{run.Bind400, because(400, ""), false},
		{run.Bind409, because(409, ""), false},
		{run.BindApp, because(422, "RequiresApp"), false},
		{run.BindText200, noJSON(200), false},
		{run.BindText201, noJSON(201), true},
		{run.BindDrain, scenario.Answer{Status: 201, Body: map[string]any{"syslog_drain_url": "syslog://logs.example.com"}}, true},
		{run.BindVolumes, scenario.Answer{Status: 201, Body: map[string]any{"volume_mounts": []any{map[string]any{
			"driver": "nfs", "device_type": "shared", "mode": "rw", "container_dir": "/data", "device": map[string]any{"volume_id": "conformance"},
		}}}}, true},
	}
}

func failBindings(m *market, run *FailuresRun, instance string) {
	orphans := 0
	for _, f := range failedBindings(run) {
		m.broker.Answer("bind", f.answer)
		m.bindInVain(f.step, scenario.Call{Body: m.binding(instance)})
		if f.orphan {
			orphans++
		}
	}
	m.s.Send(run.ListBound, listBy("list-bindings", "service_instance_guid:"+instance))
	m.broker.Answer("bind", because(500, ""))
	m.s.Send(run.Key500, scenario.Call{Operation: "create-key", Body: map[string]any{
		"name": "conformance-key", "service_instance_guid": instance,
	}})
	m.broker.Answer("bind")
	m.await("unbind", orphans+1)
}

func failUpdates(m *market, run *FailuresRun, instance string) {
	change := map[string]any{"service_plan_guid": m.plans[Large], "name": renamed(m)}
	update := func(step record.Step, answer scenario.Answer) {
		m.broker.Answer("update", answer)
		m.update(step, instance, allowed, change)
	}
	update(run.Update500, because(500, ""))
	m.s.Send(run.AfterUpdate, by("get-instance", instance))
	update(run.Update409, because(409, ""))
	update(run.UpdateBusy, because(422, "ConcurrencyError"))
	update(run.Update201, scenario.Answer{Status: 201})
	m.broker.Answer("update")
}

func recursively() url.Values { return url.Values{"recursive": {"true"}} }

func failUnbinds(m *market, run *FailuresRun, instance string) {
	x := m.bind(run.Bind, scenario.Call{Body: m.binding(instance)})
	binding := GuidOf(x)
	if binding == "" {
		m.s.Skip(x, "no binding was created", run.Unbind500, run.AfterUnbind, run.UnbindBusy,
			run.Recursive, run.UnbindGone)
		return
	}
	unbind := func(step record.Step, answer scenario.Answer) {
		m.broker.Answer("unbind", answer)
		m.drop(step, "delete-binding", binding, nil)
	}
	unbind(run.Unbind500, because(500, ""))
	m.s.Send(run.AfterUnbind, by("get-binding", binding))
	unbind(run.UnbindBusy, because(422, "ConcurrencyError"))
	m.broker.Answer("unbind", because(500, ""))
	m.drop(run.Recursive, "delete-instance", instance, recursively())
	unbind(run.UnbindGone, scenario.Answer{Status: 410})
	m.broker.Answer("unbind")
}

func failDeletes(m *market, run *FailuresRun, instance string) {
	remove := func(step record.Step, answer scenario.Answer) {
		m.broker.Answer("deprovision", answer)
		m.drop(step, "delete-instance", instance, allowed)
	}
	remove(run.Delete500, because(500, ""))
	m.s.Send(run.AfterDelete, by("get-instance", instance))
	remove(run.DeleteBusy, because(422, "ConcurrencyError"))
	remove(run.Delete204, scenario.Answer{Status: 204, Body: []byte{}})
	remove(run.DeleteText, noJSON(200))
	m.broker.Answer("deprovision", because(500, ""))
	x := m.drop(run.DeleteJob, "delete-instance", instance, url.Values{"async": {"true"}})
	if job := Text(x, "/entity/guid"); job != "" {
		m.s.Poll(run.FailedJob, by("get-job", job), 0, func(x *record.Exchange) bool {
			status := Text(x, "/entity/status")
			return status != "queued" && status != "running"
		})
	}
	m.broker.Answer("fetch-instance", because(500, ""))
	m.s.Send(run.ParametersBad, by("get-instance-parameters", instance))
	remove(run.DeleteGone, scenario.Answer{Status: 410})
	m.broker.Answer("deprovision")
}
