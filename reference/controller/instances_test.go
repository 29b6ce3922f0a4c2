package controller

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// with adds members to a JSON object.
func with(body, members string) string { return strings.Replace(body, "{", "{"+members+",", 1) }

func TestCreateInstance(t *testing.T) {
	w := newWorld(t, nil)
	plans := w.register()
	body := with(instanceBody("  i1 ", plans["p1"]), `"parameters":{"a":1},"tags":["x"],"gateway_data":"y","unknown":1`)
	g := w.do("POST", "/v2/service_instances", body).is(201).operation(create, succeeded)
	g.has("i1", "entity", "name").has("https://dashboard.example.com", "entity", "dashboard_url").has(nil, "entity", "gateway_data").
		has("managed_service_instance", "entity", "type").has("1.0.0", "entity", "maintenance_info", "version")
	sent := w.broker.asked("provision")[0]
	want := decodeObject([]byte(`{"service_id":"s1","plan_id":"p1","organization_guid":"` + OrganizationGUID + `","space_guid":"` + SpaceGUID + `",
		"parameters":{"a":1},"maintenance_info":{"version":"1.0.0","description":"first"},
		"context":{"platform":"cloudfoundry","organization_guid":"` + OrganizationGUID + `","organization_name":"conformance","space_guid":"` + SpaceGUID + `",
		"space_name":"development","organization_annotations":{},"space_annotations":{},"instance_name":"i1","instance_annotations":{}}}`))
	if have := decodeObject([]byte(sent.raw)); !reflect.DeepEqual(have, want) {
		t.Errorf("the broker got %v, want %v", have, want)
	}
	if sent.path != "/base/v2/service_instances/"+g.guid() || sent.query != "" || sent.header.Get("Content-Type") != "application/json" {
		t.Errorf("the broker got %s?%s", sent.path, sent.query)
	}
	if w.do("GET", g.header.Get("Location"), "").is(200).raw != g.raw {
		t.Error("GET shows something else than POST")
	}
	w.do("POST", "/v2/service_instances?accepts_incomplete=true", instanceBody("i2", plans["q1"])).is(201)
	if sent := w.broker.asked("provision")[1]; sent.query != "accepts_incomplete=true" || sent.body["parameters"] != nil || sent.body["maintenance_info"] != nil {
		t.Errorf("the broker got %+v", sent)
	}
}

func TestNullIsAbsent(t *testing.T) {
	w := newWorld(t, nil)
	w.do("POST", "/v2/service_brokers", with(brokerBody, `"space_guid":null`)).is(201)
	w = newWorld(t, nil)
	plans := w.register()
	body := with(instanceBody("i1", plans["p1"]), `"parameters":null,"tags":null,"gateway_data":null`)
	guid := w.do("POST", "/v2/service_instances", body).is(201).guid()
	w.do("PUT", "/v2/service_instances/"+guid, `{"name":null,"parameters":null,"tags":null,"maintenance_info":null,"service_plan_guid":null,"space_guid":null}`).is(201).has("i1", "entity", "name")
	w.do("POST", "/v2/service_bindings", with(bindingBody(guid), `"name":null,"parameters":null,"binding_options":null`)).is(201).has(nil, "entity", "name")
	if len(w.broker.asked("update")) > 0 {
		t.Error("an update with nothing in it reached the broker")
	}
}

