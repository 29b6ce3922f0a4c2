package flows

import (
	"cmp"
	"encoding/json"
	"maps"
	"net/url"
	"slices"

	"conformance/suites/record"
	"conformance/suites/scenario"
)

// Instance is one service instance while a scenario works with it.
type instance struct {
	id   string
	plan plan
	s    *scenario.Session
}

func (i *instance) params() map[string]string { return map[string]string{"instance_id": i.id} }

func (i *instance) ids() url.Values {
	return url.Values{"service_id": {i.plan.service}, "plan_id": {i.plan.id}}
}

func (i *instance) resource() scenario.Resource {
	return scenario.Resource{Kind: "instance", ID: i.id, Attributes: map[string]string{"service_id": i.plan.service, "plan_id": i.plan.id}}
}

// context is what Cloud Foundry sends with an instance. The names are mandatory from 2.15 on.
func (i *instance) context() map[string]any {
	context := i.place()
	if i.s.Since("2.15") {
		context["instance_name"] = "conformance-" + i.id
	}
	return context
}

// place is what Cloud Foundry sends with a binding: the context without the name of the instance.
func (i *instance) place() map[string]any {
	context := map[string]any{"platform": "cloudfoundry", "organization_guid": i.organization(), "space_guid": i.space()}
	if i.s.Since("2.15") {
		context["organization_name"], context["space_name"] = "conformance", "conformance"
	}
	return context
}

// The guids are the same for all requests of a run: a repeated request has to be identical.
func (i *instance) organization() string {
	return cmp.Or(i.s.Fixture("organization_guid"), "5a2a8d55-2b8e-4cf6-9f2a-0c1f5d0f7c01")
}

func (i *instance) space() string {
	return cmp.Or(i.s.Fixture("space_guid"), "b1f6a7d2-64b8-43c5-8f0e-6f3f5f8f2a02")
}

// provision is the valid request for a new instance; incomplete says that the platform accepts asynchronous work.
func (i *instance) provision(incomplete bool) scenario.Call {
	body := map[string]any{
		"service_id": i.plan.service, "plan_id": i.plan.id,
		"organization_guid": i.organization(), "space_guid": i.space(),
	}
	if i.s.Since("2.12") {
		body["context"] = i.context()
	}
	if parameters, _ := parametersOf(i.s.Site, i.plan); parameters != nil {
		body["parameters"] = json.RawMessage(parameters)
	}
	if i.plan.version != "" && i.s.Since("2.15") {
		body["maintenance_info"] = map[string]any{"version": i.plan.version}
	}
	return scenario.Call{Operation: "provision", Params: i.params(), Query: accepts(nil, incomplete), Body: body}
}

// update is the valid request for changes. Without any it names the plan that the instance has: a platform may not send
// a context alone to an offering that does not allow context updates.
func (i *instance) update(incomplete bool, changes map[string]any) scenario.Call {
	body := map[string]any{
		"service_id":      i.plan.service,
		"previous_values": map[string]any{"plan_id": i.plan.id, "service_id": i.plan.service, "organization_id": i.organization(), "space_id": i.space()},
	}
	if i.s.Since("2.12") {
		body["context"] = i.context()
	}
	if len(changes) == 0 && !i.plan.contextUpdates {
		body["plan_id"] = i.plan.id
	}
	maps.Copy(body, changes)
	return scenario.Call{Operation: "update", Params: i.params(), Query: accepts(nil, incomplete), Body: body}
}

func (i *instance) deprovision(incomplete bool) scenario.Call {
	return scenario.Call{Operation: "deprovision", Params: i.params(), Query: accepts(i.ids(), incomplete)}
}

func (i *instance) fetch() scenario.Call {
	call := scenario.Call{Operation: "fetch-instance", Params: i.params()}
	if i.s.Since("2.16") {
		call.Query = i.ids()
	}
	return call
}

// fetchBare leaves out the ids, which are hints.
func (i *instance) fetchBare() scenario.Call {
	return scenario.Call{Operation: "fetch-instance", Params: i.params()}
}

