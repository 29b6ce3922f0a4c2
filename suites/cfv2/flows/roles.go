package flows

import (
	"net/url"

	"conformance/suites/record"
	"conformance/suites/scenario"
)

// RolesRun is what those can see and do who are no administrators, each with a token of his own: a reader and a stranger,
// who may change nothing, and a developer of the space.
type RolesRun struct {
	Stock
	Create   record.Step `step:"create instance"`
	Provided record.Step `step:"create user-provided instance"`
	Bind     record.Step `step:"create binding"`

	DeveloperSpace  record.Step `step:"get space as a developer"`
	DeveloperHidden record.Step `step:"create instance of a plan that is not enabled as a developer"`
	DeveloperPurge  record.Step `step:"purge instance as a developer"`
	AfterPurge      record.Step `step:"get instance after the refused purge"`

	ReaderSpace        record.Step `step:"get space as a reader"`
	ReaderProvided     record.Step `step:"get user-provided instance as a reader"`
	ReaderInstances    record.Step `step:"list instances as a reader"`
	ReaderBinding      record.Step `step:"get binding as a reader"`
	ReaderBindings     record.Step `step:"list bindings as a reader"`
	Reader             Meddling    `step:"reader"`
	StrangerSpace      record.Step `step:"get space as a stranger"`
	StrangerGet        record.Step `step:"get instance as a stranger"`
	Stranger           Meddling    `step:"stranger"`
	SentProvision      record.Step `step:"broker-provision"`
	SentBind           record.Step `step:"broker-bind"`
	SentUpdate         record.Step `step:"broker-update"`
	SentUnbind         record.Step `step:"broker-unbind"`
	SentDeprovision    record.Step `step:"broker-deprovision"`
	SentFetchedBinding record.Step `step:"broker-fetch-binding"`
}

// Meddling are the steps of somebody who may not write.
type Meddling struct {
	Create record.Step `step:"create instance as a *"`
	Bind   record.Step `step:"create binding as a *"`
	Update record.Step `step:"update instance as a *"`
	Unbind record.Step `step:"delete binding as a *"`
	Delete record.Step `step:"delete instance as a *"`
}

// Roles needs a token of somebody else. What rests on a token that is not given is not applicable.
var Roles = scenario.New(scenario.Scenario{
	Name: "roles", Title: "what readers, strangers and developers may see and do",
	Operations: []string{"get-space", "create-instance", "get-instance", "list-instances", "update-instance", "delete-instance", "create-binding",
		"get-binding", "list-bindings", "delete-binding", "create-user-provided-instance", "broker-provision", "broker-bind"},
	Instances: 2, Bindings: 1,
	Fixtures: []scenario.Told{{For: "it shows what others than the run's own user may do, with tokens of them",
		Keys: []string{DeveloperToken, readerToken, StrangerToken}, Any: true}, spaceAndApp()},
	Needs: inSpace,
}, recordRoles)

func recordRoles(s *scenario.Session, run *RolesRun) {
	m, ok := stock(s, run.Stock, small)
	if !ok {
		return
	}
	defer m.broker.Close()
	instance, ok := m.created(run.Create, scenario.Call{Body: m.instance(small)})
	if !ok {
		return
	}
	x, name := m.provide(run.Provided)
	there := role{m: m, instance: instance, provided: GuidOf(x), providedName: name}
	x = m.bind(run.Bind, scenario.Call{Body: m.binding(instance)})
	if there.binding = GuidOf(x); there.binding == "" || there.provided == "" {
		s.Block(x, "there is no binding, or no user-provided instance: %s was answered %s", x, x.Got())
		return
	}
	there.develop(run)
	there.read(run)
	there.intrude(run)
}

// role is what somebody else finds in the space.
type role struct {
	m                           *market
	instance, binding, provided string
	providedName                string
}

// enter reads the space with the token, which shows whether it is one. The steps are left out when it is not.
func (r role) enter(key string, space record.Step, steps ...any) bool {
	return present(r.m.s, key, space, by("get-space", r.m.s.Fixture("space_guid")), steps...)
}

func (r role) develop(run *RolesRun) {
	if !r.enter(DeveloperToken, run.DeveloperSpace, run.DeveloperHidden, run.DeveloperPurge, run.AfterPurge) {
		return
	}
	r.m.create(run.DeveloperHidden, as(r.m.s, DeveloperToken, scenario.Call{Body: r.m.instance(plain)}))
	call := by("delete-instance", r.instance)
	call.Query = url.Values{"purge": {"true"}}
	r.m.s.Send(run.DeveloperPurge, as(r.m.s, DeveloperToken, call))
	r.m.s.Send(run.AfterPurge, by("get-instance", r.instance))
}

func (r role) read(run *RolesRun) {
	if !r.enter(readerToken, run.ReaderSpace, run.Reader, run.ReaderProvided, run.ReaderInstances, run.ReaderBinding, run.ReaderBindings) {
		return
	}
	both := below("list-space-instances", r.m.s.Fixture("space_guid"), "name:"+r.providedName)
	both.Query.Set("return_user_provided_service_instances", "true")
	look := func(step record.Step, call scenario.Call) { r.m.s.Send(step, as(r.m.s, readerToken, call)) }
	look(run.ReaderProvided, by("get-instance", r.provided))
	look(run.ReaderInstances, both)
	look(run.ReaderBinding, by("get-binding", r.binding))
	look(run.ReaderBindings, listBy("list-bindings", "service_instance_guid:"+r.instance))
	r.meddle(readerToken, "reader", run.Reader)
}

func (r role) intrude(run *RolesRun) {
	if !r.enter(StrangerToken, run.StrangerSpace, run.Stranger, run.StrangerGet) {
		return
	}
	r.m.s.Send(run.StrangerGet, as(r.m.s, StrangerToken, by("get-instance", r.instance)))
	r.meddle(StrangerToken, "stranger", run.Stranger)
}

// meddle tries all that somebody may not do who has no right to write, what destroys last.
func (r role) meddle(key, tag string, steps Meddling) {
	m := r.m
	m.create(steps.Create, as(m.s, key, scenario.Call{Body: m.instance(small)}))
	m.bindInVain(steps.Bind, as(m.s, key, scenario.Call{Body: m.binding(r.provided)}))
	update := by("update-instance", r.instance)
	update.Body = map[string]any{"tags": []any{tag}}
	m.s.Send(steps.Update, as(m.s, key, update))
	m.s.Send(steps.Unbind, as(m.s, key, by("delete-binding", r.binding)))
	m.s.Send(steps.Delete, as(m.s, key, by("delete-instance", r.instance)))
}