func TestRefuseInstance(t *testing.T) {
	w := newWorld(t, nil)
	plans := w.register()
	w.instance(plans["p1"])
	good := instanceBody("i2", plans["p1"])
	tests := []struct {
		name, query, body, token string
		status                   int
		code                     string
	}{
		{"no name", "", strings.Replace(good, `"name":"i2",`, ``, 1), "", 400, "CF-MessageParseError"},
		{"null plan", "", strings.Replace(good, `"`+plans["p1"]+`"`, `null`, 1), "", 400, "CF-MessageParseError"},
		{"parameters", "", with(good, `"parameters":[1]`), "", 400, "CF-MessageParseError"},
		{"tags", "", with(good, `"tags":"x"`), "", 400, "CF-MessageParseError"},
		{"flag", "?accepts_incomplete=yes", good, "", 400, "CF-InvalidRequest"},
		{"empty name", "", instanceBody("", plans["p1"]), "", 400, "CF-ServiceInstanceNameEmpty"},
		{"long name", "", instanceBody(strings.Repeat("x", 256), plans["p1"]), "", 400, "CF-ServiceInstanceNameTooLong"},
		{"long tags", "", with(good, `"tags":["`+strings.Repeat("x", 2049)+`"]`), "", 400, "CF-ServiceInstanceTagsTooLong"},
		{"taken", "", instanceBody("i1", plans["p1"]), "", 400, "CF-ServiceInstanceNameTaken"},
		{"plan", "", instanceBody("i2", "nothing"), "", 400, "CF-ServiceInstanceInvalid"},
		{"space", "", strings.Replace(good, SpaceGUID, "nowhere", 1), "", 400, "CF-ServiceInstanceInvalid"},
		{"auditor", "", good, AuditorToken, 403, "CF-NotAuthorized"},
		{"suspended", "", strings.Replace(good, SpaceGUID, SuspendedSpace, 1), DeveloperToken, 403, "CF-NotAuthorized"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			caller := w.as(orElse(test.token, w.token))
			caller.t = t
			caller.do("POST", "/v2/service_instances"+test.query, test.body).is(test.status, test.code)
		})
	}
	if n := len(w.broker.asked("provision")); n != 1 {
		t.Errorf("the broker was asked %d times, want once", n)
	}
	w.do("POST", "/v2/service_instances", strings.Replace(instanceBody("i1", plans["p1"]), SpaceGUID, OtherSpaceGUID, 1)).is(201)
}

func TestQuota(t *testing.T) {
	tests := []struct {
		organization, space Quota
		code                string
	}{
		{Quota{Instances: 1}, Quota{}, "CF-ServiceInstanceQuotaExceeded"},
		{Quota{}, Quota{Instances: 1}, "CF-ServiceInstanceSpaceQuotaExceeded"},
		{Quota{FreePlansOnly: true}, Quota{}, "CF-ServiceInstanceServicePlanNotAllowed"},
		{Quota{}, Quota{FreePlansOnly: true}, "CF-ServiceInstanceServicePlanNotAllowedBySpaceQuota"},
	}
	for _, test := range tests {
		t.Run(test.code, func(t *testing.T) {
			w := newWorld(t, func(c *Config) {
				c.Fixtures = DefaultFixtures()
				c.Fixtures.Organizations[0].Quota, c.Fixtures.Spaces[0].Quota = test.organization, test.space
			})
			plans := w.register()
			w.instance(plans["p1"])
			w.do("POST", "/v2/service_instances", instanceBody("i2", plans["p2"])).is(400, test.code)
		})
	}
}

