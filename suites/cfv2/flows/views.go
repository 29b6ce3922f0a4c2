package flows

import (
	"conformance/suites/record"
	"conformance/suites/scenario"
	"net/http"
	"net/url"
)

// provide creates a user-provided instance with credentials.
func (m *market) provide() (x *record.Exchange, name string) {
	name = fresh(m.s)
	m.s.Hold(scenario.Resource{Kind: "user-provided instance", ID: name})
	return m.s.Send("create user-provided instance", scenario.Call{Operation: "create-user-provided-instance", Body: map[string]any{
		"name": name, "space_guid": m.s.Fixture("space_guid"), "credentials": provided(),
	}}), name
}

// ViewsRun is what lists, relations and the environment of an app show of instances, bindings and keys.
type ViewsRun struct {
	Broker  record.Step `step:"create broker"`
	Plans   record.Step `step:"list plans"`
	Publish record.Step `step:"publish plan"`

	OfferingsHidden record.Step `step:"list offerings of the space before one is enabled"`
	OfferingsShown  record.Step `step:"list offerings of the space"`
	OfferingsNone   record.Step `step:"list offerings of the space by a label that none has"`

	Create      record.Step `step:"create instance"`
	CreateBlank record.Step `step:"create instance with blanks around its name"`
	CreateTaken record.Step `step:"create instance with blanks around a taken name"`
	CreateSlash record.Step `step:"create instance with a slash after the path"`
	CreateOther record.Step `step:"create another instance"`
	Provided    record.Step `step:"create user-provided instance"`

	Bind           record.Step `step:"create binding"`
	BindOther      record.Step `step:"create binding without a name"`
	PutBinding     record.Step `step:"update binding"`
	GetBinding     record.Step `step:"get binding after the update"`
	Environment    record.Step `step:"get app environment"`
	Key            record.Step `step:"create key"`
	KeySecond      record.Step `step:"create a second key"`
	KeyOther       record.Step `step:"create key of another instance"`
	BindProvided   record.Step `step:"create binding with parameters to a user-provided instance"`
	BindProvidedNo record.Step `step:"create binding with empty parameters to a user-provided instance"`

	InstanceBindings record.Step `step:"list bindings below the instance"`
	InstanceKeys     record.Step `step:"list keys below the instance"`
	UnknownBindings  record.Step `step:"list bindings below an unknown instance"`
	UnknownKeys      record.Step `step:"list keys below an unknown instance"`
	KeysByName       record.Step `step:"list keys by name and instance"`
	KeysByInstance   record.Step `step:"list keys by instance"`
	KeysBelowByName  record.Step `step:"list keys below the instance by name"`
	KeysBelowOther   record.Step `step:"list keys below the instance by another instance"`
	SpaceManaged     record.Step `step:"list instances of the space by name"`
	SpaceHidden      record.Step `step:"list instances of the space by the name of a user-provided one"`
	SpaceProvided    record.Step `step:"list user-provided instances of the space by name"`
	SpaceInlined     record.Step `step:"list instances of the space with relations"`
	Inlined          record.Step `step:"list instances with relations"`
	ListDeep         record.Step `step:"list instances with relations too deep"`
	GetDeep          record.Step `step:"get instance with relations too deep"`
	KeyInVain        record.Step `step:"delete key in vain"`
	KeyAfter         record.Step `step:"get key after the failed delete"`

	SentProvision record.Step `step:"broker-provision"`
	SentBind      record.Step `step:"broker-bind"`
	SentUnbind    record.Step `step:"broker-unbind"`
}

