package controller

import (
	"errors"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"
)

func TestRegisterBroker(t *testing.T) {
	w := newWorld(t, nil)
	created := w.do("POST", "/v2/service_brokers", brokerBody).is(201)
	created.has("b1", "entity", "name").has("http://broker.test/base", "entity", "broker_url").has("u", "entity", "auth_username").has(nil, "entity", "space_guid")
	if location := created.header.Get("Location"); location != created.at("metadata", "url") {
		t.Errorf("Location is %q", location)
	}
	for name, want := range map[string]string{"Content-Type": contentType, "X-Content-Type-Options": "nosniff"} {
		if created.header.Get(name) != want {
			t.Errorf("%s is %q, want %q", name, created.header.Get(name), want)
		}
	}
	call := w.broker.asked("")[0]
	user, password, _ := (&http.Request{Header: call.header}).BasicAuth()
	if call.path != "/base/v2/catalog" || user != "u" || password != "s3cret-pass" {
		t.Errorf("the catalog was asked for with %+v", call)
	}
	for name, want := range map[string]string{
		"X-Broker-Api-Version":              "2.15",
		"X-Broker-Api-Originating-Identity": "cloudfoundry eyJ1c2VyX2lkIjoiZDAwMDAwMDAtNGQzZS00ZTg4LWFmODgtMDAwMDAwMDAwMDAxIn0=",
		"X-Api-Info-Location":               "example.com/v2/info",
		"X-Vcap-Request-Id":                 created.header.Get("X-VCAP-Request-ID"),
		"Accept":                            "application/json",
	} {
		if have := call.header.Get(name); have != want {
			t.Errorf("%s is %q, want %q", name, have, want)
		}
	}
	w.do("GET", "/v2/service_brokers/"+created.guid(), "").is(200).has("b1", "entity", "name")
	for _, g := range []got{created, w.do("GET", "/v2/service_brokers", "")} {
		if strings.Contains(g.raw, "s3cret-pass") {
			t.Errorf("%s shows the password", g.what)
		}
	}
	if n := w.do("GET", "/v2/services?q=service_broker_guid:"+created.guid(), "").total(); n != 2 {
		t.Errorf("got %d offerings, want 2", n)
	}
	plans := w.do("GET", "/v2/service_plans?q=active:true;unique_id%20IN%20p1,p2", "").is(200)
	if plans.total() != 2 || strings.Contains(plans.raw, `"public":true`) {
		t.Errorf("the plans are %s", plans.raw)
	}
}

func TestRefuseBroker(t *testing.T) {
	tests := []struct{ name, body, want string }{
		{"no name", `{"broker_url":"http://x","auth_username":"u","auth_password":"p"}`, "CF-MessageParseError"},
		{"null name", `{"name":null,"broker_url":"http://x","auth_username":"u","auth_password":"p"}`, "CF-MessageParseError"},
		{"no JSON", `nonsense`, "CF-MessageParseError"},
		{"null", `null`, "CF-MessageParseError"},
		{"empty", ``, "CF-MessageParseError"},
		{"wrong type", strings.Replace(brokerBody, `"u"`, `7`, 1), "CF-MessageParseError"},
		{"blank name", strings.Replace(brokerBody, `"b1"`, `""`, 1), "CF-ServiceBrokerInvalid"},
		{"blank password", strings.Replace(brokerBody, `"s3cret-pass"`, `""`, 1), "CF-ServiceBrokerInvalid"},
		{"no http", strings.Replace(brokerBody, `http://broker.test/base`, `foo.bar`, 1), "CF-ServiceBrokerUrlInvalid"},
		{"credentials", strings.Replace(brokerBody, `http://`, `http://u:p@`, 1), "CF-ServiceBrokerUrlBasicAuthNotSupported"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld(t, nil)
			w.do("POST", "/v2/service_brokers", test.body).is(400, test.want)
			if len(w.broker.asked("")) > 0 {
				t.Error("the broker was asked")
			}
		})
	}
	w := newWorld(t, nil)
	w.register()
	before := len(w.broker.asked(""))
	w.do("POST", "/v2/service_brokers", brokerBody).is(400, "CF-ServiceBrokerNameTaken")
	w.do("POST", "/v2/service_brokers", strings.Replace(brokerBody, `{`, `{"space_guid":"nowhere",`, 1)).is(404, "CF-ResourceNotFound")
	w.as(DeveloperToken).do("POST", "/v2/service_brokers", brokerBody).is(403, "CF-NotAuthorized")
	if len(w.broker.asked("")) > before {
		t.Error("the broker was asked")
	}
}

