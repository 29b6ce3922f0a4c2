package flows

import (
	"net/http"
	"net/url"

	"conformance/suites/record"
	"conformance/suites/scenario"
)

// LifecycleRun is what a client does with a broker that finishes everything at once.
type LifecycleRun struct {
	Broker record.Step `step:"create broker"`
	Plans  record.Step `step:"list plans"`

	Space              record.Step `step:"get space"`
	CreateHidden       record.Step `step:"create instance of a plan that is not enabled"`
	Visibility         record.Step `step:"create visibility"`
	VisibilityAgain    record.Step `step:"create visibility again"`
	VisibilityUnknown  record.Step `step:"create visibility for an unknown plan"`
	ListVisibilities   record.Step `step:"list visibilities"`
	Publish            record.Step `step:"publish plan"`
	VisibilityPublic   record.Step `step:"create visibility for a public plan"`
	Create             record.Step `step:"create instance"`
	CreateIncomplete   record.Step `step:"create instance with async permission"`
	CreateEnabled      record.Step `step:"create instance of an enabled plan"`
	CreateUnbindable   record.Step `step:"create instance that cannot be bound"`
	Get                record.Step `step:"get instance"`
	List               record.Step `step:"list instances by name"`
	Parameters         record.Step `step:"get instance parameters"`
	ParametersUnable   record.Step `step:"get instance parameters of an offering that cannot tell them"`
	Permissions        record.Step `step:"get permissions"`
	DeleteUsedBroker   record.Step `step:"delete broker with instances"`
	CreateNoName       record.Step `step:"create instance without name"`
	CreateNullName     record.Step `step:"create instance with a null name"`
	CreateNoPlan       record.Step `step:"create instance without service_plan_guid"`
	CreateNoSpace      record.Step `step:"create instance without space_guid"`
	CreateParameters   record.Step `step:"create instance with parameters that are text"`
	CreateTags         record.Step `step:"create instance with tags that are text"`
	CreateLongTags     record.Step `step:"create instance with tags that are too long"`
	CreateFlag         record.Step `step:"create instance with a flag that is none"`
	CreateNameTaken    record.Step `step:"create instance with a taken name"`
	CreateNameBlank    record.Step `step:"create instance with a blank name"`
	CreateNameLong     record.Step `step:"create instance with a name that is too long"`
	CreateUnknownPlan  record.Step `step:"create instance of an unknown plan"`
	CreateUnknownSpace record.Step `step:"create instance in an unknown space"`
	GetUnknown         record.Step `step:"get unknown instance"`
	Rename             record.Step `step:"rename instance"`
	ChangePlan         record.Step `step:"change plan"`
	SamePlan           record.Step `step:"update to the same plan"`
	ChangeParameters   record.Step `step:"update parameters"`
	ChangeTags         record.Step `step:"update tags"`
	ChangeSpace        record.Step `step:"update to another space"`
	ChangeFixedPlan    record.Step `step:"change plan that is fixed"`
	ChangeForeignPlan  record.Step `step:"change to a plan of another offering"`
	RenameTaken        record.Step `step:"rename instance to a taken name"`

	Bind              record.Step `step:"create binding"`
	BindIncomplete    record.Step `step:"create binding with async permission"`
	BindEnabled       record.Step `step:"create binding of an enabled plan"`
	GetBinding        record.Step `step:"get binding"`
	ListBindings      record.Step `step:"list bindings of the instance"`
	CreateSpare       record.Step `step:"create instance to bind in vain"`
	BindAgain         record.Step `step:"create binding again"`
	BindNoInstance    record.Step `step:"create binding without service_instance_guid"`
	BindNoApp         record.Step `step:"create binding without app_guid"`
	BindParameters    record.Step `step:"create binding with parameters that are text"`
	BindFlag          record.Step `step:"create binding with a flag that is none"`
	BindUnknownApp    record.Step `step:"create binding of an unknown app"`
	BindUnknown       record.Step `step:"create binding to an unknown instance"`
	BindName          record.Step `step:"create binding with a bad name"`
	BindUnbindable    record.Step `step:"create binding to an instance that cannot be bound"`
	BindingParameters record.Step `step:"get binding parameters"`
	BindingUnable     record.Step `step:"get binding parameters of an offering that cannot tell them"`
	DeleteBothFlags   record.Step `step:"delete instance with permission and in a job"`
	GetUnknownBinding record.Step `step:"get unknown binding"`
	ChangeUnbindable  record.Step `step:"change to a plan that cannot be bound"`
	DeleteBound       record.Step `step:"delete instance with a binding"`
	Key               record.Step `step:"create key"`
	KeyTaken          record.Step `step:"create key with a taken name"`
	KeyUnbindable     record.Step `step:"create key of an instance that cannot be bound"`
	KeyUnknown        record.Step `step:"create key of an unknown instance"`
	KeyNoName         record.Step `step:"create key without name"`
	GetKey            record.Step `step:"get key"`
	KeyParameters     record.Step `step:"get key parameters"`
	DeleteKey         record.Step `step:"delete key"`
	GetDeletedKey     record.Step `step:"get deleted key"`

	Provided         record.Step `step:"create user-provided instance"`
	BindProvided     record.Step `step:"create binding to a user-provided instance"`
	UpdateProvided   record.Step `step:"update user-provided instance as a managed one"`
	DeleteProvided   record.Step `step:"delete user-provided instance"`
	UnbindFlag       record.Step `step:"delete binding with a flag that is none"`
	Unbind           record.Step `step:"delete binding"`
	GetUnbound       record.Step `step:"get deleted binding"`
	DeleteFlag       record.Step `step:"delete instance with a flag that is none"`
	Delete           record.Step `step:"delete instance"`
	GetDeleted       record.Step `step:"get deleted instance"`
	DeleteRecursive  record.Step `step:"delete instance with its bindings"`
	DeleteJob        record.Step `step:"delete instance in a job"`
	Job              record.Step `step:"get job"`
	GetAfterJob      record.Step `step:"get instance after the job"`
	Purge            record.Step `step:"purge instance"`
	DeleteVisibility record.Step `step:"delete visibility"`

	SentCatalog     record.Step `step:"broker-catalog"`
	SentProvision   record.Step `step:"broker-provision"`
	SentUpdate      record.Step `step:"broker-update"`
	SentBind        record.Step `step:"broker-bind"`
	SentUnbind      record.Step `step:"broker-unbind"`
	SentDeprovision record.Step `step:"broker-deprovision"`
	SentFetch       record.Step `step:"broker-fetch-instance"`
	SentFetchBound  record.Step `step:"broker-fetch-binding"`
}

