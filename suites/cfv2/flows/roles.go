package flows

import (
	"conformance/suites/record"
	"conformance/suites/scenario"
	"net/url"
)

// RolesRun is what those can see and do who are no administrators, each with a token of his own: a reader and a stranger,
// who may change nothing, and a developer of the space.
type RolesRun struct {
	Broker   record.Step `step:"create broker"`
	Plans    record.Step `step:"list plans"`
	Publish  record.Step `step:"publish plan"`
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
	ReaderCreate       record.Step `step:"create instance as a reader"`
	ReaderBind         record.Step `step:"create binding as a reader"`
	ReaderUpdate       record.Step `step:"update instance as a reader"`
	ReaderUnbind       record.Step `step:"delete binding as a reader"`
	ReaderDelete       record.Step `step:"delete instance as a reader"`
	StrangerSpace      record.Step `step:"get space as a stranger"`
	StrangerGet        record.Step `step:"get instance as a stranger"`
	StrangerCreate     record.Step `step:"create instance as a stranger"`
	StrangerBind       record.Step `step:"create binding as a stranger"`
	StrangerUpdate     record.Step `step:"update instance as a stranger"`
	StrangerUnbind     record.Step `step:"delete binding as a stranger"`
	StrangerDelete     record.Step `step:"delete instance as a stranger"`
	SentProvision      record.Step `step:"broker-provision"`
	SentBind           record.Step `step:"broker-bind"`
	SentUpdate         record.Step `step:"broker-update"`
	SentUnbind         record.Step `step:"broker-unbind"`
	SentDeprovision    record.Step `step:"broker-deprovision"`
	SentFetchedBinding record.Step `step:"broker-fetch-binding"`
}

// Roles needs a token of somebody else. What rests on a token that is not given is not applicable.
var Roles = scenario.New[RolesRun](scenario.Scenario{
	Name: "roles", Title: "what readers, strangers and developers may see and do",
	Operations: []string{"get-space", "create-instance", "get-instance", "list-instances", "update-instance", "delete-instance", "create-binding",
		"get-binding", "list-bindings", "delete-binding", "create-user-provided-instance", "broker-provision", "broker-bind"},
	Instances: 2, Bindings: 1,
	Needs: func(site *scenario.Site) (scenario.Subject, string) {
		for _, key := range []string{DeveloperToken, readerToken, StrangerToken} {
			if site.Fixtures[key] != "" {
				return inSpace(site)
			}
		}
		return nil, "it shows what others than the run's own user may do; give tokens of them with --fixture developer_token, reader_token and stranger_token"
	},
	Record: func(s *scenario.Session) {
		m, ok := stock(s, small)
		if !ok {
			return
		}
		defer m.broker.Close()
		instance, ok := m.created("create instance", scenario.Call{Body: m.instance(small)})
		if !ok {
			return
		}
		x, name := m.provide()
		there := role{m: m, instance: instance, provided: GuidOf(x), providedName: name}
		x = m.bind("create binding", scenario.Call{Body: m.binding(instance)})
		if there.binding = GuidOf(x); there.binding == "" || there.provided == "" {
			s.Block(x, "there is no binding, or no user-provided instance: %s was answered %s", x, x.Got())
			return
		}
		there.develop()
		there.read()
		there.intrude()
	},
})

// role is what somebody else finds in the space.
type role struct {
	m                           *market
	instance, binding, provided string
	providedName                string
}

// enter reads the space with the token, which shows whether it is one. The steps are left out when it is not.
func (r role) enter(key, who string, steps ...string) bool {
	return present(r.m.s, key, "get space as a "+who, by("get-space", r.m.s.Fixture("space_guid")), steps...)
}

func (r role) develop() {
	const hidden, purge, after = "create instance of a plan that is not enabled as a developer", "purge instance as a developer", "get instance after the refused purge"
	if !r.enter(DeveloperToken, "developer", hidden, purge, after) {
		return
	}
	r.m.create(hidden, as(r.m.s, DeveloperToken, scenario.Call{Body: r.m.instance(plain)}))
	call := by("delete-instance", r.instance)
	call.Query = url.Values{"purge": {"true"}}
	r.m.s.Send(purge, as(r.m.s, DeveloperToken, call))
	r.m.s.Send(after, by("get-instance", r.instance))
}

func (r role) read() {
	looks := []struct {
		step string
		call scenario.Call
	}{
		{"get user-provided instance as a reader", by("get-instance", r.provided)},
		{"list instances as a reader", below("list-space-instances", r.m.s.Fixture("space_guid"), "name:"+r.providedName)},
		{"get binding as a reader", by("get-binding", r.binding)},
		{"list bindings as a reader", listBy("list-bindings", "service_instance_guid:"+r.instance)},
	}
	looks[1].call.Query.Set("return_user_provided_service_instances", "true")
	steps := meddling("reader")
	for _, look := range looks {
		steps = append(steps, look.step)
	}
	if !r.enter(readerToken, "reader", steps...) {
		return
	}
	for _, look := range looks {
		r.m.s.Send(look.step, as(r.m.s, readerToken, look.call))
	}
	r.meddle(readerToken, "reader")
}

func (r role) intrude() {
	if !r.enter(StrangerToken, "stranger", append(meddling("stranger"), "get instance as a stranger")...) {
		return
	}
	r.m.s.Send("get instance as a stranger", as(r.m.s, StrangerToken, by("get-instance", r.instance)))
	r.meddle(StrangerToken, "stranger")
}

// meddle tries all that somebody may not do who has no right to write, what destroys last.
func (r role) meddle(key, who string) {
	m, steps := r.m, meddling(who)
	m.create(steps[0], as(m.s, key, scenario.Call{Body: m.instance(small)}))
	m.bindInVain(steps[1], as(m.s, key, scenario.Call{Body: m.binding(r.provided)}))
	update := by("update-instance", r.instance)
	update.Body = map[string]any{"tags": []any{who}}
	m.s.Send(steps[2], as(m.s, key, update))
	m.s.Send(steps[3], as(m.s, key, by("delete-binding", r.binding)))
	m.s.Send(steps[4], as(m.s, key, by("delete-instance", r.instance)))
}

// meddling are the steps of meddle.
func meddling(who string) []string {
	var steps []string
	for _, what := range []string{"create instance", "create binding", "update instance", "delete binding", "delete instance"} {
		steps = append(steps, what+" as a "+who)
	}
	return steps
}