// poll asks for the state of the operation that the exchange began, echoing its operation value. An empty one names
// nothing and cannot be echoed.
func (i *instance) poll(began *record.Exchange) scenario.Call {
	query := i.ids()
	if operation, _ := began.Object()["operation"].(string); operation != "" {
		query.Set("operation", operation)
	}
	return scenario.Call{Operation: "instance-last-operation", Params: i.params(), Query: query}
}

func (i *instance) newBinding() *binding { return &binding{id: i.s.NewID(), instance: i} }

func newInstance(s *scenario.Session, p plan) *instance {
	return &instance{id: s.NewID(), plan: p, s: s}
}

// Binding is one service binding of an instance.
type binding struct {
	id string
	*instance
}

func (b *binding) params() map[string]string {
	return map[string]string{"instance_id": b.instance.id, "binding_id": b.id}
}

func (b *binding) resource() scenario.Resource {
	r := b.instance.resource()
	r.Attributes["instance_id"] = b.instance.id
	return scenario.Resource{Kind: "binding", ID: b.id, Attributes: r.Attributes}
}

// bind is the valid request for a new binding, for an application (or none, when app is "") or, of an offering that
// forwards requests, for a route.
func (b *binding) bind(incomplete bool, app string) scenario.Call {
	body := map[string]any{"service_id": b.plan.service, "plan_id": b.plan.id}
	switch {
	case app != "" && slices.Contains(b.plan.requires, "route_forwarding"):
		body["bind_resource"] = map[string]any{"route": cmp.Or(b.s.Fixture("route"), "conformance.example.com")}
	case app != "":
		body["bind_resource"] = map[string]any{"app_guid": app}
		body["app_guid"] = app
	}
	if b.s.Since("2.13") {
		body["context"] = b.place()
	}
	if _, parameters := parametersOf(b.s.Site, b.plan); parameters != nil {
		body["parameters"] = json.RawMessage(parameters)
	}
	return scenario.Call{Operation: "bind", Params: b.params(), Query: b.accepts(nil, incomplete), Body: body}
}

func (b *binding) unbind(incomplete bool) scenario.Call {
	return scenario.Call{Operation: "unbind", Params: b.params(), Query: b.accepts(b.ids(), incomplete)}
}

func (b *binding) fetch() scenario.Call {
	call := b.instance.fetch()
	call.Operation, call.Params = "fetch-binding", b.params()
	return call
}

func (b *binding) fetchBare() scenario.Call {
	return scenario.Call{Operation: "fetch-binding", Params: b.params()}
}

func (b *binding) poll(began *record.Exchange) scenario.Call {
	call := b.instance.poll(began)
	call.Operation, call.Params = "binding-last-operation", b.params()
	return call
}

// accepts adds accepts_incomplete; bindings are asynchronous from 2.14 on only.
func (b *binding) accepts(query url.Values, incomplete bool) url.Values {
	return accepts(query, incomplete && b.s.Since("2.14"))
}

func accepts(query url.Values, incomplete bool) url.Values {
	if query == nil {
		query = url.Values{}
	}
	if incomplete {
		query.Set("accepts_incomplete", "true")
	}
	return query
}

// app is the application that bindings are made for.
func app(s *scenario.Session) string {
	return cmp.Or(s.Fixture("app_guid"), "c3a4f0a6-7e0b-4e4e-9d6b-57cb8f3b9d03")
}

// bare strips a poll of the hints about offering and plan.
func bare(call scenario.Call) scenario.Call {
	query := maps.Clone(call.Query)
	query.Del("service_id")
	query.Del("plan_id")
	call.Query = query
	return call
}

// Optional ends what is said of requests that lack members which every platform sends. They are no mistake.
const Optional = ", which platforms send and brokers do without"

// The headers of a platform.
const (
	// RequestIdentity names the request, for who reads the log of the broker.
	RequestIdentity = "X-Broker-API-Request-Identity"
	// VersionHeader says which version the platform speaks.
	VersionHeader = "X-Broker-API-Version"
)
