package flows

import (
	"encoding/json"
	"net/url"

	"conformance/suites/check"
	"conformance/suites/record"
	"conformance/suites/scenario"
)

// Names of the plans that every scripted catalog has. Instances of the first three can be asked about and updated;
// those of the last two belong to an offering that can do nothing of the kind.
const (
	small      = "small"
	Large      = "large"
	Unbindable = "unbindable"
	plain      = "plain"
	plainLarge = "plain-large"
)

// newCatalog is a valid catalog with ids and names of its own.
func newCatalog(newID func() string) map[string]any {
	plan := func(name string, more map[string]any) any {
		p := map[string]any{"id": newID(), "name": name, "description": "Plan of a conformance suite"}
		for member, value := range more {
			p[member] = value
		}
		return p
	}
	offering := func(able bool, plans ...any) any {
		id := newID()
		return map[string]any{
			"id": id, "name": "conformance-" + id, "description": "Offering of a conformance suite", "bindable": true,
			"plan_updateable": able, "instances_retrievable": able, "bindings_retrievable": able,
			"tags": []any{"conformance"}, "metadata": map[string]any{"displayName": "Conformance"}, "plans": plans,
		}
	}
	return map[string]any{"services": []any{
		offering(true, plan(small, nil), plan(Large, map[string]any{"free": true}), plan(Unbindable, map[string]any{"bindable": false})),
		offering(false, plan(plain, nil), plan(plainLarge, nil)),
	}}
}

// Stock are the steps with which most scenarios begin: a broker is registered, and some of its plans are made public.
type Stock struct {
	Broker  record.Step `step:"create broker"`
	Plans   record.Step `step:"list plans"`
	Publish record.Step `step:"publish plan"`
}

// market is a scripted broker with its catalog, and what the target made of it.
type market struct {
	s       *scenario.Session
	broker  scenario.Broker
	name    string
	guid    string
	catalog map[string]any
	// plans are the controller's guids of the plans, by name.
	plans map[string]string
	// organization is that of the space, where the target has told it.
	organization string
}

// registration is a valid body that registers the scripted broker under the name.
func (m *market) registration(name string) map[string]any {
	return map[string]any{
		"name": name, "broker_url": m.broker.URL(), "auth_username": m.broker.Username(), "auth_password": m.broker.Password(),
	}
}

// submit asks for a broker, whether or not the request is one that can succeed.
func (m *market) submit(step record.Step, call scenario.Call) *record.Exchange {
	call.Operation = "create-broker"
	if body, ok := call.Body.(map[string]any); ok {
		name, _ := body["name"].(string)
		m.s.Hold(scenario.Resource{Kind: "broker", ID: name, Attributes: map[string]string{"broker_url": m.broker.URL()}})
	}
	return m.s.Send(step, call)
}

// register registers the broker under its own name.
func (m *market) register(step record.Step) bool { return m.registerAs(step, m.registration(m.name)) }

// registerAs is register with a body of the caller's.
func (m *market) registerAs(step record.Step, body map[string]any) bool {
	x := m.submit(step, scenario.Call{Body: body})
	if m.guid = GuidOf(x); m.guid == "" || !x.Is(200, 201, 202) {
		m.s.Block(x, "the scripted broker was not registered: %s was answered %s; the target has to reach %s (see --broker-url), and only an administrator may register brokers",
			x, x.Got(), m.broker.URL())
		return false
	}
	return true
}

// readPlans learns the guids of the plans.
func (m *market) readPlans(step record.Step) bool {
	x := m.s.Send(step, listBy("list-plans", "service_broker_guid:"+m.guid))
	resources, _ := x.Object()["resources"].([]any)
	for _, resource := range resources {
		name, _ := check.At(resource, "/entity/name")
		guid, _ := check.At(resource, "/metadata/guid")
		if name, ok := name.(string); ok {
			m.plans[name], _ = guid.(string)
		}
	}
	for _, name := range []string{small, Large, Unbindable, plain, plainLarge} {
		if m.plans[name] == "" {
			m.s.Block(x, "the registered broker has no plan %s on the target: %s was answered %s", name, x, x.Got())
			return false
		}
	}
	return true
}

// publish makes plans usable by everyone.
func (m *market) publish(step record.Step, names ...string) bool {
	for _, name := range names {
		call := by("update-plan", m.plans[name])
		call.Body = map[string]any{"public": true}
		if x := m.s.Send(step, call); !x.Is(200, 201) {
			m.s.Block(x, "the plan %s could not be made public: %s was answered %s", name, x, x.Got())
			return false
		}
	}
	return true
}

// open starts the scenario's broker, which then has a catalog. Close it.
func open(s *scenario.Session) (*market, bool) {
	broker, ok := s.OpenBroker()
	if !ok {
		return nil, false
	}
	m := &market{s: s, broker: broker, name: fresh(s), catalog: newCatalog(s.NewID), plans: map[string]string{}}
	broker.Answer("catalog", scenario.Answer{Status: 200, Body: m.catalog})
	return m, true
}

// fresh is a name that nothing else has.
func fresh(s *scenario.Session) string { return "conformance-" + s.NewID() }

// stock opens a broker, registers it and makes the plans public.
func stock(s *scenario.Session, steps Stock, plans ...string) (*market, bool) {
	m, ok := open(s)
	if !ok {
		return nil, false
	}
	if m.register(steps.Broker) && m.readPlans(steps.Plans) && m.publish(steps.Publish, plans...) {
		return m, true
	}
	m.broker.Close()
	return nil, false
}

// GuidOf returns the guid that an answer gives its resource, or "".
func GuidOf(x *record.Exchange) string { return Text(x, "/metadata/guid") }

// Text returns a string of an answer's body, or "".
func Text(x *record.Exchange, pointer string) string {
	value, _ := check.At(any(x.Object()), pointer)
	found, _ := value.(string)
	return found
}

// by is a call about the resource with that guid.
func by(operation, guid string) scenario.Call {
	return scenario.Call{Operation: operation, Params: map[string]string{"guid": guid}}
}

// listBy lists what all the filters let through.
func listBy(operation string, filters ...string) scenario.Call {
	return scenario.Call{Operation: operation, Query: url.Values{"q": filters}}
}

// UnknownMember is a member that no request has.
const UnknownMember = "conformance_unknown"

// with is a body with one member replaced, without one with a member left out. The body itself stays as it is.
func with(body map[string]any, member string, value any) map[string]any {
	changed := clone(body)
	changed[member] = value
	return changed
}

func without(body map[string]any, member string) map[string]any {
	changed := clone(body)
	delete(changed, member)
	return changed
}

// clone copies a JSON object to its depth.
func clone(body map[string]any) map[string]any {
	var copied map[string]any
	data, _ := json.Marshal(body) // scenarios hold what can be marshalled
	_ = json.Unmarshal(data, &copied)
	return copied
}
