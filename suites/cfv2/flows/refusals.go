package flows

import (
	"conformance/suites/scenario"
	"net/url"
	"strings"
)

// bindInVain asks for a binding that has to be refused, and removes it when it was not: the next request binds the same
// app.
func (m *market) bindInVain(step string, call scenario.Call) {
	if guid := GuidOf(m.bind(step, call)); guid != "" {
		m.drop(cleanUp, "delete-binding", guid, nil)
	}
}

// refuseInstances asks for instances that no controller may create.
func refuseInstances(m *market, i made) {
	refuse := func(step string, call scenario.Call) { m.create(step, call) }
	valid := func() map[string]any { return m.instance(small) }
	invalid := func(step, why string, body map[string]any) { refuse(step, scenario.Call{Body: body, Invalid: why}) }

	invalid("create instance without name", "name is missing", without(valid(), "name"))
	invalid("create instance with a null name", "name is null", with(valid(), "name", nil))
	invalid("create instance without service_plan_guid", "service_plan_guid is missing", without(valid(), "service_plan_guid"))
	invalid("create instance without space_guid", "space_guid is missing", without(valid(), "space_guid"))
	invalid("create instance with parameters that are text", "parameters are text", with(valid(), "parameters", "conformance"))
	invalid("create instance with tags that are text", "tags are text", with(valid(), "tags", "conformance"))
	refuse("create instance with tags that are too long", scenario.Call{Body: with(valid(), "tags", []any{strings.Repeat("x", 2049)})})
	refuse("create instance with a flag that is none", scenario.Call{
		Body: valid(), Query: url.Values{"accepts_incomplete": {"perhaps"}}, Invalid: "accepts_incomplete is neither true nor false",
	})
	refuse("create instance with a taken name", scenario.Call{Body: with(valid(), "name", i.name)})
	refuse("create instance with a blank name", scenario.Call{Body: with(valid(), "name", "")})
	refuse("create instance with a name that is too long", scenario.Call{Body: with(valid(), "name", fresh(m.s)+strings.Repeat("x", 256))})
	refuse("create instance of an unknown plan", scenario.Call{Body: with(valid(), "service_plan_guid", m.s.NewID())})
	refuse("create instance in an unknown space", scenario.Call{Body: with(valid(), "space_guid", m.s.NewID())})
	m.s.Send("get unknown instance", by("get-instance", m.s.NewID()))
}

// bindings binds the app to every instance that can be bound, and returns the binding that is deleted later.
func bindings(m *market, i made) string {
	body := with(with(m.binding(i.first), "parameters", nested()), "name", "conformance-db")
	x := m.bind("create binding", scenario.Call{Query: denied, Body: with(body, "binding_options", map[string]any{"option": 1})})
	binding := GuidOf(x)
	m.bind("create binding with async permission", scenario.Call{Query: allowed, Body: m.binding(i.second)})
	other := GuidOf(m.bind("create binding of an enabled plan", scenario.Call{Body: m.binding(i.enabled)}))
	if binding == "" || other == "" {
		m.s.Block(x, "no binding was created: %s was answered %s", x, x.Got())
		return ""
	}
	m.s.Send("get binding", by("get-binding", binding))
	m.s.Send("list bindings of the instance", listBy("list-bindings", "service_instance_guid:"+i.first))
	m.s.Send("get unknown binding", by("get-binding", m.s.NewID()))
	m.broker.Answer("fetch-binding", scenario.Answer{Status: 200, Body: map[string]any{"parameters": nested()}})
	m.s.Send("get binding parameters", by("get-binding-parameters", binding))
	m.s.Send("get binding parameters of an offering that cannot tell them", by("get-binding-parameters", other))
	m.update("change to a plan that cannot be bound", i.first, nil, map[string]any{"service_plan_guid": m.plans[Unbindable]})
	m.drop("delete instance with a binding", "delete-instance", i.first, nil)
	return binding
}

// refuseBindings asks for bindings that no controller may create.
func refuseBindings(m *market, i made) {
	refuse := func(step string, body map[string]any, invalid string) {
		m.bindInVain(step, scenario.Call{Body: body, Invalid: invalid})
	}
	other, ok := m.created("create instance to bind in vain", scenario.Call{Body: m.instance(small)})
	if !ok {
		return
	}
	valid := m.binding(other)
	m.bindInVain("create binding again", scenario.Call{Body: m.binding(i.first)})
	refuse("create binding without service_instance_guid", without(valid, "service_instance_guid"), "service_instance_guid is missing")
	refuse("create binding without app_guid", without(valid, "app_guid"), "app_guid is missing")
	refuse("create binding with parameters that are text", with(valid, "parameters", "conformance"), "parameters are text")
	m.bindInVain("create binding with a flag that is none", scenario.Call{
		Body: valid, Query: url.Values{"accepts_incomplete": {"perhaps"}}, Invalid: "accepts_incomplete is neither true nor false",
	})
	refuse("create binding of an unknown app", with(valid, "app_guid", m.s.NewID()), "")
	refuse("create binding to an unknown instance", with(valid, "service_instance_guid", m.s.NewID()), "")
	refuse("create binding with a bad name", with(valid, "name", "not a name!"), "")
	refuse("create binding to an instance that cannot be bound", m.binding(i.unbindable), "")
	m.drop("delete instance with permission and in a job", "delete-instance", other, url.Values{"accepts_incomplete": {"true"}, "async": {"true"}})
}

func keys(m *market, i made) {
	name := "conformance-key"
	key := func(step, instance, invalid string, body map[string]any) string {
		body["service_instance_guid"] = instance
		return GuidOf(m.s.Send(step, scenario.Call{Operation: "create-key", Body: body, Invalid: invalid}))
	}
	guid := key("create key", i.first, "", map[string]any{"name": name})
	key("create key with a taken name", i.first, "", map[string]any{"name": name})
	key("create key of an instance that cannot be bound", i.unbindable, "", map[string]any{"name": name})
	key("create key of an unknown instance", m.s.NewID(), "", map[string]any{"name": name})
	key("create key without name", i.first, "name is missing", map[string]any{})
	if guid == "" {
		return
	}
	m.s.Send("get key", by("get-key", guid))
	m.s.Send("get key parameters", by("get-key-parameters", guid))
	m.drop("delete key", "delete-key", guid, nil)
	m.s.Send("get deleted key", by("get-key", guid))
}