// TestOutcomes holds what the controller makes of each answer, and whether it cleans up.
func TestOutcomes(t *testing.T) {
	type want struct {
		status int
		code   string
		orphan bool
	}
	long := `{"operation":"` + strings.Repeat("x", 10001) + `"}`
	bad, malformed, rejected := "CF-ServiceBrokerBadResponse", "CF-ServiceBrokerResponseMalformed", "CF-ServiceBrokerRequestRejected"
	tests := []struct {
		answer                                       says
		provision, bind, update, deprovision, unbind want
	}{
		{says{status: 200, body: "{}"}, want{status: 201}, want{status: 201}, want{status: 201}, want{status: 204}, want{status: 204}},
		{says{status: 200, body: "[]"}, want{502, malformed, false}, want{502, malformed, false}, want{502, malformed, false}, want{502, malformed, false}, want{502, malformed, false}},
		{says{status: 201, body: "{}"}, want{status: 201}, want{status: 201}, want{502, bad, false}, want{502, bad, false}, want{502, bad, false}},
		{says{status: 201, body: "x"}, want{502, malformed, true}, want{502, malformed, true}, want{502, malformed, false}, want{502, malformed, false}, want{502, malformed, false}},
		{says{status: 202, body: long}, want{502, malformed, true}, want{502, malformed, true}, want{502, malformed, false}, want{502, malformed, false}, want{502, malformed, false}},
		{says{status: 204}, want{502, bad, true}, want{502, bad, true}, want{502, bad, false}, want{502, bad, false}, want{502, bad, false}},
		{says{status: 400, body: `{"description":"no"}`}, want{502, rejected, false}, want{502, rejected, false}, want{502, rejected, false}, want{502, rejected, false}, want{502, rejected, false}},
		{says{status: 401, body: "{}"}, want{502, "CF-ServiceBrokerApiAuthenticationFailed", false}, want{502, "CF-ServiceBrokerApiAuthenticationFailed", false}, want{status: 502}, want{status: 502}, want{status: 502}},
		{says{status: 408, body: "{}"}, want{504, "CF-ServiceBrokerApiTimeout", false}, want{504, "CF-ServiceBrokerApiTimeout", false}, want{status: 504}, want{status: 504}, want{status: 504}},
		{says{status: 409, body: "{}"}, want{409, "CF-ServiceBrokerConflict", false}, want{409, "CF-ServiceBrokerConflict", false}, want{502, bad, false}, want{502, bad, false}, want{502, bad, false}},
		{says{status: 410, body: "{}"}, want{502, bad, true}, want{502, bad, true}, want{502, bad, false}, want{status: 204}, want{status: 204}},
		{says{status: 422, body: `{"error":"AsyncRequired"}`}, want{400, "CF-AsyncRequired", false}, want{400, "CF-AsyncRequired", false}, want{400, "CF-AsyncRequired", false}, want{400, "CF-AsyncRequired", false}, want{400, "CF-AsyncRequired", false}},
		{says{status: 422, body: `{"error":"ConcurrencyError"}`}, want{422, "CF-ConcurrencyError", false}, want{422, "CF-ConcurrencyError", false}, want{502, rejected, false}, want{409, "CF-AsyncServiceInstanceOperationInProgress", false}, want{409, "CF-AsyncServiceBindingOperationInProgress", false}},
		{says{status: 422, body: `{"error":"RequiresApp"}`}, want{502, bad, true}, want{400, "CF-AppRequired", false}, want{status: 502}, want{502, bad, false}, want{502, bad, false}},
		{says{status: 422, body: `{"error":"MaintenanceInfoConflict"}`}, want{422, "CF-MaintenanceInfoConflict", false}, want{502, bad, true}, want{422, "CF-MaintenanceInfoConflict", false}, want{502, bad, false}, want{502, bad, false}},
		{says{status: 422, body: `{"error":"Else"}`}, want{502, bad, true}, want{502, bad, true}, want{502, rejected, false}, want{502, bad, false}, want{502, bad, false}},
		{says{status: 500, body: "oops"}, want{502, bad, true}, want{502, bad, true}, want{502, bad, false}, want{502, bad, false}, want{502, bad, false}},
	}
	for _, test := range tests {
		name := fmt.Sprint(test.answer.status, " ", cutTo(test.answer.body, 40))
		wants := map[string]want{"provision": test.provision, "bind": test.bind, "update": test.update, "deprovision": test.deprovision, "unbind": test.unbind}
		for what, wanted := range wants {
			t.Run(what+" "+name, func(t *testing.T) {
				synced(t, func(t *testing.T) {
					w := newWorld(t, nil)
					plan := w.register()["p1"]
					g := w.outcome(what, plan, test.answer)
					if wanted.code == "" {
						g.is(wanted.status)
					} else {
						g.is(wanted.status, wanted.code)
					}
					after(1)
					cleanup := len(w.broker.asked("deprovision")) + len(w.broker.asked("unbind"))
					if strings.HasSuffix(what, "provision") && what != "provision" || what == "unbind" {
						cleanup--
					}
					if (cleanup > 0) != wanted.orphan {
						t.Errorf("%d clean-up requests, want them: %v", cleanup, wanted.orphan)
					}
					w.close()
				})
			})
		}
	}
}

