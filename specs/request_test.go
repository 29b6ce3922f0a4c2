package specs_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"conformance/specs"
)

// TestValidateRequest changes one place of a request each; want lists "where name" of what the document refuses.
func TestValidateRequest(t *testing.T) {
	const (
		instance  = "/v2/service_instances/i1"
		binding   = instance + "/service_bindings/b1"
		provision = `{"service_id": "s", "plan_id": "p", "organization_guid": "o", "space_guid": "sp"}`
	)
	for _, test := range []struct {
		name    string
		version specs.Version
		method  string
		target  string
		header  string
		body    string
		want    []string
	}{
		{"no version header", "2.17", "GET", "/v2/catalog", "", "", nil},
		{"version header", "2.17", "GET", "/v2/catalog", "X-Broker-API-Version: 2.17", "", nil},
		{"version with a v", "2.17", "GET", "/v2/catalog", "X-Broker-API-Version: v2.17", "", []string{"header X-Broker-API-Version"}},
		{"identity of one word", "2.13", "GET", "/v2/catalog", "X-Broker-API-Originating-Identity: alice", "", []string{"header X-Broker-API-Originating-Identity"}},
		{"identity before there was one", "2.12", "GET", "/v2/catalog", "X-Broker-API-Originating-Identity: alice", "", nil},

		{"provision", "2.17", "PUT", instance + "?accepts_incomplete=true", "", provision, nil},
		{"unknown members", "2.17", "PUT", instance, "", strings.Replace(provision, "{", `{"context": {"x": []}, "more": null, `, 1), nil},
		{"accepts_incomplete is no boolean", "2.17", "PUT", instance + "?accepts_incomplete=maybe", "", provision, []string{"query accepts_incomplete"}},
		{"no organization_guid", "2.17", "PUT", instance, "", strings.Replace(provision, "organization_guid", "org", 1), []string{"body /organization_guid"}},
		{"empty service_id", "2.13", "PUT", instance, "", strings.Replace(provision, `"s"`, `""`, 1), []string{"body /service_id"}},
		{"empty service_id, later", "2.14", "PUT", instance, "", strings.Replace(provision, `"s"`, `""`, 1), nil},
		{"empty space_guid", "2.17", "PUT", instance, "", strings.Replace(provision, `"sp"`, `""`, 1), []string{"body /space_guid"}},
		{"null", "2.12", "PUT", instance, "", strings.Replace(provision, `"s"`, `null`, 1), []string{"body /service_id"}},
		{"context is an array", "2.12", "PUT", instance, "", strings.Replace(provision, "{", `{"context": [], `, 1), []string{"body /context"}},
		{"context before there was one", "2.11", "PUT", instance, "", strings.Replace(provision, "{", `{"context": [], `, 1), nil},
		{"parameters are a string", "2.17", "PUT", instance, "", strings.Replace(provision, "{", `{"parameters": "x", `, 1), []string{"body /parameters"}},
		{"body is an array", "2.17", "PUT", instance, "", `[]`, []string{"body "}},

		{"update", "2.17", "PATCH", instance, "", `{"service_id": "s", "context": {}}`, nil},
		{"update of nothing", "2.17", "PATCH", instance, "", `{}`, []string{"body /service_id"}},
		{"delete", "2.17", "DELETE", instance + "?service_id=s&plan_id=p", "", "", nil},
		{"delete without plan", "2.11", "DELETE", instance + "?service_id=s", "", "", []string{"query plan_id"}},
		{"poll without hints", "2.17", "GET", instance + "/last_operation", "", "", nil},
		{"poll with an empty operation", "2.17", "GET", instance + "/last_operation?operation=", "", "", []string{"query operation"}},

		{"bind", "2.17", "PUT", binding, "", `{"service_id": "s", "plan_id": "p", "bind_resource": {"credential_client_id": null}}`, nil},
		{"bind without plan", "2.16", "PUT", binding, "", `{"service_id": "s"}`, []string{"body /plan_id"}},
		{"rotation of nothing but a predecessor", "2.17", "PUT", binding, "", `{"predecessor_binding_id": "b0"}`, nil},
		{"rotation with an empty predecessor", "2.17", "PUT", binding, "", `{"predecessor_binding_id": "", "service_id": "s", "plan_id": "p"}`, []string{"body /predecessor_binding_id"}},
		{"neither plan nor predecessor", "2.17", "PUT", binding, "", `{"service_id": "s"}`, []string{"body "}},
		{"bind_resource is an array", "2.17", "PUT", binding, "", `{"service_id": "s", "plan_id": "p", "bind_resource": []}`, []string{"body /bind_resource"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			doc := document(t, "osb", test.version)
			request := httptest.NewRequest(test.method, test.target, nil)
			if name, value, ok := strings.Cut(test.header, ": "); ok {
				request.Header.Set(name, value)
			}
			op, params, err := doc.Route(request)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, violation := range doc.ValidateRequest(op, params, request, []byte(test.body)) {
				got = append(got, violation.Where+" "+violation.Name)
			}
			slices.Sort(got)
			if !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestRoute(t *testing.T) {
	doc, old := document(t, "osb", "2.17"), document(t, "osb", "2.13")
	for _, test := range []struct {
		doc            *specs.Document
		method, target string
		op, instance   string
		err            error
	}{
		{doc, "GET", "/v2/catalog", "catalog", "", nil},
		{doc, "GET", "/v2/service_instances/a%2Fb%20c", "fetch-instance", "a/b c", nil},
		{doc, "GET", "/v2/service_instances/a/service_bindings/b/last_operation", "binding-last-operation", "a", nil},
		{doc, "POST", "/v2/catalog", "", "", specs.ErrMethod},
		{doc, "GET", "/v2/nothing", "", "", specs.ErrPath},
		{old, "GET", "/v2/service_instances/a", "", "", specs.ErrMethod},
		{old, "GET", "/v2/service_instances/a/service_bindings/b/last_operation", "", "", specs.ErrPath},
	} {
		op, params, err := test.doc.Route(httptest.NewRequest(test.method, test.target, http.NoBody))
		switch {
		case !errors.Is(err, test.err):
			t.Errorf("%s %s in %s: got error %v, want %v", test.method, test.target, test.doc.Version, err, test.err)
		case err == nil && (op.ID != test.op || params["instance_id"] != test.instance):
			t.Errorf("%s %s: got %s with %v, want %s with %q", test.method, test.target, op.ID, params, test.op, test.instance)
		}
	}
}