// Views lists what it created itself, by name: how much else there is in the space does not matter.
var Views = scenario.New[ViewsRun](scenario.Scenario{
	Name: "views", Title: "what lists, relations and environments show of instances, bindings and keys",
	Operations: []string{"list-space-services", "create-instance", "get-instance", "list-instances", "list-space-instances", "create-binding",
		"get-binding", "list-instance-bindings", "get-app-env", "create-key", "get-key", "list-keys", "list-instance-keys", "delete-key",
		"create-user-provided-instance", "broker-provision", "broker-bind", "broker-unbind"},
	Instances: 4, Bindings: 7, Needs: inSpace,
	Record: func(s *scenario.Session) {
		m, ok := open(s)
		if !ok {
			return
		}
		defer m.broker.Close()
		if !m.register() || !m.readPlans() || !offeringsOfSpace(m) {
			return
		}
		v, ok := viewed(m)
		if !ok {
			return
		}
		bindViewed(m, &v)
		keysOf(m, &v)
		listBelow(m, v)
		listSpace(m, v)
		inlined(m, v)
		if v.keyed {
			m.broker.Answer("unbind", because(500, ""))
			m.drop("delete key in vain", "delete-key", v.second, nil)
			s.Send("get key after the failed delete", by("get-key", v.second))
			m.broker.Answer("unbind")
		}
	},
})

// sights are what there is to see: two instances, of which the first has a name by which lists can find it, a
// user-provided one, and the keys of the first.
type sights struct {
	first, other, provided string
	name, providedName     string
	keyName, second        string
	// bound and keyed say whether the first has a binding, and its keys.
	bound, keyed bool
}

// offeringsOfSpace lists the offering in the space before and after its plans are public.
func offeringsOfSpace(m *market) bool {
	list := func(step, label string) {
		call := listBy("list-space-services", "label:"+label)
		call.Params = map[string]string{"guid": m.s.Fixture("space_guid")}
		m.s.Send(step, call)
	}
	label, _ := offeringOf(m.catalog, 0)["name"].(string)
	list("list offerings of the space before one is enabled", label)
	if !m.publish(small) {
		return false
	}
	list("list offerings of the space", label)
	list("list offerings of the space by a label that none has", fresh(m.s))
	return true
}

func viewed(m *market) (v sights, ok bool) {
	body := m.instance(small)
	v.name, _ = body["name"].(string)
	if v.first, ok = m.created("create instance", scenario.Call{Body: body}); !ok {
		return v, false
	}
	name := fresh(m.s)
	m.s.Hold(scenario.Resource{Kind: "instance", ID: name}) // beside the one with blanks
	v.other = GuidOf(m.create("create instance with blanks around its name", scenario.Call{Body: with(m.instance(small), "name", "  "+name+" ")}))
	m.create("create instance with blanks around a taken name", scenario.Call{Body: with(m.instance(small), "name", " "+v.name+"  ")})
	m.create("create instance with a slash after the path", scenario.Call{
		Path: "/v2/service_instances/", Body: m.instance(small), Invalid: "the path ends in a slash",
	})
	if v.other == "" {
		if v.other, ok = m.created("create another instance", scenario.Call{Body: m.instance(small)}); !ok {
			return v, false
		}
	}
	x, name := m.provide()
	v.provided, v.providedName = GuidOf(x), name
	return v, true
}

// provided are the credentials of user-provided instances. Nothing can be opened with them.
func provided() map[string]any { return map[string]any{"uri": "https://data.example.com/conformance"} }

func bindViewed(m *market, v *sights) {
	x := m.bind("create binding", scenario.Call{Body: with(m.binding(v.first), "name", fresh(m.s))})
	m.bind("create binding without a name", scenario.Call{Body: m.binding(v.other)})
	m.s.Send("get app environment", by("get-app-env", m.s.Fixture("app_guid")))
	if guid := GuidOf(x); guid != "" {
		v.bound = true
		call := by("get-binding", guid)
		call.Method, call.Body, call.Invalid = http.MethodPut, map[string]any{"name": fresh(m.s)}, "the API has no such method"
		m.s.Send("update binding", call)
		m.s.Send("get binding after the update", by("get-binding", guid))
	} else {
		m.s.Skip(x, "no binding was created", "update binding", "get binding after the update", "list bindings below the instance",
			"list instances of the space with relations", "list instances with relations")
	}
	if v.provided == "" {
		return
	}
	m.bindInVain("create binding with parameters to a user-provided instance",
		scenario.Call{Body: with(m.binding(v.provided), "parameters", map[string]any{"suite": "conformance"})})
	m.bindInVain("create binding with empty parameters to a user-provided instance",
		scenario.Call{Body: with(m.binding(v.provided), "parameters", map[string]any{})})
}