func cutTo(text string, n int) string { return text[:min(n, len(text))] }

// outcome lets the broker give one answer to a request of a kind, and returns what the controller makes of it.
func (w *world) outcome(what, plan string, answer says) got {
	w.t.Helper()
	if what == "provision" {
		w.broker.will(what, answer)
		g := w.do("POST", "/v2/service_instances", instanceBody("i1", plan))
		if left := w.do("GET", "/v2/service_instances", "").total(); (left == 0) != (g.status >= 400) {
			w.t.Errorf("%d instances are left after %d", left, g.status)
		}
		return g
	}
	instance := w.instance(plan)
	path := "/v2/service_instances/" + instance
	w.broker.will(what, answer)
	switch what {
	case "bind":
		g := w.do("POST", "/v2/service_bindings", bindingBody(instance))
		if left := w.do("GET", "/v2/service_bindings", "").total(); (left == 0) != (g.status >= 400) {
			w.t.Errorf("%d bindings are left after %d", left, g.status)
		}
		return g
	case "update":
		g := w.do("PUT", path, `{"name":"new","parameters":{}}`)
		if g.status >= 400 {
			w.do("GET", path, "").is(200).operation(update, failed).has("i1", "entity", "name")
		}
		return g
	case "deprovision":
		g := w.do("DELETE", path, "")
		if g.status >= 400 {
			w.do("GET", path, "").is(200).operation(remove, failed)
			if !strings.Contains(g.raw, "i1") {
				w.t.Errorf("the error does not name the instance: %s", g.raw)
			}
		}
		return g
	}
	binding := w.do("POST", "/v2/service_bindings", bindingBody(instance)).is(201).header.Get("Location")
	g := w.do("DELETE", binding, "")
	if g.status >= 400 {
		w.do("GET", binding, "").is(200).has("db://u:p@host", "entity", "credentials", "uri")
	}
	return g
}

func TestUpdateInstance(t *testing.T) {
	w := newWorld(t, nil)
	plans := w.register()
	guid := w.instance(plans["p1"])
	path := "/v2/service_instances/" + guid
	for _, body := range []string{`{"service_plan_guid":"` + plans["p1"] + `"}`, `{"name":"i2","tags":["t"]}`, `{"space_guid":"` + SpaceGUID + `"}`,
		`{"maintenance_info":{"version":"1.0.0"}}`} {
		if g := w.do("PUT", path, body).is(201).operation(update, succeeded); g.header.Get("Location") != "" {
			t.Errorf("%s: a Location without background work", body)
		}
	}
	if n := len(w.broker.asked("update")); n != 0 {
		t.Errorf("the broker was asked %d times", n)
	}
	w.do("PUT", path, `{"maintenance_info":{"version":"2.0.0","description":"mine"}}`).is(201).has("2.0.0", "entity", "maintenance_info", "version")
	w.do("PUT", path, with(`{"service_plan_guid":"`+plans["p2"]+`"}`, `"parameters":{"x":1.0}`)).is(201).has(plans["p2"], "entity", "service_plan_guid")
	sent := w.broker.asked("update")
	if sent[0].body["plan_id"] != "p1" || !strings.Contains(sent[0].raw, `"maintenance_info":{"version":"2.0.0"}`) {
		t.Errorf("the broker got %s", sent[0].raw)
	}
	want := decodeObject([]byte(`{"plan_id":"p1","service_id":"s1","organization_id":"` + OrganizationGUID + `","space_id":"` + SpaceGUID + `","maintenance_info":{"version":"2.0.0"}}`))
	if have := decodeObject([]byte(sent[1].raw)); !reflect.DeepEqual(have["previous_values"], any(want)) || have["plan_id"] != "p2" || !strings.Contains(sent[1].raw, `{"x":1.0}`) {
		t.Errorf("the broker got %s", sent[1].raw)
	}
	queue := w.do("POST", "/v2/service_instances", instanceBody("q", plans["q1"])).is(201).header.Get("Location")
	w.do("PUT", queue, `{"name":"q2"}`).is(201)
	if last := w.broker.asked("update")[2]; last.body["context"].(map[string]any)["instance_name"] != "q2" {
		t.Errorf("the broker got %s", last.raw)
	}
}