// Lifecycle is the longest of the scenarios: most rules are about what happens at once.
var Lifecycle = scenario.New(scenario.Scenario{
	Name: "lifecycle", Title: "instances, bindings and keys of a broker that finishes everything at once",
	Operations: []string{"create-broker", "list-plans", "get-space", "create-visibility", "list-visibilities", "delete-visibility", "update-plan",
		"create-instance", "get-instance", "list-instances", "update-instance", "delete-instance", "get-instance-parameters", "instance-permissions",
		"create-binding", "get-binding", "list-bindings", "list-instance-bindings", "delete-binding", "get-binding-parameters",
		"create-key", "get-key", "delete-key", "get-key-parameters", "create-user-provided-instance", "get-job",
		"broker-provision", "broker-update", "broker-bind", "broker-unbind", "broker-deprovision"},
	Instances: 6, Bindings: 5, Fixtures: []scenario.Told{spaceAndApp()}, Needs: inSpace,
}, recordLifecycle)

func recordLifecycle(s *scenario.Session, run *LifecycleRun) {
	m, ok := stock(s, Stock{Broker: run.Broker, Plans: run.Plans, Publish: run.Publish})
	if !ok {
		return
	}
	defer m.broker.Close()
	visibility := enable(m, run)
	if !m.publish(run.Publish, small, Large, Unbindable) {
		return
	}
	s.Send(run.VisibilityPublic, m.visibility(m.plans[small]))
	i, ok := instances(m, run, visibility)
	if !ok {
		return
	}
	refuseInstances(m, run, i)
	changeInstances(m, run, i)
	binding := bindings(m, run, i)
	refuseBindings(m, run, i)
	keys(m, run, i)
	userProvided(m, run)
	destroy(m, run, i, binding)
	if visibility != "" {
		m.drop(run.DeleteVisibility, "delete-visibility", visibility, nil)
	}
}