func keysOf(m *market, v *sights) {
	key := func(step, name, instance string) *record.Exchange {
		return m.s.Send(step, scenario.Call{Operation: "create-key", Body: map[string]any{"name": name, "service_instance_guid": instance}})
	}
	v.keyName = "conformance-one"
	one, two := key("create key", v.keyName, v.first), key("create a second key", "conformance-two", v.first)
	key("create key of another instance", v.keyName, v.other)
	if v.second = GuidOf(two); GuidOf(one) != "" && v.second != "" {
		v.keyed = true
		return
	}
	m.s.Skip(two, "no keys were created", "list keys below the instance", "list keys by name and instance", "list keys by instance",
		"list keys below the instance by name", "list keys below the instance by another instance", "list instances of the space with relations",
		"list instances with relations", "delete key in vain", "get key after the failed delete")
}

// below is a list of what an instance or a space has.
func below(operation, guid string, filters ...string) scenario.Call {
	call := by(operation, guid)
	call.Query = url.Values{"q": filters}
	return call
}

func listBelow(m *market, v sights) {
	m.s.Send("list bindings below an unknown instance", below("list-instance-bindings", m.s.NewID()))
	m.s.Send("list keys below an unknown instance", below("list-instance-keys", m.s.NewID()))
	if v.bound {
		m.s.Send("list bindings below the instance", below("list-instance-bindings", v.first))
	}
	if !v.keyed {
		return
	}
	m.s.Send("list keys below the instance", below("list-instance-keys", v.first))
	m.s.Send("list keys by name and instance", listBy("list-keys", "name:"+v.keyName, "service_instance_guid:"+v.first))
	m.s.Send("list keys by instance", listBy("list-keys", "service_instance_guid:"+v.first))
	m.s.Send("list keys below the instance by name", below("list-instance-keys", v.first, "name:"+v.keyName))
	m.s.Send("list keys below the instance by another instance", below("list-instance-keys", v.first, "service_instance_guid:"+v.other))
}

func listSpace(m *market, v sights) {
	list := func(step, name, both string) {
		call := below("list-space-instances", m.s.Fixture("space_guid"), "name:"+name)
		if both != "" {
			call.Query.Set("return_user_provided_service_instances", both)
		}
		m.s.Send(step, call)
	}
	list("list instances of the space by name", v.name, "")
	if v.provided != "" {
		list("list instances of the space by the name of a user-provided one", v.providedName, "")
		list("list user-provided instances of the space by name", v.providedName, "true")
	}
}

func inlined(m *market, v sights) {
	deep := func(step, depth, invalid string, call scenario.Call) {
		if call.Query == nil {
			call.Query = url.Values{}
		}
		call.Query.Set("inline-relations-depth", depth)
		call.Invalid = invalid
		m.s.Send(step, call)
	}
	const tooDeep = "the relations are deeper than any may be"
	if v.bound && v.keyed {
		deep("list instances of the space with relations", "1", "", below("list-space-instances", m.s.Fixture("space_guid"), "name:"+v.name))
		deep("list instances with relations", "1", "", listBy("list-instances", "name:"+v.name))
	}
	deep("list instances with relations too deep", "10", tooDeep, listBy("list-instances", "name:"+v.name))
	deep("get instance with relations too deep", "10", tooDeep, by("get-instance", v.first))
}
