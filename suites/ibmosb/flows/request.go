package flows

import (
	"cmp"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"strings"

	"conformance/suites/record"
	"conformance/suites/scenario"
)

// instance is one service instance while a scenario works with it: the plain, valid requests for it. A request that is
// to differ is made of a plain one by with, without, sending or bad.
type instance struct {
	s                 *scenario.Session
	id, service, plan string
	parameters        map[string]any
	// guids adds the deprecated members, region the undocumented header, for brokers that insist on them.
	guids, region bool
}

// fresh is another instance of the same kind.
func (i *instance) fresh() *instance {
	other := *i
	other.id, other.parameters = crn(i.s), maps.Clone(i.parameters)
	return &other
}

func (i *instance) resource() scenario.Resource {
	return scenario.Resource{Kind: "instance", ID: i.id, Attributes: map[string]string{"service_id": i.service, "plan_id": i.plan}}
}

// call is a request to the instance's path, encoded as the platform does it.
func (i *instance) call(operation string, query url.Values, body any) scenario.Call {
	path := i.s.Site.Document.Operation(operation).Path
	return scenario.Call{
		Operation: operation, Path: strings.Replace(path, "{instance_id}", escape(i.id), 1), Query: query, Body: body,
	}
}

func (i *instance) context() map[string]any {
	resource := i.id
	if !strings.HasPrefix(resource, "crn:") {
		resource = crn(i.s)
	}
	context := i.minimalContext(resource)
	context["resource_group_crn"] = cmp.Or(i.s.Fixture("resource_group_crn"),
		"crn:v1:bluemix:public:resource-controller::a/"+account(i.s)+"::resource-group:2c6f4de2a1b84d0f8c1b5e7f90a3d6b4")
	context["target_crn"] = cmp.Or(i.s.Fixture("target_crn"),
		"crn:v1:bluemix:public:globalcatalog::::deployment:"+i.plan+"%3A"+location(i.s))
	return context
}

// minimalContext has only what the platform promises.
func (i *instance) minimalContext(resource string) map[string]any {
	return map[string]any{"platform": "ibmcloud", "account_id": account(i.s), "crn": resource}
}

func (i *instance) provision() scenario.Call {
	body := map[string]any{"service_id": i.service, "plan_id": i.plan, "context": i.context()}
	if len(i.parameters) > 0 {
		body["parameters"] = maps.Clone(i.parameters)
	}
	if i.guids {
		body["organization_guid"], body["space_guid"] = "5a2a8d55-2b8e-4cf6-9f2a-0c1f5d0f7c01", "b1f6a7d2-64b8-43c5-8f0e-6f3f5f8f2a02"
	}
	call := i.call("provision", accepting(nil), body)
	if i.region {
		call = sending(call, "X-Bluemix-Region", "ibm:yp:"+location(i.s))
	}
	return call
}

// update is a request that changes nothing but what changes names.
func (i *instance) update(changes map[string]any) scenario.Call {
	body := map[string]any{"service_id": i.service, "context": i.context()}
	maps.Copy(body, changes)
	return i.call("update", nil, body)
}

func (i *instance) deprovision() scenario.Call {
	return i.call("deprovision", accepting(i.hints()), nil)
}

// hints are the query values that tell a broker what it should know already.
func (i *instance) hints() url.Values {
	return url.Values{"service_id": {i.service}, "plan_id": {i.plan}}
}

// poll asks for the operation that the exchange began, repeating its operation value.
func (i *instance) poll(began *record.Exchange) scenario.Call {
	query := i.hints()
	if operation, ok := began.Object()["operation"].(string); ok {
		query.Set("operation", operation)
	}
	return i.call("instance-last-operation", query, nil)
}

// The state calls are no part of Open Service Broker: IBM sends them without its headers.
func (i *instance) state() scenario.Call {
	return bare(i.call("state-get", nil, nil))
}

func (i *instance) change(enabled bool, reason string) scenario.Call {
	body := map[string]any{"enabled": enabled, "initiator_id": "IBMid-50GNR717YE"}
	if reason != "" {
		body["reason_code"] = reason
	}
	return bare(i.call("state-put", nil, body))
}

