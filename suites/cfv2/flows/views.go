package flows

import (
	"net/http"
	"net/url"

	"conformance/suites/record"
	"conformance/suites/scenario"
)

// provide creates a user-provided instance with credentials.
func (m *market) provide(step record.Step) (x *record.Exchange, name string) {
	name = fresh(m.s)
	m.s.Hold(scenario.Resource{Kind: "user-provided instance", ID: name})
	return m.s.Send(step, scenario.Call{Operation: "create-user-provided-instance", Body: map[string]any{
		"name": name, "space_guid": m.s.Fixture("space_guid"), "credentials": provided(),
	}}), name
}

// ViewsRun is what lists, relations and the environment of an app show of instances, bindings and keys.
type ViewsRun struct {
	Stock

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
var Views = scenario.New(scenario.Scenario{
	Name: "views", Title: "what lists, relations and environments show of instances, bindings and keys",
	Operations: []string{"list-space-services", "create-instance", "get-instance", "list-instances", "list-space-instances", "create-binding",
		"get-binding", "list-instance-bindings", "get-app-env", "create-key", "get-key", "list-keys", "list-instance-keys", "delete-key",
		"create-user-provided-instance", "broker-provision", "broker-bind", "broker-unbind"},
	Instances: 4, Bindings: 7, Fixtures: []scenario.Told{spaceAndApp()}, Needs: inSpace,
}, recordViews)

func recordViews(s *scenario.Session, run *ViewsRun) {
	m, ok := open(s)
	if !ok {
		return
	}
	defer m.broker.Close()
	if !m.register(run.Broker) || !m.readPlans(run.Plans) || !offeringsOfSpace(m, run) {
		return
	}
	v, ok := viewed(m, run)
	if !ok {
		return
	}
	bindViewed(m, run, &v)
	keysOf(m, run, &v)
	listBelow(m, run, v)
	listSpace(m, run, v)
	inlined(m, run, v)
	if v.keyed {
		m.broker.Answer("unbind", because(500, ""))
		m.drop(run.KeyInVain, "delete-key", v.second, nil)
		s.Send(run.KeyAfter, by("get-key", v.second))
		m.broker.Answer("unbind")
	}
}

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
func offeringsOfSpace(m *market, run *ViewsRun) bool {
	list := func(step record.Step, label string) {
		call := listBy("list-space-services", "label:"+label)
		call.Params = map[string]string{"guid": m.s.Fixture("space_guid")}
		m.s.Send(step, call)
	}
	label, _ := offeringOf(m.catalog, 0)["name"].(string)
	list(run.OfferingsHidden, label)
	if !m.publish(run.Publish, small) {
		return false
	}
	list(run.OfferingsShown, label)
	list(run.OfferingsNone, fresh(m.s))
	return true
}

func viewed(m *market, run *ViewsRun) (v sights, ok bool) {
	body := m.instance(small)
	v.name, _ = body["name"].(string)
	if v.first, ok = m.created(run.Create, scenario.Call{Body: body}); !ok {
		return v, false
	}
	name := fresh(m.s)
	m.s.Hold(scenario.Resource{Kind: "instance", ID: name}) // beside the one with blanks
	v.other = GuidOf(m.create(run.CreateBlank, scenario.Call{Body: with(m.instance(small), "name", "  "+name+" ")}))
	m.create(run.CreateTaken, scenario.Call{Body: with(m.instance(small), "name", " "+v.name+"  ")})
	m.create(run.CreateSlash, scenario.Call{
		Path: "/v2/service_instances/", Body: m.instance(small), Invalid: "the path ends in a slash",
	})
	if v.other == "" {
		if v.other, ok = m.created(run.CreateOther, scenario.Call{Body: m.instance(small)}); !ok {
			return v, false
		}
	}
	x, name := m.provide(run.Provided)
	v.provided, v.providedName = GuidOf(x), name
	return v, true
}

// provided are the credentials of user-provided instances. Nothing can be opened with them.
func provided() map[string]any { return map[string]any{"uri": "https://data.example.com/conformance"} }

func bindViewed(m *market, run *ViewsRun, v *sights) {
	x := m.bind(run.Bind, scenario.Call{Body: with(m.binding(v.first), "name", fresh(m.s))})
	m.bind(run.BindOther, scenario.Call{Body: m.binding(v.other)})
	m.s.Send(run.Environment, by("get-app-env", m.s.Fixture("app_guid")))
	if guid := GuidOf(x); guid != "" {
		v.bound = true
		call := by("get-binding", guid)
		call.Method, call.Body, call.Invalid = http.MethodPut, map[string]any{"name": fresh(m.s)}, "the API has no such method"
		m.s.Send(run.PutBinding, call)
		m.s.Send(run.GetBinding, by("get-binding", guid))
	} else {
		m.s.Skip(x, "no binding was created", run.PutBinding, run.GetBinding, run.InstanceBindings,
			run.SpaceInlined, run.Inlined)
	}
	if v.provided == "" {
		return
	}
	m.bindInVain(run.BindProvided,
		scenario.Call{Body: with(m.binding(v.provided), "parameters", map[string]any{"suite": "conformance"})})
	m.bindInVain(run.BindProvidedNo,
		scenario.Call{Body: with(m.binding(v.provided), "parameters", map[string]any{})})
}

func keysOf(m *market, run *ViewsRun, v *sights) {
	key := func(step record.Step, name, instance string) *record.Exchange {
		return m.s.Send(step, scenario.Call{Operation: "create-key", Body: map[string]any{"name": name, "service_instance_guid": instance}})
	}
	v.keyName = "conformance-one"
	one, two := key(run.Key, v.keyName, v.first), key(run.KeySecond, "conformance-two", v.first)
	key(run.KeyOther, v.keyName, v.other)
	if v.second = GuidOf(two); GuidOf(one) != "" && v.second != "" {
		v.keyed = true
		return
	}
	m.s.Skip(two, "no keys were created", run.InstanceKeys, run.KeysByName, run.KeysByInstance,
		run.KeysBelowByName, run.KeysBelowOther, run.SpaceInlined,
		run.Inlined, run.KeyInVain, run.KeyAfter)
}

// below is a list of what an instance or a space has.
func below(operation, guid string, filters ...string) scenario.Call {
	call := by(operation, guid)
	call.Query = url.Values{"q": filters}
	return call
}

func listBelow(m *market, run *ViewsRun, v sights) {
	m.s.Send(run.UnknownBindings, below("list-instance-bindings", m.s.NewID()))
	m.s.Send(run.UnknownKeys, below("list-instance-keys", m.s.NewID()))
	if v.bound {
		m.s.Send(run.InstanceBindings, below("list-instance-bindings", v.first))
	}
	if !v.keyed {
		return
	}
	m.s.Send(run.InstanceKeys, below("list-instance-keys", v.first))
	m.s.Send(run.KeysByName, listBy("list-keys", "name:"+v.keyName, "service_instance_guid:"+v.first))
	m.s.Send(run.KeysByInstance, listBy("list-keys", "service_instance_guid:"+v.first))
	m.s.Send(run.KeysBelowByName, below("list-instance-keys", v.first, "name:"+v.keyName))
	m.s.Send(run.KeysBelowOther, below("list-instance-keys", v.first, "service_instance_guid:"+v.other))
}

func listSpace(m *market, run *ViewsRun, v sights) {
	list := func(step record.Step, name, both string) {
		call := below("list-space-instances", m.s.Fixture("space_guid"), "name:"+name)
		if both != "" {
			call.Query.Set("return_user_provided_service_instances", both)
		}
		m.s.Send(step, call)
	}
	list(run.SpaceManaged, v.name, "")
	if v.provided != "" {
		list(run.SpaceHidden, v.providedName, "")
		list(run.SpaceProvided, v.providedName, "true")
	}
}

func inlined(m *market, run *ViewsRun, v sights) {
	deep := func(step record.Step, depth, invalid string, call scenario.Call) {
		if call.Query == nil {
			call.Query = url.Values{}
		}
		call.Query.Set("inline-relations-depth", depth)
		call.Invalid = invalid
		m.s.Send(step, call)
	}
	const tooDeep = "the relations are deeper than any may be"
	if v.bound && v.keyed {
		deep(run.SpaceInlined, "1", "", below("list-space-instances", m.s.Fixture("space_guid"), "name:"+v.name))
		deep(run.Inlined, "1", "", listBy("list-instances", "name:"+v.name))
	}
	deep(run.ListDeep, "10", tooDeep, listBy("list-instances", "name:"+v.name))
	deep(run.GetDeep, "10", tooDeep, by("get-instance", v.first))
}
