package controller

import (
	"reflect"
	"strings"
	"testing"
)

func TestCreateBinding(t *testing.T) {
	w := newWorld(t, nil)
	guid := w.instance(w.register()["p1"])
	body := with(bindingBody(guid), `"name":"prod-db","parameters":{"x":[]},"binding_options":{"y":1}`)
	g := w.do("POST", "/v2/service_bindings", body).is(201).operation(create, succeeded).has("prod-db", "entity", "name").
		has("/v2/service_instances/"+guid, "entity", "service_instance_url").has("", "entity", "gateway_name").has(nil, "entity", "syslog_drain_url")
	if !strings.Contains(g.raw, `{"deep":{"list":[1,2.50]},"port":5432,"uri":"db://u:p@host"}`) || !strings.Contains(g.raw, `"binding_options":{}`) {
		t.Errorf("got %s", g.raw)
	}
	sent := w.broker.asked("bind")[0]
	want := decodeObject([]byte(`{"service_id":"s1","plan_id":"p1","app_guid":"` + AppGUID + `","parameters":{"x":[]},
		"bind_resource":{"app_guid":"` + AppGUID + `","space_guid":"` + SpaceGUID + `","app_annotations":{}},
		"context":{"platform":"cloudfoundry","organization_guid":"` + OrganizationGUID + `","organization_name":"conformance","space_guid":"` + SpaceGUID + `",
		"space_name":"development","organization_annotations":{},"space_annotations":{}}}`))
	if have := decodeObject([]byte(sent.raw)); !reflect.DeepEqual(have, want) {
		t.Errorf("the broker got %v, want %v", have, want)
	}
	if !strings.HasSuffix(sent.path, "/"+guid+"/service_bindings/"+g.guid()) {
		t.Errorf("the path is %s", sent.path)
	}
	for _, path := range []string{g.header.Get("Location"), "/v2/service_bindings/" + g.guid()} {
		if w.do("GET", path, "").is(200).raw != g.raw {
			t.Error("GET shows something else than POST")
		}
	}
	w.as(AuditorToken).do("GET", g.header.Get("Location"), "").is(200).has("[PRIVATE DATA HIDDEN]", "entity", "credentials", "redacted_message")
	w.as(StrangerToken).do("GET", g.header.Get("Location"), "").is(403, "CF-NotAuthorized")
	w.do("PUT", g.header.Get("Location"), "{}").is(404, "CF-NotFound")
	environment := w.do("GET", "/v2/apps/"+AppGUID+"/env", "").is(200)
	if !strings.Contains(environment.raw, `"name":"prod-db"`) {
		t.Errorf("the environment is %s", environment.raw)
	}
	w.do("DELETE", g.header.Get("Location"), "").is(204)
	if sent := w.broker.asked("unbind")[0]; sent.query != "plan_id=p1&service_id=s1" {
		t.Errorf("the unbind asks %s", sent.query)
	}
	w.do("DELETE", g.header.Get("Location"), "").is(404, "CF-ServiceBindingNotFound")
}

func TestRefuseBinding(t *testing.T) {
	w := newWorld(t, nil)
	plans := w.register()
	guid := w.instance(plans["p1"])
	fixed := w.do("POST", "/v2/service_instances", instanceBody("fixed", plans["p3"])).is(201).guid()
	halted := w.do("POST", "/v2/service_instances", strings.Replace(instanceBody("h", plans["p1"]), SpaceGUID, SuspendedSpace, 1)).is(201).guid()
	app := w.do("POST", "/v2/apps", `{"name":"h","space_guid":"`+SuspendedSpace+`"}`).is(201).guid()
	w.do("POST", "/v2/service_bindings", bindingBody(guid)).is(201)
	second := strings.Replace(bindingBody(guid), AppGUID, SecondAppGUID, 1)
	tests := []struct {
		name, query, body, token string
		status                   int
		code                     string
	}{
		{"no app", "", `{"service_instance_guid":"` + guid + `"}`, "", 400, "CF-MessageParseError"},
		{"no instance", "", `{"app_guid":"` + AppGUID + `"}`, "", 400, "CF-MessageParseError"},
		{"parameters", "", with(second, `"parameters":"x"`), "", 400, "CF-MessageParseError"},
		{"flag", "?accepts_incomplete=1", second, "", 400, "CF-InvalidRequest"},
		{"app", "", strings.Replace(second, SecondAppGUID, "none", 1), "", 404, "CF-AppNotFound"},
		{"instance", "", strings.Replace(second, guid, "none", 1), "", 404, "CF-ServiceInstanceNotFound"},
		{"auditor", "", second, AuditorToken, 403, "CF-NotAuthorized"},
		{"suspended", "", strings.Replace(bindingBody(halted), AppGUID, app, 1), DeveloperToken, 403, "CF-OrgSuspended"},
		{"unbindable", "", bindingBody(fixed), "", 400, "CF-UnbindableService"},
		{"other space", "", strings.Replace(second, SecondAppGUID, OtherSpaceApp, 1), "", 400, "CF-ServiceBindingAppServiceTaken"},
		{"again", "", bindingBody(guid), "", 400, "CF-ServiceBindingAppServiceTaken"},
		{"name", "", with(second, `"name":"a b"`), "", 400, "CF-ServiceBindingAppServiceTaken"},
		{"long name", "", with(second, `"name":"`+strings.Repeat("x", 256)+`"`), "", 400, "CF-ServiceBindingAppServiceTaken"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			caller := w.as(orElse(test.token, w.token))
			caller.t = t
			caller.do("POST", "/v2/service_bindings"+test.query, test.body).is(test.status, test.code)
		})
	}
	if n := len(w.broker.asked("bind")); n != 1 {
		t.Errorf("the broker was asked %d times, want once", n)
	}
}