// made are the instances of the scenario, by guid.
type made struct {
	first, second, enabled, unbindable string
	name                               string
}

// enable makes a plan usable in one organization only.
func enable(m *market, run *LifecycleRun) (visibility string) {
	x := m.s.Send(run.Space, by("get-space", m.s.Fixture("space_guid")))
	m.organization = Text(x, "/entity/organization_guid")
	m.create(run.CreateHidden, scenario.Call{Body: m.instance(plain)})
	if m.organization == "" {
		m.s.Skip(x, "the target does not tell the organization of the space", run.Visibility, run.VisibilityAgain,
			run.VisibilityUnknown, run.ListVisibilities, run.VisibilityPublic, run.DeleteVisibility)
		return ""
	}
	visibility = GuidOf(m.s.Send(run.Visibility, m.visibility(m.plans[plain])))
	m.s.Send(run.VisibilityAgain, m.visibility(m.plans[plain]))
	m.s.Send(run.VisibilityUnknown, m.visibility(m.s.NewID()))
	m.s.Send(run.ListVisibilities, listBy("list-visibilities", "service_plan_guid:"+m.plans[plain]))
	return visibility
}

// nested has all the types that JSON has.
func nested() map[string]any {
	return map[string]any{"suite": "conformance", "deep": map[string]any{"list": []any{1, 2.5, "three", nil, true, []any{}}}, "empty": map[string]any{}}
}

func instances(m *market, run *LifecycleRun, visibility string) (i made, ok bool) {
	body := with(m.instance(small), "parameters", nested())
	i.name, _ = body["name"].(string)
	form := http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}
	if i.first, ok = m.created(run.Create, scenario.Call{Body: body, Header: form}); !ok {
		return i, false
	}
	body = with(with(with(m.instance(small), "tags", []any{"one", "two"}), "parameters", map[string]any{}), "gateway_data", "conformance")
	if i.second, ok = m.created(run.CreateIncomplete, scenario.Call{Body: body, Query: allowed}); !ok {
		return i, false
	}
	if visibility == "" && !m.publish(run.Publish, plain) {
		return i, false
	}
	if i.enabled, ok = m.created(run.CreateEnabled, scenario.Call{Body: m.instance(plain), Query: denied}); !ok {
		return i, false
	}
	if i.unbindable, ok = m.created(run.CreateUnbindable, scenario.Call{Body: m.instance(Unbindable)}); !ok {
		return i, false
	}
	m.s.Send(run.Get, by("get-instance", i.first))
	m.s.Send(run.List, listBy("list-instances", "name:"+i.name))
	m.broker.Answer("fetch-instance", scenario.Answer{Status: 200, Body: map[string]any{"parameters": nested()}})
	m.s.Send(run.Parameters, by("get-instance-parameters", i.first))
	m.s.Send(run.ParametersUnable, by("get-instance-parameters", i.enabled))
	m.s.Send(run.Permissions, by("instance-permissions", i.first))
	m.s.Send(run.DeleteUsedBroker, by("delete-broker", m.guid))
	return i, true
}

