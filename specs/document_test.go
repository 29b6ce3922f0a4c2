package specs_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"conformance/specs"

	"github.com/getkin/kin-openapi/openapi3"
)

func load(t *testing.T, name string) *specs.API {
	t.Helper()
	api, err := specs.Load(name)
	if err != nil {
		t.Fatal(err)
	}
	return api
}

func document(t *testing.T, name string, v specs.Version) *specs.Document {
	t.Helper()
	doc, err := load(t, name).Document(v)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// eachDocument runs a test for every version of the named APIs.
func eachDocument(t *testing.T, names []string, test func(t *testing.T, api *specs.API, doc *specs.Document)) {
	for _, name := range names {
		api := load(t, name)
		for _, v := range api.Versions {
			t.Run(name+"/"+string(v), func(t *testing.T) {
				doc, err := api.Document(v)
				if err != nil {
					t.Fatal(err)
				}
				test(t, api, doc)
			})
		}
	}
}

// TestDocumentsNameTheirRules holds every x-requirement against its row: the row exists, binds the target, is judged
// in that version.
func TestDocumentsNameTheirRules(t *testing.T) {
	eachDocument(t, specs.Names(), func(t *testing.T, api *specs.API, doc *specs.Document) {
		if len(doc.ShapeRequirements()) == 0 {
			t.Error("the document names no requirement")
		}
		for _, id := range doc.ShapeRequirements() {
			row := api.Requirements.Find(id)
			switch {
			case row == nil:
				t.Errorf("%s is no requirement of %s", id, api.Name)
			case !slices.Contains(api.Judged, row.Party):
				t.Errorf("%s binds the %s, which is not the target", id, row.Party)
			case !row.Contains(doc.Version):
				t.Errorf("%s holds %s, not in %s", id, row.Window, doc.Version)
			case !api.Judges(row, doc.Version):
				t.Errorf("%s is a permission, which nothing breaks", id)
			}
		}
	})
}

// TestRulesStandInTheirWholeWindow finds rules that the document names in some versions and forgets in others.
func TestRulesStandInTheirWholeWindow(t *testing.T) {
	api := load(t, "osb")
	named := map[specs.Version][]string{}
	every := map[string]bool{}
	for _, v := range api.Versions {
		named[v] = document(t, "osb", v).ShapeRequirements()
		for _, id := range named[v] {
			every[id] = true
		}
	}
	for id := range every {
		for _, v := range api.Versions {
			if row := api.Requirements.Find(id); row != nil && row.Contains(v) && !slices.Contains(named[v], id) {
				t.Errorf("%s holds in %s, but the document of that version does not name it", id, v)
			}
		}
	}
}

// TestRulesStandAtTheirOperations holds the place of an x-requirement against the operations that its row lists. Only
// the rows of osb list all of them.
func TestRulesStandAtTheirOperations(t *testing.T) {
	eachDocument(t, []string{"osb"}, func(t *testing.T, api *specs.API, doc *specs.Document) {
		for op, ids := range rulesByOperation(t, doc) {
			for id := range ids {
				row := api.Requirements.Find(id)
				if row != nil && !slices.Contains(row.Operations, op) && !slices.Contains(row.Operations, "all") {
					t.Errorf("%s stands at %s, but speaks of %s", id, op, strings.Join(row.Operations, ", "))
				}
			}
		}
	})
}

// TestRequirementsSpeakOfOperations finds rows of osb with an operation that the latest document does not have.
func TestRequirementsSpeakOfOperations(t *testing.T) {
	api := load(t, "osb")
	doc := document(t, "osb", api.Latest())
	for _, row := range api.Requirements {
		for _, op := range row.Operations {
			if op != "all" && doc.Operation(op) == nil {
				t.Errorf("%s speaks of %q, which is no operation of the document", row.ID, op)
			}
		}
	}
}

// TestDocumentStatesNothingOfItsOwn finds constraints on responses that no row of the registry stands behind.
func TestDocumentStatesNothingOfItsOwn(t *testing.T) {
	eachDocument(t, []string{"osb"}, func(t *testing.T, _ *specs.API, doc *specs.Document) {
		eachResponse(t, doc, func(op, status string, response *openapi3.Response) {
			if media := response.Content.Get("application/json"); media != nil {
				for _, place := range unruled([]*openapi3.SchemaRef{media.Schema}, false, "") {
					t.Errorf("%s %s %s: no requirement answers a violation", op, status, place)
				}
			}
		})
	})
}

func TestVersionsOfTheDocument(t *testing.T) {
	places := []struct {
		place  string
		window specs.Window
	}{
		{"catalog", specs.Window{}},
		{"fetch-instance", specs.Window{Since: "2.14"}},
		{"fetch-binding", specs.Window{Since: "2.14"}},
		{"binding-last-operation", specs.Window{Since: "2.14"}},
		{"instance-last-operation query:operation", specs.Window{}},
		{"catalog header:X-Broker-API-Version", specs.Window{}},
		{"catalog header:X-Broker-API-Originating-Identity", specs.Window{Since: "2.13"}},
		{"catalog header:X-Broker-API-Request-Identity", specs.Window{Since: "2.15"}},
		{"provision query:accepts_incomplete", specs.Window{}},
		{"bind query:accepts_incomplete", specs.Window{Since: "2.14"}},
		{"unbind query:accepts_incomplete", specs.Window{Since: "2.14"}},
		{"deprovision query:plan_id", specs.Window{}},
		{"fetch-instance query:plan_id", specs.Window{Since: "2.16"}},
		{"provision request context", specs.Window{Since: "2.12"}},
		{"bind request context", specs.Window{Since: "2.13"}},
		{"provision request maintenance_info", specs.Window{Since: "2.15"}},
		{"update request previous_values maintenance_info version", specs.Window{Since: "2.15"}},
		{"bind request bind_resource credential_client_id", specs.Window{Since: "2.16"}},
		{"bind request predecessor_binding_id", specs.Window{Since: "2.17"}},
		{"bind responses 202 operation", specs.Window{Since: "2.14"}},
		{"provision responses 201 metadata labels", specs.Window{Since: "2.16"}},
		{"provision responses 201 metadata attributes", specs.Window{Since: "2.17"}},
		{"update responses 200 dashboard_url", specs.Window{Since: "2.14"}},
		{"update responses 422 instance_usable", specs.Window{Since: "2.16"}},
		{"instance-last-operation responses 200 header:Retry-After", specs.Window{Since: "2.15"}},
		{"catalog responses 200 services [] plans [] schemas service_binding create parameters", specs.Window{Since: "2.13"}},
		{"catalog responses 200 services [] instances_retrievable", specs.Window{Since: "2.14"}},
		{"catalog responses 200 services [] plans [] maximum_polling_duration", specs.Window{Since: "2.15"}},
		{"catalog responses 200 services [] plans [] binding_rotatable", specs.Window{Since: "2.17"}},
		{"bind responses 201 endpoints [] ports", specs.Window{Since: "2.15"}},
		{"bind responses 201 metadata renew_before", specs.Window{Since: "2.17"}},
		{"catalog responses 304 header:ETag", specs.Window{Since: "2.16"}},
	}
	eachDocument(t, []string{"osb"}, func(t *testing.T, _ *specs.API, doc *specs.Document) {
		a := newAtlas(t, doc)
		for _, test := range places {
			if got, want := a.has(test.place), test.window.Contains(doc.Version); got != want {
				t.Errorf("%s: there is %t, want %t (%s)", test.place, got, want, test.window)
			}
		}
	})
}

func eachResponse(t *testing.T, doc *specs.Document, visit func(op, status string, response *openapi3.Response)) {
	t.Helper()
	for id, op := range newAtlas(t, doc).operations {
		for status, ref := range op.Responses.Map() {
			visit(id, status, ref.Value)
		}
	}
}

// rules returns the ids at one place by keyword; the keyword "" stands for all.
func rules(refs []*openapi3.SchemaRef) map[string][]string {
	found := map[string][]string{}
	for _, ref := range refs {
		value := ref.Extensions["x-requirement"]
		if value == nil {
			value = ref.Value.Extensions["x-requirement"]
		}
		byKeyword, ok := value.(map[string]any)
		if !ok {
			byKeyword = map[string]any{"": value}
		}
		for keyword, ids := range byKeyword {
			list, ok := ids.([]any)
			if !ok && ids != nil {
				list = []any{ids}
			}
			for _, id := range list {
				found[keyword] = append(found[keyword], fmt.Sprint(id))
			}
		}
	}
	return found
}

// parts returns the schemas that stand at the same place.
func parts(refs ...*openapi3.SchemaRef) []*openapi3.SchemaRef {
	var all []*openapi3.SchemaRef
	for _, ref := range refs {
		if ref != nil && ref.Value != nil {
			all = append(append(all, ref), parts(slices.Concat(ref.Value.AllOf, ref.Value.AnyOf, ref.Value.OneOf)...)...)
		}
	}
	return all
}

// below returns the schemas one step further down, by member name; [] and * are items and other members.
func below(refs []*openapi3.SchemaRef) map[string][]*openapi3.SchemaRef {
	next := map[string][]*openapi3.SchemaRef{}
	for _, ref := range refs {
		for name, property := range ref.Value.Properties {
			next[name] = append(next[name], property)
		}
		for name, child := range map[string]*openapi3.SchemaRef{"[]": ref.Value.Items, "*": ref.Value.AdditionalProperties.Schema} {
			if child != nil {
				next[name] = append(next[name], child)
			}
		}
	}
	return next
}

func rulesByOperation(t *testing.T, doc *specs.Document) map[string]map[string]bool {
	t.Helper()
	found := map[string]map[string]bool{}
	eachResponse(t, doc, func(op, _ string, response *openapi3.Response) {
		if found[op] == nil {
			found[op] = map[string]bool{}
		}
		var visit func(refs []*openapi3.SchemaRef, depth int)
		visit = func(refs []*openapi3.SchemaRef, depth int) {
			refs = parts(refs...)
			for _, ids := range rules(refs) {
				for _, id := range ids {
					found[op][id] = true
				}
			}
			if depth > 30 {
				return // a schema that holds itself
			}
			for _, child := range below(refs) {
				visit(child, depth+1)
			}
		}
		for _, header := range response.Headers {
			visit([]*openapi3.SchemaRef{header.Value.Schema}, 0)
		}
		if media := response.Content.Get("application/json"); media != nil {
			visit([]*openapi3.SchemaRef{media.Schema}, 0)
		}
	})
	return found
}

// unruled lists the keywords whose violation would find no requirement. covered says that a place above answers all.
func unruled(refs []*openapi3.SchemaRef, covered bool, at string) []string {
	refs = parts(refs...)
	named := rules(refs)
	covered = covered || len(named[""]) > 0
	var all []string
	next := below(refs)
	for _, ref := range refs {
		for _, keyword := range keywords(ref.Value) {
			// A rule on anyOf answers for whatever its alternatives demand at the same place.
			if !covered && len(named[keyword]) == 0 && len(named["anyOf"]) == 0 {
				all = append(all, at+" "+keyword)
			}
		}
		for _, name := range ref.Value.Required {
			member := rules(parts(next[name]...))
			if !covered && len(member["required"]) == 0 && len(member[""]) == 0 {
				all = append(all, at+"/"+name+" required")
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(next)) {
		all = append(all, unruled(next[name], covered, at+"/"+name)...)
	}
	return all
}

// keywords lists the constraints that a schema states by itself.
func keywords(s *openapi3.Schema) []string {
	var stated []string
	for keyword, is := range map[string]bool{
		"type": s.Type != nil, "enum": len(s.Enum) > 0, "pattern": s.Pattern != "", "format": s.Format != "",
		"minLength": s.MinLength > 0, "maxLength": s.MaxLength != nil, "minItems": s.MinItems > 0, "maxItems": s.MaxItems != nil,
		"uniqueItems": s.UniqueItems, "minimum": s.Min != nil, "maximum": s.Max != nil, "minProperties": s.MinProps > 0,
		"maxProperties": s.MaxProps != nil, "not": s.Not != nil,
	} {
		if is {
			stated = append(stated, keyword)
		}
	}
	slices.Sort(stated)
	return stated
}

// TestParseDocumentReportsWhatIsWrong gives a small document one defect each. A hole is an error, not a crash.
func TestParseDocumentReportsWhatIsWrong(t *testing.T) {
	const whole = `{"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": {"/a": {"get": {"operationId": "a",
		"parameters": [{"name": "q", "in": "query", "schema": {"type": "string"}}],
		"responses": {"200": {"description": "d", "headers": {"H": {"schema": {"type": "string"}}}, "content": {"application/json": {
			"schema": {"type": "object", "properties": {"p": {"type": "string"}}, "allOf": [{"minProperties": 1}]}}}}}}}}}`
	if _, err := specs.ParseDocument([]byte(whole), "2.17"); err != nil {
		t.Fatalf("the whole document: %v", err)
	}
	for _, test := range []struct{ name, old, new, want string }{
		{"no document", whole, "[", "load the OpenAPI document"},
		{"unquoted version", `"get": {`, `"get": {"x-since": 2.14, `, "x-since: 2.14 is no quoted version"},
		{"no version", `"get": {`, `"get": {"x-until": "soon", `, `version "soon" is not a number`},
		{"empty window", `"get": {`, `"get": {"x-since": "2.14", "x-until": "2.13", `, "version window 2.14 to 2.13 is empty"},
		{"empty window of a path", `"/a": {`, `"/a": {"x-since": "2.14", "x-until": "2.13", `, "/a: version window"},
		{"empty window of a parameter", `{"name": "q",`, `{"x-until": "x", "name": "q",`, "parameter q"},
		{"empty window of a response", `{"description"`, `{"x-until": "x", "description"`, "response 200"},
		{"empty window of a header", `"H": {`, `"H": {"x-until": "x", `, "header H"},
		{"empty window of a property", `"p": {`, `"p": {"x-until": "x", `, "property p"},
		{"empty window of being required", `"p": {`, `"p": {"x-required-since": "x", `, "property p"},
		{"empty window of a part", `{"minProperties"`, `{"x-since": "x", "minProperties"`, "part 1"},
		{"no operationId", `"operationId": "a",`, ``, `operationId "" is missing or used twice`},
		{"operationId used twice", `"paths": {`, `"paths": {"/b": {"get": {"operationId": "a", "responses": {"200": {"description": "d"}}}}, `, `"GET /a" and "GET /b" have the same operation id`},
		{"reference to nothing", `"p": {"type": "string"}`, `"p": {"$ref": "#/components/schemas/P"}`, "load the OpenAPI document"},
		{"no content", `"application/json": {`, `"text/plain": null, "application/json": {`, "text/plain"},
		{"no schema", `"schema": {"type": "object"`, `"schema": null, "x": {"type": "object"`, ""},
		{"no property", `"p": {"type": "string"}`, `"p": null`, ""},
		{"no header", `"H": {"schema": {"type": "string"}}`, `"H": null`, ""},
		{"no response", `"200": {`, `"204": null, "200": {`, ""},
		{"no part", `[{"minProperties": 1}]`, `[null]`, ""},
		{"no parameter", `"parameters": [`, `"parameters": [null, `, ""},
		{"no operation", `"get": {`, `"put": null, "get": {`, ""},
		{"no path", `"/a": {`, `"/b": null, "/a": {`, ""},
		{"no request", `"operationId": "a",`, `"operationId": "a", "requestBody": null,`, ""},
		{"no responses", `"responses": {`, `"responses": null, "x": {`, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			if !strings.Contains(whole, test.old) {
				t.Fatalf("the whole document does not have %q", test.old)
			}
			_, err := specs.ParseDocument([]byte(strings.Replace(whole, test.old, test.new, 1)), "2.17")
			if test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
				t.Errorf("got error %v, want one with %q", err, test.want)
			}
		})
	}
}