func TestRefuseUpdate(t *testing.T) {
	w := newWorld(t, nil)
	plans := w.register()
	path := "/v2/service_instances/" + w.instance(plans["p1"])
	fixed := w.do("POST", "/v2/service_instances", instanceBody("fixed", plans["p3"])).is(201).header.Get("Location")
	larger := w.do("POST", "/v2/service_instances", instanceBody("larger", plans["p2"])).is(201).header.Get("Location")
	w.do("POST", "/v2/service_bindings", bindingBody(strings.TrimPrefix(larger, "/v2/service_instances/"))).is(201)
	tests := []struct {
		path, body string
		status     int
		code       string
	}{
		{"/v2/service_instances/none", `{}`, 404, "CF-ServiceInstanceNotFound"},
		{path, `{"space_guid":"` + OtherSpaceGUID + `"}`, 400, "CF-ServiceInstanceSpaceChangeNotAllowed"},
		{path, `{"service_plan_guid":"none"}`, 400, "CF-InvalidRelation"},
		{path, `{"service_plan_guid":"` + plans["q1"] + `"}`, 400, "CF-InvalidRelation"},
		{fixed, `{"service_plan_guid":"` + plans["p1"] + `"}`, 400, "CF-ServicePlanNotUpdateable"},
		{larger, `{"service_plan_guid":"` + plans["p3"] + `"}`, 400, "CF-ServicePlanInvalid"},
		{path, `{"name":"fixed"}`, 400, "CF-ServiceInstanceNameTaken"},
		{path, `{"parameters":"x"}`, 400, "CF-MessageParseError"},
		{larger, `{"maintenance_info":{"version":"1.0.0"}}`, 422, "CF-MaintenanceInfoNotSupported"},
		{path, `{"maintenance_info":{"version":"1"}}`, 422, "CF-MaintenanceInfoNotSemver"},
		{path, `{"maintenance_info":{"version":"1.0.0"},"service_plan_guid":"` + plans["p2"] + `"}`, 422, "CF-MaintenanceInfoNotUpdatableWhenChangingPlan"},
	}
	for _, test := range tests {
		w.do("PUT", test.path, test.body).is(test.status, test.code)
	}
	if n := len(w.broker.asked("update")); n != 0 {
		t.Errorf("the broker was asked %d times", n)
	}
}

