package controller

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
)

func (w *world) names(path string) string {
	w.t.Helper()
	var names []string
	for _, item := range w.do("GET", path, "").is(200).at("resources").([]any) {
		names = append(names, got{body: item.(map[string]any)}.at("entity", "name").(string))
	}
	return strings.Join(names, " ")
}

func TestLists(t *testing.T) {
	w := newWorld(t, nil)
	plans := w.register()
	guids := map[string]string{}
	for i, name := range []string{"a", "b;c", "d"} {
		guids[name] = w.do("POST", "/v2/service_instances", instanceBody(name, plans[[]string{"p1", "p1", "q1"}[i]])).is(201).guid()
	}
	binding := w.do("POST", "/v2/service_bindings", bindingBody(guids["d"])).is(201).guid()
	list := "/v2/service_instances"
	tests := []struct{ query, want string }{
		{"", "a b;c d"},
		{"?order-direction=desc", "d b;c a"},
		{"?q=name:a", "a"},
		{"?q=name:b;;c", "b;c"},
		{"?q=name" + url.QueryEscape(" IN a,d"), "a d"},
		{"?q=name" + url.QueryEscape(">=b"), "b;c d"},
		{"?q=name" + url.QueryEscape("<b"), "a"},
		{"?q=service_plan_guid:" + plans["p1"] + "&q=name:a", "a"},
		{"?q=service_plan_guid:" + plans["p1"] + ";name:a", "a"},
		{"?q=service_plan_guid:" + plans["p1"] + "%3Bname:d", ""},
		{"?q=organization_guid:" + OrganizationGUID + "&q=space_guid:" + SpaceGUID, "a b;c d"},
		{"?q=service_binding_guid:" + binding, "d"},
		{"?results-per-page=2", "a b;c"},
		{"?results-per-page=2&page=2", "d"},
		{"?results-per-page=2&page=9", ""},
	}
	for _, test := range tests {
		if have := w.names(list + test.query); have != test.want {
			t.Errorf("%s: got %q, want %q", test.query, have, test.want)
		}
	}
	first := w.do("GET", list+"?results-per-page=1&q=service_plan_guid:"+plans["p1"]+"&order-direction=desc", "").is(200).has(nil, "prev_url")
	next := first.at("next_url").(string)
	second := w.do("GET", next, "").is(200).has(nil, "next_url")
	if w.names(next) != "a" || second.total() != 2 || fmt.Sprint(second.at("total_pages")) != "2" {
		t.Errorf("%s gives %s", next, second.raw)
	}
	w.do("GET", second.at("prev_url").(string), "").is(200)
	for query, code := range map[string]string{
		"?q=colour:red":             "CF-BadQueryParameter",
		"?q=name":                   "CF-BadQueryParameter",
		"?results-per-page=101":     "CF-BadQueryParameter",
		"?order-direction=up":       "CF-BadQueryParameter",
		"?inline-relations-depth=9": "CF-BadQueryParameter",
		"?page=x":                   "CF-BadQueryParameter",
	} {
		w.do("GET", list+query, "").is(400, code)
	}
	w.do("GET", list+"?order-by=colour", "").is(500, "CF-OrderByParameterInvalid")
	if names := w.names("/v2/spaces?order-by=name&q=organization_guid:" + OrganizationGUID); names != "development free full production" {
		t.Errorf("the spaces are %s", names)
	}
	if names := w.names("/v2/organizations?q=name:CONFORMANCE"); names != "conformance" {
		t.Errorf("the organizations are %s", names)
	}
	if names := w.names("/v2/apps?q=name:first;space_guid:" + SpaceGUID); names != "first" {
		t.Errorf("the apps are %s", names)
	}
}

func TestInlineRelations(t *testing.T) {
	w := newWorld(t, nil)
	guid := w.instance(w.register()["p1"])
	w.do("POST", "/v2/service_bindings", bindingBody(guid)).is(201)
	shown := w.do("GET", "/v2/service_instances/"+guid+"?inline-relations-depth=2", "").is(200)
	shown.has("small", "entity", "service_plan", "entity", "name").has("db", "entity", "service_plan", "entity", "service", "entity", "label").
		has("development", "entity", "space", "entity", "name")
	bindings, _ := shown.at("entity", "service_bindings").([]any)
	keys, _ := shown.at("entity", "service_keys").([]any)
	if len(bindings) != 1 || keys == nil {
		t.Errorf("got %s", shown.raw)
	}
	w.do("POST", "/v2/service_keys", `{"name":"k","service_instance_guid":"`+guid+`"}`).is(201)
	if seen := w.as(AuditorToken).do("GET", "/v2/service_instances/"+guid+"?inline-relations-depth=1", "").is(200); strings.Contains(seen.raw, "db://") {
		t.Errorf("an auditor sees credentials: %s", seen.raw)
	}
	if shown := w.do("GET", "/v2/service_instances/"+guid, "").is(200); shown.at("entity", "service_plan") != nil {
		t.Errorf("inlined without being asked: %s", shown.raw)
	}
}

func TestBesideDocument(t *testing.T) {
	w := newWorld(t, nil)
	plans := w.register()
	guid := w.instance(plans["p1"])
	w.do("POST", "/v2/service_bindings", bindingBody(guid)).is(201)
	offering := w.do("GET", "/v2/service_plans/"+plans["p1"], "").at("entity", "service_guid").(string)
	for path, want := range map[string]int{
		"/v2/services/" + offering + "/service_plans":             3,
		"/v2/service_plans/" + plans["p1"] + "/service_instances": 1,
		"/v2/service_instances/" + guid + "/routes":               0,
		"/v2/service_instances/" + guid + "/shared_to":            0,
		"/v2/organizations/" + OrganizationGUID + "/spaces":       4,
		"/v2/apps/" + AppGUID + "/service_bindings":               1,
		"/v2/user_provided_service_instances":                     0,
	} {
		if n := w.do("GET", path, "").is(200).total(); n != want {
			t.Errorf("%s lists %d, want %d", path, n, want)
		}
	}
	w.do("GET", "/v2/service_instances/"+guid+"/shared_from", "").is(204)
	w.do("GET", "/v2/config/feature_flags", "").is(200)
	w.do("GET", "/", "").is(200).has("http://example.com", "links", "self", "href")
	w.do("GET", "/login", "").is(200).has("http://example.com", "links", "uaa")
	if summary := w.do("GET", "/v2/spaces/"+SpaceGUID+"/summary", "").is(200); !strings.Contains(summary.raw, `"service_names":["i1"]`) {
		t.Errorf("the summary is %s", summary.raw)
	}
	w.do("POST", "/v2/apps", `nonsense`).is(400, "CF-MessageParseError")
	w.do("POST", "/v2/apps", `{"name":"first","space_guid":"`+SpaceGUID+`"}`).is(400, "CF-AppNameTaken")
	w.as("").do("GET", "/v2/spaces/"+SpaceGUID+"/summary", "").is(401, "CF-NotAuthenticated")
}