// newBinding has the form of a service key, or of an application's binding.
func (i *instance) newBinding(kind string, resource map[string]any) *binding {
	return &binding{instance: i, id: bindingCRN(i.s, i.id, kind), resource: resource}
}

func newInstance(s *scenario.Session) *instance {
	i := &instance{s: s, id: crn(s), service: s.Subject["service_id"], plan: s.Subject["plan_id"], parameters: map[string]any{}}
	_ = json.Unmarshal(s.Site.Parameters, &i.parameters) // none, or what the command line has found to be an object
	if _, given := i.parameters["location"]; !given {
		i.parameters["location"] = location(s)
	}
	return i
}

func bare(call scenario.Call) scenario.Call {
	call.Header = http.Header{versionHeader: nil, identityHeader: nil}
	return call
}

// binding is one service binding of an instance.
type binding struct {
	*instance
	id       string
	resource map[string]any
}

func (b *binding) held() scenario.Resource {
	r := b.instance.resource()
	r.Kind, r.ID, r.Attributes["instance_id"] = "binding", b.id, b.instance.id
	return r
}

func (b *binding) call(operation string, query url.Values, body any) scenario.Call {
	call := b.instance.call(operation, query, body)
	call.Path = strings.Replace(call.Path, "{binding_id}", escape(b.id), 1)
	return call
}

func (b *binding) bind() scenario.Call {
	body := map[string]any{"service_id": b.service, "plan_id": b.plan}
	if b.resource != nil {
		body["bind_resource"] = b.resource
	}
	if b.s.Site.BindParameters != nil {
		body["parameters"] = json.RawMessage(b.s.Site.BindParameters)
	}
	return b.call("bind", nil, body)
}

func (b *binding) unbind() scenario.Call { return b.call("unbind", b.hints(), nil) }

func application(s *scenario.Session) map[string]any {
	return map[string]any{"app_guid": cmp.Or(s.Fixture("app_guid"), "c3a4f0a6-7e0b-4e4e-9d6b-57cb8f3b9d03")}
}

func accepting(query url.Values) url.Values {
	query = maps.Clone(query)
	if query == nil {
		query = url.Values{}
	}
	query.Set("accepts_incomplete", "true")
	return query
}

// with returns the call with another value of a member of its body; nil removes it.
func with(call scenario.Call, member string, value any) scenario.Call {
	body, _ := call.Body.(map[string]any)
	body = maps.Clone(body)
	if body[member] = value; value == nil {
		delete(body, member)
	}
	call.Body = body
	return call
}

// without returns the call without some of its query values.
func without(call scenario.Call, names ...string) scenario.Call {
	call.Query = maps.Clone(call.Query)
	for _, name := range names {
		call.Query.Del(name)
	}
	return call
}

// sending returns the call with another value of a header; "" removes it.
func sending(call scenario.Call, name, value string) scenario.Call {
	if call.Header = call.Header.Clone(); call.Header == nil {
		call.Header = http.Header{}
	}
	if call.Header[name] = []string{value}; value == "" {
		call.Header[name] = nil
	}
	return call
}

// bad marks the one fault that a call carries on purpose.
func bad(call scenario.Call, fault string) scenario.Call {
	call.Invalid = fault
	return call
}

// malformed cuts the end of the body off.
func malformed(call scenario.Call) scenario.Call {
	data, _ := json.Marshal(call.Body) // our bodies can be marshalled
	call.Body = data[:len(data)-1]
	return bad(call, "the body ends too early")
}

// parameters reads a fixture that holds a JSON object, or says why there are none.
func parameters(s *scenario.Session, key string) (object map[string]any, unknown record.Reason) {
	text := s.Fixture(key)
	if text == "" {
		return nil, record.Lacking(key).For("only the owner knows such parameters")
	}
	if json.Unmarshal([]byte(text), &object) != nil || object == nil {
		return nil, record.Text("--fixture %s is no JSON object", key)
	}
	return object, record.Reason{}
}

func merged(a, b map[string]any) map[string]any {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}