func changeInstances(m *market, run *LifecycleRun, i made) {
	m.update(run.Rename, i.second, nil, map[string]any{"name": renamed(m)})
	m.update(run.ChangePlan, i.second, allowed, map[string]any{"service_plan_guid": m.plans[Large]})
	m.update(run.SamePlan, i.second, nil, map[string]any{"service_plan_guid": m.plans[Large]})
	m.update(run.ChangeParameters, i.second, nil, map[string]any{"parameters": nested()})
	m.update(run.ChangeTags, i.second, nil, map[string]any{"tags": []any{"three"}})
	m.update(run.ChangeSpace, i.second, nil, map[string]any{"space_guid": m.s.NewID()})
	m.update(run.ChangeFixedPlan, i.enabled, nil, map[string]any{"service_plan_guid": m.plans[plainLarge]})
	m.update(run.ChangeForeignPlan, i.second, nil, map[string]any{"service_plan_guid": m.plans[plain]})
	m.update(run.RenameTaken, i.second, nil, map[string]any{"name": i.name})
}

// renamed is a fresh name that the ledger knows, since an instance is about to have it.
func renamed(m *market) string {
	name := fresh(m.s)
	m.s.Hold(scenario.Resource{Kind: "instance", ID: name})
	return name
}

func userProvided(m *market, run *LifecycleRun) {
	x, _ := m.provide(run.Provided)
	guid := GuidOf(x)
	if guid == "" {
		m.s.Skip(x, "no user-provided instance was created", run.BindProvided,
			run.UpdateProvided, run.DeleteProvided)
		return
	}
	m.bind(run.BindProvided, scenario.Call{Query: allowed, Body: with(m.binding(guid), "parameters", nested())})
	m.update(run.UpdateProvided, guid, nil, map[string]any{"name": renamed(m)})
	m.drop(run.DeleteProvided, "delete-user-provided-instance", guid, url.Values{"recursive": {"true"}})
}

func destroy(m *market, run *LifecycleRun, i made, binding string) {
	flag := url.Values{"accepts_incomplete": {"perhaps"}}
	if binding != "" {
		call := by("delete-binding", binding)
		call.Query, call.Invalid = flag, "accepts_incomplete is neither true nor false"
		m.s.Send(run.UnbindFlag, call)
		m.drop(run.Unbind, "delete-binding", binding, allowed)
		m.s.Send(run.GetUnbound, by("get-binding", binding))
	}
	call := by("delete-instance", i.first)
	call.Query, call.Invalid = flag, "accepts_incomplete is neither true nor false"
	m.s.Send(run.DeleteFlag, call)
	m.drop(run.Delete, "delete-instance", i.first, nil)
	m.s.Send(run.GetDeleted, by("get-instance", i.first))
	m.drop(run.DeleteRecursive, "delete-instance", i.second, url.Values{"recursive": {"true"}, "accepts_incomplete": {"true"}})
	m.drop(run.Purge, "delete-instance", i.enabled, url.Values{"purge": {"true"}})
	deleteInJob(m, run, i.unbindable)
}

func deleteInJob(m *market, run *LifecycleRun, guid string) {
	x := m.drop(run.DeleteJob, "delete-instance", guid, url.Values{"async": {"true"}})
	job := Text(x, "/entity/guid")
	if !x.Is(202) || job == "" {
		m.s.Skip(x, "the delete made no job", run.Job, run.GetAfterJob)
		return
	}
	m.s.Poll(run.Job, by("get-job", job), 0, func(x *record.Exchange) bool {
		status := Text(x, "/entity/status")
		return status != "queued" && status != "running"
	})
	m.s.Send(run.GetAfterJob, by("get-instance", guid))
}

func (m *market) visibility(plan string) scenario.Call {
	return scenario.Call{Operation: "create-visibility", Body: map[string]any{
		"service_plan_guid": plan, "organization_guid": m.organization,
	}}
}