func TestCatalogFailures(t *testing.T) {
	tests := []struct {
		name   string
		answer says
		status int
		code   string
	}{
		{"html", says{status: 200, body: "<html>"}, 502, "CF-ServiceBrokerRequestMalformed"},
		{"array", says{status: 200, body: "[]"}, 502, "CF-ServiceBrokerRequestMalformed"},
		{"empty object", says{status: 200, body: "{}"}, 502, "CF-ServiceBrokerCatalogInvalid"},
		{"201", says{status: 201, body: goodCatalog}, 502, "CF-ServiceBrokerBadResponse"},
		{"204", says{status: 204}, 502, "CF-ServiceBrokerBadResponse"},
		{"401", says{status: 401, body: "{}"}, 502, "CF-ServiceBrokerApiAuthenticationFailed"},
		{"403", says{status: 403, body: "{}"}, 502, "CF-ServiceBrokerRequestRejected"},
		{"408", says{status: 408, body: "{}"}, 504, "CF-ServiceBrokerApiTimeout"},
		{"409", says{status: 409, body: "{}"}, 502, "CF-ServiceBrokerBadResponse"},
		{"500", says{status: 500, body: `{"description":"the password is s3cret-pass"}`}, 502, "CF-ServiceBrokerBadResponse"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld(t, nil)
			w.broker.will("catalog", test.answer)
			if g := w.do("POST", "/v2/service_brokers", brokerBody).is(test.status, test.code); strings.Contains(g.raw, "s3cret-pass") {
				t.Errorf("the password is in %s", g.raw)
			}
			if n := w.do("GET", "/v2/service_brokers", "").total(); n != 0 {
				t.Errorf("%d brokers are left", n)
			}
			w.broker.will("catalog")
			w.register()
		})
	}
}

// failing is a transport that gives no answers.
type failing struct{ err error }

func (f failing) RoundTrip(*http.Request) (*http.Response, error) { return nil, f.err }

func TestBrokerWithoutAnswer(t *testing.T) {
	tests := []struct {
		name   string
		err    error
		status int
		code   string
	}{
		{"refused", &net.OpError{Op: "dial", Err: errors.New("connection refused")}, 502, "CF-ServiceBrokerApiUnreachable"},
		{"unknown host", &net.DNSError{Err: "no such host"}, 502, "CF-ServiceBrokerApiUnreachable"},
		{"timeout", os.ErrDeadlineExceeded, 504, "CF-HttpClientTimeout"},
		{"reset", &net.OpError{Op: "read", Err: errors.New("connection reset")}, 500, "CF-HttpRequestError"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld(t, func(c *Config) { c.Broker = failing{test.err} })
			w.do("POST", "/v2/service_brokers", brokerBody).is(test.status, test.code).has("GET", "http", "method")
		})
	}
}

func TestUpdateBroker(t *testing.T) {
	w := newWorld(t, nil)
	plans := w.register()
	guid := w.do("GET", "/v2/service_brokers?q=name:b1", "").at("resources").([]any)[0].(map[string]any)["metadata"].(map[string]any)["guid"].(string)
	path := "/v2/service_brokers/" + guid
	w.do("PUT", path, `{"name":"renamed"}`).is(200).has("renamed", "entity", "name")
	if n := len(w.broker.asked("catalog")); n != 1 {
		t.Errorf("a rename asked for the catalog: %d requests", n)
	}
	w.broker.will("catalog", says{status: 500, body: "{}"})
	w.do("PUT", path, `{"auth_password":"new"}`).is(502)
	w.do("GET", "/v2/service_plans/"+plans["p1"], "").is(200)

	w.instance(plans["p1"])
	smaller := strings.Replace(strings.Replace(goodCatalog, `"id":"p1"`, `"id":"p9"`, 1), `"id":"p2"`, `"id":"p8"`, 1)
	w.broker.will("catalog", says{status: 200, body: smaller})
	g := w.do("PUT", path, `{"auth_password":"new","space_guid":"ignored"}`).is(200).has(nil, "entity", "space_guid")
	if g.header.Get("X-Cf-Warnings") == "" {
		t.Error("no warning about the plan that is gone")
	}
	w.do("GET", "/v2/service_plans/"+plans["p1"], "").is(200).has(false, "entity", "active")
	w.do("GET", "/v2/service_plans/"+plans["p2"], "").is(404, "CF-ServicePlanNotFound")
	w.do("DELETE", path, "").is(400, "CF-ServiceBrokerNotRemovable")
	w.do("PUT", "/v2/service_brokers/none", `{"name":"x"}`).is(404, "CF-NotFound")
	w.do("GET", "/v2/service_brokers/none", "").is(404, "CF-ServiceBrokerNotFound")
}