func TestBindAnswers(t *testing.T) {
	mount := `{"device_type":"shared","mode":"rw","container_dir":"/data","driver":"nfs","device":{"volume_id":"v"}}`
	tests := []struct {
		name, plan, query string
		answer            says
		status            int
		code              string
		unbinds           int
	}{
		{"credentials no object", "p1", "", says{status: 200, body: `{"credentials":"x"}`}, 502, "CF-ServiceBrokerResponseMalformed", 0},
		{"credentials no object 201", "p1", "", says{status: 201, body: `{"credentials":"x"}`}, 502, "CF-ServiceBrokerResponseMalformed", 1},
		{"null members", "q1", "", says{status: 201, body: `{"credentials":null,"syslog_drain_url":null,"volume_mounts":null}`}, 201, "", 0},
		{"drain", "p1", "", says{status: 201, body: `{"syslog_drain_url":"syslog://x"}`}, 201, "", 0},
		{"drain not required", "q1", "", says{status: 201, body: `{"syslog_drain_url":"syslog://x"}`}, 502, "CF-ServiceBrokerInvalidSyslogDrainUrl", 1},
		{"mount", "p1", "", says{status: 201, body: `{"volume_mounts":[` + mount + `]}`}, 201, "", 0},
		{"mount not required", "q1", "", says{status: 201, body: `{"volume_mounts":[` + mount + `]}`}, 502, "CF-ServiceBrokerInvalidVolumeMounts", 1},
		{"mount broken", "p1", "", says{status: 201, body: `{"volume_mounts":[{}]}`}, 502, "CF-ServiceBrokerInvalidVolumeMounts", 1},
		{"route", "p1", "", says{status: 201, body: `{"route_service_url":"http://x"}`}, 502, "CF-ServiceBrokerBadResponse", 1},
		{"202 not retrievable", "q1", "?accepts_incomplete=true", accepted("x"), 400, "CF-ServiceBindingInvalid", 1},
		{"202 not allowed", "p1", "", accepted("x"), 502, "CF-ServiceBrokerRespondedAsyncWhenNotAllowed", 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synced(t, func(t *testing.T) {
				w := newWorld(t, nil)
				guid := w.instance(w.register()[test.plan])
				w.broker.will("bind", test.answer)
				g := w.do("POST", "/v2/service_bindings"+test.query, bindingBody(guid)).is(test.status)
				if test.code != "" {
					g.is(test.status, test.code)
				}
				after(1)
				if n := len(w.broker.asked("unbind")); n != test.unbinds {
					t.Errorf("%d unbinds, want %d", n, test.unbinds)
				}
				w.close()
			})
		})
	}
}

func TestUnbindLaterUnasked(t *testing.T) {
	w := newWorld(t, nil)
	guid := w.instance(w.register()["p1"])
	path := w.do("POST", "/v2/service_bindings", bindingBody(guid)).is(201).header.Get("Location")
	w.broker.will("unbind", accepted("x"))
	if g := w.do("DELETE", path, "").is(204); !strings.Contains(g.header.Get("X-Cf-Warnings"), "later") {
		t.Error("no warning")
	}
	w.do("GET", path, "").is(404)
}

