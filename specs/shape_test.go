package specs_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"conformance/specs"
)

const catalogBody = `{"services": [{"name": "db", "id": "s1", "description": "Databases", "bindable": true,
	"plans": [{"name": "small", "id": "p1", "description": "Small one", "vendor_rank": [1, null]}], "vendor:colour": {"red": 1}}]}`

// TestShape changes one place of a response each. want lists what breaks as "ID pointer"; "?" stands for a violation
// without a requirement.
func TestShape(t *testing.T) {
	for _, test := range []struct {
		name    string
		version specs.Version
		op      string
		status  int
		body    string
		want    []string
	}{
		{"valid catalog", "2.17", "catalog", 200, catalogBody, nil},
		{"unknown members", "2.11", "catalog", 200, strings.Replace(catalogBody, `"bindable"`, `"extra": null, "bindable"`, 1), nil},
		{"missing services", "2.17", "catalog", 200, `{}`, []string{"OSB-CAT-009 /services"}},
		{"services null", "2.17", "catalog", 200, `{"services": null}`, []string{"OSB-CAT-009 /services"}},
		{"catalog is no object", "2.17", "catalog", 200, `[]`, []string{"OSB-CAT-009 "}},
		{"wrong type deep in a plan", "2.17", "catalog", 200, strings.Replace(catalogBody, `"vendor_rank"`, `"free": "no", "vendor_rank"`, 1),
			[]string{"OSB-CAT-053 /services/0/plans/0/free"}},
		{"deeper still", "2.17", "catalog", 200, strings.Replace(catalogBody, `"vendor_rank"`,
			`"metadata": {"costs": [{"amount": {"eur": 1}, "unit": "M"}, {"amount": {"eur": "1"}}]}, "vendor_rank"`, 1),
			[]string{"OSB-CAT-069 /services/0/plans/0/metadata/costs/1/amount", "OSB-CAT-070 /services/0/plans/0/metadata/costs/1/unit"}},
		{"the same before the profile", "2.12", "catalog", 200, strings.Replace(catalogBody, `"vendor_rank"`,
			`"metadata": {"costs": [{"amount": {"eur": "1"}}]}, "vendor_rank"`, 1), nil},
		{"missing plan name", "2.17", "catalog", 200, strings.Replace(catalogBody, `"name": "small", `, "", 1),
			[]string{"OSB-CAT-039 /services/0/plans/0/name"}},
		{"empty plan name", "2.12", "catalog", 200, strings.Replace(catalogBody, `"small"`, `""`, 1),
			[]string{"OSB-CAT-040 /services/0/plans/0/name"}},
		{"empty plan name in the oldest version", "2.11", "catalog", 200, strings.Replace(catalogBody, `"small"`, `""`, 1), nil},
		{"plan name of a wrong type", "2.17", "catalog", 200, strings.Replace(catalogBody, `"small"`, `7`, 1),
			[]string{"OSB-CAT-039 /services/0/plans/0/name"}},
		{"plan name null", "2.17", "catalog", 200, strings.Replace(catalogBody, `"small"`, `null`, 1),
			[]string{"OSB-CAT-039 /services/0/plans/0/name"}},
		{"plan name with a space", "2.14", "catalog", 200, strings.Replace(catalogBody, `"small"`, `"s m"`, 1),
			[]string{"OSB-CAT-043 /services/0/plans/0/name"}},
		{"plan name with a space, later", "2.15", "catalog", 200, strings.Replace(catalogBody, `"small"`, `"s m"`, 1),
			[]string{"OSB-CAT-042 /services/0/plans/0/name"}},
		{"no plans", "2.17", "catalog", 200, `{"services": [{"name": "db", "id": "s1", "description": "Databases", "bindable": true, "plans": []}]}`,
			[]string{"OSB-CAT-038 /services/0/plans"}},
		{"two faults in one member", "2.17", "catalog", 200, strings.Replace(catalogBody, `"id": "p1"`, `"id": "ä`+strings.Repeat("x", 255)+`"`, 1),
			[]string{"OSB-URL-001 /services/0/plans/0/id", "OSB-URL-004 /services/0/plans/0/id"}},
		{"unknown permission", "2.17", "catalog", 200, strings.Replace(catalogBody, `"bindable"`, `"requires": ["fly"], "bindable"`, 1),
			[]string{"OSB-CAT-029 /services/0/requires/0"}},
		{"dashboard client without id", "2.15", "catalog", 200, strings.Replace(catalogBody, `"bindable"`, `"dashboard_client": {"secret": "s"}, "bindable"`, 1),
			[]string{"OSB-CAT-076 /services/0/dashboard_client/id"}},
		{"dashboard client without id, earlier", "2.14", "catalog", 200, strings.Replace(catalogBody, `"bindable"`, `"dashboard_client": {"secret": "s"}, "bindable"`, 1), nil},
		{"maintenance version", "2.15", "catalog", 200, strings.Replace(catalogBody, `"vendor_rank"`, `"maintenance_info": {"version": "1.0"}, "vendor_rank"`, 1),
			[]string{"OSB-MAINT-003 /services/0/plans/0/maintenance_info/version"}},
		{"schema without $schema", "2.13", "catalog", 200, strings.Replace(catalogBody, `"vendor_rank"`,
			`"schemas": {"service_instance": {"create": {"parameters": {}}}}, "vendor_rank"`, 1),
			[]string{"OSB-SCHEMA-008 /services/0/plans/0/schemas/service_instance/create/parameters/$schema"}},

		{"dashboard null", "2.15", "provision", 201, `{"dashboard_url": null}`, nil},
		{"dashboard null, earlier", "2.14", "provision", 201, `{"dashboard_url": null}`, []string{"OSB-PROV-045 /dashboard_url"}},
		{"dashboard null in the oldest version", "2.11", "provision", 201, `{"dashboard_url": null}`, nil},
		{"dashboard empty", "2.12", "provision", 200, `{"dashboard_url": ""}`, []string{"OSB-PROV-045 /dashboard_url"}},
		{"updated dashboard of a wrong type", "2.14", "update", 200, `{"dashboard_url": 1}`, []string{"OSB-PROV-045 /dashboard_url", "OSB-UPD-046 /dashboard_url"}},
		{"operation null", "2.15", "provision", 202, `{"operation": null}`, nil},
		{"operation null, earlier", "2.13", "provision", 202, `{"operation": null}`, []string{"OSB-PROV-048 /operation"}},
		{"operation null elsewhere", "2.17", "deprovision", 202, `{"operation": null}`, []string{"OSB-DEPROV-023 /operation"}},
		{"operation too long", "2.15", "provision", 202, `{"operation": "` + strings.Repeat("x", 10001) + `"}`, []string{"OSB-PROV-050 /operation"}},
		{"long operation, earlier", "2.14", "provision", 202, `{"operation": "` + strings.Repeat("x", 10001) + `"}`, nil},
		{"operation empty", "2.14", "bind", 202, `{"operation": ""}`, []string{"OSB-BIND-068 /operation"}},
		{"body of another type", "2.14", "provision", 201, `[]`, []string{"OSB-PROV-053 "}},
		{"body of another type, earlier", "2.13", "provision", 201, `[]`, []string{"OSB-ERR-020 ", "OSB-PROV-053 "}},
		{"labels of a wrong type", "2.16", "provision", 201, `{"metadata": {"labels": []}}`, []string{"OSB-PROV-056 /metadata/labels"}},
		{"metadata null", "2.17", "fetch-instance", 200, `{"metadata": null}`, []string{"OSB-FETCH-017 /metadata"}},
		{"metadata before there was any", "2.16", "fetch-instance", 200, `{"metadata": 1}`, nil},

		{"credentials and endpoints", "2.17", "bind", 201, `{"credentials": "c", "endpoints": [{"host": "a:1", "ports": [80]}, {"host": "::1", "ports": []}]}`,
			[]string{"OSB-BIND-071 /credentials", "OSB-BIND-096 /endpoints/0/host", "OSB-BIND-097 /endpoints/1/ports", "OSB-BIND-098 /endpoints/0/ports/0"}},
		{"volume mount", "2.11", "bind", 200, `{"volume_mounts": [{"driver": "nfs", "container_dir": "/d", "mode": "w", "device_type": "shared", "device": {}}]}`,
			[]string{"OSB-BIND-090 /volume_mounts/0/mode", "OSB-BIND-093 /volume_mounts/0/device/volume_id"}},
		{"expiry without a fraction", "2.17", "fetch-binding", 200, `{"metadata": {"expires_at": "2031-01-01T00:00:00Z"}}`, nil},
		{"expiry with an offset", "2.17", "fetch-binding", 200, `{"metadata": {"expires_at": "2031-01-01T00:00:00.0+01:00"}}`, []string{"OSB-BIND-085 /metadata/expires_at"}},
		{"expiry, earlier", "2.16", "bind", 201, `{"metadata": {"expires_at": "soon"}}`, []string{"OSB-BIND-084 /metadata/expires_at"}},
		{"connection data null", "2.17", "bind", 202, `{"credentials": null}`, nil},

		{"state", "2.11", "instance-last-operation", 200, `{"state": "done"}`, []string{"OSB-POLL-021 /state"}},
		{"no state", "2.14", "binding-last-operation", 200, `{"description": ""}`, []string{"OSB-POLL-115 /state", "OSB-POLL-119 /description"}},
		{"empty description, later", "2.15", "binding-last-operation", 200, `{"state": "failed", "description": ""}`, nil},
		{"one member, two rules", "2.16", "instance-last-operation", 200, `{"state": "failed", "instance_usable": 0}`,
			[]string{"OSB-ERR-006 /instance_usable", "OSB-POLL-026 /instance_usable"}},

		{"error body", "2.14", "update", 422, `{"error": "", "description": 5}`, []string{"OSB-ERR-003 /error", "OSB-ERR-005 /description"}},
		{"error of two words", "2.14", "bind", 422, `{"error": "Requires App"}`, []string{"OSB-ERR-004 /error"}},
		{"error body of any type", "2.14", "bind", 422, `[]`, nil},
		{"error body null", "2.17", "bind", 500, `null`, nil},
		{"error body before codes", "2.12", "bind", 422, `{"error": ""}`, nil},
		{"error body that had to be an object", "2.12", "bind", 409, `null`, []string{"OSB-ERR-019 ", "OSB-ERR-020 ", "OSB-PROV-039 "}},
		{"member of another operation's errors", "2.16", "provision", 409, `{"instance_usable": true, "update_repeatable": true}`,
			[]string{"OSB-ERR-007 ", "OSB-ERR-009 "}},
		{"the same where it belongs", "2.16", "update", 503, `{"instance_usable": true, "update_repeatable": true}`, nil},
		{"range of statuses", "2.17", "catalog", 418, `{"description": ""}`, []string{"OSB-ERR-005 /description"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			doc := document(t, "osb", test.version)
			shape := doc.Shape(doc.Operation(test.op), test.status, nil, decode(t, []byte(test.body)), true)
			if !shape.Described {
				t.Errorf("%s %d is not described", test.op, test.status)
			}
			var got []string
			for _, node := range shape.Nodes {
				if node.Violation != "" {
					got = append(got, node.Requirement+" "+node.Pointer)
				}
			}
			for _, violation := range shape.Unnamed {
				got = append(got, "? "+violation.String())
			}
			slices.Sort(got)
			if !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestShapeOfWhatTheDocumentDoesNotMention(t *testing.T) {
	old, latest := document(t, "osb", "2.13"), document(t, "osb", "2.17")
	for _, test := range []struct {
		doc       *specs.Document
		op        string
		status    int
		describes bool
	}{
		{latest, "catalog", 200, true}, {latest, "catalog", 204, false}, {latest, "catalog", 302, false},
		{latest, "bind", 202, true}, {old, "bind", 202, false}, {latest, "provision", 203, false}, {latest, "provision", 507, true},
	} {
		op := test.doc.Operation(test.op)
		shape := test.doc.Shape(op, test.status, nil, map[string]any{}, true)
		if shape.Described != test.describes || op.Describes(test.status) != test.describes {
			t.Errorf("%s %s %d: described %t and %t, want %t", test.doc.Version, test.op, test.status, shape.Described, op.Describes(test.status), test.describes)
		}
		if !test.describes && len(shape.Nodes)+len(shape.Unnamed) > 0 {
			t.Errorf("%s %s %d is not described, yet it was judged: %+v", test.doc.Version, test.op, test.status, shape)
		}
	}
	if shape := latest.Shape(latest.Operation("provision"), 201, nil, nil, false); len(shape.Nodes)+len(shape.Unnamed) > 0 {
		t.Errorf("without a body: got %+v, want nothing judged", shape)
	}
}

// TestShapeTellsWhatWasThere holds Present: a pass needs a place that the response filled.
func TestShapeTellsWhatWasThere(t *testing.T) {
	doc := document(t, "osb", "2.17")
	header := http.Header{}
	header.Set("Retry-After", "Wed, 21 Oct 2026 07:28:00 GMT")
	for _, test := range []struct {
		op     string
		status int
		header http.Header
		body   string
		want   map[string]string
	}{
		{"catalog", 200, nil, catalogBody, map[string]string{
			"OSB-CAT-014 /services/0/name": "true", "OSB-CAT-015 /services/0/name": "true",
			"OSB-CAT-027 /services/0/tags": "false", "OSB-CAT-053 /services/0/plans/0/free": "false",
			"OSB-CAT-055 /services/0/plans/0/binding_rotatable": "false",
		}},
		{"catalog", 200, nil, `{}`, map[string]string{"OSB-CAT-009 /services": "false: property \"services\" is missing"}},
		{"provision", 202, nil, `{}`, map[string]string{"OSB-PROV-044 /dashboard_url": "false", "OSB-PROV-050 /operation": "false"}},
		{"bind", 409, nil, `{}`, map[string]string{"OSB-ERR-007 ": "true", "OSB-ERR-003 /error": "false"}},
		{"bind", 409, nil, `{"instance_usable": true}`, map[string]string{"OSB-ERR-007 ": "true: value breaks the keyword not of its schema"}},
		{"instance-last-operation", 200, nil, `{"state": "failed"}`, map[string]string{"OSB-POLL-030 header Retry-After": "false", "OSB-POLL-020 /state": "true"}},
		{"instance-last-operation", 200, header, `{"state": "failed"}`, map[string]string{"OSB-POLL-030 header Retry-After": "true"}},
		{"binding-last-operation", 200, http.Header{"Retry-After": {"120"}}, `{"state": "failed"}`, map[string]string{"OSB-POLL-120 header Retry-After": "true"}},
		{"binding-last-operation", 200, http.Header{"Retry-After": {"soon"}}, `{"state": "failed"}`, map[string]string{"OSB-POLL-120 header Retry-After": "true: string doesn't match"}},
	} {
		shape := doc.Shape(doc.Operation(test.op), test.status, test.header, decode(t, []byte(test.body)), true)
		got := map[string]string{}
		for _, node := range shape.Nodes {
			text := fmt.Sprint(node.Present)
			if node.Violation != "" {
				text += ": " + node.Violation
			}
			if at := node.Requirement + " " + node.Pointer; !strings.Contains(got[at], ":") {
				got[at] = text
			}
		}
		for place, want := range test.want {
			if text, ok := got[place]; !ok || text != want && !(strings.Contains(want, ":") && strings.HasPrefix(text, want)) {
				t.Errorf("%s %d %s: %s is %q, want %q", test.op, test.status, test.body, place, text, want)
			}
		}
	}
}