func TestDeleteBroker(t *testing.T) {
	w := newWorld(t, nil)
	guid := w.do("POST", "/v2/service_brokers", brokerBody).is(201).guid()
	if g := w.do("DELETE", "/v2/service_brokers/"+guid+"?async=true", "").is(204); g.raw != "" {
		t.Errorf("204 with a body: %s", g.raw)
	}
	if n := w.do("GET", "/v2/services", "").total(); n != 0 {
		t.Errorf("%d offerings are left", n)
	}
}

func TestSpaceScopedBroker(t *testing.T) {
	w := newWorld(t, nil)
	developer := w.as(DeveloperToken)
	guid := developer.do("POST", "/v2/service_brokers", strings.Replace(brokerBody, `{`, `{"space_guid":"`+SpaceGUID+`",`, 1)).is(201).guid()
	plan := developer.do("GET", "/v2/service_plans?q=unique_id:p1", "").is(200).at("resources").([]any)[0].(map[string]any)["metadata"].(map[string]any)["guid"].(string)
	developer.do("POST", "/v2/service_instances", instanceBody("i", plan)).is(201)
	w.do("POST", "/v2/service_instances", strings.Replace(instanceBody("i", plan), SpaceGUID, OtherSpaceGUID, 1)).is(403, "CF-ServiceInstanceSpaceNotAuthorized")
	w.do("PUT", "/v2/service_plans/"+plan, `{"public":true}`).is(400, "CF-ServicePlanInvalid")
	if n := w.as(StrangerToken).do("GET", "/v2/service_brokers", "").total(); n != 0 {
		t.Errorf("a stranger sees %d brokers", n)
	}
	if n := w.do("GET", "/v2/service_brokers?q=space_guid:"+SpaceGUID, "").total(); n != 1 {
		t.Errorf("got %d brokers of the space %s", n, guid)
	}
}

func TestVisibilities(t *testing.T) {
	w := newWorld(t, nil)
	w.do("POST", "/v2/service_brokers", brokerBody).is(201)
	plan := w.do("GET", "/v2/service_plans?q=unique_id:p1", "").at("resources").([]any)[0].(map[string]any)["metadata"].(map[string]any)["guid"].(string)
	w.do("POST", "/v2/service_instances", instanceBody("i", plan)).is(403, "CF-ServiceInstanceOrganizationNotAuthorized")
	w.as(DeveloperToken).do("POST", "/v2/service_instances", instanceBody("i", plan)).is(403, "CF-NotAuthorized")
	body := `{"service_plan_guid":"` + plan + `","organization_guid":"` + OrganizationGUID + `"}`
	created := w.do("POST", "/v2/service_plan_visibilities", body).is(201)
	w.do("POST", "/v2/service_plan_visibilities", body).is(400, "CF-ServicePlanVisibilityAlreadyExists")
	w.do("POST", "/v2/service_plan_visibilities", `{"service_plan_guid":"x","organization_guid":"y"}`).is(400, "CF-InvalidRelation")
	w.do("GET", created.header.Get("Location"), "").is(200)
	w.as(DeveloperToken).do("POST", "/v2/service_instances", instanceBody("i", plan)).is(201)
	if n := w.do("GET", "/v2/spaces/"+SpaceGUID+"/services?q=label:DB", "").total(); n != 1 {
		t.Errorf("the space can use %d offerings, want 1", n)
	}
	w.do("DELETE", created.header.Get("Location"), "").is(204)
	w.do("POST", "/v2/service_instances", instanceBody("j", plan)).is(403, "CF-ServiceInstanceOrganizationNotAuthorized")
	if n := w.as("").do("GET", "/v2/services", "").is(200).total(); n != 0 {
		t.Errorf("anyone sees %d offerings", n)
	}
	w.do("PUT", "/v2/service_plans/"+plan, `{"public":true,"name":"other"}`).is(201).has("small", "entity", "name")
	w.do("POST", "/v2/service_plan_visibilities", body).is(400, "CF-ServicePlanVisibilityInvalid")
	if n := w.as("").do("GET", "/v2/services", "").is(200).total(); n != 1 {
		t.Errorf("anyone sees %d offerings", n)
	}
}

func TestSlowCatalog(t *testing.T) {
	synced(t, func(t *testing.T) {
		w := newWorld(t, nil)
		w.broker.will("catalog", says{status: 200, body: goodCatalog, delay: time.Hour})
		w.do("POST", "/v2/service_brokers", brokerBody).is(504, "CF-HttpClientTimeout")
		w.close()
	})
}