func TestKeys(t *testing.T) {
	w := newWorld(t, nil)
	plans := w.register()
	guid := w.instance(plans["p1"])
	body := `{"name":"k","service_instance_guid":"` + guid + `","parameters":{"a":1}}`
	g := w.do("POST", "/v2/service_keys", body).is(201).has("db://u:p@host", "entity", "credentials", "uri")
	sent := w.broker.asked("bind")[0]
	if _, app := sent.body["app_guid"]; app || !reflect.DeepEqual(sent.body["bind_resource"], map[string]any{}) || sent.query != "" {
		t.Errorf("the broker got %s", sent.raw)
	}
	path := g.header.Get("Location")
	w.do("GET", path, "").is(200)
	w.do("GET", path+"/parameters", "").is(200)
	w.do("GET", "/v2/service_bindings/"+g.guid(), "").is(404, "CF-ServiceBindingNotFound")
	w.do("POST", "/v2/service_keys", body).is(400, "CF-ServiceKeyNameTaken")
	w.do("POST", "/v2/service_keys", `{"service_instance_guid":"`+guid+`"}`).is(400, "CF-MessageParseError")
	w.do("POST", "/v2/service_keys", `{"name":"k","service_instance_guid":"none"}`).is(404, "CF-ServiceInstanceNotFound")
	w.do("POST", "/v2/service_keys", `{"name":" ","service_instance_guid":"`+guid+`"}`).is(400, "CF-ServiceKeyInvalid")
	fixed := w.do("POST", "/v2/service_instances", instanceBody("fixed", plans["p3"])).is(201).guid()
	w.do("POST", "/v2/service_keys", `{"name":"k","service_instance_guid":"`+fixed+`"}`).is(400, "CF-ServiceKeyNotSupported")
	w.as(AuditorToken).do("GET", path, "").is(404, "CF-ServiceKeyNotFound")
	for list, want := range map[string]int{"/v2/service_keys?q=name:k": 1, "/v2/service_instances/" + guid + "/service_keys": 1, "/v2/service_keys?q=name:x": 0} {
		if n := w.do("GET", list, "").total(); n != want {
			t.Errorf("%s has %d keys, want %d", list, n, want)
		}
	}
	w.broker.will("unbind", says{status: 422, body: `{"error":"ConcurrencyError"}`}, says{status: 200, body: "{}"})
	w.do("DELETE", path, "").is(422, "CF-ConcurrencyError")
	w.do("DELETE", path+"?async=true", "").is(204)
	w.do("GET", path, "").is(404, "CF-ServiceKeyNotFound")
}

func TestKeyAnswers(t *testing.T) {
	for _, test := range []struct {
		answer  says
		status  int
		unbinds int
	}{
		{says{status: 200, body: "x"}, 502, 1},
		{says{status: 201, body: "x"}, 502, 1},
		{says{status: 202, body: "{}"}, 502, 1},
		{says{status: 500, body: "x"}, 502, 1},
		{says{status: 409, body: "{}"}, 409, 0},
	} {
		synced(t, func(t *testing.T) {
			w := newWorld(t, nil)
			guid := w.instance(w.register()["p1"])
			w.broker.will("bind", test.answer)
			w.do("POST", "/v2/service_keys", `{"name":"k","service_instance_guid":"`+guid+`"}`).is(test.status)
			after(1)
			sent := w.broker.asked("unbind")
			if len(sent) != test.unbinds {
				t.Errorf("%d: %d unbinds, want %d", test.answer.status, len(sent), test.unbinds)
			}
			for _, one := range sent {
				if strings.Contains(one.query, "accepts_incomplete") {
					t.Errorf("the clean-up of a key asks %s", one.query)
				}
			}
			w.close()
		})
	}
}

func TestUserProvided(t *testing.T) {
	w := newWorld(t, nil)
	body := `{"name":"mine","space_guid":"` + SpaceGUID + `","credentials":{"a":"b"},"syslog_drain_url":"syslog://x"}`
	g := w.do("POST", "/v2/user_provided_service_instances", body).is(201).has("user_provided_service_instance", "entity", "type")
	w.do("POST", "/v2/user_provided_service_instances", body).is(400, "CF-ServiceInstanceNameTaken")
	binding := w.do("POST", "/v2/service_bindings?accepts_incomplete=true", with(bindingBody(g.guid()), `"parameters":{"x":1}`)).is(201).
		has("b", "entity", "credentials", "a").has("syslog://x", "entity", "syslog_drain_url").
		has("/v2/user_provided_service_instances/"+g.guid(), "entity", "service_instance_url")
	if binding.header.Get("X-Cf-Warnings") == "" {
		t.Error("no warning about parameters that are ignored")
	}
	path := "/v2/service_instances/" + g.guid()
	w.do("GET", path, "").is(200)
	w.do("PUT", path, `{"name":"x"}`).is(400, "CF-UserProvidedServiceInstanceHandlerNeeded")
	w.do("GET", path+"/parameters", "").is(400, "CF-ServiceFetchInstanceParametersNotSupported")
	w.do("GET", path+"/service_bindings", "").is(404, "CF-ManagedServiceInstanceNotFound")
	w.do("PUT", g.header.Get("Location"), `{"name":"yours","credentials":{}}`).is(201).has("yours", "entity", "name")
	w.do("POST", "/v2/service_keys", `{"name":"k","service_instance_guid":"`+g.guid()+`"}`).is(400, "CF-ServiceKeyNotSupported")
	for query, want := range map[string]int{"": 0, "?return_user_provided_service_instances=true": 1} {
		if n := w.do("GET", "/v2/spaces/"+SpaceGUID+"/service_instances"+query, "").total(); n != want {
			t.Errorf("%q lists %d instances, want %d", query, n, want)
		}
	}
	w.do("DELETE", g.header.Get("Location"), "").is(400, "CF-AssociationNotEmpty")
	w.do("DELETE", binding.header.Get("Location"), "").is(204)
	w.do("DELETE", g.header.Get("Location"), "").is(204)
	if len(w.broker.asked("")) > 0 {
		t.Error("a broker was asked")
	}
}
