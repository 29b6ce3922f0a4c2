package flows

import (
	"net/url"
	"strings"

	"conformance/suites/record"
	"conformance/suites/scenario"
)

// bindInVain asks for a binding that has to be refused, and removes it when it was not: the next request binds the same
// app.
func (m *market) bindInVain(step record.Step, call scenario.Call) {
	if guid := GuidOf(m.bind(step, call)); guid != "" {
		m.drop(cleanUp, "delete-binding", guid, nil)
	}
}

// refuseInstances asks for instances that no controller may create.
func refuseInstances(m *market, run *LifecycleRun, i made) {
	refuse := func(step record.Step, call scenario.Call) { m.create(step, call) }
	valid := func() map[string]any { return m.instance(small) }
	invalid := func(step record.Step, why string, body map[string]any) {
		refuse(step, scenario.Call{Body: body, Invalid: why})
	}

	invalid(run.CreateNoName, "name is missing", without(valid(), "name"))
	invalid(run.CreateNullName, "name is null", with(valid(), "name", nil))
	invalid(run.CreateNoPlan, "service_plan_guid is missing", without(valid(), "service_plan_guid"))
	invalid(run.CreateNoSpace, "space_guid is missing", without(valid(), "space_guid"))
	invalid(run.CreateParameters, "parameters are text", with(valid(), "parameters", "conformance"))
	invalid(run.CreateTags, "tags are text", with(valid(), "tags", "conformance"))
	refuse(run.CreateLongTags, scenario.Call{Body: with(valid(), "tags", []any{strings.Repeat("x", 2049)})})
	refuse(run.CreateFlag, scenario.Call{
		Body: valid(), Query: url.Values{"accepts_incomplete": {"perhaps"}}, Invalid: "accepts_incomplete is neither true nor false",
	})
	refuse(run.CreateNameTaken, scenario.Call{Body: with(valid(), "name", i.name)})
	refuse(run.CreateNameBlank, scenario.Call{Body: with(valid(), "name", "")})
	refuse(run.CreateNameLong, scenario.Call{Body: with(valid(), "name", fresh(m.s)+strings.Repeat("x", 256))})
	refuse(run.CreateUnknownPlan, scenario.Call{Body: with(valid(), "service_plan_guid", m.s.NewID())})
	refuse(run.CreateUnknownSpace, scenario.Call{Body: with(valid(), "space_guid", m.s.NewID())})
	m.s.Send(run.GetUnknown, by("get-instance", m.s.NewID()))
}

// bindings binds the app to every instance that can be bound, and returns the binding that is deleted later.
func bindings(m *market, run *LifecycleRun, i made) string {
	body := with(with(m.binding(i.first), "parameters", nested()), "name", "conformance-db")
	x := m.bind(run.Bind, scenario.Call{Query: denied, Body: with(body, "binding_options", map[string]any{"option": 1})})
	binding := GuidOf(x)
	m.bind(run.BindIncomplete, scenario.Call{Query: allowed, Body: m.binding(i.second)})
	other := GuidOf(m.bind(run.BindEnabled, scenario.Call{Body: m.binding(i.enabled)}))
	if binding == "" || other == "" {
		m.s.Block(x, "no binding was created: %s was answered %s", x, x.Got())
		return ""
	}
	m.s.Send(run.GetBinding, by("get-binding", binding))
	m.s.Send(run.ListBindings, listBy("list-bindings", "service_instance_guid:"+i.first))
	m.s.Send(run.GetUnknownBinding, by("get-binding", m.s.NewID()))
	m.broker.Answer("fetch-binding", scenario.Answer{Status: 200, Body: map[string]any{"parameters": nested()}})
	m.s.Send(run.BindingParameters, by("get-binding-parameters", binding))
	m.s.Send(run.BindingUnable, by("get-binding-parameters", other))
	m.update(run.ChangeUnbindable, i.first, nil, map[string]any{"service_plan_guid": m.plans[Unbindable]})
	m.drop(run.DeleteBound, "delete-instance", i.first, nil)
	return binding
}

// refuseBindings asks for bindings that no controller may create.
func refuseBindings(m *market, run *LifecycleRun, i made) {
	refuse := func(step record.Step, body map[string]any, invalid string) {
		m.bindInVain(step, scenario.Call{Body: body, Invalid: invalid})
	}
	other, ok := m.created(run.CreateSpare, scenario.Call{Body: m.instance(small)})
	if !ok {
		return
	}
	valid := m.binding(other)
	m.bindInVain(run.BindAgain, scenario.Call{Body: m.binding(i.first)})
	refuse(run.BindNoInstance, without(valid, "service_instance_guid"), "service_instance_guid is missing")
	refuse(run.BindNoApp, without(valid, "app_guid"), "app_guid is missing")
	refuse(run.BindParameters, with(valid, "parameters", "conformance"), "parameters are text")
	m.bindInVain(run.BindFlag, scenario.Call{
		Body: valid, Query: url.Values{"accepts_incomplete": {"perhaps"}}, Invalid: "accepts_incomplete is neither true nor false",
	})
	refuse(run.BindUnknownApp, with(valid, "app_guid", m.s.NewID()), "")
	refuse(run.BindUnknown, with(valid, "service_instance_guid", m.s.NewID()), "")
	refuse(run.BindName, with(valid, "name", "not a name!"), "")
	refuse(run.BindUnbindable, m.binding(i.unbindable), "")
	m.drop(run.DeleteBothFlags, "delete-instance", other, url.Values{"accepts_incomplete": {"true"}, "async": {"true"}})
}

func keys(m *market, run *LifecycleRun, i made) {
	name := "conformance-key"
	key := func(step record.Step, instance, invalid string, body map[string]any) string {
		body["service_instance_guid"] = instance
		return GuidOf(m.s.Send(step, scenario.Call{Operation: "create-key", Body: body, Invalid: invalid}))
	}
	guid := key(run.Key, i.first, "", map[string]any{"name": name})
	key(run.KeyTaken, i.first, "", map[string]any{"name": name})
	key(run.KeyUnbindable, i.unbindable, "", map[string]any{"name": name})
	key(run.KeyUnknown, m.s.NewID(), "", map[string]any{"name": name})
	key(run.KeyNoName, i.first, "name is missing", map[string]any{})
	if guid == "" {
		return
	}
	m.s.Send(run.GetKey, by("get-key", guid))
	m.s.Send(run.KeyParameters, by("get-key-parameters", guid))
	m.drop(run.DeleteKey, "delete-key", guid, nil)
	m.s.Send(run.GetDeletedKey, by("get-key", guid))
}