func TestDeleteInstance(t *testing.T) {
	w := newWorld(t, nil)
	plans := w.register()
	guid := w.instance(plans["p1"])
	path := "/v2/service_instances/" + guid
	binding := w.do("POST", "/v2/service_bindings", bindingBody(guid)).is(201).header.Get("Location")
	w.do("POST", "/v2/service_keys", `{"name":"k","service_instance_guid":"`+guid+`"}`).is(201)
	w.do("DELETE", path, "").is(400, "CF-AssociationNotEmpty")
	w.broker.will("unbind", says{status: 500, body: "{}"})
	w.do("DELETE", path+"?recursive=true", "").is(502, "CF-ServiceInstanceRecursiveDeleteFailed")
	if len(w.broker.asked("deprovision")) > 0 {
		t.Error("deprovisioned although an unbind failed")
	}
	w.do("GET", path, "").is(200).operation(create, succeeded)
	w.broker.will("unbind")
	w.do("DELETE", path+"?recursive=true", "").is(204)
	w.do("GET", binding, "").is(404)
	sent := w.broker.asked("deprovision")[0]
	if sent.query != "plan_id=p1&service_id=s1" || sent.raw != "" {
		t.Errorf("the broker got %s %q", sent.query, sent.raw)
	}

	path = "/v2/service_instances/" + w.instance(plans["p1"])
	w.as(DeveloperToken).do("DELETE", path+"?purge=true", "").is(403, "CF-NotAuthorized")
	w.do("DELETE", path+"?purge=true", "").is(204)
	w.do("DELETE", path, "").is(404, "CF-ServiceInstanceNotFound")
	if n := len(w.broker.asked("deprovision")); n != 1 {
		t.Errorf("a purge asked the broker: %d requests", n)
	}
}

func TestPurgeOffering(t *testing.T) {
	w := newWorld(t, nil)
	plans := w.register()
	w.instance(plans["q1"])
	offering := w.do("GET", "/v2/service_plans/"+plans["q1"]+"?inline-relations-depth=1", "").at("entity", "service_guid").(string)
	w.do("DELETE", "/v2/services/"+offering, "").is(400, "CF-AssociationNotEmpty")
	w.do("DELETE", "/v2/service_plans/"+plans["q1"], "").is(400, "CF-AssociationNotEmpty")
	w.do("DELETE", "/v2/services/"+offering+"?purge=true", "").is(204)
	w.do("GET", "/v2/services/"+offering, "").is(404, "CF-ServiceNotFound")
	if n := w.do("GET", "/v2/service_instances", "").total(); n != 0 || len(w.broker.asked("deprovision")) > 0 {
		t.Errorf("%d instances are left", n)
	}
	w.do("DELETE", "/v2/service_plans/"+plans["p2"], "").is(204)
}

func TestParameters(t *testing.T) {
	w := newWorld(t, nil)
	plans := w.register()
	guid := w.instance(plans["p1"])
	path := "/v2/service_instances/" + guid + "/parameters"
	w.broker.will("fetch", says{status: 200, body: `{"parameters":{"a":1}}`})
	if g := w.do("GET", path, "").is(200); g.raw != `{"a":1}` {
		t.Errorf("got %s", g.raw)
	}
	for _, test := range []struct {
		answer says
		status int
	}{{says{status: 200, body: `{}`}, 200}, {says{status: 200, body: `{"parameters":1}`}, 502}, {says{status: 200, body: `x`}, 502},
		{says{status: 404, body: `{}`}, 502}, {says{status: 202, body: `{}`}, 502}, {says{status: 408, body: `{}`}, 504}, {says{status: 422, body: `{"error":"AsyncRequired"}`}, 502}} {
		w.broker.will("fetch", test.answer)
		w.do("GET", path, "").is(test.status)
	}
	queue := w.do("POST", "/v2/service_instances", instanceBody("q", plans["q1"])).is(201).header.Get("Location")
	w.do("GET", queue+"/parameters", "").is(400, "CF-ServiceFetchInstanceParametersNotSupported")
	w.broker.will("fetch")
	binding := w.do("POST", "/v2/service_bindings", bindingBody(guid)).is(201).header.Get("Location")
	w.do("GET", binding+"/parameters", "").is(200)
	unsupported := w.do("POST", "/v2/service_bindings", bindingBody(strings.TrimPrefix(queue, "/v2/service_instances/"))).is(201).header.Get("Location")
	w.do("GET", unsupported+"/parameters", "").is(400, "CF-ServiceFetchBindingParametersNotSupported")
}
