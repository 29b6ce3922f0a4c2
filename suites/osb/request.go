package osb

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"time"

	"conformance/suites/record"
	"conformance/suites/scenario"
)

// instance is one service instance while a scenario works with it.
type instance struct {
	id   string
	plan plan
	s    *scenario.Session
}

func newInstance(s *scenario.Session, p plan) *instance {
	return &instance{id: s.NewID(), plan: p, s: s}
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

// binding is one service binding of an instance.
type binding struct {
	id string
	*instance
}

func (i *instance) newBinding() *binding { return &binding{id: i.s.NewID(), instance: i} }

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

// optional ends what is said of requests that lack members which every platform sends. They are no mistake.
const optional = ", which platforms send and brokers do without"

// settle polls an accepted operation to its end. An exchange that was not a 202 began nothing, and there is nothing to
// wait for. It returns false, and blocks what follows with the reason, when the operation failed or did not end.
func settle(s *scenario.Session, step string, began *record.Exchange, poll scenario.Call) bool {
	if !began.Is(http.StatusAccepted) {
		s.Skip(began, fmt.Sprintf("%s was answered %s, so there is nothing to poll", began, began.Got()), step)
		return true
	}
	if !pollable(s, poll) {
		s.Block(began, "%s was answered 202, and version %s has nothing to poll that with", began, s.Version())
		return false
	}
	last, done := s.Poll(step, poll, 0, ended)
	removes := began.Operation == "deprovision" || began.Operation == "unbind"
	switch {
	case !done:
		s.Block(last, "the operation that %s began did not end within %s; see --poll-limit", began, s.PollLimit.Round(time.Second))
	case last.Is(http.StatusGone, http.StatusNotFound) && removes, last.Object()["state"] == "succeeded":
		return true
	case !last.Is(http.StatusOK):
		s.Block(last, "the operation that %s began cannot be followed: %s was answered %s", began, last, last.Got())
	default:
		s.Block(last, "the operation that %s began ended with state %v", began, last.Object()["state"])
	}
	return false
}

// pollable reports whether the version under test has the operation that polls.
func pollable(s *scenario.Session, poll scenario.Call) bool {
	return s.Site.Document.Operation(poll.Operation) != nil
}

// drain waits for the end of work that a broker accepted though nobody meant it to, so that it disturbs nothing later.
func drain(s *scenario.Session, x *record.Exchange, poll scenario.Call) {
	if x.Is(http.StatusAccepted) && pollable(s, poll) {
		s.Poll("drain", poll, 0, ended)
	}
}

// ended reports whether a poll's answer is the last: a final state, or a status that cannot change by waiting.
func ended(x *record.Exchange) bool {
	switch x.Status() {
	case 200:
		state := x.Object()["state"]
		return state == "succeeded" || state == "failed"
	case 404, 410, 401, 412:
		return true
	}
	return false
}

// discard removes a resource that a scenario does not need any longer. What cannot be removed is left to the clean-up.
func discard(s *scenario.Session, r scenario.Resource) {
	if remove(s, r) == nil {
		s.Release(r)
	}
}

// patience is how long a removal that the broker refuses for the moment is asked for again.
const patience = time.Minute

// remove deletes an instance or a binding and waits until it is gone. A broker that is still busy with it, or out of
// order, is asked again.
func remove(s *scenario.Session, r scenario.Resource) error {
	i := &instance{id: r.ID, plan: plan{service: r.Attributes["service_id"], id: r.Attributes["plan_id"]}, s: s}
	call, poll := i.deprovision(true), i.poll
	if r.Kind == "binding" {
		i.id = r.Attributes["instance_id"]
		b := &binding{id: r.ID, instance: i}
		call, poll = b.unbind(true), b.poll
	}
	last, _ := s.Poll("clean-up", call, patience, func(x *record.Exchange) bool {
		return x.Status() > 0 && x.Status() < 500 && x.Status() != http.StatusUnprocessableEntity && !unavailable(x)
	})
	switch {
	case last.Is(200, 404, 410):
		return nil
	case !last.Is(202):
		return fmt.Errorf("%s was answered %s", last, last.Got())
	}
	if !pollable(s, poll(last)) { // it is asked for until there is nothing left to remove
		last, _ = s.Poll("clean-up", call, 0, func(x *record.Exchange) bool { return x.Is(200, 404, 410) })
		if last.Is(200) {
			return nil
		}
	} else {
		last, _ = s.Poll("clean-up", poll(last), 0, ended)
	}
	if last.Is(404, 410) || last.Object()["state"] == "succeeded" {
		return nil
	}
	if last.Object()["state"] == "failed" {
		return errors.New("the broker says that the removal failed")
	}
	return fmt.Errorf("the removal did not end: %s was answered %s", last, last.Got())
}
