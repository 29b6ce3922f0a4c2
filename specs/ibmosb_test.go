package specs_test

import (
	"net/http"
	"testing"
)

func TestIBMAnswers(t *testing.T) {
	doc := document(t, "ibm-osb", "2.12")
	checkAnswers(t, doc, []answer{
		{"catalog", 200, `{}`, []string{"IBM-CAT-001 /services"}},
		{"catalog", 200, `{"services": [{"id": "a", "name": "A b", "description": "c", "bindable": "yes", "plans": []}]}`,
			[]string{"IBM-CAT-002 /services/0/bindable", "IBM-CAT-003 /services/0/name", "IBM-CAT-007 /services/0/plans"}},
		{"catalog", 200, `{"services": [{"id": "a", "name": "abcdefghijklmnopqrstuvwxyz-abcdef", "description": "c", "bindable": true,
			"plan_updateable": 1, "dashboard_client": null, "plans": [{"id": 1, "name": "X", "free": "no", "bindable": null}]}]}`,
			[]string{"IBM-CAT-003 /services/0/name", "IBM-CAT-008 /services/0/plans/0/description", "IBM-CAT-008 /services/0/plans/0/id",
				"IBM-CAT-009 /services/0/plans/0/name", "IBM-CAT-010 /services/0/plans/0/free", "IBM-CAT-011 /services/0/plan_updateable"}},
		{"catalog", 401, `{}`, []string{"IBM-AUTH-012 header WWW-Authenticate", "IBM-AUTH-013 /description"}},
		{"provision", 201, `{"description": "A success may have one.", "poll_after": 5}`, nil},
		{"provision", 201, `[]`, []string{"IBM-PROV-027 "}},
		{"provision", 202, `{"dashboard_url": "", "operation": "", "description": ""}`,
			[]string{"IBM-ERR-004 /description", "IBM-PROV-021 /dashboard_url", "IBM-PROV-025 /operation"}},
		{"provision", 409, `{"description": 1}`, []string{"IBM-ERR-004 /description", "IBM-PROV-007 /description"}},
		{"provision", 503, `"down"`, []string{"IBM-ERR-001 ", "IBM-PROV-027 "}},
		{"bind", 201, `{}`, []string{"IBM-BIND-001 /credentials"}},
		{"bind", 200, `{"credentials": "text", "syslog_drain_url": null}`, []string{"IBM-BIND-005 /credentials"}},
		{"bind", 201, `{"credentials": {}, "volume_mounts": [{"driver": "a", "container_dir": "/b", "mode": "r", "device_type": "shared", "device": "text"}]}`,
			[]string{"IBM-BIND-013 /volume_mounts"}},
		{"deprovision", 410, `{"description": "gone", "operation": "x"}`, nil},
		{"instance-last-operation", 200, `{}`, []string{"IBM-LOP-001 /state"}},
		{"instance-last-operation", 200, `{"state": "in_progress", "description": ""}`, []string{"IBM-LOP-002 /state", "IBM-LOP-003 /description"}},
		{"state-get", 200, `{"enabled": "yes", "active": 1, "last_active": -1}`,
			[]string{"IBM-STATE-002 /enabled", "IBM-STATE-003 /active", "IBM-STATE-004 /last_active"}},
		{"state-put", 200, `{"active": true}`, []string{"IBM-STATE-009 /enabled"}},
		{"state-get", 404, `"any form"`, nil},
	})
	if !doc.Operation("state-put").Describes(http.StatusNoContent) {
		t.Error("state-put: want 204 to be described")
	}
}

func TestIBMRequests(t *testing.T) {
	const (
		crn      = "/v2/service_instances/crn%3Av1%3Ax%3Ay%3Az%3A%3Aa%2Fb%3Ac%3A%3A"
		literal  = "/v2/service_instances/crn:v1:x:y:z::a%2Fb:c::"
		minimal  = `{"service_id": "s", "plan_id": "p"}`
		stateful = "/bluemix_v1/service_instances/crn%3Av1%3Ax%3Aa%2Fb"
	)
	version := map[string]string{"X-Broker-Api-Version": "2.12"}
	identity := map[string]string{"X-Broker-Api-Version": "2.12", "Authorization": "basic dTpw",
		"X-Broker-API-Originating-Identity": "no base64 at all"}
	checkCalls(t, document(t, "ibm-osb", "2.12"), []call{
		{"without guids, context and identity", "provision", crn, version, minimal, nil},
		{"with bare colons", "provision", literal, version, minimal, nil},
		{"with any identity and a lower-case scheme", "provision", crn, identity, minimal, nil},
		{"with unknown members", "provision", crn, version, `{"service_id": "s", "plan_id": "p", "other": 1, "context": {"other": {}}}`, nil},
		{"with nested parameters", "provision", crn, version, `{"service_id": "s", "plan_id": "p", "parameters": {"a": [1, {"b": null}]}}`, nil},
		{"opting out", "provision", crn + "?accepts_incomplete=false", version, minimal, nil},
		{"without ids", "provision", crn, version, `{}`, []string{"/plan_id", "/service_id"}},
		{"with empty and mistyped members", "provision", crn, version,
			`{"service_id": "", "plan_id": 1, "context": "x", "parameters": [], "organization_guid": "", "space_guid": ""}`,
			[]string{"/context", "/organization_guid", "/parameters", "/plan_id", "/service_id", "/space_guid"}},
		{"without the version", "provision", crn, nil, minimal, []string{"header X-Broker-Api-Version"}},
		{"with a hint only", "update", crn, version, `{"service_id": "s", "previous_values": {}}`, nil},
		{"without service_id", "update", crn, version, `{"plan_id": "p"}`, []string{"/service_id"}},
		{"with ids", "deprovision", crn + "?service_id=s&plan_id=p", version, "", nil},
		{"without ids", "deprovision", crn, version, "", []string{"query plan_id", "query service_id"}},
		{"without hints", "instance-last-operation", crn + "/last_operation", version, "", nil},
		{"a service key", "bind", crn + "/service_bindings/crn%3Av1%3Aa%2Fb%3Aresource-key%3Ac", version, minimal, nil},
		{"without ids", "unbind", crn + "/service_bindings/b", version, "", []string{"query plan_id", "query service_id"}},
		{"without the version", "state-get", stateful, nil, "", nil},
		{"with any reason", "state-put", stateful, nil, `{"enabled": false, "reason_code": "test_reason"}`, nil},
		{"without enabled", "state-put", stateful, nil, `{"initiator_id": "i"}`, []string{"/enabled"}},
		{"with text for enabled", "state-put", stateful, nil, `{"enabled": "no"}`, []string{"/enabled"}},
	})
}

func TestIBMIdentifiersAreDecodedOnce(t *testing.T) {
	doc := document(t, "ibm-osb", "2.12")
	for target, want := range map[string]string{
		"/v2/service_instances/crn%3Av1%3Ax%3Aa%2Fb%3Ac": "crn:v1:x:a/b:c",
		"/v2/service_instances/crn:v1:x:a%2Fb:c":         "crn:v1:x:a/b:c",
		"/v2/service_instances/crn%253Av1":               "crn%3Av1",
	} {
		r, err := http.NewRequest(http.MethodPut, "http://target.example.org"+target, nil)
		if err != nil {
			t.Fatal(err)
		}
		_, params, err := doc.Route(r)
		if got := params["instance_id"]; err != nil || got != want {
			t.Errorf("%s: want %q, got %q, %v", target, want, got, err)
		}
	}
}
